// The language of the page: typed catalogue messages and bilingual words, in French or English.
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import { IntlProvider, useIntl } from "react-intl";
import { type Language, languages, type Words } from "#contract/words.ts";
import { type Catalogue, catalogueOf, type Extent } from "./catalogue.ts";
import { localeOf } from "./format.ts";
import { sparesData } from "./spares-data.ts";
import { storedLanguage, storeLanguage } from "./stored-language.ts";

export type MessageId = keyof Catalogue;
type Values = Record<string, string | number | Date>;

interface Choice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  /** The bench's own language, taken when the person never chose. */
  readonly suggest: (language: Language) => void;
}

const othersAfterMs = 3000;
const LanguageContext = createContext<Choice | undefined>(undefined);

/** Suspends until the first texts of the language are there; a change of language keeps the page until they are. */
export function LanguageProvider({
  first,
  children,
}: {
  readonly first: Language;
  readonly children: ReactNode;
}) {
  const [language, setLanguage] = useState(first);
  const show = useCallback((wanted: Language) => startTransition(() => setLanguage(wanted)), []);
  const choose = useCallback(
    (chosen: Language) => {
      storeLanguage(chosen);
      show(chosen);
    },
    [show],
  );
  const suggest = useCallback(
    (suggested: Language) => {
      if (storedLanguage() === undefined) show(suggested);
    },
    [show],
  );
  // The other languages too, once there is time: a change must work while the bench is away.
  useEffect(() => {
    if (sparesData()) return;
    const timer = window.setTimeout(() => {
      for (const one of languages) catalogueOf(one, "whole").catch(() => undefined);
    }, othersAfterMs);
    return () => window.clearTimeout(timer);
  }, []);
  const choice = useMemo(() => ({ language, choose, suggest }), [language, choose, suggest]);
  useEffect(() => {
    document.documentElement.lang = localeOf(language);
  }, [language]);
  return (
    <LanguageContext value={choice}>
      <Texts extent="first">{children}</Texts>
    </LanguageContext>
  );
}

/** Below it, the texts of this extent are there; suspends until they are. */
export function Texts({ extent, children }: { readonly extent: Extent; readonly children: ReactNode }) {
  const { language } = useLanguage();
  return (
    <IntlProvider
      locale={localeOf(language)}
      defaultLocale="fr-CA"
      messages={use(catalogueOf(language, extent))}
    >
      {children}
    </IntlProvider>
  );
}

export function useLanguage(): Choice {
  const choice = useContext(LanguageContext);
  if (choice === undefined) throw new Error("LanguageProvider is missing above this component");
  return choice;
}

/** Catalogue messages by id, checked at compile time. */
export function useText(): (id: MessageId, values?: Values) => string {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}

/** Picks the reader's language out of a bilingual text. */
export function useWords(): (words: Words) => string {
  const { language } = useLanguage();
  return useCallback((words) => words[language], [language]);
}
