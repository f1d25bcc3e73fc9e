// `labo sheets check`: the linter of the sheets, for those who write them.
import { LaboError } from "../errors.ts";
import { checkSheets, loadFolder, projectSheets } from "../sheets/check.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

export const sheetsCheck: Command = {
  name: "sheets check",
  usage: "[dossier/folder]",
  summary: {
    fr: "vérifie les fiches et les expériences, et dit où corriger",
    en: "checks sheets and experiments, and says where to correct",
  },
  mostWords: 1,
  options: {},
  exits: { 1: { fr: "des problèmes ont été trouvés", en: "problems were found" } },
  async run({ words: [folder = projectSheets], language, isJson, terminal }) {
    const { sheets, experiments, problems } = await loadFolder(folder);
    if (sheets.length === 0 && problems.length === 0) throw new LaboError("SHEETS_NONE", [folder]);
    if (isJson) {
      const answer = {
        ok: problems.length === 0,
        sheets: sheets.map(({ id }) => id),
        experiments: experiments.map(({ id }) => id),
        problems,
      };
      await terminal.out(`${JSON.stringify(answer)}\n`);
      return answer.ok ? exitCodes.ok : exitCodes.negative;
    }
    const said: string[] = [];
    const verdict = await checkSheets(folder, language, (text) => said.push(`${text}\n`));
    await terminal.out(said.join(""));
    return verdict;
  },
};
