// Signs of trouble in what was measured. Pure: samples in, a judgement with its figures out.
import type { Sample } from "#contract/live.ts";

/** Samples no older than this before the newest, milliseconds. */
function lately(samples: readonly Sample[], ms: number): Sample[] {
  const newest = samples.at(-1)?.mono ?? 0;
  return samples.filter(({ mono }) => newest - mono <= ms);
}

const valuesOf = (samples: readonly Sample[], channel: string): number[] =>
  samples.map(({ readings }) => readings[channel]).filter((value) => value !== undefined);

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export interface Wandering {
  /** Volts between the lowest and the highest. */
  readonly spread: number;
  /** Share of the steps that go back on the one before. */
  readonly reversals: number;
}

const wanderWindowMs = 15_000;
const fewestSteps = 40;
/** Volts. What a wired sensor's noise and a converter's steps never reach from one sample to the next. */
const noticeableStep = 0.03;
const noticeableSpread = 0.3;
/** A hand on a knob goes one way for many samples; an open input turns back at every third or so. */
const restless = 0.15;

/**
 * Whether an input wanders as one does that has nothing on it.
 * @param channel in volts.
 * @returns how much, or `undefined` when it is steady or there is too little to tell.
 */
export function wandering(samples: readonly Sample[], channel: string): Wandering | undefined {
  const values = valuesOf(lately(samples, wanderWindowMs), channel);
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? value));
  if (steps.length < fewestSteps) return undefined;
  const isTurn = (step: number, index: number) => {
    const before = steps[index - 1] ?? 0;
    return step * before < 0 && Math.min(Math.abs(step), Math.abs(before)) >= noticeableStep;
  };
  const reversals = steps.filter(isTurn).length / steps.length;
  const spread = Math.max(...values) - Math.min(...values);
  return reversals >= restless && spread >= noticeableSpread ? { spread, reversals } : undefined;
}

export interface Weakened {
  /** dBm, medians. */
  readonly before: number;
  readonly now: number;
}

const signalWindowMs = 10_000;
const fewestSignals = 4;
/** Decibels: more than fading and shadowing take together, less than a metal box. */
const noticeableLoss = 12;

/** Whether a signal has fallen, and stayed there, below what it was in the last minutes. */
export function weakened(samples: readonly Sample[]): Weakened | undefined {
  const recent = lately(samples, signalWindowMs);
  const now = valuesOf(recent, "rssi");
  const earlier = valuesOf(samples.slice(0, samples.length - recent.length), "rssi");
  if (now.length < fewestSignals || earlier.length < fewestSignals) return undefined;
  const before = median(earlier);
  const level = median(now);
  if (before === undefined || level === undefined || before - level < noticeableLoss) return undefined;
  return { before, now: level };
}
