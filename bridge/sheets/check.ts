// The check of the content: says what is wrong, one problem at a time, in the language asked for.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "#contract/words.ts";
import { type LoadedSheets, loadSheets } from "./loader.ts";
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

/** The project's own content. */
export const projectSheets = fileURLToPath(new URL("../../sheets", import.meta.url));

/**
 * What is in a folder of sheets. One without its own constants is a house's: it is read beside the project's content,
 * whose constants and terms it uses, and only what it adds is given.
 */
export async function loadFolder(
  folder: string,
): Promise<Pick<LoadedSheets, "sheets" | "experiments" | "problems">> {
  if (existsSync(path.join(folder, "constants.yaml"))) return loadSheets({ folder });
  const { sheets, experiments, problems, own } = await loadSheets({ folder: projectSheets, own: folder });
  return {
    sheets: sheets.filter(({ id }) => own.has(id)),
    experiments: experiments.filter(({ sheet }) => own.has(sheet)),
    problems: problems.filter(({ file }) => own.has(file.split("/")[0] ?? "")),
  };
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
  const { sheets, experiments, problems } = await loadFolder(folder);
  for (const problem of problems) say(printProblem(problem, language));
  const count = problems.length;
  say(
    language === "fr"
      ? `${sheets.length} fiche(s), ${experiments.length} expérience(s), ${count} problème(s)`
      : `${sheets.length} sheet(s), ${experiments.length} experiment(s), ${count} problem(s)`,
  );
  return count === 0 ? 0 : 1;
}
