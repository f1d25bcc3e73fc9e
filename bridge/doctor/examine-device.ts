// One device of the bench, from what it told of itself: well, or what is wrong and what to do.
import type { BenchDevice } from "#contract/bench.ts";
import type { Check, CheckState } from "#contract/doctor.ts";
import type { EventOf } from "#contract/events.ts";
import type { DeviceFeed } from "#contract/live.ts";
import type { Words } from "#contract/words.ts";
import { errorTable } from "../errors.ts";
import { wandering, weakened } from "./signs.ts";
import { flatten } from "./tree.ts";
import { trees } from "./trees.ts";

const readers: readonly string[] = ["labo-rfid", "pn532"];
/** A reader that nobody has held a tag to for so short a time has nothing to explain. */
const patienceMs = 60_000;
const shownBytes = 16;

interface Finding {
  readonly state: CheckState;
  readonly code: string;
  readonly evidence: Words;
  readonly next?: Words;
}

/** The first action of a tree's way, or the reason's own remedy. */
function nextFor(code: string): Words | undefined {
  const tree = trees[code];
  if (tree !== undefined) return tree.say;
  return code in errorTable ? errorTable[code as keyof typeof errorTable].remedy : undefined;
}

/** A check with its tree, ready to be told. */
export function checkOf(
  about: Pick<Check, "id" | "area" | "title"> & { device?: string },
  { state, code, evidence, next }: Finding,
): Check {
  const tree = state === "ok" ? undefined : trees[code];
  const toDo = state === "ok" ? undefined : (next ?? nextFor(code));
  return {
    ...about,
    state,
    code,
    evidence,
    ...(toDo === undefined ? {} : { next: toDo }),
    ...(tree === undefined ? {} : { tree: flatten(tree) }),
  };
}

function decimals(value: number, digits: number): Words {
  const text = value.toFixed(digits);
  return { fr: text.replace(".", ","), en: text };
}

/** Time as a person says it. */
export function span(ms: number): Words {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const text = seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return { fr: text, en: text };
}

const isDiscarded = (event: { kind: string }): event is EventOf<"frame-discarded"> =>
  event.kind === "frame-discarded";

/** Bytes that meant nothing: how many, and the first of them. */
function unreadable({ device }: BenchDevice, { events }: DeviceFeed): Finding {
  const last = events.filter(isDiscarded).at(-1);
  const bytes = last === undefined ? "" : last.hex.slice(0, shownBytes * 2).replace(/..(?=.)/g, "$& ");
  const seen = device.facts.firmware;
  const told = seen === undefined ? { fr: "aucun", en: "none" } : { fr: seen, en: seen };
  return {
    state: "fault",
    code: "SERIAL_UNREADABLE",
    evidence: {
      fr: `Des octets arrivent, mais rien n’y est lisible${bytes === "" ? "" : ` (${bytes}…)`}. Programme reconnu : ${told.fr}; attendu : labo-rfid ou labo-firmata, à 57 600 bauds.`,
      en: `Bytes arrive, but nothing in them is readable${bytes === "" ? "" : ` (${bytes}…)`}. Program recognised: ${told.en}; expected: labo-rfid or labo-firmata, at 57,600 baud.`,
    },
  };
}

function absent(device: BenchDevice, feed: DeviceFeed): Finding {
  const health = device.availability?.health;
  const code = health?.code ?? "DEVICE_OFFLINE";
  if (code === "SERIAL_UNREADABLE") return unreadable(device, feed);
  const row = code in errorTable ? errorTable[code as keyof typeof errorTable] : errorTable.DEVICE_OFFLINE;
  return { state: health?.state === "opening" ? "look" : "fault", code, evidence: row.message };
}

/** An analogue input with a loose wire. */
function looseWire({ device }: BenchDevice, { samples }: DeviceFeed): Finding | undefined {
  for (const channel of device.channels) {
    if (channel.quantity !== "voltage" || channel.pin === undefined) continue;
    const found = wandering(samples, channel.id);
    if (found === undefined) continue;
    const volts = decimals(found.spread, 1);
    return {
      state: "fault",
      code: "SENSOR_FLOATING",
      evidence: {
        fr: `${channel.name.fr} (${channel.pin}) erre sur ${volts.fr} V sans jamais se poser : l’entrée est en l’air, un fil est lâche.`,
        en: `${channel.name.en} (${channel.pin}) wanders over ${volts.en} V and never settles: the input floats, a wire is loose.`,
      },
    };
  }
  return undefined;
}

function weakSignal({ device }: BenchDevice, { samples }: DeviceFeed): Finding | undefined {
  if (device.profile !== "ble-beacon") return undefined;
  const found = weakened(samples);
  if (found === undefined) return undefined;
  const [before, now] = [Math.round(found.before), Math.round(found.now)];
  return {
    state: "look",
    code: "BEACON_WEAK",
    evidence: {
      fr: `Le signal a perdu ${before - now} dB : ${now} dBm, contre ${before} dBm auparavant.`,
      en: `The signal has lost ${before - now} dB: ${now} dBm, against ${before} dBm before.`,
    },
  };
}

/** A reader that is alive, and has met no tag. */
function tagless({ device, state }: BenchDevice, { events }: DeviceFeed, now: number): Finding | undefined {
  if (!readers.includes(device.model) || (state?.tags ?? []).length > 0) return undefined;
  if (events.some(({ kind }) => kind === "tag-arrived" || kind === "tag-left")) return undefined;
  const found = events.find(({ kind }) => kind === "device-found");
  const waited = now - Date.parse(found?.time ?? events[0]?.time ?? new Date(now).toISOString());
  if (waited < patienceMs) return undefined;
  const time = span(waited);
  return {
    state: "look",
    code: "READER_NO_TAG",
    evidence: {
      fr: `Le lecteur et sa puce vont bien, mais aucune étiquette n’a répondu depuis ${time.fr}.`,
      en: `The reader and its chip are well, but no tag has answered for ${time.en}.`,
    },
  };
}

function wellSince(device: BenchDevice, now: number): Words {
  if (device.lastEvent === undefined) return { fr: "Présent.", en: "Present." };
  const time = span(now - Date.parse(device.lastEvent));
  return { fr: `Présent; entendu il y a ${time.fr}.`, en: `Present; heard ${time.en} ago.` };
}

/** @param now the bench's wall clock, milliseconds. */
export function examineDevice(device: BenchDevice, feed: DeviceFeed, now: number): Check {
  const { id, name } = device.device;
  const about = { id: `device-${id}`.slice(0, 64), area: "device" as const, title: name, device: id };
  if (device.availability?.state !== "online") return checkOf(about, absent(device, feed));
  const { health } = device.availability;
  if (health.state === "degraded" && health.reason !== undefined)
    return checkOf(about, { state: "fault", code: health.code, evidence: health.reason });
  const finding = looseWire(device, feed) ?? weakSignal(device, feed) ?? tagless(device, feed, now);
  return checkOf(about, finding ?? { state: "ok", code: "ok", evidence: wellSince(device, now) });
}
