// The language of the page: typed catalogue messages and bilingual words, in French or English.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { IntlProvider, useIntl } from "react-intl";
import { type Language, languages, type Words } from "#contract/words.ts";
import { en } from "../catalogues/en.ts";
import { fr } from "../catalogues/fr.ts";
import { localeOf } from "./format.ts";

export type MessageId = keyof typeof fr;
type Values = Record<string, string | number | Date>;

interface Choice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  /** The bench's own language, taken when the person never chose. */
  readonly suggest: (language: Language) => void;
}

const catalogues = { fr, en };
const storageKey = "labo.language";
const LanguageContext = createContext<Choice | undefined>(undefined);

function stored(): Language | undefined {
  const value = window.localStorage.getItem(storageKey);
  return languages.find((language) => language === value);
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => stored() ?? "fr");
  const choose = useCallback((chosen: Language) => {
    window.localStorage.setItem(storageKey, chosen);
    setLanguage(chosen);
  }, []);
  const suggest = useCallback((suggested: Language) => {
    if (stored() === undefined) setLanguage(suggested);
  }, []);
  const choice = useMemo(() => ({ language, choose, suggest }), [language, choose, suggest]);
  useEffect(() => {
    document.documentElement.lang = localeOf(language);
  }, [language]);
  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={localeOf(language)} defaultLocale="fr-CA" messages={catalogues[language]}>
        {children}
      </IntlProvider>
    </LanguageContext>
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
