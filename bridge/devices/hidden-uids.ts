// Numbers of tags nobody taught to the kit, hidden in the bytes that are shown and told: the inspector's frames and
// discards travel like everything else, and a visitor's card must not be readable in them.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";

const hidden = 0x78;
/** In a torn line nobody knows what was the number: no run of this many digits is shown, in one piece or by pairs. */
const digitRun = /[0-9A-Fa-f]{4,}|(?:[0-9A-Fa-f]{2}[ :-]){3,}[0-9A-Fa-f]{2}/g;

const notes: Readonly<Record<string, Words>> = {
  data: {
    fr: "Contenu caché : cette étiquette n’a pas été apprise au kit",
    en: "Content hidden: the kit was not taught this tag",
  },
  uid: {
    fr: "Numéro caché : cette étiquette n’a pas été apprise au kit",
    en: "Number hidden: the kit was not taught this tag",
  },
  crc: {
    fr: "Somme de contrôle cachée : elle aiderait à retrouver le numéro",
    en: "Checksum hidden: it would help to find the number",
  },
};

export interface Shown {
  readonly bytes: Uint8Array;
  readonly spans: readonly Span[];
}

/** A whole line with a number in it: the number and what would give it away are covered with `x`. */
export function hideUid(line: Uint8Array, spans: readonly Span[]): Shown {
  const bytes = Uint8Array.from(line);
  const shown = spans.map((span) => {
    const note = notes[span.field];
    if (note === undefined) return span;
    bytes.fill(hidden, span.offset, span.offset + span.length);
    return { ...span, value: "x".repeat(span.length), note };
  });
  return { bytes, spans: shown };
}

/** Bytes of a torn frame that may hold a number as it is: all but the first few, which say what kind of frame it was. */
export function hideAll(given: Uint8Array, shownBytes: number): Shown {
  const bytes = Uint8Array.from(given);
  bytes.fill(hidden, shownBytes);
  return { bytes, spans: [] };
}

/** Bytes that are no good line, with every long run of hexadecimal digits covered; noise stays as it is. */
export function hideDigits(given: Uint8Array, spans: readonly Span[] = []): Shown {
  const covered = Buffer.from(given)
    .toString("latin1")
    .replace(digitRun, (run) => "x".repeat(run.length));
  const shown = spans.map((span) => {
    const text = covered.slice(span.offset, span.offset + span.length);
    return text.includes("xxxx") ? { ...span, value: text } : span;
  });
  return { bytes: Buffer.from(covered, "latin1"), spans: shown };
}
