// A bench in a process of its own with a client at its door, and what acceptance tests ask of it again and again.
import { setTimeout as pause } from "node:timers/promises";
import type { BenchDevice } from "#contract/bench.ts";
import type { EventKind, EventOf } from "#contract/events.ts";
import type { Run, StepState } from "#contract/runs.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import { type BridgeOptions, type BridgeProcess, startBridge } from "./bridge-process.ts";
import { eventually } from "./eventually.ts";
import { type EventWatch, watchEvents } from "./live-client.ts";

/** Kit names of the two boards, as sheets and scenarios use them. */
export const kitReader = "lecteur-rfid";
export const kitBoard = "carte-capteurs";

export interface House {
  readonly bridge: BridgeProcess;
  readonly api: ApiClient;
}

const houses: BridgeProcess[] = [];

/** Starts a bench; {@link closeHouses} ends it. */
export async function openHouse(options: BridgeOptions = {}): Promise<House> {
  const bridge = await startBridge(options);
  houses.push(bridge);
  return { bridge, api: createApiClient(bridge.page) };
}

/** To be called after the tests: ends every bench still running, and removes its data. */
export async function closeHouses(): Promise<void> {
  for (const bridge of houses.splice(0)) {
    await bridge.kill();
    bridge.clean();
  }
}

/** Looks over HTTP until it finds, no faster than the bench lets one address ask. */
export function seen<T>(
  look: () => Promise<T | undefined | false>,
  what: string,
  limitMs = 30_000,
): Promise<T> {
  return eventually(
    async () => {
      const found = await look();
      if (found === undefined || found === false) await pause(60);
      return found;
    },
    what,
    limitMs,
  );
}

/** One device as the bench shows it now. */
export async function deviceOf({ api }: House, id: string): Promise<BenchDevice | undefined> {
  return (await api.call("devices")).devices.find(({ device }) => device.id === id);
}

/** Waits for a device of this model that can be counted on. */
export function onlineDevice({ api }: House, model: string): Promise<BenchDevice> {
  return seen(async () => {
    const { devices } = await api.call("devices");
    return devices.find((one) => one.device.model === model && one.availability?.state === "online");
  }, `${model} is online`);
}

export const ofKind = <K extends EventKind>(watch: EventWatch, kind: K): EventOf<K>[] =>
  watch.events.filter((event): event is EventOf<K> => event.kind === kind);

/** The kit's reader with its events, ready for tags. */
export interface ReaderOnBench {
  readonly id: string;
  readonly watch: EventWatch;
  /** Holds a tag of the kit over the reader for half a second, and waits until the reader told that it left. */
  tap(tag: string): Promise<void>;
}

export async function kitReaderOf(house: House): Promise<ReaderOnBench> {
  const { id } = (await onlineDevice(house, "labo-rfid")).device;
  const watch = await watchEvents(house.bridge.page, id);
  return {
    id,
    watch,
    async tap(tag) {
      const before = ofKind(watch, "tag-left").length;
      await house.api.call("controlKit", { body: { control: "tag-tap", tag, reader: kitReader } });
      await eventually(() => ofKind(watch, "tag-left").length > before, `${tag} came and left`);
    },
  };
}

/** Contiguous from its first: nothing lost, nothing doubled, nothing out of order. */
export function isUnbroken(sequence: readonly number[]): boolean {
  return sequence.every((seq, index) => seq === (sequence[0] ?? 0) + index);
}

export const stateOf = (run: Run, step: string): StepState | undefined =>
  run.steps.find(({ id }) => id === step)?.state;

/** Waits until a step of the run is in this state. @returns the run then. */
export function stepIs(house: House, run: string, step: string, state: StepState): Promise<Run> {
  return seen(async () => {
    const now = await house.api.call("run", { id: run });
    return stateOf(now, step) === state && now;
  }, `step ${step} is ${state}`);
}

export const experimentE05 = "e05-lire-sans-toucher";

/** Begins E05 with this reader. */
export async function startE05(house: House, reader: string): Promise<Run> {
  return house.api.call("startRun", { body: { experiment: experimentE05, devices: { lecteur: reader } } });
}

/** Acts in a run. */
export const actIn = (house: House, run: string) => ({
  go: (step: string) => house.api.call("actOnRun", { id: run, body: { action: "go", step } }),
  answer: (step: string, value: string) =>
    house.api.call("actOnRun", { id: run, body: { action: "answer", step, value } }),
  label: (tag: string, label: string) =>
    house.api.call("actOnRun", { id: run, body: { action: "label-tag", tag, label } }),
  note: (step: string, text: string) =>
    house.api.call("actOnRun", { id: run, body: { action: "note", step, text } }),
  finish: () => house.api.call("actOnRun", { id: run, body: { action: "finish" } }),
});
