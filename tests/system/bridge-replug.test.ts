// A cable pulled in the middle of an experiment, with and without the system noticing: the device comes back as itself,
// the run goes on.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import type { Run } from "#contract/runs.ts";
import { fastestOf } from "../helpers/duty.ts";
import {
  actIn,
  closeHouses,
  deviceOf,
  experimentE05,
  type House,
  kitReader,
  kitReaderOf,
  ofKind,
  openHouse,
  type ReaderOnBench,
  seen,
  startE05,
  stateOf,
  stepIs,
} from "../helpers/house.ts";

const dutyMs = 3000;
const print = (line: string) => void process.stdout.write(`${line}\n`);

let house: House;
let reader: ReaderOnBench;
let run: Run;
let pulls = 0;

beforeAll(async () => {
  house = await openHouse();
  reader = await kitReaderOf(house);
});
afterAll(closeHouses);

const plug = (plugged: boolean, silent = false) =>
  house.api.call("controlKit", { body: { control: "plug", board: kitReader, plugged, silent } });
const readerIs = (state: "online" | "offline"): Promise<BenchDevice> =>
  seen(async () => {
    const now = await deviceOf(house, reader.id);
    return now?.availability?.state === state && now;
  }, `the reader is ${state}`);

/** Those on a cable: on the air some may still appear for the first time. */
const wiredDevices = async (): Promise<string[]> =>
  (await house.api.call("devices")).devices
    .filter(({ device }) => device.transport === "serial")
    .map(({ device }) => device.id);

/** @returns how long until the reader was back, milliseconds. */
async function pullOnce(silent: boolean): Promise<number> {
  pulls += 1;
  const found = ofKind(reader.watch, "device-found").length;
  const wired = await wiredDevices();
  await plug(false, silent);
  const { availability } = await readerIs("offline");
  expect(availability?.health.state).toBe("waiting");
  expect(availability?.health.code).toBe("SERIAL_GONE");
  expect(availability?.health.reason?.fr.length).toBeGreaterThan(10);
  const before = performance.now();
  await plug(true);
  const back = await readerIs("online");
  const took = performance.now() - before;
  print(
    `reader pulled ${silent ? "silently" : "normally"}: back ${took.toFixed(0)} ms after it was put back`,
  );
  expect(back.device.model).toBe("labo-rfid");
  expect(await wiredDevices()).toEqual(wired);
  await seen(async () => ofKind(reader.watch, "device-found").length > found, "device-found");
  const now = await house.api.call("run", { id: run.id });
  expect(now.devices.lecteur).toBe(reader.id);
  expect(now.finishedAt).toBeUndefined();
  return took;
}

const pullAndPutBack = async (silent: boolean): Promise<void> =>
  expect(await fastestOf(() => pullOnce(silent), dutyMs)).toBeLessThan(dutyMs);

it("the first steps of E05 are verified by taps", async () => {
  run = await startE05(house, reader.id);
  const act = actIn(house, run.id);
  await act.answer("predire", "lecteur");
  await act.go("presenter");
  await reader.tap("amulette");
  const now = await stepIs(house, run.id, "presenter", "verified");
  expect(now.steps.find(({ id }) => id === "presenter")?.evidence).toMatchObject({ sources: ["simulated"] });
});

it("the cable pulled between two taps of one step changes nothing: the second tap verifies it", async () => {
  const act = actIn(house, run.id);
  await act.go("deux");
  await reader.tap("amulette");
  expect(stateOf(await house.api.call("run", { id: run.id }), "deux")).toBe("in-progress");
  await pullAndPutBack(false);
  await reader.tap("coquillage");
  await stepIs(house, run.id, "deux", "verified");
});

it("the cable pulled without the system being told changes nothing either: the game goes on and is verified", async () => {
  const act = actIn(house, run.id);
  await pullAndPutBack(true);
  await act.go("ordre");
  for (const tag of ["amulette", "billet", "amulette", "coquillage"]) await reader.tap(tag);
  const now = await stepIs(house, run.id, "ordre", "verified");
  expect(stateOf(now, "presenter")).toBe("verified");
  expect(stateOf(now, "deux")).toBe("verified");
});

it("it is one run, that can be finished", async () => {
  const finished = await actIn(house, run.id).finish();
  expect(finished.finishedAt).toBeDefined();
  const { runs } = await house.api.call("runs");
  expect(runs.map(({ id, experiment, attempt }) => ({ id, experiment, attempt }))).toEqual([
    { id: run.id, experiment: experimentE05, attempt: 1 },
  ]);
  expect(ofKind(reader.watch, "device-lost")).toHaveLength(pulls);
});
