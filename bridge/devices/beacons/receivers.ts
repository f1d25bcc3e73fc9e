// Who hears one beacon. One of them is the witness all events come from: this bridge's own radios before gateways that
// speak in turns; another takes over when the witness has not heard it for too long. Each keeps its own signal.
import type { Hearing } from "#contract/devices.ts";
import { isoTime } from "../../clock.ts";
import type { Advertisement } from "../../transports/transport.ts";
import { createSmoother, type SmoothedSignal, type Smoother } from "./smoothing.ts";

/** As many as the contract's list holds. */
const mostReceivers = 16;

interface Receiver {
  readonly smoother: Smoother;
  /** 0 for this bridge's own radios, milliseconds. */
  patienceMs: number;
  signal: SmoothedSignal | undefined;
  now: number;
  mono: number;
}

export interface Receivers {
  /**
   * Notes one frame.
   * @param limitMs silence after which the beacon has left, for a receiver that listens all the time.
   * @returns whether it came from the witness, and the signal of its own receiver; none without a strength.
   */
  hear(
    advertisement: Advertisement,
    limitMs: number,
  ): { readonly isWitness: boolean; readonly signal: SmoothedSignal | undefined };
  /** Whether none has heard it for too long; time before `listeningSince` (monotonic) does not count. */
  areSilent(mono: number, limitMs: number, listeningSince: number | undefined): boolean;
  /** Those that hear it now with a strength, the witness first, then the strongest. */
  list(mono: number): Hearing[];
  clear(): void;
}

/** How long a hearing stands in the list, milliseconds. */
const shownMs = 10_000;

export function createReceivers(): Receivers {
  /** In the order of hearing. */
  const receivers = new Map<string, Receiver>();
  let witness: string | undefined;

  function mayTakeOver(next: Receiver, limitMs: number): boolean {
    const current = witness === undefined ? undefined : receivers.get(witness);
    if (current === undefined || current === next) return true;
    if (next.patienceMs === 0 && current.patienceMs > 0) return true;
    return next.mono - current.mono > Math.max(limitMs, current.patienceMs);
  }

  return {
    hear({ receiver: id, rssi, now, mono, patienceMs = 0 }, limitMs) {
      const known = receivers.get(id);
      const receiver = known ?? { smoother: createSmoother(), patienceMs, signal: undefined, now, mono };
      receivers.delete(id);
      receivers.set(id, receiver);
      if (receivers.size > mostReceivers) {
        const [oldest] = receivers.keys();
        if (oldest !== undefined) receivers.delete(oldest);
      }
      receiver.now = now;
      receiver.mono = mono;
      receiver.patienceMs = patienceMs;
      receiver.signal = rssi === undefined ? undefined : receiver.smoother.add(rssi, mono);
      if (mayTakeOver(receiver, limitMs)) witness = id;
      return { isWitness: witness === id, signal: receiver.signal };
    },
    areSilent(mono, limitMs, listeningSince = Number.NEGATIVE_INFINITY) {
      return [...receivers.values()].every(
        (one) => mono - Math.max(one.mono, listeningSince) > Math.max(limitMs, one.patienceMs),
      );
    },
    list(mono) {
      const heard = [...receivers].flatMap(([id, { signal, now, mono: at, patienceMs }]) => {
        if (signal === undefined || mono - at > Math.max(shownMs, patienceMs)) return [];
        return [{ receiver: id, rssi: Math.round(signal.rssi * 10) / 10, time: isoTime(now) }];
      });
      return heard.sort(
        (a, b) => Number(b.receiver === witness) - Number(a.receiver === witness) || b.rssi - a.rssi,
      );
    },
    clear() {
      receivers.clear();
      witness = undefined;
    },
  };
}
