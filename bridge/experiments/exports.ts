// A run to keep: one JSON document with everything, and a table for spreadsheets. Pure.
import { type Cell, type CsvPreset, csvNumber, csvText } from "#contract/csv.ts";
import { type EventSource, sourceNames } from "#contract/events.ts";
import { silences } from "#contract/maths/gaps.ts";
import { quantities } from "#contract/quantities.ts";
import type { Run, StepState, TimedReaction } from "#contract/runs.ts";
import type { Language, Words } from "#contract/words.ts";
import type { DefinedChannel, ExperimentDefinition } from "./definition.ts";

/** One recorded value. `channel` as the experiment names it. */
export interface SeriesSample {
  /** Milliseconds on the monotonic clock of the moment: comparable within one start of the bridge. */
  readonly mono: number;
  readonly time: string;
  readonly channel: string;
  readonly value: number;
  readonly source: EventSource;
}

/** A device as it was during the run. */
export interface ExportedDevice {
  readonly id: string;
  readonly name: Words;
  readonly model: string;
  readonly source: EventSource;
  readonly facts: Readonly<Record<string, string>>;
}

export interface ExportInput {
  readonly run: Run;
  /** Absent when the experiment is no longer there, or of another version: the run is told all the same. */
  readonly definition: ExperimentDefinition | undefined;
  readonly series: readonly SeriesSample[];
  readonly devices: readonly ExportedDevice[];
}

/** The run as one document: versions, devices, steps with evidence, captures, notes, recorded series. */
export function exportJson(input: ExportInput): Record<string, unknown> {
  const { run, definition } = input;
  return {
    format: "labo-run",
    formatVersion: 1,
    experiment: {
      id: run.experiment,
      version: run.experimentVersion,
      ...(definition ? { title: definition.title } : {}),
    },
    channels: (definition?.channels ?? []).map((channel) => ({
      id: channel.id,
      role: channel.role,
      name: channel.name,
      unit: quantities[channel.quantity].unit,
    })),
    devices: input.devices,
    run,
    series: input.series,
  };
}

const columns: Record<"t" | "time" | "source" | "gap" | "note", Words> = {
  t: { fr: "t_s", en: "t_s" },
  time: { fr: "heure", en: "time" },
  source: { fr: "source", en: "source" },
  gap: { fr: "trou_avant_s", en: "gap_before_s" },
  note: { fr: "note", en: "note" },
};

/** What a person typed, when it was read from the printed sheet. */
const paperName: Words = { fr: "papier", en: "paper" };

const stateNames: Record<StepState, Words> = {
  "to-do": { fr: "à faire", en: "to do" },
  "in-progress": { fr: "en cours", en: "in progress" },
  verified: { fr: "vérifiée", en: "verified" },
  confirmed: { fr: "confirmée", en: "confirmed" },
  passed: { fr: "passée", en: "passed over" },
  helped: { fr: "aidée", en: "helped" },
};

const signalNames: Record<TimedReaction["signal"], Words> = {
  light: { fr: "lumière", en: "light" },
  sound: { fr: "son", en: "sound" },
  screen: { fr: "écran", en: "screen" },
};
const outcomeNames: Record<TimedReaction["outcome"], Words> = {
  pressed: { fr: "appuyé", en: "pressed" },
  early: { fr: "avant le signal", en: "before the signal" },
  missed: { fr: "trop tard", en: "too late" },
};

/** How many decimals of seconds and of values a table shows. */
const secondsDecimals = 3;

interface Row {
  readonly time: string;
  readonly values: ReadonlyMap<string, number>;
  readonly source: string;
  /** How long nothing came before it, milliseconds, where that is a gap. */
  readonly silentMs?: number;
  readonly note: string;
}

/** Name and unit; the role too when another channel has the same name. */
function header(channel: DefinedChannel, definition: ExperimentDefinition, language: Language): string {
  const { unit } = quantities[channel.quantity];
  const name = channel.name[language];
  const shared = definition.channels.filter((other) => other.name[language] === name).length > 1;
  const role = definition.needs.find((need) => need.role === channel.role)?.name[language] ?? channel.role;
  return `${name}${shared ? `, ${role}` : ""}${unit === "" ? "" : ` (${unit})`}`;
}

/** Values of the same instant stand on one line. */
function measured(series: readonly SeriesSample[], language: Language): Row[] {
  const rows = new Map<
    string,
    { time: string; values: Map<string, number>; source: string; silentMs: number; note: string }
  >();
  const silent = silences(series);
  for (const [index, { mono, time, channel, value, source }] of series.entries()) {
    const silentMs = silent[index] ?? 0;
    const key = `${time}|${mono}|${source}`;
    const row = rows.get(key);
    if (row && !row.values.has(channel)) {
      row.values.set(channel, value);
      row.silentMs = Math.max(row.silentMs, silentMs);
    } else {
      const free = row ? `${key}|${rows.size}` : key;
      rows.set(free, {
        time,
        values: new Map([[channel, value]]),
        source: sourceNames[source][language],
        silentMs,
        note: "",
      });
    }
  }
  return [...rows.values()];
}

/** What was written, captured and done, as lines of their own. */
function told({ run, definition }: ExportInput, language: Language, n: (value: number) => string): Row[] {
  const line = (
    time: string,
    note: string,
    sources: readonly EventSource[] = [],
    values: ReadonlyMap<string, number> = new Map(),
  ): Row => ({
    time,
    values,
    source: sources
      .map((one) => (run.paper && one === "manual" ? paperName : sourceNames[one])[language])
      .join("+"),
    note,
  });
  const title = (id: string) => definition?.steps.find((step) => step.id === id)?.title[language] ?? id;
  const french = language === "fr";
  const colon = french ? "\u00a0:" : ":";
  return [
    ...run.notes.map((note) => line(note.time, note.text)),
    ...run.captures.map((one) =>
      line(
        one.time,
        `${french ? "relevé" : "capture"} ${typeof one.label === "number" ? n(one.label) : one.label}${colon} ${
          run.paper
            ? n(one.median)
            : `${french ? "médiane" : "median"} ${n(one.median)}, ${french ? "écart-type" : "standard deviation"} ${n(one.sd)}, ${one.samples} ${french ? "mesures" : "samples"}`
        }`,
        one.sources,
        // On paper nothing was recorded: what was typed is what was measured.
        run.paper ? new Map([[one.channel, one.median]]) : undefined,
      ),
    ),
    ...(run.visits ?? []).map(({ startedAt, version, seconds, success }) =>
      line(
        startedAt,
        french
          ? `visite, version ${version}${colon} ${n(seconds)} s, ${success ? "réussie" : "pas réussie"}`
          : `visit, version ${version}${colon} ${n(seconds)} s, ${success ? "made it" : "did not make it"}`,
        ["manual"],
      ),
    ),
    ...(run.reactions ?? []).map(({ time, signal, outcome, ms }) =>
      line(
        time,
        `${french ? "réaction" : "reaction"}, ${signalNames[signal][language]}${colon} ${ms === undefined ? outcomeNames[outcome][language] : `${n(ms)} ms`}`,
      ),
    ),
    ...run.steps.flatMap((step) =>
      step.doneAt === undefined
        ? []
        : [
            line(
              step.doneAt,
              `${french ? "étape" : "step"} ${title(step.id)}${colon} ${stateNames[step.state][language]}`,
              step.evidence?.sources,
            ),
          ],
    ),
  ];
}

/**
 * The run as a table: seconds from the start, ISO time, a column per channel with its unit, source, how long
 * nothing came before, note.
 */
export function exportCsv(input: ExportInput, preset: CsvPreset, language: Language): string {
  const zero = Date.parse(input.run.startedAt);
  const channels = input.definition?.channels ?? [];
  const rows = [
    ...measured(input.series, language),
    ...told(input, language, (value) => csvNumber(preset, value)),
  ];
  // ISO times of one length sort as text; rows of one instant keep their order.
  rows.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const head = [
    columns.t[language],
    columns.time[language],
    ...channels.map((channel) =>
      input.definition ? header(channel, input.definition, language) : channel.id,
    ),
    columns.source[language],
    columns.gap[language],
    columns.note[language],
  ];
  const lines = rows.map((row): Cell[] => [
    { value: (Date.parse(row.time) - zero) / 1000, decimals: secondsDecimals },
    row.time,
    ...channels.map((channel) => row.values.get(channel.id)),
    row.source,
    row.silentMs ? { value: row.silentMs / 1000, decimals: secondsDecimals } : undefined,
    row.note,
  ]);
  return csvText(preset, [head, ...lines]);
}
