// Whether a frame of a sender is new, the same one heard again, or an old one that somebody plays back. One memory per
// sender, owned by whoever listens; it holds the last numbers only, and forgets them when the bridge stops.
// https://bthome.io/format/ (packet id), https://bthome.io/encryption/ (counter)
import type { Freshness } from "./decoder.ts";

/** Packet numbers say nothing of frames further apart than this, milliseconds: the sender may have started again. */
const packetMemoryMs = 4000;
const packetIds = 256;
/** Further ahead than this is behind. */
const packetsAhead = 64;
/** A counter that goes back below this is a sender whose battery was changed. */
const counterRestart = 100;

/**
 * `repeat`: heard before, counts for presence only. `late`: older than what was heard a moment ago, by another receiver
 * perhaps; it counts for nothing. `replayed`: older than what was heard long ago, which only a recording can be.
 */
export type Verdict = "fresh" | "repeat" | "late" | "replayed";

export interface FreshnessMemory {
  /** @param mono milliseconds, never decreasing. */
  judge(freshness: Freshness, mono: number): Verdict;
}

function counterVerdict(counter: number, last: number | undefined, isRecent: boolean): Verdict {
  if (last === undefined || counter > last) return "fresh";
  if (counter === last) return "repeat";
  if (counter < counterRestart) return "fresh";
  return isRecent ? "late" : "replayed";
}

function packetVerdict(packetId: number, last: number): Verdict {
  const ahead = (packetId - last + packetIds) % packetIds;
  if (ahead === 0) return "repeat";
  return ahead < packetsAhead ? "fresh" : "late";
}

export function createFreshnessMemory(): FreshnessMemory {
  let counter: number | undefined;
  let packetId: number | undefined;
  let content: string | undefined;
  let heardAt = Number.NEGATIVE_INFINITY;

  return {
    judge(next, mono) {
      const verdicts: Verdict[] = [];
      const isRecent = mono - heardAt <= packetMemoryMs;
      if (next.counter !== undefined) verdicts.push(counterVerdict(next.counter, counter, isRecent));
      if (next.packetId !== undefined && packetId !== undefined && isRecent)
        verdicts.push(packetVerdict(next.packetId, packetId));
      if (next.content !== undefined && next.content === content && isRecent) verdicts.push("repeat");
      const dropped = verdicts.find((verdict) => verdict === "replayed" || verdict === "late");
      if (dropped !== undefined) return dropped;
      counter = next.counter ?? counter;
      packetId = next.packetId ?? packetId;
      content = next.content;
      // A sender that says the same for minutes is still saying the same.
      heardAt = mono;
      return verdicts.includes("repeat") ? "repeat" : "fresh";
    },
  };
}
