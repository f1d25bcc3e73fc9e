// Lent phones over a hand-moved clock, and everything they said, for tests. Everything said is checked by the contract.
import {
  availabilitySchema,
  type Device,
  type DeviceState,
  deviceSchema,
  deviceStateSchema,
} from "#contract/devices.ts";
import type { EventKind, EventOf, LaboEvent } from "#contract/events.ts";
import { type RawFrame, rawFrameSchema } from "#contract/frames.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";
import type { DeviceOutput } from "../../bridge/devices/output.ts";
import { createPhones } from "../../bridge/devices/phones/phones.ts";
import { createTagIdentity } from "../../bridge/devices/tag-identity.ts";
import { createManualClock } from "./manual-clock.ts";

/** Frames a page writes, with its own clock. */
export const frameOf = {
  lend: (at: number, lends: readonly string[], refused: readonly string[] = [], asleep = false) =>
    JSON.stringify({ type: "lend", at, lends, refused, asleep }),
  sample: (at: number, values: object) => JSON.stringify({ type: "sample", at, ...values }),
  tag: (at: number, uid: string) => JSON.stringify({ type: "tag", at, uid }),
  stop: (at: number) => JSON.stringify({ type: "stop", at }),
};

/** A sink that keeps all it was told. */
export function createListeningOutput() {
  const devices = new Map<string, Device>();
  const states = new Map<string, DeviceState>();
  const healths: string[] = [];
  const reasons: string[] = [];
  const events: LaboEvent[] = [];
  const raw: RawFrame[] = [];
  const output: DeviceOutput = {
    device: (device) => void devices.set(device.id, deviceSchema.parse(device)),
    availability(_id, told) {
      const { state, health } = availabilitySchema.parse(told);
      healths.push(`${state} ${health.state} ${health.code}`);
      reasons.push(health.reason?.fr ?? "");
    },
    state: (id, state) => void states.set(id, deviceStateSchema.parse(state)),
    event: (event) => void events.push(event),
    raw: (_id, frame) => void raw.push(rawFrameSchema.parse(frame())),
  };
  const of = <K extends EventKind>(kind: K) =>
    events.filter((event): event is EventOf<K> => event.kind === kind);
  return { output, devices, states, healths, reasons, events, raw, of };
}

export function startPhoneBench(options: { readonly taughtTags?: readonly string[] } = {}) {
  const clock = createManualClock();
  const heard = createListeningOutput();
  const forgotten: string[] = [];
  let drawn = 0;
  const tags = createTagIdentity(
    { beaconName: () => undefined, isTagKnown: (uid) => options.taughtTags?.includes(uid) === true },
    new Uint8Array(32),
  );
  const phones = createPhones({
    clock,
    bridge: "banc",
    output: heard.output,
    events: createEventFactory("banc", "boot"),
    tags,
    random: (bytes) => {
      drawn += 1;
      return Uint8Array.from({ length: bytes }, (_, n) => (drawn * 37 + n * 11) % 256);
    },
    forget: (id) => void forgotten.push(id),
  });
  return {
    clock,
    phones,
    forgotten,
    ...heard,
    /** Lends a phone that says at once what it lends. */
    lend(lends: readonly string[]) {
      const lent = phones.lend();
      const say = (...frames: string[]) => phones.take(lent.device, lent.key, frames);
      say(frameOf.lend(0, lends));
      return { ...lent, say };
    },
  };
}
