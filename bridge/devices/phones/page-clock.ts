// When a sample was taken, by the bridge's clock: frames come in bunches, and their page's clock says how they were spaced.
// The quickest way a frame came lately stands for the distance between the two clocks; what took longer was on the road.
import type { Instant } from "../event-factory.ts";

/** Clocks drift apart, so the quickest is looked for anew. Milliseconds. */
const windowMs = 10_000;
/** So late is no road any more: the phone slept, and its clock with it. */
const mostLateMs = 5_000;

export interface PlacedInstant extends Instant {
  /** How long it was on the road, milliseconds. */
  readonly lateMs: number;
}

export interface PageClock {
  /** @param pageMs the page's clock. @returns when that was, never before the one placed last, nor after `arrival`. */
  place(pageMs: number, arrival: Instant): PlacedInstant;
}

/** @param rate milliseconds of the bridge's clock in one of the page's. */
export function createPageClock(rate = 1): PageClock {
  let quickest = Number.POSITIVE_INFINITY;
  let quickestOfWindow = Number.POSITIVE_INFINITY;
  let windowSince = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    place(pageMs, arrival) {
      const gap = arrival.mono - pageMs * rate;
      if (arrival.mono - windowSince > windowMs) {
        quickest = quickestOfWindow;
        quickestOfWindow = gap;
        windowSince = arrival.mono;
      }
      quickestOfWindow = Math.min(quickestOfWindow, gap);
      quickest = Math.min(quickest, gap);
      if (gap - quickest > mostLateMs) {
        quickest = gap;
        quickestOfWindow = gap;
      }
      const mono = Math.min(arrival.mono, Math.max(last, arrival.mono - (gap - quickest)));
      last = mono;
      const lateMs = arrival.mono - mono;
      return { now: arrival.now - lateMs, mono, lateMs };
    },
  };
}
