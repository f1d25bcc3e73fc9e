// The glossary of a sheet: what it explains is said in the sheet, and what the sheet says of the glossary is explained there.
import type { Prose } from "#contract/sheets.ts";
import { patternOf } from "#contract/terms.ts";
import { type Language, languages, type Words } from "#contract/words.ts";
import type { Place, Problems } from "./problem.ts";

/** What a page marks terms in: not headings, links, drawings nor code. */
const markable = (text: string): string =>
  text
    .replace(/^#+ .*$/gm, " ")
    .replace(/!?\[[^\]]*\]\([^)]*\)/g, " ")
    .replace(/`[^`]*`/g, " ");

interface SheetTerms {
  /** Terms the sheet explains, and those of the glossary that it says in another sense. */
  readonly listed: readonly string[];
  readonly everyday: readonly string[];
  readonly prose: readonly Prose[];
}

/** @param place of the list, and of each of its items. */
export function lintTerms(
  { listed, everyday, prose }: SheetTerms,
  glossary: ReadonlyMap<string, { readonly term: Words }>,
  place: (list: "glossary" | "everyday", index?: number) => Place,
  problems: Problems,
): void {
  const texts = Object.fromEntries(
    languages.map((language) => [language, markable(prose.map((text) => text[language]).join("\n\n"))]),
  ) as Record<Language, string>;
  const saidIn = (term: string): Language[] =>
    languages.filter((language) => {
      const entry = glossary.get(term);
      return entry !== undefined && patternOf(entry.term[language])?.test(texts[language]) === true;
    });
  listed.forEach((id, index) => {
    const entry = glossary.get(id);
    if (entry === undefined) return;
    for (const language of languages.filter((one) => !saidIn(id).includes(one))) {
      const named = { fr: entry.term[language], en: entry.term[language] };
      problems.warning(
        "dead-term",
        place("glossary", index),
        {
          fr: `« ${named.fr} » est expliqué, mais la fiche ne le dit pas (${language}.md)`,
          en: `“${named.en}” is explained, and the sheet does not say it (${language}.md)`,
        },
        {
          fr: "Emploie ce mot dans le texte, ou enlève-le de la liste.",
          en: "Use the word, or take it off the list.",
        },
      );
    }
  });
  for (const [id, entry] of glossary) {
    if (listed.includes(id) || everyday.includes(id)) continue;
    const [language] = saidIn(id);
    if (language === undefined) continue;
    problems.warning(
      "unexplained-term",
      place("glossary"),
      {
        fr: `« ${entry.term[language]} » est dans le glossaire, et la fiche l’emploie sans l’expliquer (${language}.md)`,
        en: `“${entry.term[language]}” is in the glossary, and the sheet uses it unexplained (${language}.md)`,
      },
      {
        fr: `Ajoute ${id} à glossary, ou à everyday si le mot a ici son sens de tous les jours.`,
        en: `Add ${id} to glossary, or to everyday when the word has its everyday sense here.`,
      },
    );
  }
  everyday.forEach((id, index) => {
    if (glossary.has(id) && saidIn(id).length > 0) return;
    problems.warning(
      "dead-term",
      place("everyday", index),
      { fr: `« ${id} » n’est pas dit dans la fiche`, en: `“${id}” is not said in the sheet` },
      { fr: "Enlève-le de everyday.", en: "Take it off everyday." },
    );
  });
}
