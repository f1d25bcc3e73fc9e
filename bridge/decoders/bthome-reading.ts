// The plain objects of a BTHome v2 frame, one after the other: numbers, events, text, what the device is.
// An identifier that is not known ends the reading: nothing says how many bytes it takes. So does an object cut short.
// What came before stays.
import type { Press } from "#contract/events.ts";
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { numberObjects } from "./bthome-objects.ts";
import { hex, hexNumber, roundDecimals, signedLe, u8, u16le, unsignedLe, utf8Text } from "./bytes.ts";
import { type Action, countOf, type DecodedReadings, numbered } from "./decoder.ts";
import { byteSpan, valueText } from "./layout.ts";

/** A frame of 31 bytes holds a dozen; a long one may hold more, and stops being read here. */
const mostObjects = 32;
const longestFact = 200;

const ids = {
  packet: 0x00,
  button: 0x3a,
  dimmer: 0x3c,
  text: 0x53,
  raw: 0x54,
  deviceType: 0xf0,
  firmware4: 0xf1,
  firmware3: 0xf2,
} as const;

/** Button event → press. 0 is no event: it only keeps the place of a button among several. */
const pressOf: Readonly<Record<number, Press>> = {
  1: "press",
  2: "double",
  3: "triple",
  4: "long",
  5: "long-double",
  6: "long-triple",
  128: "hold",
};
const noEvent = 0;
const dimmerSigns: Readonly<Record<number, number>> = { 1: -1, 2: 1 };

const notes = {
  id: { fr: "le numéro de l’objet dit ce qui suit", en: "the object’s number says what follows" },
  disorder: {
    fr: "plus petit que le précédent : l’appareil devrait les ranger en ordre",
    en: "smaller than the one before: the device should put them in order",
  },
  value: { fr: "les petits octets d’abord", en: "the small bytes first" },
  button: { fr: "ce que le doigt a fait", en: "what the finger did" },
  buttonUnknown: {
    fr: "une sorte d’appui que le format ne connaît pas",
    en: "a kind of press that the format does not know",
  },
  dimmer: { fr: "le sens, puis les crans", en: "the way, then the steps" },
  text: { fr: "la longueur, puis le texte", en: "the length, then the text" },
  badText: { fr: "ce ne sont pas des caractères UTF-8", en: "these are not UTF-8 characters" },
  raw: {
    fr: "la longueur, puis des octets sans sens connu",
    en: "the length, then bytes of no known meaning",
  },
  deviceType: { fr: "le modèle, selon son fabricant", en: "the model, says its maker" },
  firmware: { fr: "la version du programme, à l’envers", en: "the version of its program, backwards" },
  unknown: {
    fr: "objet inconnu : sa longueur aussi, la lecture s’arrête ici",
    en: "unknown object: so is its length, reading stops here",
  },
  truncated: { fr: "objet coupé : la lecture s’arrête ici", en: "object cut short: reading stops here" },
  tooMany: { fr: "trop d’objets : la lecture s’arrête ici", en: "too many objects: reading stops here" },
} as const satisfies Record<string, Words>;

export interface BthomeReading {
  readonly readings: DecodedReadings;
  readonly facts: Readonly<Record<string, string>>;
  readonly actions: readonly Action[];
  readonly packetId?: number;
  /** At `offset` in the payload. */
  spans(offset: number): Span[];
}

/** Bytes of an object after its identifier; `undefined` for an identifier that is not known. */
function lengthOf(data: Uint8Array, id: number, at: number): number | undefined {
  const known = numberObjects.get(id);
  if (known !== undefined) return known.bytes;
  switch (id) {
    case ids.button:
      return 1;
    case ids.dimmer:
    case ids.deviceType:
      return 2;
    case ids.text:
    case ids.raw:
      return 1 + u8(data, at);
    case ids.firmware4:
      return 4;
    case ids.firmware3:
      return 3;
    default:
      return undefined;
  }
}

interface Part {
  readonly id: number;
  /** Of its first byte after the identifier. */
  readonly at: number;
  readonly length: number;
}

interface Cut {
  readonly parts: readonly Part[];
  /** Where reading stopped and why, when something is left. */
  readonly stop?: { readonly at: number; readonly note: Words };
}

function cut(data: Uint8Array, from: number): Cut {
  const parts: Part[] = [];
  let offset = from;
  while (offset < data.length) {
    if (parts.length === mostObjects) return { parts, stop: { at: offset, note: notes.tooMany } };
    const id = u8(data, offset);
    const at = offset + 1;
    const length = lengthOf(data, id, at);
    if (length === undefined) return { parts, stop: { at: offset, note: notes.unknown } };
    if (at + length > data.length || length === 0)
      return { parts, stop: { at: offset, note: notes.truncated } };
    parts.push({ id, at, length });
    offset = at + length;
  }
  return { parts };
}

/** A number in its quantity's unit. */
function numberAt(data: Uint8Array, { id, at, length }: Part): readonly [QuantityId, number] | undefined {
  const object = numberObjects.get(id);
  if (object === undefined) return undefined;
  const raw = object.isSigned ? signedLe(data, at, length) : unsignedLe(data, at, length);
  return [object.quantity, roundDecimals(raw * object.factor, object.decimals)];
}

const noActions: readonly Action[] = [];

/** The actions of buttons and dials; several of a kind are numbered, those that did nothing too. */
function actionsOf(data: Uint8Array, parts: readonly Part[]): readonly Action[] {
  if (!parts.some(({ id }) => id === ids.button || id === ids.dimmer)) return noActions;
  const kinds = parts.map(({ id }) => (id === ids.button ? "button" : id === ids.dimmer ? "dial" : ""));
  const total = countOf(kinds);
  const met = new Map<string, number>();
  return parts.flatMap(({ at }, i): Action[] => {
    const kind = kinds[i] ?? "";
    if (kind === "") return [];
    const index = (met.get(kind) ?? 0) + 1;
    met.set(kind, index);
    const channel = (total.get(kind) ?? 0) > 1 ? `${kind}_${index}` : kind;
    if (kind === "button") {
      const press = pressOf[u8(data, at)];
      return press === undefined ? [] : [{ channel, press }];
    }
    const sign = dimmerSigns[u8(data, at)];
    const steps = u8(data, at + 1);
    return sign === undefined || steps === 0 ? [] : [{ channel, steps: sign * steps }];
  });
}

const version = (data: Uint8Array, at: number, length: number): string =>
  Array.from({ length }, (_, i) => u8(data, at + length - 1 - i)).join(".");

/** A fact an object tells, by name; the last one of a kind stands. */
function factAt(data: Uint8Array, { id, at, length }: Part): readonly [string, string] | undefined {
  switch (id) {
    case ids.text: {
      const text = utf8Text(data.subarray(at + 1, at + length), longestFact);
      return text === undefined ? undefined : ["text", text];
    }
    case ids.raw:
      return ["raw", hex(data, at + 1, at + length).slice(0, longestFact)];
    case ids.deviceType:
      return ["deviceType", hexNumber(u16le(data, at), 4)];
    case ids.firmware4:
    case ids.firmware3:
      return ["firmwareVersion", version(data, at, length)];
    default:
      return undefined;
  }
}

const specialFields: Readonly<Record<number, { readonly field: string; readonly note: Words }>> = {
  [ids.button]: { field: "button", note: notes.button },
  [ids.dimmer]: { field: "dimmer", note: notes.dimmer },
  [ids.text]: { field: "text", note: notes.text },
  [ids.raw]: { field: "raw", note: notes.raw },
  [ids.deviceType]: { field: "deviceType", note: notes.deviceType },
  [ids.firmware4]: { field: "firmwareVersion", note: notes.firmware },
  [ids.firmware3]: { field: "firmwareVersion", note: notes.firmware },
};

/** What one object says: the field, its value as a person writes it, and a word on it. @param offset in the payload. */
function meaningOf(data: Uint8Array, part: Part, offset: number): Span {
  const { id, at, length } = part;
  const number = numberAt(data, part);
  if (number !== undefined) {
    const [field, value] = number;
    return { offset, length, field, value: valueText(field, value), note: notes.value };
  }
  const { field, note } = specialFields[id] ?? { field: "raw", note: notes.raw };
  if (id === ids.button) {
    const event = u8(data, at);
    const press = event === noEvent ? "none" : pressOf[event];
    return press === undefined
      ? { offset, length, field, value: hexNumber(event, 2), note: notes.buttonUnknown }
      : { offset, length, field, value: press, note };
  }
  if (id === ids.dimmer) {
    const steps = (dimmerSigns[u8(data, at)] ?? 0) * u8(data, at + 1);
    return { offset, length, field, value: String(steps), note };
  }
  const fact = factAt(data, part);
  return fact === undefined
    ? { offset, length, field, note: notes.badText }
    : { offset, length, field, value: fact[1], note };
}

function spansOf(data: Uint8Array, { parts, stop }: Cut, offset: number): Span[] {
  const spans: Span[] = [];
  let before = 0;
  for (const part of parts) {
    const note = before <= part.id ? notes.id : notes.disorder;
    before = part.id;
    const at = offset + part.at;
    spans.push(byteSpan(at - 1, "object id", part.id, note), meaningOf(data, part, at));
  }
  if (stop !== undefined)
    spans.push({
      offset: offset + stop.at,
      length: data.length - stop.at,
      field: "unread",
      note: stop.note,
    });
  return spans;
}

/** Reads the objects from a place in some plain bytes on. Never throws, never reads outside. */
export function readBthome(data: Uint8Array, from: number): BthomeReading {
  const found = cut(data, from);
  const numbers = found.parts.map((part) => numberAt(data, part)).filter((number) => number !== undefined);
  const facts = found.parts.map((part) => factAt(data, part)).filter((fact) => fact !== undefined);
  const packet = found.parts.find(({ id }) => id === ids.packet);
  return {
    readings: numbered(numbers),
    facts: Object.fromEntries(facts),
    actions: actionsOf(data, found.parts),
    ...(packet === undefined ? {} : { packetId: u8(data, packet.at) }),
    spans: (offset) => spansOf(data, found, offset),
  };
}
