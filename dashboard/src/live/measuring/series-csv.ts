// What a strip chart shows, as a table to keep: seconds from zero, ISO time, a column per channel, source, gaps, notes. Pure.
import type { Cell } from "#contract/csv.ts";
import { type EventSource, sourceNames } from "#contract/events.ts";
import type { Sample } from "#contract/live.ts";
import { silences } from "#contract/maths/gaps.ts";
import type { Language, Words } from "#contract/words.ts";
import type { Mark } from "./notes-store.ts";

const heads: Record<"t" | "time" | "source" | "gap" | "note", Words> = {
  t: { fr: "t_s", en: "t_s" },
  time: { fr: "heure", en: "time" },
  source: { fr: "source", en: "source" },
  gap: { fr: "trou_avant_s", en: "gap_before_s" },
  note: { fr: "note", en: "note" },
};

export interface CsvColumn {
  readonly channel: string;
  /** Name and unit. */
  readonly head: string;
  readonly factor: number;
  /** Of the device that gives it. */
  readonly source: EventSource;
}

/**
 * Rows of the table, the head first. A row that comes after a silence says how long it lasted; a mark stands on the
 * first row at or after it.
 */
export function seriesRows(
  samples: readonly Sample[],
  columns: readonly CsvColumn[],
  marks: readonly Mark[],
  language: Language,
): readonly (readonly Cell[])[] {
  const shown = samples.filter(({ readings }) =>
    columns.some(({ channel }) => readings[channel] !== undefined),
  );
  const zero = shown[0]?.mono ?? 0;
  const heard = shown.flatMap(({ mono, readings }) =>
    columns.flatMap(({ channel }) => (readings[channel] === undefined ? [] : [{ channel, mono }])),
  );
  const silentBefore = new Map<number, number>();
  silences(heard).forEach((silence, index) => {
    const mono = heard[index]?.mono ?? 0;
    silentBefore.set(mono, Math.max(silence, silentBefore.get(mono) ?? 0));
  });
  const sourcesOf = ({ readings }: Sample) => [
    ...new Set(columns.flatMap(({ channel, source }) => (readings[channel] === undefined ? [] : [source]))),
  ];
  const waiting = marks.filter(({ mono }) => mono >= zero).sort((a, b) => a.mono - b.mono);
  const rows = shown.map((sample): Cell[] => {
    const silent = silentBefore.get(sample.mono) ?? 0;
    const notes: string[] = [];
    while (waiting[0] !== undefined && waiting[0].mono <= sample.mono)
      notes.push(waiting.shift()?.label ?? "");
    return [
      { value: (sample.mono - zero) / 1000, decimals: 3 },
      sample.time,
      ...columns.map(({ channel, factor }) => {
        const value = sample.readings[channel];
        return value === undefined ? undefined : value * factor;
      }),
      sourcesOf(sample)
        .map((source) => sourceNames[source][language])
        .join(" + "),
      silent === 0 ? undefined : { value: silent / 1000, decimals: 3 },
      notes.length === 0 ? undefined : notes.join(" · "),
    ];
  });
  const head = [
    heads.t[language],
    heads.time[language],
    ...columns.map((column) => column.head),
    heads.source[language],
    heads.gap[language],
    heads.note[language],
  ];
  return [head, ...rows];
}
