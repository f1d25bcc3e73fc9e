// Readings of several runs → medians, spreads and ratios, as a table for people and as data for programs.
import type { Aim, RunOutcome, Unit } from "./measurement.ts";
import { median } from "./statistics.ts";

export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly values: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Median of the ratios, each within its own run. */
  readonly ratio?: { readonly against: string; readonly median: number };
  readonly aim?: { readonly text: string; readonly met: boolean };
}

/** Figures of the same name put together, in the order of the first run. */
export function collect(outcomes: readonly RunOutcome[]): Figure[] {
  const names = new Set(outcomes.flatMap(({ readings }) => readings.map(({ name }) => name)));
  return [...names].map((name) => figureOf(name, outcomes));
}

function figureOf(name: string, outcomes: readonly RunOutcome[]): Figure {
  const find = (outcome: RunOutcome, wanted: string) =>
    outcome.readings.find((reading) => reading.name === wanted);
  const readings = outcomes.flatMap((outcome) => find(outcome, name) ?? []);
  const values = readings.map(({ value }) => value);
  const against = readings[0]?.against;
  const ratios = outcomes.flatMap((outcome) => {
    const value = find(outcome, name)?.value;
    const base = against === undefined ? undefined : find(outcome, against)?.value;
    return value === undefined || base === undefined || base === 0 ? [] : [value / base];
  });
  const middle = median(values);
  const aim: Aim | undefined = readings[0]?.aim;
  return {
    name,
    unit: readings[0]?.unit ?? "",
    values,
    median: middle,
    min: Math.min(...values),
    max: Math.max(...values),
    ...(against === undefined || ratios.length === 0 ? {} : { ratio: { against, median: median(ratios) } }),
    ...(aim === undefined ? {} : { aim: { text: aim.text, met: aim.isMet(middle) } }),
  };
}

/** Three figures that count, without a power of ten. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "—";
  if (Number.isInteger(value)) return value.toLocaleString("en");
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const withUnit = (value: number, unit: Unit) =>
  `${formatNumber(value)}${unit === "/s" || unit === "%" || unit === "×" ? "" : " "}${unit}`.trim();

/** @see Figure */
export function formatTable(title: string, figures: readonly Figure[], notes: readonly string[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    withUnit(figure.median, figure.unit),
    figure.values.length < 2 ? "" : `(${formatNumber(figure.min)}–${formatNumber(figure.max)})`,
    figure.ratio === undefined ? "" : `${formatNumber(figure.ratio.median)} × ${figure.ratio.against}`,
    figure.aim === undefined ? "" : `${figure.aim.met ? "✓" : "✗"} aim: ${figure.aim.text}`,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  return [title, ...lines.map((line) => `  ${line}`), ...notes.map((note) => `  · ${note}`)].join("\n");
}
