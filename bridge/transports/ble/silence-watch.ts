// Tells a stalled radio from a quiet room. noble's scan is known to stop without a word after minutes or hours;
// but a room with no beacon is silent too, and restarting for ever there would be worse than silence.
// So: only silence after plenty is suspicious; then restart the scan, then the process, then leave it, trying ever more seldom.
import { type BackOff, createBackOff } from "../../back-off.ts";

/** What to do now. `quiet`: nothing heard, and no reason to expect anything. */
export type WatchVerdict = "fine" | "quiet" | "restart-scan" | "respawn" | "stalled";

/** Silence that is suspicious after plenty, milliseconds. room-assistant's experience: 30 s. */
const suspiciousMs = 30_000;
/** A scan restarted for nothing: how long before the process is respawned. */
const graceMs = 15_000;
/** "Plenty": so many reports in the minute before the silence. Below, one weak beacon may simply have left. */
const plenty = 20;
const memoryMs = 60_000;
const bucketMs = 5000;
/** Respawns of a radio that stays silent: five minutes apart, then ever more, up to an hour. */
const retryFirstMs = 300_000;
const retryMostMs = 3_600_000;

export interface SilenceWatch {
  heard(count: number, atMs: number): void;
  /** Listening (again) from now on. */
  opened(atMs: number): void;
  check(atMs: number): WatchVerdict;
}

/** Pure but for its memory; all times are on one monotonic clock, milliseconds. */
export function createSilenceWatch(random: () => number): SilenceWatch {
  let buckets: { readonly start: number; count: number }[] = [];
  const retry: BackOff = createBackOff(retryFirstMs, retryMostMs, random);
  let lastHeard: number | undefined;
  let since = 0;
  let stage: "listening" | "scan-restarted" | "respawned" = "listening";
  let waitMs = 0;
  let heardSinceOpen = false;

  const hadPlenty = () => buckets.reduce((sum, { count }) => sum + count, 0) >= plenty;

  return {
    heard(count, atMs) {
      if (count === 0) return;
      const start = Math.floor(atMs / bucketMs) * bucketMs;
      const newest = buckets.at(-1);
      if (newest?.start === start) newest.count += count;
      else buckets = [...buckets.filter((bucket) => start - bucket.start < memoryMs), { start, count }];
      lastHeard = atMs;
      since = atMs;
      heardSinceOpen = true;
      if (stage !== "listening") {
        stage = "listening";
        retry.reset();
      }
    },
    opened(atMs) {
      since = Math.max(since, atMs);
      heardSinceOpen = false;
    },
    check(atMs) {
      const silence = atMs - since;
      if (lastHeard === undefined) return "quiet";
      switch (stage) {
        case "listening":
          if (silence < suspiciousMs) return heardSinceOpen ? "fine" : "quiet";
          if (!hadPlenty()) return "quiet";
          stage = "scan-restarted";
          since = atMs;
          return "restart-scan";
        case "scan-restarted":
          if (silence < graceMs) return "stalled";
          stage = "respawned";
          since = atMs;
          waitMs = retry.next();
          return "respawn";
        case "respawned":
          if (silence < waitMs) return "quiet";
          since = atMs;
          waitMs = retry.next();
          return "respawn";
      }
    },
  };
}
