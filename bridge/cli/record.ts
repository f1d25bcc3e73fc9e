// `labo record`: a bench that writes down every byte that comes to it.
import { setTimeout } from "node:timers";
import { LaboError } from "../errors.ts";
import { createRecordingFile } from "../transports/recording/recording-file.ts";
import { runBench, say, tellPage } from "./bench-run.ts";
import { type Command, numberOf } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

const mostSeconds = 86_400;

export const record: Command = {
  name: "record",
  usage: "--out <…> [--seconds <…>] [options]",
  summary: {
    fr: "ouvre un banc et écrit dans un fichier tous les octets qui y entrent",
    en: "opens a bench and writes every byte that comes in to a file",
  },
  about: {
    fr: "Rien n’est caché dans le fichier : les numéros d’étiquettes inconnues et les adresses des téléphones qui passent y sont en clair. N’enregistre qu’avec l’accord des gens présents, garde le fichier pour toi et efface-le après usage. Il est créé lisible par toi seulement, et rien n’y est jamais remplacé. Les clés des appareils n’y sont pas : pour rejouer ce qui est chiffré, il faut un banc qui les connaît.",
    en: "Nothing is hidden in the file: numbers of unknown tags and addresses of passing phones are in it as they are. Record only when those present agree, keep the file to yourself and delete it after use. It is made readable by you alone, and never replaces anything. Keys of devices are not in it: replaying what is encrypted takes a bench that has them.",
  },
  mostWords: 0,
  startsBench: true,
  options: {
    out: {
      type: "string",
      value: { fr: "fichier", en: "file" },
      help: { fr: "le fichier à créer", en: "the file to make" },
    },
    seconds: {
      type: "string",
      value: { fr: "nombre", en: "number" },
      help: {
        fr: "s’arrêter après tant de secondes [à Ctrl+C]",
        en: "stop after so many seconds [at Ctrl+C]",
      },
    },
  },
  exits: {
    3: {
      fr: "le fichier n’a pas pu être écrit, ou le banc n’a pas pu s’ouvrir",
      en: "the file could not be written, or the bench could not be opened",
    },
  },
  async run(call) {
    const path = call.text("out");
    if (path === undefined) throw new LaboError("CLI_USAGE", ["--out"]);
    const seconds = numberOf(call, "seconds", 1, mostSeconds);
    const config = call.config();
    const file = createRecordingFile(path);
    let full: (error: LaboError) => void = () => undefined;
    const filled = new Promise<never>((_resolve, reject) => {
      full = reject;
    });
    try {
      await runBench(config, { record: { file, onFull: (error) => full(error) } }, async (started) => {
        tellPage(call, started);
        say(call, {
          fr: `● Enregistrement dans ${path}; Ctrl+C pour finir.`,
          en: `● Recording to ${path}; Ctrl+C to end.`,
        });
        const ends = [call.terminal.stopAsked, filled];
        if (seconds !== undefined)
          ends.push(new Promise<void>((resolve) => void setTimeout(resolve, seconds * 1000)));
        await Promise.race(ends);
      });
    } finally {
      file.close();
    }
    const answer = { ok: true, file: path, bytes: file.bytes };
    if (call.isJson) await call.terminal.out(`${JSON.stringify(answer)}\n`);
    else say(call, { fr: `✓ ${file.bytes} octets dans ${path}`, en: `✓ ${file.bytes} bytes in ${path}` });
    return exitCodes.ok;
  },
};
