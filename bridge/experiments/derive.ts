// Derived items: `zone-entered` and `zone-left` from the participant's own thresholds on the median of a channel.

import { median } from "#contract/maths/statistics.ts";
import type { Context } from "./context.ts";
import type { Derivation, Threshold } from "./definition.ts";
import { parseNumber } from "./expressions.ts";
import type { Observation, Scalar } from "./observation.ts";

const mostSamples = 2000;

export interface Deriver {
  /** What an observation leads to, if anything. The first side found is where things are: it says nothing. */
  derive(item: Observation): Observation | undefined;
  /** On which side things are, once it is known. */
  isInside(): boolean | undefined;
}

/** Watches one derivation. */
export function createDeriver(derivation: Derivation, context: Context): Deriver {
  const samples: { mono: number; value: number }[] = [];
  let inside: boolean | undefined;
  let enteredAt: number | undefined;
  /** Steps in the order they were answered. */
  const answered: string[] = [];
  const figure = (from: Threshold) => {
    if (typeof from === "number") return from;
    const steps = [from.answer].flat();
    const known = steps.filter((step) => context.answer(step) !== undefined);
    const latest = answered.findLast((step) => known.includes(step)) ?? known.at(-1);
    return latest === undefined ? undefined : parseNumber(context.answer(latest));
  };
  function derive(item: Observation): Observation | undefined {
    const about = item.kind === "answer-given" ? item.fields.get("step") : undefined;
    if (typeof about === "string")
      answered.splice(0, answered.length, ...answered.filter((one) => one !== about), about);
    const value = context.valueOf(item, derivation.channel);
    if (value === undefined) return undefined;
    samples.push({ mono: item.mono, value });
    const window = (figure(derivation.window) ?? 0) * 1000;
    while (samples.length > mostSamples || (samples[0]?.mono ?? item.mono) < item.mono - window)
      samples.shift();
    const enter = figure(derivation.enter);
    const leave = figure(derivation.leave);
    if (enter === undefined || leave === undefined) return undefined;
    const level = median(samples.map((sample) => sample.value));
    if (level === undefined) return undefined;
    const before = inside;
    if (level > enter) inside = true;
    else if (level < leave) inside = false;
    else inside ??= false;
    if (before === undefined || before === inside) return undefined;
    const since = enteredAt;
    enteredAt = inside ? item.mono : undefined;
    return {
      id: `${item.id}~${derivation.id}`,
      kind: inside ? "zone-entered" : "zone-left",
      mono: item.mono,
      time: item.time,
      source: item.source,
      roles: item.roles,
      fields: new Map<string, Scalar>([
        ["derivation", derivation.id],
        ["level", level],
        // How long it was inside, when it was seen to enter.
        ...(inside || since === undefined ? [] : [["durationMs", item.mono - since] as const]),
      ]),
      suspect: false,
    };
  }

  return { derive, isInside: () => inside };
}
