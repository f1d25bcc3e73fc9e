// `labo sheets new-experiment`: an experiment in the folder of its sheet, which passes the check and plays as it is.
import { existsSync } from "node:fs";
import path from "node:path";
import { createClock, isoTime } from "../clock.ts";
import { LaboError } from "../errors.ts";
import { projectSheets } from "../sheets/check.ts";
import { loadSheets } from "../sheets/loader.ts";
import { addExperiment, beginnable } from "../sheets/new-experiment.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

export const sheetsNewExperiment: Command = {
  name: "sheets new-experiment",
  usage: "<titre/title> --sheet <…> [--about <…>] [--folder <…>]",
  summary: {
    fr: "commence une expérience : un dossier complet, vérifié, qui se joue déjà dans le kit virtuel",
    en: "begins an experiment: a whole folder, checked, that already plays in the virtual kit",
  },
  about: {
    fr: "Le dossier est écrit dans celui de sa fiche : celles de la maison, dans le dossier de données, puis celles du projet; --folder en nomme d’autres. Un banc déjà ouvert montre l’expérience aussitôt. Rien n’est jamais remplacé.",
    en: "The folder is written in that of its sheet: the house’s own, in the data folder, then the project’s; --folder names others. A bench already open shows the experiment at once. Nothing is ever replaced.",
  },
  mostWords: 12,
  options: {
    sheet: {
      type: "string",
      value: { fr: "fiche", en: "sheet" },
      help: { fr: "la fiche où elle va (F1, ou son id)", en: "the sheet it goes with (F1, or its id)" },
    },
    about: {
      type: "string",
      value: { fr: "appareil", en: "device" },
      help: {
        fr: `le genre d’appareil, si la fiche ne suffit pas : ${beginnable.join(", ")}`,
        en: `the kind of device, where the sheet does not tell: ${beginnable.join(", ")}`,
      },
    },
    folder: {
      type: "string",
      value: { fr: "dossier", en: "folder" },
      help: {
        fr: "le dossier des fiches où chercher la sienne",
        en: "the folder of sheets to look for it in",
      },
    },
  },
  exits: {
    3: {
      fr: "la fiche n’existe pas, l’appareil n’est pas connu, ou le dossier refuse",
      en: "there is no such sheet, the device is not known, or the folder refuses",
    },
  },
  async run(call) {
    const title = call.words.join(" ").trim();
    const asked = call.text("sheet");
    const say = (words: { readonly fr: string; readonly en: string }) => words[call.language];
    const wrong = [
      ...(title === "" || title.length > 60
        ? [say({ fr: "titre : attendu 1 à 60 caractères", en: "title: expected 1 to 60 characters" })]
        : []),
      ...(asked === undefined ? [say({ fr: "il manque --sheet", en: "--sheet is missing" })] : []),
    ];
    if (wrong.length > 0 || asked === undefined) throw new LaboError("CLI_USAGE", wrong);
    const given = call.text("folder");
    const house = path.resolve(given ?? path.join(call.config().data, "sheets"));
    const whole = given !== undefined && existsSync(path.join(house, "constants.yaml"));
    const load = () =>
      whole ? loadSheets({ folder: house }) : loadSheets({ folder: projectSheets, own: house });
    const known = await load();
    const sheet = known.sheets.find(({ id, number }) => id === asked || number === asked)?.id ?? asked;
    const root = given !== undefined || known.own.has(sheet) ? house : projectSheets;
    const { id, folder, files } = await addExperiment(root, known, {
      title,
      sheet,
      profile: call.text("about"),
      today: isoTime(createClock().now()).slice(0, 10),
    });
    const problems = (await load()).problems.filter(({ file }) => file.startsWith(`${sheet}/${id}/`));
    const isWell = problems.length === 0;
    if (call.isJson) {
      const answer = { ok: isWell, experiment: id, sheet, folder, files: files.map(({ name }) => name) };
      await call.terminal.out(`${JSON.stringify({ ...answer, problems })}\n`);
    } else
      await call.terminal.out(
        say({
          fr: `✓ ${folder}\n  Regarde-la sur un banc ouvert : /experiences/${id}\n  Continue fr.md et en.md, puis vérifie : labo sheets check ${root}\n`,
          en: `✓ ${folder}\n  See it on an open bench: /experiences/${id}\n  Go on with fr.md and en.md, then check: labo sheets check ${root}\n`,
        }),
      );
    return isWell ? exitCodes.ok : exitCodes.negative;
  },
};
