// A beacon calibrated, then not any more, in the middle of a recording: played again, its distances change where they did.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { BeaconCalibration } from "#contract/beacon-calibration.ts";
import type { Device } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import { sameWords } from "#contract/words.ts";
import { type Clock, createClock } from "../../../../bridge/clock.ts";
import { createBeacons } from "../../../../bridge/devices/beacons/beacons.ts";
import { createEventFactory } from "../../../../bridge/devices/event-factory.ts";
import { createLogger } from "../../../../bridge/logger.ts";
import type { Passage } from "../../../../bridge/transports/recording/passage.ts";
import { createPlayer } from "../../../../bridge/transports/recording/player.ts";
import { createRecorder } from "../../../../bridge/transports/recording/recorder.ts";
import {
  createRecordingFile,
  openRecording,
} from "../../../../bridge/transports/recording/recording-file.ts";
import type { Advertisement } from "../../../../bridge/transports/transport.ts";
import { eventually } from "../../../helpers/eventually.ts";
import { concat, flags, maker } from "../../decoders/payloads.ts";

const folder = mkdtempSync(join(tmpdir(), "labo-calibrated-"));
afterAll(() => rmSync(folder, { recursive: true }));

const uuid = "2f234454cf6d4a0fadf2f4911ba9ffa6";
/** It declares −59 dBm. */
const payload = concat(flags, maker(`4c000215${uuid}00010002c5`));
const identity = `ibeacon:${uuid}-1-2`;
const calibration: BeaconCalibration = {
  ...{ rssiAt1m: -70, samples: 20, spread: 1.5 },
  ...{ date: "2026-11-26T10:00:00.000Z", author: "Camille" },
};

/** What a beacon heard at −70 dBm is said to be, in sessions that hear by a passage. */
function sessions(passage: Passage, taught: Parameters<Passage["taught"]>[0]) {
  const distances: (number | undefined)[] = [];
  const devices: Device[] = [];
  const known = passage.taught(taught);
  const beacons = createBeacons({
    clock: passage.clock,
    bridge: "banc",
    logger: createLogger("silent"),
    events: createEventFactory("banc", "test"),
    taught: known,
    calibrationOf: (one) => known.calibrationOf(one),
    output: {
      device: (device) => void devices.push(device),
      availability: () => undefined,
      state: () => undefined,
      raw: () => undefined,
      event(event: LaboEvent) {
        if (event.kind === "reading-taken") distances.push(event.readings.distance);
      },
    },
  });
  return { beacons, distances, devices, hear: passage.hear(beacons.hear) };
}

const frame = (clock: Clock): Advertisement => ({
  receiver: "radio",
  source: "simulated",
  address: "c0:11:22:33:44:55",
  addressType: "random",
  rssi: -70,
  payload,
  now: clock.now(),
  mono: clock.mono(),
});

it("a recording carries what was measured at one metre, from when to when", async () => {
  const clock = createClock();
  const path = join(folder, "beacon.labo");
  let kept: BeaconCalibration | undefined;
  const taught = () => ({
    beacons: [{ identity, name: sameWords("Balise"), ...(kept === undefined ? {} : { calibration: kept }) }],
    tags: [],
  });
  const never = { beaconName: () => undefined, isTagKnown: () => false, calibrationOf: () => undefined };
  const recorder = createRecorder({
    ...{ clock, taught, version: "0.0.0", bridge: "banc" },
    file: createRecordingFile(path),
    portNotes: () => [],
    boardPlans: () => [],
    codePages: () => [],
    rules: () => [],
    onFull(error) {
      throw error;
    },
  });
  const live = sessions(recorder, never);
  await recorder.begin(() => undefined);
  const hearThree = async () => {
    const before = live.distances.length;
    for (let n = 0; n < 3; n += 1) live.hear([frame(clock)]);
    await eventually(() => live.distances.length === before + 3, "three frames heard");
  };
  await hearThree();
  for (const next of [calibration, undefined]) {
    kept = next;
    recorder.taughtChanged();
    await hearThree();
  }
  await recorder.stop();
  expect(live.distances).toEqual([3.2, 3.2, 3.2, 1, 1, 1, 3.2, 3.2, 3.2]);
  expect(live.devices.map((device) => device.calibration?.author)).toEqual([undefined, "Camille", undefined]);

  let over: (error?: unknown) => void = () => undefined;
  const end = new Promise<unknown>((resolve) => {
    over = resolve;
  });
  const player = createPlayer({
    recording: await openRecording(path),
    speed: Number.POSITIVE_INFINITY,
    room: async () => undefined,
    onCommand: () => undefined,
    onEnd: over,
  });
  const played = sessions(player, never);
  await player.begin(() => undefined);
  expect(await end).toBeUndefined();
  await player.stop();
  expect(played.distances).toEqual(live.distances);
  expect(played.devices.map((device) => device.calibration)).toEqual(
    live.devices.map((device) => device.calibration),
  );
});
