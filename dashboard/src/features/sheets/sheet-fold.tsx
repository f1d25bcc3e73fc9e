// The words of a part of a sheet, in one language or two; and what is for the next levels, folded under their name.
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import type { foldLevels, Prose as ProseText } from "#contract/sheets.ts";
import type { Language, Words } from "#contract/words.ts";
import { localeOf } from "../../ui/format.ts";
import { useText } from "../../ui/language.tsx";
import { Prose } from "../../ui/prose.tsx";
import type { Term } from "../../ui/terms.ts";
import classes from "./sheets.module.css";

export function Columns({
  body,
  title,
  shown,
  terms,
  isFirst = false,
}: {
  readonly body: ProseText;
  /** Above each column, where there are two. */
  readonly title?: Words;
  readonly shown: readonly Language[];
  readonly terms: Readonly<Record<Language, readonly Term[]>>;
  readonly isFirst?: boolean;
}) {
  return (
    <div className={classes.columns} data-count={shown.length}>
      {shown.map((language) => (
        <div key={language} data-first={isFirst} className={classes.text}>
          {shown.length > 1 && title !== undefined && (
            <p className={classes.columnTitle} lang={localeOf(language)}>
              {title[language]}
            </p>
          )}
          <Prose text={body[language]} language={language} terms={terms[language]} />
        </div>
      ))}
    </div>
  );
}

/** Where a link leads inside the address of a sheet. */
const anchors = { advanced: "avance", expert: "expert" } as const;

/** @param isAnchor opens, and comes in sight, when the address names its level. */
export function Fold({
  level,
  isAnchor,
  children,
}: {
  readonly level: (typeof foldLevels)[number];
  readonly isAnchor: boolean;
  readonly children: ReactNode;
}) {
  const t = useText();
  const { hash, key } = useLocation();
  const isNamed = isAnchor && hash === `#${anchors[level]}`;
  // Closed at first: the bench writes the page without knowing what its address names.
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDetailsElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells that the same link was followed again
  useEffect(() => {
    if (isNamed) setOpen(true);
  }, [isNamed, key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells that the same link was followed again
  useEffect(() => {
    if (isNamed && open) place.current?.scrollIntoView();
  }, [isNamed, open, key]);
  return (
    <details
      ref={place}
      id={isAnchor ? anchors[level] : undefined}
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{t(`level.${level}`)}</summary>
      {children}
    </details>
  );
}
