// Lines of Nexmosphere Xperience controllers → what an element did, with the characters of each part.
// Nexmosphere "X-Script serial API" (Q1 2020, XR-DR1) and XR-DR2/XR-DW2 quick start (2021); 115200 8N1, lines end CR LF.
// A lift-and-learn antenna says two lines: `XR[PU002]`, which tag was picked up (`PB`: put back), then `X001A[1]`, which
// antenna it was. An XR2 reader says one: `X001B[TD=UID:04A2B3C4D5E6F7]` (TD: detected, TR: removed).
// Identity: the UID where the reader tells it, else the number of the tag, which is the set's own.
import type { Span } from "#contract/frames.ts";
import type { Refusal } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";

export type NexmosphereMessage =
  /** First line of a pair: the antenna's line comes next. */
  | { readonly type: "tag-moved"; readonly action: "picked-up" | "put-back"; readonly tag: number }
  /** Second line of a pair, or the state of another element. */
  | { readonly type: "element-state"; readonly address: number; readonly state: number }
  | {
      readonly type: "tag-seen";
      readonly action: "detected" | "removed";
      readonly address: number;
      /** Lower-case hexadecimal, 4, 7 or 10 bytes. */
      readonly uid?: string;
      readonly tag?: number;
    }
  /** The answer to which element is in a socket. */
  | { readonly type: "element-model"; readonly address: number; readonly model: string }
  /** A line of the controller this does not need. */
  | { readonly type: "other"; readonly address: number };

export type NexmosphereOutcome =
  | { readonly ok: true; readonly message: NexmosphereMessage; readonly spans: readonly Span[] }
  | { readonly ok: false; readonly why: Refusal; readonly spans: readonly Span[] };

const notes = {
  pickedUp: { fr: "PU : l’étiquette a été prise", en: "PU: the tag was picked up" },
  putBack: { fr: "PB : l’étiquette a été remise", en: "PB: the tag was put back" },
  detected: { fr: "TD : une étiquette est là", en: "TD: a tag is here" },
  removed: { fr: "TR : l’étiquette est partie", en: "TR: the tag is gone" },
  address: {
    fr: "Prise du contrôleur où l’élément est branché",
    en: "Socket of the controller the element is in",
  },
  tag: { fr: "Numéro de l’étiquette", en: "Number of the tag" },
  model: { fr: "Ce qui est branché dans cette prise", en: "What is plugged into that socket" },
} as const satisfies Record<string, Words>;

const span = (offset: number, text: string, field: string, note?: Words): Span => ({
  offset,
  length: text.length,
  field,
  value: text,
  ...(note === undefined ? {} : { note }),
});

const moved = /^XR\[(PU|PB)(\d{3,5})\]$/;
const state = /^X(\d{3})A\[(\d{1,5})\]$/;
const seen = /^X(\d{3})B\[(TD|TR)=(.{1,200})\]$/;
const model = /^D(\d{3})B\[TYPE=([0-9A-Za-z -]{1,20})\]$/;
const other = /^[XGSPD](\d{3})([A-Z])\[[\x20-\x7e]{0,120}\](=[\x20-\x7e]{0,120})?$/;
const uidPattern = /UID:([0-9A-Fa-f]{8}|[0-9A-Fa-f]{14}|[0-9A-Fa-f]{20})(?![0-9A-Fa-f])/;
const numberPattern = /TNR:(\d{1,5})(?!\d)/;
const mostTags = 65_535;

/** Asks what is in a socket. The answer: `D001B[TYPE=XRDR1  ]`. */
export const whichElement = (socket: number): Uint8Array =>
  Uint8Array.from(Buffer.from(`D${String(socket).padStart(3, "0")}B[TYPE]\r\n`, "latin1"));

/** Decodes one line, its end left away. Never throws. */
export function decodeNexmosphereLine(line: string): NexmosphereOutcome {
  const pair = moved.exec(line);
  if (pair !== null) {
    const [, action = "", digits = ""] = pair;
    const tag = Number(digits);
    if (tag < 1 || tag > mostTags) {
      const why = {
        code: "out-of-range",
        at: 5,
        field: "uid",
        found: tag,
        least: 1,
        most: mostTags,
      } as const;
      return { ok: false, why, spans: [] };
    }
    const isUp = action === "PU";
    return {
      ok: true,
      message: { type: "tag-moved", action: isUp ? "picked-up" : "put-back", tag },
      spans: [
        span(3, action, "action", isUp ? notes.pickedUp : notes.putBack),
        span(5, digits, "uid", notes.tag),
      ],
    };
  }
  const element = state.exec(line);
  if (element !== null) {
    const [, digits = "", value = ""] = element;
    return {
      ok: true,
      message: { type: "element-state", address: Number(digits), state: Number(value) },
      spans: [span(1, digits, "address", notes.address), span(6, value, "value")],
    };
  }
  const tag = seen.exec(line);
  if (tag !== null) {
    const [, digits = "", action = "", payload = ""] = tag;
    const head = [
      span(1, digits, "address", notes.address),
      span(6, action, "action", action === "TD" ? notes.detected : notes.removed),
    ];
    const uid = uidPattern.exec(payload);
    const number = numberPattern.exec(payload);
    const tagNumber = number === null ? 0 : Number(number[1]);
    const hasNumber = tagNumber >= 1 && tagNumber <= mostTags;
    if (uid === null && !hasNumber)
      return { ok: false, why: { code: "form", at: 9, field: "uid" }, spans: head };
    return {
      ok: true,
      message: {
        type: "tag-seen",
        action: action === "TD" ? "detected" : "removed",
        address: Number(digits),
        ...(uid === null ? {} : { uid: (uid[1] ?? "").toLowerCase() }),
        ...(hasNumber ? { tag: tagNumber } : {}),
      },
      spans: [
        ...head,
        ...(uid === null ? [] : [span(9 + uid.index + 4, uid[1] ?? "", "uid", notes.tag)]),
        ...(number === null ? [] : [span(9 + number.index + 4, number[1] ?? "", "uid", notes.tag)]),
      ].sort((a, b) => a.offset - b.offset),
    };
  }
  const named = model.exec(line);
  if (named !== null) {
    const [, digits = "", name = ""] = named;
    return {
      ok: true,
      message: { type: "element-model", address: Number(digits), model: name.trim() },
      spans: [span(1, digits, "address", notes.address), span(11, name, "deviceType", notes.model)],
    };
  }
  const rest = other.exec(line);
  if (rest !== null)
    return {
      ok: true,
      message: { type: "other", address: Number(rest[1]) },
      spans: [span(1, rest[1] ?? "", "address", notes.address)],
    };
  return { ok: false, why: { code: "shape", wanted: "XR[PU001], X001A[1], X001B[TD=UID:…]" }, spans: [] };
}
