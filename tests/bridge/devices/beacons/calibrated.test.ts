// A beacon of the virtual kit's air, calibrated at one metre and carried to four: seeded, so that it is the same each time.
import { describe, expect, it } from "vitest";
import { type BeaconCalibration, calibrationOf, judgeSampling } from "#contract/beacon-calibration.ts";
import type { Device } from "#contract/devices.ts";
import type { EventOf, LaboEvent } from "#contract/events.ts";
import type { Point } from "#contract/kit.ts";
import { sameWords } from "#contract/words.ts";
import { createHistory } from "../../../../bridge/bench/history.ts";
import { createBeacons } from "../../../../bridge/devices/beacons/beacons.ts";
import { createEventFactory } from "../../../../bridge/devices/event-factory.ts";
import { createLogger } from "../../../../bridge/logger.ts";
import { beaconRadios } from "../../../../bridge/virtual-kit/default-kit.ts";
import { Air } from "../../../../bridge/virtual-kit/radio/air.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";
import { World } from "../../../../bridge/virtual-kit/world.ts";
import { createManualClock } from "../../../helpers/manual-clock.ts";

const receiver = { x: 2, y: 4.6 };
/** So many metres from the receiver, away from where the person stands. */
const awayFrom = (metres: number): Point => ({ x: receiver.x, y: receiver.y - metres });
const stepMs = 5;

function room(beacon: keyof typeof beaconRadios & string, seed: number) {
  const clock = createManualClock();
  const world = new World();
  world.apply({ control: "strangers", count: 0 });
  const air = new Air(() => world.kit, createRandom(seed));
  const history = createHistory(clock);
  const { identity } = beaconRadios[beacon] ?? { identity: "" };
  const calibrations = new Map<string, BeaconCalibration>();
  const events: LaboEvent[] = [];
  const devices: Device[] = [];
  const beacons = createBeacons({
    clock,
    bridge: "banc",
    logger: createLogger("silent"),
    events: createEventFactory("banc", "test"),
    taught: {
      beaconName: (one) => (one === identity ? sameWords("Balise") : undefined),
      isTagKnown: () => false,
    },
    calibrationOf: (one) => calibrations.get(one),
    output: {
      device: (device) => void devices.push(device),
      availability: () => undefined,
      state: () => undefined,
      raw: () => undefined,
      event(event) {
        events.push(event);
        history.apply({ kind: "event", bridge: "banc", device: event.device, payload: event });
      },
    },
  });
  const pass = (ms: number) => {
    for (const end = clock.mono() + ms; clock.mono() < end; ) {
      clock.advance(stepMs);
      air.advance(clock.mono(), 1, ({ address, addressType, payload, rssi }) =>
        beacons.hear([
          {
            receiver: "radio-virtuelle",
            source: "simulated",
            address: Buffer.from(address)
              .toString("hex")
              .replaceAll(/..(?=.)/g, "$&:"),
            addressType,
            rssi: Math.round(rssi),
            payload: Uint8Array.from(payload),
            now: clock.now(),
            mono: clock.mono(),
          },
        ]),
      );
    }
  };
  const carry = (metres: number) => world.apply({ control: "beacon-move", beacon, to: awayFrom(metres) });
  return {
    clock,
    world,
    identity,
    calibrations,
    devices,
    pass,
    carry,
    id: () => devices.at(-1)?.id ?? "",
    readings: (since: number) =>
      events.filter(
        (event): event is EventOf<"reading-taken"> => event.kind === "reading-taken" && event.mono > since,
      ),
    /** What is wrong with the samples since then. */
    judged: (from: number) => judgeSampling(history.snapshot(devices.at(-1)?.id ?? ""), from).troubles,
    /** Stands at one metre for a while, and is calibrated with what was heard. */
    calibrate(ms: number) {
      carry(1);
      // Whoever carries a beacon lets go of it first.
      pass(1000);
      const from = clock.mono();
      pass(ms);
      const sampling = judgeSampling(history.snapshot(devices.at(-1)?.id ?? ""), from);
      expect(sampling.troubles).toEqual([]);
      const kept = calibrationOf(sampling, new Date(clock.now()).toISOString(), "Camille");
      calibrations.set(identity, kept);
      return kept;
    },
    /** Share of the readings of a minute at so many metres whose bounds hold the truth. */
    truthAt(metres: number): number {
      carry(metres);
      // The median of five seconds forgets the place before.
      pass(8000);
      const from = clock.mono();
      pass(60_000);
      const bounded = events.flatMap((event) =>
        event.kind === "reading-taken" && event.mono > from && event.readings.distance !== undefined
          ? [event.readings]
          : [],
      );
      const right = bounded.filter(
        ({ distanceLow = 0, distanceHigh = 0 }) => distanceLow <= metres && metres <= distanceHigh,
      );
      return bounded.length === 0 ? 0 : right.length / bounded.length;
    },
  };
}

describe("a beacon calibrated at one metre", () => {
  it.each([1, 2, 3, 4, 5])(
    "that declares a power it has not is believed at four metres only once it is calibrated (seed %i)",
    (seed) => {
      const { calibrate, truthAt, pass, id, readings, clock, devices } = room("balise-url", seed);
      pass(3000);
      const before = truthAt(4);
      const kept = calibrate(20_000);
      const after = truthAt(4);
      expect(kept.rssiAt1m).toBeGreaterThan(-63.5);
      expect(kept.rssiAt1m).toBeLessThan(-58.5);
      expect(kept.samples).toBeGreaterThanOrEqual(30);
      expect(before).toBeLessThan(0.2);
      expect(after).toBeGreaterThan(0.9);
      // Described with what was measured; what it declares and how strong it is heard stay as they come.
      expect(devices.at(-1)).toMatchObject({ id: id(), calibration: kept });
      const since = clock.mono();
      pass(5000);
      const declared = readings(since).flatMap((event) => event.readings.measuredPower ?? []);
      expect(new Set(declared)).toEqual(new Set([-54]));
      expect(
        readings(since).every(({ readings: { rssi = 0 } }) => Number.isInteger(rssi) && rssi < -64),
      ).toBe(true);
    },
  );

  it("that declares nothing has a distance while it is calibrated, and none any more after", () => {
    const { calibrate, pass, calibrations, identity, devices, readings, clock } = room("balise-ruuvi", 3);
    pass(3000);
    const channels = () => devices.at(-1)?.channels.map(({ id }) => id) ?? [];
    expect(channels()).not.toContain("distance");
    calibrate(30_000);
    pass(2000);
    expect(channels()).toContain("distanceHigh");
    const since = clock.mono();
    pass(5000);
    expect(readings(since).every((event) => "distance" in event.readings)).toBe(true);
    calibrations.delete(identity);
    pass(2000);
    expect(channels()).not.toContain("distance");
    expect(devices.at(-1)).not.toHaveProperty("calibration");
    expect("distance" in (readings(clock.mono() - 1500)[0]?.readings ?? { distance: 0 })).toBe(false);
  });

  it("cannot be calibrated while somebody walks through or its battery is out", () => {
    const { carry, pass, clock, world, judged } = room("balise-ibeacon", 7);
    pass(1000);
    carry(1);
    pass(1000);
    const crossing = clock.mono();
    pass(6000);
    world.apply({ control: "person-move", to: { x: 2.05, y: 4.1 } });
    pass(6000);
    expect(judged(crossing)).toContain("moved");
    world.apply({ control: "person-move", to: { x: 1.4, y: 5.5 } });
    pass(6000);
    const pulled = clock.mono();
    pass(6000);
    world.apply({ control: "beacon-power", beacon: "balise-ibeacon", on: false });
    pass(9000);
    world.apply({ control: "beacon-power", beacon: "balise-ibeacon", on: true });
    pass(6000);
    expect(judged(pulled)).toContain("silent");
    const still = clock.mono();
    pass(12_000);
    expect(judged(still)).toEqual([]);
  });
});
