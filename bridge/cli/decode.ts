// `labo decode`: what is in a packet, for somebody who learns and for a script.
import type { DecodingContext } from "../decoders/decoder.ts";
import { LaboError, problemFor } from "../errors.ts";
import type { Call, Command } from "./command.ts";
import { dissect, isKind, kinds, mostBytes } from "./decode/dissect.ts";
import { forPeople, forPrograms } from "./decode/present.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { inputLines } from "./input-lines.ts";

/** Two digits a byte, and as much again for separators. */
const mostCharacters = mostBytes * 4;

/** The bytes of a text in hexadecimal, however it is cut up; `undefined` when it is none. */
function bytesOf(text: string): Uint8Array | undefined {
  const digits = text.replace(/0x/gi, "").replace(/[\s:,_-]/g, "");
  if (digits.length === 0 || digits.length > mostBytes * 2 || !/^([0-9a-f]{2})+$/i.test(digits))
    return undefined;
  return Uint8Array.from(Buffer.from(digits, "hex"));
}

/** A fixed number of bytes given by an option. @throws LaboError CLI_USAGE. */
function bytesOption(call: Call, flag: string, count: number): Uint8Array | undefined {
  const text = call.text(flag);
  if (text === undefined) return undefined;
  const bytes = bytesOf(text);
  // Its value is not repeated: it may be a secret.
  if (bytes?.length !== count) throw new LaboError("CLI_USAGE", [`--${flag}: ${count} × 00–ff`]);
  return bytes;
}

function contextOf(call: Call): DecodingContext {
  const address = bytesOption(call, "address", 6);
  const key = bytesOption(call, "key", 16);
  return {
    ...(address === undefined ? {} : { address: Buffer.from(address).toString("hex") }),
    keyFor: () => key,
  };
}

async function decodeStream(call: Call, context: DecodingContext, as?: string): Promise<ExitCode> {
  let verdict: ExitCode = exitCodes.ok;
  for await (const line of inputLines(call.terminal.input, mostCharacters)) {
    const text = line?.trim();
    if (text === "") continue;
    const bytes = text === undefined ? undefined : bytesOf(text);
    const answer =
      bytes === undefined
        ? { ok: false, problem: problemFor("HEX_INVALID", [text?.slice(0, 60) ?? `> ${mostCharacters}`]) }
        : forPrograms(dissect(bytes, context, as));
    if (!("ok" in answer) || answer.ok !== true) verdict = exitCodes.negative;
    await call.terminal.out(`${JSON.stringify(answer)}\n`);
  }
  return verdict;
}

export const decode: Command = {
  name: "decode",
  usage: "[hex] [--as <…>]",
  summary: {
    fr: "explique un paquet octet par octet : une annonce Bluetooth ou la trame d’un lecteur",
    en: "explains a packet byte by byte: a Bluetooth advertisement or a reader’s frame",
  },
  about: {
    fr: "Sans <hex>, lit un paquet par ligne sur l’entrée standard et répond d’une ligne de JSON à chacun.",
    en: "Without <hex>, reads one packet a line from standard input and answers each with a line of JSON.",
  },
  mostWords: 64,
  options: {
    as: {
      type: "string",
      value: { fr: "genre", en: "kind" },
      help: {
        fr: `ce que sont les octets : ${kinds.join(", ")}, manufacturer:0499, service:fcd2, characteristic:2a6e [trouvé]`,
        en: `what the bytes are: ${kinds.join(", ")}, manufacturer:0499, service:fcd2, characteristic:2a6e [found]`,
      },
    },
    address: {
      type: "string",
      value: { fr: "adresse", en: "address" },
      help: {
        fr: "adresse de l’émetteur, quand le chiffrement la demande",
        en: "the sender’s address, where encryption needs it",
      },
    },
    key: {
      type: "string",
      value: { fr: "clé", en: "key" },
      help: { fr: "clé de l’appareil, 16 octets", en: "the device’s key, 16 bytes" },
    },
  },
  exits: {
    1: { fr: "refusé, ou inconnu", en: "refused, or unknown" },
    2: {
      fr: "ce n’est pas de l’hexadécimal, ou une option est fausse",
      en: "not hexadecimal, or a wrong option",
    },
  },
  async run(call) {
    const as = call.text("as")?.toLowerCase();
    if (as !== undefined && !isKind(as)) throw new LaboError("CLI_USAGE", [`--as = ${as.slice(0, 40)}`]);
    const context = contextOf(call);
    if (call.words.length === 0) return decodeStream(call, context, as);
    const text = call.words.join(" ");
    const bytes = bytesOf(text);
    if (bytes === undefined) throw new LaboError("HEX_INVALID", [text.slice(0, 60)]);
    const dissection = dissect(bytes, context, as);
    await call.terminal.out(
      call.isJson ? `${JSON.stringify(forPrograms(dissection))}\n` : forPeople(dissection, call.language),
    );
    return dissection.verdict === "read" ? exitCodes.ok : exitCodes.negative;
  },
};
