// Markdown of the sheets, shown as text: no raw HTML, no picture from elsewhere. The renderer downloads when first needed.
import { lazy, Suspense } from "react";
import type { Language } from "#contract/words.ts";
import { localeOf } from "./format.ts";
import classes from "./prose.module.css";
import type { Term } from "./terms.ts";

const Markdown = lazy(async () => ({ default: (await import("./markdown.tsx")).MarkdownText }));

export function Prose({
  text,
  language,
  terms,
}: {
  readonly text: string;
  readonly language: Language;
  /** Words explained where they stand. */
  readonly terms?: readonly Term[] | undefined;
}) {
  return (
    <div className={classes.prose} lang={localeOf(language)}>
      <Suspense fallback={<p className={classes.plain}>{text}</p>}>
        <Markdown text={text} language={language} terms={terms} />
      </Suspense>
    </div>
  );
}
