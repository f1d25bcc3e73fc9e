// `labo replay`: a bench where what was recorded happens again.
import { LaboError } from "../errors.ts";
import { openRecording } from "../transports/recording/recording-file.ts";
import { runBench, say, tellPage } from "./bench-run.ts";
import { type Call, type Command, numberOf } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

const slowest = 0.01;
const fastest = 1000;

const speedOf = (call: Call): number =>
  call.text("speed") === "max" ? Number.POSITIVE_INFINITY : (numberOf(call, "speed", slowest, fastest) ?? 1);

export const replay: Command = {
  name: "replay",
  usage: "<…> [--speed <…>] [options]",
  summary: {
    fr: "ouvre un banc où ce qui a été enregistré arrive à nouveau",
    en: "opens a bench where what was recorded happens again",
  },
  about: {
    fr: "Ni matériel ni kit virtuel : les octets du fichier passent par les mêmes décodeurs, les mêmes sessions et le même MQTT, et donnent les mêmes événements, avec replay pour source. Avec --json, chaque événement est une ligne de JSON, et la commande finit avec l’enregistrement; sinon le banc reste ouvert.",
    en: "No hardware and no virtual kit: the bytes of the file go through the same decoders, sessions and MQTT, and give the same events, with replay as their source. With --json, each event is a line of JSON, and the command ends with the recording; otherwise the bench stays open.",
  },
  mostWords: 1,
  startsBench: true,
  options: {
    speed: {
      type: "string",
      value: { fr: "nombre|max", en: "number|max" },
      help: {
        fr: `combien de fois plus vite, de ${slowest} à ${fastest}, ou max [1]`,
        en: `how many times faster, from ${slowest} to ${fastest}, or max [1]`,
      },
    },
  },
  exits: {
    3: {
      fr: "le fichier n’est pas un enregistrement, ou le banc n’a pas pu s’ouvrir",
      en: "the file is no recording, or the bench could not be opened",
    },
  },
  async run(call) {
    const [path] = call.words;
    if (path === undefined) throw new LaboError("CLI_USAGE", [this.usage]);
    const speed = speedOf(call);
    const recording = await openRecording(path);
    try {
      const config = call.config([`--name=${recording.header.bridge}`]);
      let ended: (error?: LaboError) => void = () => undefined;
      const end = new Promise<LaboError | undefined>((resolve) => {
        ended = resolve;
      });
      let printed: Promise<void> = Promise.resolve();
      const onEvent = (event: object) => {
        printed = printed.then(() => call.terminal.out(`${JSON.stringify(event)}\n`));
      };
      const options = {
        replay: { recording, speed, onEnd: (error?: LaboError) => ended(error) },
        ...(call.isJson ? { onEvent } : {}),
      };
      await runBench(config, options, async (started) => {
        if (!call.isJson) tellPage(call, started);
        const stopped = call.terminal.stopAsked;
        const error = await Promise.race([end, stopped]);
        if (error instanceof LaboError) throw error;
        if (call.isJson) return;
        say(call, {
          fr: "✓ L’enregistrement est fini; le banc reste ouvert, Ctrl+C pour le fermer.",
          en: "✓ The recording is over; the bench stays open, Ctrl+C to close it.",
        });
        await stopped;
      });
      await printed;
    } finally {
      recording.close();
    }
    return exitCodes.ok;
  },
};
