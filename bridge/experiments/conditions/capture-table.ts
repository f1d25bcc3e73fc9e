// The table a participant fills with captures: which labels it asks for, and what it still lacks. Pure.
import type { CheckOf } from "#contract/conditions.ts";
import type { Capture } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import type { Context } from "../context.ts";
import { captureFigure, resolveBounds, within } from "../expressions.ts";
import { say } from "../words.ts";

export interface CaptureTable {
  /** Why a capture under this label would not count here. */
  labelRefusal(label: number | string): Words | undefined;
  /** What the captures still lack; undefined when they have all. */
  lacks(captures: readonly Capture[]): Words | undefined;
}

/** @param unit of the figures. */
export function createTable(check: CheckOf<"capture">, context: Context, unit: string): CaptureTable {
  const figure = (one: Capture) => captureFigure(one, check.stat);

  /** Those asked that have no capture yet. */
  const stillAsked = (table: readonly Capture[]) =>
    check.labels?.filter((asked) => !table.some((one) => isNear(one.label, asked))) ?? [];
  const isNear = (label: number | string, asked: number) =>
    typeof label === "number" && Math.abs(label - asked) <= check.label_tolerance;
  const listed = (labels: readonly number[], n: (value: number, unit: string) => string, or: string) =>
    labels
      .map((one, index) => (index === labels.length - 1 ? n(one, check.label_unit) : n(one, "")))
      .join(", ")
      .replace(/, (?=[^,]*$)/, or);

  function labelRefusal(label: number | string): Words | undefined {
    const { labels } = check;
    if (labels !== undefined && !labels.some((asked) => isNear(label, asked)))
      return say(
        (p) => `Ici, on relève à ${listed(labels, p.n, " ou ")} : écris un de ces nombres.`,
        (p) => `Captures are taken here at ${listed(labels, p.n, " or ")}: write one of these numbers.`,
      );
    const expected = check.expect_label;
    if (expected === undefined) return undefined;
    const near =
      typeof expected === "number"
        ? isNear(label, expected)
        : String(label).trim().toLowerCase() === expected.trim().toLowerCase();
    if (near) return undefined;
    const print = (one: number | string, n: (value: number, unit: string) => string) =>
      typeof one === "number" ? n(one, check.label_unit) : one;
    return say(
      (p) => `Le relevé attendu ici est ${p.quote(print(expected, p.n))}, pas ${p.quote(print(label, p.n))}.`,
      (p) =>
        `The capture expected here is ${p.quote(print(expected, p.n))}, not ${p.quote(print(label, p.n))}.`,
    );
  }

  function lacks(table: readonly Capture[]): Words | undefined {
    const open = stillAsked(table);
    if (open.length > 0)
      return say(
        (p) => `Il manque un relevé à ${listed(open, p.n, " et ")}.`,
        (p) => `A capture is missing at ${listed(open, p.n, " and ")}.`,
      );
    const labels = new Set(table.map((one) => one.label));
    if (labels.size < check.count)
      return say(
        (p) => `${p.n(labels.size)} sur ${p.n(check.count)} ${check.count > 1 ? "relevés" : "relevé"}.`,
        (p) => `${p.n(labels.size)} of ${p.n(check.count)} ${check.count > 1 ? "captures" : "capture"}.`,
      );
    for (const asked of check.some ?? []) {
      const bounds = resolveBounds(context, asked);
      if (!table.some((one) => within(figure(one), bounds)))
        return (
          bounds.unknown ??
          say(
            (p) => `Il manque un relevé : ${p.between(bounds.min, bounds.max, unit)}.`,
            (p) => `A capture of ${p.between(bounds.min, bounds.max, unit)} is missing.`,
          )
        );
    }
    if (check.each) {
      const bounds = resolveBounds(context, check.each);
      if (!table.every((one) => within(figure(one), bounds)))
        return (
          bounds.unknown ??
          say(
            (p) => `Chaque relevé doit être ${p.between(bounds.min, bounds.max, unit)}.`,
            (p) => `Each capture must be ${p.between(bounds.min, bounds.max, unit)}.`,
          )
        );
    }
    if (check.increasing) {
      const figures = table
        .toSorted((a, b) => Number(a.label) - Number(b.label))
        .map((one) => figure(one) ?? Number.NaN);
      if (!figures.every((one, i) => i === 0 || one > (figures[i - 1] ?? Number.NaN)))
        return say(
          "Les relevés doivent grandir avec leur étiquette; refais celui qui ne suit pas.",
          "The captures must grow with their label; take again the one that does not.",
        );
    }
    return undefined;
  }

  return { labelRefusal, lacks };
}
