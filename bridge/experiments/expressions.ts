// Values known only while an experiment runs: facts of devices, answers, captures, fits, fields of events, arithmetic.
import type { CaptureRef, Expression } from "#contract/expressions.ts";
import { fieldName } from "#contract/fields.ts";
import { figureValue } from "#contract/figures.ts";
import { calculate } from "#contract/maths/arithmetic.ts";
import type { Capture } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import type { Context, Trace } from "./context.ts";
import type { Scalar } from "./observation.ts";
import { say } from "./words.ts";

export type CaptureStat = "mean" | "median" | "sd" | "rel_sd" | "min" | "max" | "range" | "count";

/** One figure of a stored capture. `rel_sd` in percent. */
export function captureFigure(capture: Capture, stat: CaptureStat): number | undefined {
  switch (stat) {
    case "count":
      return capture.samples;
    case "range":
      return capture.max - capture.min;
    case "rel_sd":
      return capture.mean === 0 ? undefined : (capture.sd / Math.abs(capture.mean)) * 100;
    default:
      return capture[stat];
  }
}

/** The last stored capture that fits a reference. */
export function findCapture(context: Context, ref: CaptureRef): Capture | undefined {
  const step = typeof ref === "string" ? ref : ref.step;
  const label = typeof ref === "string" ? undefined : ref.label;
  return context
    .captures()
    .findLast(
      (capture) =>
        (step === undefined || capture.step === step) && (label === undefined || capture.label === label),
    );
}

/** A number a person typed: decimal comma or point, spaces between thousands, a unit behind. */
export function parseNumber(text: string | number | boolean | undefined): number | undefined {
  if (typeof text === "number") return Number.isFinite(text) ? text : undefined;
  if (typeof text !== "string") return undefined;
  const clean = text.replace(/[\s\u00a0\u202f]/g, "").replace("−", "-");
  const match = /^([+-]?\d+(?:[.,]\d+)?)(?![\d.,/])\D*$/.exec(clean);
  return match?.[1] === undefined ? undefined : Number(match[1].replace(",", "."));
}

type Scaled = {
  times?: number | undefined;
  plus?: number | undefined;
  invert?: boolean | undefined;
};

function scaled(value: number | undefined, by: Scaled): number | undefined {
  if (value === undefined) return undefined;
  const turned = by.invert ? 1 / value : value;
  const result = turned * (by.times ?? 1) + (by.plus ?? 0);
  return Number.isFinite(result) ? result : undefined;
}

const isScaled = (by: Scaled) => by.times !== undefined || by.plus !== undefined || by.invert === true;

/** The value of a label along the captures, by straight lines between the neighbouring labels. */
function alongLabels(points: readonly (readonly [number, number])[], x: number): number | undefined {
  const sorted = points.toSorted(([a], [b]) => a - b);
  for (let i = 0; i < sorted.length; i += 1) {
    const here = sorted[i];
    const next = sorted[i + 1];
    if (!here) break;
    if (here[0] === x) return here[1];
    if (next && here[0] < x && x < next[0])
      return here[1] + ((next[1] - here[1]) * (x - here[0])) / (next[0] - here[0]);
  }
  return undefined;
}

/**
 * What an expression is worth now.
 * @param trace notes the devices and events it rests on.
 * @returns undefined when something it needs is not known yet.
 */
export function evaluate(context: Context, expression: Expression, trace?: Trace): Scalar | undefined {
  if (typeof expression === "number") return expression;
  if ("calc" in expression) {
    const values = expression.of.map((part) => evaluateNumber(context, part, trace));
    return values.every((value) => value !== undefined) ? calculate(expression.calc, values) : undefined;
  }
  if ("join" in expression) {
    const values = expression.join.map((part) => evaluate(context, part, trace));
    return values.every((value) => value !== undefined) ? values.join("/") : undefined;
  }
  if ("named" in expression) {
    const figure = context.figure(expression.named);
    return scaled(figure === undefined ? undefined : figureValue(figure, context.device), expression);
  }
  if ("fact" in expression) {
    const device = context.device(expression.of);
    const raw = device?.facts[expression.fact] ?? expression.default;
    if (raw === undefined) return undefined;
    if (device && device.facts[expression.fact] !== undefined) {
      const heard = context.heard(expression.of);
      if (heard) trace?.add(heard);
    }
    const inSeconds = expression.fact.endsWith("Ms");
    const value = parseNumber(raw);
    if (!inSeconds && !isScaled(expression)) return raw;
    return scaled(value === undefined || !inSeconds ? value : value / 1000, expression);
  }
  if ("answer" in expression) {
    const answer = context.answer(expression.answer);
    return isScaled(expression) ? scaled(parseNumber(answer), expression) : (parseNumber(answer) ?? answer);
  }
  if ("capture" in expression) {
    const capture = findCapture(context, expression.capture);
    if (capture) trace?.addCapture(capture);
    return capture && scaled(captureFigure(capture, expression.stat ?? "median"), expression);
  }
  if ("labelled" in expression) {
    const x = evaluateNumber(context, expression.labelled, trace);
    if (x === undefined) return undefined;
    const points = context.captures().flatMap((capture): [number, number][] => {
      if (expression.step !== undefined && capture.step !== expression.step) return [];
      if (expression.channel !== undefined && capture.channel !== expression.channel) return [];
      const y = captureFigure(capture, expression.stat ?? "median");
      trace?.addCapture(capture);
      return typeof capture.label === "number" && y !== undefined ? [[capture.label, y]] : [];
    });
    return scaled(alongLabels(points, x), expression);
  }
  if ("fit" in expression) {
    const found = context.fit(expression.fit);
    if (!found) return undefined;
    for (const capture of context.captures()) trace?.addCapture(capture);
    const figures: Record<typeof expression.figure, number> = {
      slope: found.slope,
      n: found.slope,
      exponent: found.slope,
      intercept: found.intercept,
      a: found.intercept,
      r2: found.r2,
      residual: found.residual,
      points: found.points,
    };
    return scaled(figures[expression.figure], expression);
  }
  if ("timed" in expression) {
    const found = context.timed(expression.timed);
    for (const item of found?.items ?? []) trace?.add(item);
    return scaled(found?.[expression.figure], expression);
  }
  const item = context.last(expression.event, expression.on);
  const value = item?.fields.get(expression.field);
  if (item && value !== undefined) trace?.add(item);
  return isScaled(expression) ? scaled(parseNumber(value), expression) : value;
}

export function evaluateNumber(context: Context, expression: Expression, trace?: Trace): number | undefined {
  return parseNumber(evaluate(context, expression, trace));
}

/** Bounds with their numbers, or what is missing to know them. */
export interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly unknown: Words | undefined;
}

const nothingMissing = (a: Expression | undefined, b: number | undefined) =>
  a === undefined || b !== undefined;

/** Bounds as numbers of this moment. */
export function resolveBounds(
  context: Context,
  asked: { readonly min?: Expression | undefined; readonly max?: Expression | undefined },
): Bounds {
  const min = asked.min === undefined ? undefined : evaluateNumber(context, asked.min);
  const max = asked.max === undefined ? undefined : evaluateNumber(context, asked.max);
  const missing = !nothingMissing(asked.min, min)
    ? asked.min
    : nothingMissing(asked.max, max)
      ? undefined
      : asked.max;
  return { min, max, unknown: missing === undefined ? undefined : whatIsMissing(context, missing) };
}

/** Whether a value is within bounds that are known. */
export function within(value: number | undefined, bounds: Bounds): boolean {
  if (value === undefined || bounds.unknown) return false;
  return (
    (bounds.min === undefined || value >= bounds.min) && (bounds.max === undefined || value <= bounds.max)
  );
}

/** Why an expression has no value yet, in words. */
export function whatIsMissing(context: Context, expression: Expression): Words {
  if (typeof expression === "object") {
    if ("fact" in expression) {
      const name = context.roleName(expression.of);
      const fact = fieldName(expression.fact);
      return say(
        (p) => `${p.w(name)} : l’appareil ne dit pas ${p.quote(p.w(fact))}; il faut le savoir ici.`,
        (p) => `${p.w(name)}: the device does not tell ${p.quote(p.w(fact))}, which is needed here.`,
      );
    }
    if ("answer" in expression)
      return say("Il manque une réponse à une étape d’avant.", "An answer of an earlier step is missing.");
    if ("capture" in expression || "labelled" in expression)
      return say("Il manque un relevé d’une étape d’avant.", "A capture of an earlier step is missing.");
    if ("fit" in expression)
      return say("Il manque l’ajustement d’une étape d’avant.", "The fit of an earlier step is missing.");
    if ("timed" in expression)
      return say("Il manque les essais d’une étape d’avant.", "The trials of an earlier step are missing.");
    if ("join" in expression) {
      const part = expression.join.find((one) => evaluate(context, one) === undefined);
      if (part !== undefined) return whatIsMissing(context, part);
    }
    if ("calc" in expression) {
      const part = expression.of.find((one) => evaluateNumber(context, one) === undefined);
      if (part !== undefined && part !== expression) return whatIsMissing(context, part);
    }
  }
  return say("Il manque une donnée pour en juger.", "A figure is missing to judge by.");
}
