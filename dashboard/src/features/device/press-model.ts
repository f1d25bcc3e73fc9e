// Presses of a button as a person counts them, from the events of its device. Pure.
import type { LaboEvent, Press } from "#contract/events.ts";

/** A press of two seconds fills its row; the shortest is still seen. */
const fullMs = 2000;
const leastShare = 0.02;

export interface PressSeen {
  readonly id: string;
  /** When it went down, ISO 8601; of a press whose beginning nobody heard, when it came up. */
  readonly time: string;
  /** Absent while it is held, and of a device that tells presses but no releases. */
  readonly durationMs?: number;
  /** How, from a device that tells. */
  readonly how?: Press;
}

/**
 * @param events of one device, oldest first.
 * @returns the presses of one channel, newest first.
 */
export function pressesOf(events: readonly LaboEvent[], channel: string): readonly PressSeen[] {
  const seen: PressSeen[] = [];
  let isOpen = false;
  for (const event of events) {
    if (event.kind === "button-pressed" && event.channel === channel) {
      seen.push({
        id: event.id,
        time: event.time,
        ...(event.press === undefined ? {} : { how: event.press }),
      });
      isOpen = true;
    } else if (event.kind === "button-released" && event.channel === channel) {
      const { durationMs } = event;
      const last = seen.at(-1);
      if (isOpen && last !== undefined) seen[seen.length - 1] = { ...last, durationMs };
      else seen.push({ id: event.id, time: event.time, durationMs });
      isOpen = false;
    }
  }
  return seen.reverse();
}

/** Share of its row that a press fills: in proportion to time up to a moment, then full. */
export function barShare(durationMs: number): number {
  return Math.max(leastShare, Math.min(1, durationMs / fullMs));
}
