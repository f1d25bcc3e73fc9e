// `labo sheets new`: the skeleton of a sheet, filled with what a bench that runs knows of a device, when one is named.
import path from "node:path";
import { createClock, isoTime } from "../clock.ts";
import { LaboError } from "../errors.ts";
import { loadFolder, projectSheets } from "../sheets/check.ts";
import { factsOfDevice } from "../sheets/device-facts.ts";
import { loadSheets } from "../sheets/loader.ts";
import { addSheet } from "../sheets/shelf.ts";
import type { SheetFacts } from "../sheets/skeleton.ts";
import type { Call, Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { askBench, benchAddress, benchOption } from "./running-bench.ts";

/** What an open bench knows of a device, the likeliest cut of its bytes with it. */
async function askAbout(call: Call, id: string): Promise<Partial<SheetFacts>> {
  const address = benchAddress(call);
  const { devices } = await askBench(address, "devices");
  const found = devices.find(({ device }) => device.id === id);
  if (found === undefined) throw new LaboError("NOT_FOUND", [`device ${id}`]);
  const { framings } = await askBench(address, "inspection", { id });
  return factsOfDevice(found.device, framings[0]);
}

export const sheetsNew: Command = {
  name: "sheets new",
  usage: "<titre/title> [--device <…>] [--folder <…>]",
  summary: {
    fr: "commence une fiche : un dossier complet, qui passe la vérification",
    en: "begins a sheet: a whole folder, which passes the check",
  },
  about: {
    fr: "Sans --folder, la fiche va avec les fiches de la maison, dans le dossier de données (LABO_DATA); un banc déjà ouvert la voit dès qu’on ouvre une fiche. Rien n’est jamais remplacé.",
    en: "Without --folder, the sheet goes with the house’s own, in the data folder (LABO_DATA); a bench already open sees it as soon as somebody opens a sheet. Nothing is ever replaced.",
  },
  mostWords: 12,
  options: {
    device: {
      type: "string",
      value: { fr: "appareil", en: "device" },
      help: {
        fr: "la remplir avec ce qu’un banc ouvert sait de cet appareil (labo devices les nomme)",
        en: "fill it with what an open bench knows of this device (labo devices names them)",
      },
    },
    folder: {
      type: "string",
      value: { fr: "dossier", en: "folder" },
      help: { fr: "le dossier des fiches où l’écrire", en: "the folder of sheets to write it in" },
    },
    bench: benchOption,
  },
  exits: {
    3: {
      fr: "le nom est pris, le dossier refuse, ou aucun banc ne répond",
      en: "the name is taken, the folder refuses, or no bench answers",
    },
  },
  async run(call) {
    const title = call.words.join(" ").trim();
    if (title === "" || title.length > 60)
      throw new LaboError("CLI_USAGE", [
        { fr: "titre : attendu 1 à 60 caractères", en: "title: expected 1 to 60 characters" }[call.language],
      ]);
    const given = call.text("folder");
    const root = path.resolve(given ?? path.join(call.config().data, "sheets"));
    const device = call.text("device");
    const facts = device === undefined ? {} : await askAbout(call, device);
    const own = root === projectSheets ? undefined : root;
    const { sheets } = await loadSheets({ folder: projectSheets, own });
    const today = isoTime(createClock().now()).slice(0, 10);
    const { id, folder, files } = await addSheet(sheets, root, { ...facts, title, today });
    const problems = (await loadFolder(root)).problems.filter(({ file }) => file.startsWith(`${id}/`));
    if (call.isJson) {
      const answer = { ok: problems.length === 0, sheet: id, folder, files: files.map(({ name }) => name) };
      await call.terminal.out(`${JSON.stringify({ ...answer, problems })}\n`);
    } else {
      const next = {
        fr: `✓ ${folder}\n  Continue fr.md et en.md, puis vérifie : labo sheets check ${root}\n`,
        en: `✓ ${folder}\n  Go on with fr.md and en.md, then check: labo sheets check ${root}\n`,
      };
      await call.terminal.out(next[call.language]);
    }
    return problems.length === 0 ? exitCodes.ok : exitCodes.negative;
  },
};
