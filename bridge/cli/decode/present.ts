// A dissection for people (a table, byte by byte) and for programs (JSON).
import { fieldName } from "#contract/fields.ts";
import type { Span } from "#contract/frames.ts";
import { type Quantity, quantities } from "#contract/quantities.ts";
import type { Language, Words } from "#contract/words.ts";
import { columns, plain } from "../text.ts";
import type { Dissection, Part } from "./part.ts";

const say = {
  byte: { fr: "octet", en: "byte" },
  refused: { fr: "refusé", en: "refused" },
  suspect: { fr: "à prendre avec prudence", en: "to be taken with care" },
  sealed: { fr: "chiffré : il faut sa clé (--key)", en: "encrypted: its key is needed (--key)" },
  identity: { fr: "Identité", en: "Identity" },
  nobody: { fr: "rien ici ne connaît ces octets", en: "nothing here knows these bytes" },
  noise: { fr: "bruit d’un appareil de quelqu’un", en: "noise of somebody’s device" },
  overrun: {
    fr: "octets à la fin qui en annoncent plus qu’il n’y en a",
    en: "bytes at the end that claim to be more than there are",
  },
  also: { fr: "Peut-être aussi", en: "Perhaps also" },
  unread: { fr: "(personne ne lit ces octets)", en: "(nobody reads these bytes)" },
} as const satisfies Record<string, Words>;

const colon = { fr: "\u00a0:", en: ":" } as const satisfies Words;
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const spaced = (bytes: Uint8Array) => hexOf(bytes).replace(/..(?=.)/g, "$& ");

/** The quantity behind a reading, and which of several it is: `temperature_2`. */
function quantityOf(reading: string): { quantity: Quantity | undefined; index: string } {
  const [, id = reading, index = ""] = /^(.+?)_(\d+)$/.exec(reading) ?? [];
  return { quantity: (quantities as Readonly<Record<string, Quantity>>)[id], index };
}

function number(value: number, language: Language): string {
  return value.toLocaleString(language === "fr" ? "fr-CA" : "en-CA", { maximumFractionDigits: 6 });
}

interface Row {
  readonly offset: number;
  readonly length: number;
  readonly span?: Span;
}

/** Every byte once at least: the spans, and the gaps between them. */
function rowsOf({ spans, bytes }: Dissection): Row[] {
  const rows: Row[] = [];
  let at = 0;
  const gap = (to: number) => {
    if (to > at) rows.push({ offset: at, length: to - at });
  };
  for (const span of spans) {
    gap(span.offset);
    rows.push({ offset: span.offset, length: span.length, span });
    at = Math.max(at, span.offset + span.length);
  }
  gap(bytes.length);
  return rows;
}

const bytesPerLine = 8;

function tableOf(dissection: Dissection, language: Language): string[] {
  const cells = rowsOf(dissection).flatMap(({ offset, length, span }) => {
    const lines: string[][] = [];
    for (let from = 0; from < length; from += bytesPerLine) {
      const at = offset + from;
      const piece = dissection.bytes.subarray(at, Math.min(at + bytesPerLine, offset + length));
      lines.push([String(at), spaced(piece), "", "", ""]);
    }
    const [first] = lines;
    if (first !== undefined) {
      const name = span === undefined ? say.unread[language] : fieldName(span.field)[language];
      first[2] = plain(name);
      first[3] = plain(span?.value ?? "");
      first[4] = span?.note?.[language] ?? "";
    }
    return lines;
  });
  return columns(cells).map((line) => `  ${line}`);
}

function partLines(part: Part, language: Language): string[] {
  if (!part.ok)
    return [`✗ ${part.format}${colon[language]} ${say.refused[language]}. ${plain(part.reason[language])}`];
  const rows: string[][] = [];
  if (part.identity !== undefined) rows.push([say.identity[language], plain(part.identity)]);
  for (const [reading, value] of Object.entries(part.readings)) {
    const { quantity, index } = quantityOf(reading);
    const name = [quantity?.name[language] ?? reading, index].join(" ").trim();
    rows.push([name, `${number(value, language)} ${quantity?.unit ?? ""}`.trim()]);
  }
  for (const [fact, value] of Object.entries(part.facts))
    rows.push([plain(fieldName(fact)[language]), plain(value)]);
  for (const action of part.actions ?? []) rows.push(["→", plain(action)]);
  const remarks = [
    ...(part.isSealed ? [say.sealed[language]] : []),
    ...(part.isSuspect ? [say.suspect[language]] : []),
  ];
  return [[`✓ ${part.format}`, ...remarks].join(" · "), ...columns(rows).map((line) => `  ${line}`)];
}

/** For a person who learns what is in a packet. */
export function forPeople(dissection: Dissection, language: Language): string {
  const { title, bytes, parts, verdict, noise, overrunBytes, alternatives, as } = dissection;
  return [
    `${title[language]} (${as}), ${bytes.length} ${say.byte[language]}${bytes.length > 1 ? "s" : ""}`,
    "",
    ...tableOf(dissection, language),
    "",
    ...parts.flatMap((part) => partLines(part, language)),
    ...(verdict === "noise" ? [`· ${say.noise[language]} (${noise})`] : []),
    ...(verdict === "unknown" ? [`· ${say.nobody[language]}`] : []),
    ...(overrunBytes > 0 ? [`! ${overrunBytes} ${say.overrun[language]}`] : []),
    ...(alternatives.length > 0
      ? [`? ${say.also[language]}${colon[language]} --as ${alternatives.join(", --as ")}`]
      : []),
    "",
  ].join("\n");
}

/** For a program: one object, the same whatever was decoded. */
export function forPrograms(dissection: Dissection): object {
  const { as, verdict, bytes, parts, spans, noise, overrunBytes, alternatives } = dissection;
  return {
    ok: verdict === "read",
    verdict,
    as,
    hex: hexOf(bytes),
    parts: parts.map((part) =>
      part.ok
        ? {
            ...part,
            readings: Object.fromEntries(
              Object.entries(part.readings).map(([reading, value]) => [
                reading,
                { value, unit: quantityOf(reading).quantity?.unit ?? "" },
              ]),
            ),
          }
        : part,
    ),
    spans: spans.map((span) => ({
      ...span,
      hex: hexOf(bytes.subarray(span.offset, span.offset + span.length)),
      name: fieldName(span.field),
    })),
    ...(noise === undefined ? {} : { noise }),
    ...(overrunBytes === 0 ? {} : { overrunBytes }),
    ...(alternatives.length === 0 ? {} : { alternatives }),
  };
}
