// Reports and values on their way out of the noble process: sent in batches, bounded, the oldest dropped and counted when the bridge lags.
import type { HostReport } from "./host-protocol.ts";

/** A report before its age is known. */
export type HeardReport = Omit<HostReport, "ageMs"> & { readonly heardAt: number };

interface Heard {
  readonly heardAt: number;
}

interface Options<R extends Heard> {
  /** Sends a batch; calls back when it left this process. */
  readonly send: (
    reports: readonly (Omit<R, "heardAt"> & { readonly ageMs: number })[],
    sent: () => void,
  ) => void;
  /** Real milliseconds. */
  readonly now: () => number;
  /** Arranges for `act` to be called after a while. */
  readonly later: (act: () => void) => void;
  readonly most: number;
}

/** Batches of this size leave without waiting. */
const fullBatch = 256;
/** Batches that may be on their way at once. */
const mostInFlight = 4;

export function createReportOutbox<R extends Heard = HeardReport>({ send, now, later, most }: Options<R>) {
  let waiting: R[] = [];
  let inFlight = 0;
  let planned = false;
  let dropped = 0;

  function flush(): void {
    if (waiting.length === 0 || inFlight >= mostInFlight) return;
    const at = now();
    const reports = waiting.map(({ heardAt, ...report }) => ({
      ...report,
      ageMs: Math.max(0, at - heardAt),
    }));
    waiting = [];
    inFlight += 1;
    send(reports, () => {
      inFlight -= 1;
      flush();
    });
  }

  return {
    add(report: R): void {
      if (waiting.length >= most) {
        // A quarter at a time: shifting one by one would cost as much as the lag itself.
        const excess = Math.ceil(most / 4);
        waiting.splice(0, excess);
        dropped += excess;
      }
      waiting.push(report);
      if (waiting.length >= fullBatch) flush();
      else if (!planned) {
        planned = true;
        later(() => {
          planned = false;
          flush();
        });
      }
    },
    get dropped() {
      return dropped;
    },
  };
}
