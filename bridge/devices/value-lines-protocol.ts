// A board whose sketch prints values, on an open line: channels appear as they are heard, with no configuration. Bounded in
// channels and in readings a second: a sketch without a pause prints thousands of lines.
import type { Channel } from "#contract/devices.ts";
import { sameWords } from "#contract/words.ts";
import type { Timer } from "../clock.ts";
import { decodeValueLine, type NamedValue } from "../decoders/value-line.ts";
import { LaboError } from "../errors.ts";
import { createTextFramer, textOf } from "../frames/text-framer.ts";
import type { Instant } from "./event-factory.ts";
import { hideDigits } from "./hidden-uids.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";

const mostChannels = 16;
/** Between two readings; what comes meanwhile is the last of each channel. */
const readingMs = 50;
/** A sketch that prints what its reader reads: the number of a visitor's card is no measurement. */
const namesATag = /uid|rfid|nfc|(?:^|[^a-z])(?:tag|card|carte)(?:[^a-z]|$)/i;
/** So many lines in a row without a value: another program runs there now. */
const mostUselessLines = 60;

/** Channel id made of a name a sketch prints: letters, digits and dashes, another one for each name. */
export function channelIdFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-zA-Z0-9]+/g, "-")
    .replace(/^[^a-zA-Z]+|-+$/g, "")
    .slice(0, 30);
  const base = plain === "" ? "value" : plain;
  let id = base;
  for (let next = 2; taken.has(id); next++) id = `${base}-${next}`;
  return id;
}

/** @param isMicrobit the port is a micro:bit's, by its USB identity. */
export function createValueLinesProtocol(host: SessionHost, isMicrobit: boolean): DeviceProtocol {
  const { clock } = host;
  let framer = createTextFramer();
  let header: readonly string[] = [];
  /** By what the line calls it, or its column. */
  const channels = new Map<string, Channel>();
  let latest: Record<string, number> = {};
  let gathered: Record<string, number> = {};
  let timer: Timer | undefined;
  let lastAt: Instant | undefined;
  let useless = 0;

  const channelOf = ({ name, unit, column }: NamedValue): Channel | undefined => {
    const key = name ?? `#${column}`;
    const known = channels.get(key);
    if (known !== undefined) return known;
    if (channels.size >= mostChannels) return undefined;
    const id = channelIdFor(name ?? `value-${column + 1}`, new Set([...channels.values()].map((c) => c.id)));
    const shown = unit === undefined || name === undefined ? name : `${name} (${unit})`;
    const channel: Channel = {
      id,
      quantity: "number",
      name:
        shown === undefined
          ? { fr: `Valeur ${column + 1}`, en: `Value ${column + 1}` }
          : sameWords(shown.slice(0, 60)),
    };
    channels.set(key, channel);
    host.describe();
    return channel;
  };

  const tell = (): void => {
    timer = undefined;
    if (lastAt === undefined || Object.keys(gathered).length === 0) return;
    latest = { ...latest, ...gathered };
    host.emit(lastAt, { kind: "reading-taken", readings: gathered });
    host.state(lastAt, { readings: latest });
    gathered = {};
    timer = clock.after(readingMs, tell);
  };

  const take = (values: readonly NamedValue[], at: Instant): void => {
    for (const value of values) {
      const channel = channelOf(value);
      if (channel !== undefined && value.value !== undefined) gathered[channel.id] = value.value;
    }
    lastAt = at;
    // The first line after a pause is told at once.
    if (timer === undefined) tell();
  };

  const countUseless = (): void => {
    useless += 1;
    if (useless > mostUselessLines) host.fail(new LaboError("SERIAL_UNREADABLE"));
  };

  const onLine = (bytes: Uint8Array, at: Instant): void => {
    const line = textOf(bytes);
    if (line.trim() === "") return;
    const decoded = decodeValueLine(line, header);
    const isAboutTag = namesATag.test(line);
    const shown = isAboutTag ? hideDigits(bytes).bytes : bytes;
    host.frame(at, "in", shown, () => ({ format: "value-line", spans: isAboutTag ? [] : decoded.spans }));
    if (decoded.kind === "values") {
      useless = 0;
      take(
        decoded.values.filter(({ name = "" }) => !namesATag.test(name)),
        at,
      );
    } else if (decoded.kind === "header") header = decoded.names;
    else countUseless();
  };

  return {
    kind: "value-lines",
    description: () => ({
      model: isMicrobit ? "microbit-serial" : "value-lines",
      profile: "board-serial",
      name: isMicrobit
        ? { fr: "micro:bit (port série)", en: "micro:bit (serial port)" }
        : { fr: "Carte qui imprime ses mesures", en: "Board that prints its measurements" },
      channels: [...channels.values()],
      capabilities: [],
      facts: {},
    }),
    linkUp() {
      framer = createTextFramer();
      header = [];
      gathered = {};
      latest = {};
      useless = 0;
    },
    onChunk({ bytes, now: wall, mono }) {
      const at = { now: wall, mono };
      for (const outcome of framer.push(bytes)) {
        if (outcome.kind === "frame") onLine(outcome.bytes, at);
        else {
          host.discard(at, outcome.bytes, outcome.reason);
          host.frame(at, "in", outcome.bytes, () => ({
            format: "unknown",
            spans: [],
            discarded: outcome.reason,
          }));
          countUseless();
        }
      }
    },
    linkDown(at) {
      timer?.cancel();
      timer = undefined;
      for (const outcome of framer.flush())
        if (outcome.kind === "discarded") host.discard(at, outcome.bytes, outcome.reason);
    },
    async execute() {
      throw new LaboError("COMMAND_UNKNOWN");
    },
    async stop() {
      timer?.cancel();
    },
  };
}
