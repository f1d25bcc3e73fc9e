// What the embedded broker keeps for a session: bounded while its client is away, where Aedes alone keeps everything in
// memory; and, at QoS 2, each release with its own message. Aedes takes two releases for one (outgoingUpdate of
// aedes-persistence compares the broker's number of packets that have none), so that of the messages waiting for a client
// that comes back every second one was never released, and came again for ever.
import type { Aedes } from "aedes";
import { LaboError } from "../errors.ts";

interface Kept {
  outgoingEnqueueCombi(subscriptions: readonly { readonly clientId: string }[], packet: unknown): unknown;
  outgoingUpdate(client: unknown, packet: Sent): unknown;
}

interface Sent {
  readonly cmd: string;
  readonly messageId: number;
  readonly brokerId?: string;
  readonly brokerCounter?: number;
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" &&
    value !== null &&
    "outgoingEnqueueCombi" in value &&
    "outgoingUpdate" in value
  );
}

/**
 * To be called once Aedes is ready, before anybody is welcomed.
 * @param onFull told of each message that is not kept for a client.
 * @throws LaboError INTERNAL when this version of Aedes is built otherwise.
 */
export function mindKeptMessages(aedes: Aedes, most: number, onFull: (client: string) => void): void {
  const persistence: unknown = Reflect.get(aedes, "persistence");
  if (!isKept(persistence)) throw new LaboError("INTERNAL", ["this version of Aedes keeps nothing"]);
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);
  const update = persistence.outgoingUpdate.bind(persistence);
  persistence.outgoingUpdate = (client, packet) =>
    update(
      client,
      packet.cmd === "pubrel" ? { ...packet, brokerId: "release", brokerCounter: packet.messageId } : packet,
    );
  const present = new Set<string>();
  const kept = new Map<string, number>();
  aedes.on("client", ({ id }) => {
    present.add(id);
    kept.delete(id);
  });
  aedes.on("clientDisconnect", ({ id }) => void present.delete(id));
  persistence.outgoingEnqueueCombi = (subscriptions, packet) =>
    enqueue(
      subscriptions.filter(({ clientId }) => {
        if (present.has(clientId)) return true;
        const n = (kept.get(clientId) ?? 0) + 1;
        if (n > most) {
          onFull(clientId);
          return false;
        }
        kept.set(clientId, n);
        return true;
      }),
      packet,
    );
}
