// The check of the content: says what is wrong, one problem at a time, in the language asked for.
import type { Language } from "#contract/words.ts";
import { loadSheets } from "./loader.ts";
import type { SheetProblem } from "./problem.ts";

/** One problem as two lines: where and what, then what to do. */
export function printProblem(problem: SheetProblem, language: Language): string {
  const mark = {
    error: { fr: "erreur", en: "error" },
    warning: { fr: "à revoir", en: "warning" },
  }[problem.severity][language];
  const field = problem.field === undefined || problem.field === "" ? "" : ` (${problem.field})`;
  return `${problem.file}:${problem.line}${field}\n  ${mark} — ${problem.message[language]}\n  → ${problem.remedy[language]}`;
}

/**
 * Checks a content folder and tells the result line by line.
 * @param say receives each piece of text, without a line end.
 * @returns 0 when all is well, 1 when something is wrong: the exit code of the command.
 */
export async function checkSheets(
  folder: string,
  language: Language,
  say: (text: string) => void,
): Promise<0 | 1> {
  const { sheets, experiments, problems } = await loadSheets({ folder });
  for (const problem of problems) say(printProblem(problem, language));
  const count = problems.length;
  say(
    language === "fr"
      ? `${sheets.length} fiche(s), ${experiments.length} expérience(s), ${count} problème(s)`
      : `${sheets.length} sheet(s), ${experiments.length} experiment(s), ${count} problem(s)`,
  );
  return count === 0 ? 0 : 1;
}
