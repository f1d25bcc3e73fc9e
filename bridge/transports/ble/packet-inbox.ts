// HCI packets of the virtual controller on their way to the noble process: batched, aged, bounded.
import { reportsIn } from "./hci-packets.ts";
import type { AgedPacket } from "./host-protocol.ts";

interface Options {
  /** Sends a batch; calls back when it left this process. */
  readonly send: (packets: readonly AgedPacket[], sent: () => void) => void;
  /** Real milliseconds. */
  readonly now: () => number;
  readonly later: (act: () => void) => void;
}

/** Packets that may wait, and batches that may be on their way. */
const mostWaiting = 4096;
const mostInFlight = 8;

export function createPacketInbox({ send, now, later }: Options) {
  let waiting: { readonly bytes: Uint8Array; readonly at: number }[] = [];
  let inFlight = 0;
  let planned = false;
  let dropped = 0;
  let generation = 0;

  function flush(): void {
    if (waiting.length === 0 || inFlight >= mostInFlight) return;
    const sentAt = now();
    const packets = waiting.map(({ bytes, at }) => ({ bytes, ageMs: sentAt - at }));
    waiting = [];
    inFlight += 1;
    const current = generation;
    send(packets, () => {
      if (current !== generation) return;
      inFlight -= 1;
      flush();
    });
  }

  return {
    push(bytes: Uint8Array): void {
      if (waiting.length >= mostWaiting) {
        // Reports come again; what belongs to a connection does not, unless nothing else can go.
        const oldest = waiting.splice(0, mostWaiting / 4);
        const kept = oldest.filter((packet) => reportsIn(packet.bytes) === undefined);
        if (kept.length < oldest.length) waiting.unshift(...kept);
        dropped += kept.length < oldest.length ? oldest.length - kept.length : oldest.length;
      }
      waiting.push({ bytes, at: now() });
      if (planned) return;
      planned = true;
      later(() => {
        planned = false;
        flush();
      });
    },
    /** A new process: what was meant for the last one is gone with it. */
    restart(): void {
      generation += 1;
      waiting = [];
      inFlight = 0;
    },
    get dropped() {
      return dropped;
    },
  };
}
