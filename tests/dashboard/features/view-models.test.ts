import { describe, expect, it } from "vitest";
import type { Profile } from "#contract/devices.ts";
import {
  headlineChannels,
  pairable,
  shelves,
  someTagIsRead,
  totals,
} from "../../../dashboard/src/features/bench/bench-model.ts";
import {
  byteCells,
  fieldLooks,
  lookOf,
  spanPlace,
} from "../../../dashboard/src/features/device/frame-view.ts";
import { fitting, proposed, recast } from "../../../dashboard/src/features/experiments/fitting.ts";
import {
  answersOf,
  distanceBetween,
  inRoom,
  luxOf,
  moveByKey,
  positionOfLux,
  sensorBoardsAt,
  splitByPins,
} from "../../../dashboard/src/features/kit/kit-model.ts";
import {
  isOfLabels,
  labelable,
  liveChannel,
  minutesLeft,
  pinsOf,
  predictionsOf,
  stepView,
  tally,
} from "../../../dashboard/src/features/runner/run-model.ts";
import { devicesOf, languagesOf } from "../../../dashboard/src/features/sheets/sheet-model.ts";
import { decimalsOf, startValues } from "../../../dashboard/src/live/command-model.ts";
import { boundsOf } from "../../../dashboard/src/live/tile-channels.ts";
import { receiverKind } from "../../../dashboard/src/ui/receiver-kind.ts";
import { beacon, bench, board, experiments, finishedRun, frame, kit, newRun, sheets } from "../fixtures.ts";

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("missing from the fixtures");
  return value;
}
const e05 = found(experiments[0]);
const e13 = found(experiments[2]);

describe("the bench", () => {
  it("puts devices on the shelf of their family, by name", () => {
    expect(shelves(bench)).toEqual([
      { family: "beacon", devices: ["balise-ibeacon", "balise-ruuvi"] },
      { family: "reader", devices: ["lecteur-rfid"] },
      { family: "board", devices: ["carte-capteurs"] },
      { family: "station", devices: ["station-phare"] },
    ]);
  });

  it("puts what is away last", () => {
    const away = found(bench.devices["balise-ibeacon"]);
    const availability = { state: "offline" as const, health: { state: "waiting" as const, code: "GONE" } };
    const devices = { ...bench.devices, "balise-ibeacon": { ...away, availability } };
    expect(shelves({ ...bench, devices })[0]?.devices).toEqual(["balise-ruuvi", "balise-ibeacon"]);
  });

  it("shows what a hand can change before housekeeping, unless there is nothing else", () => {
    const counter = { ...found(beacon.channels[0]), id: "count", quantity: "advertisementCount" as const };
    expect(headlineChannels([counter, ...beacon.channels]).map(({ id }) => id)).toEqual(["rssi", "distance"]);
    expect(headlineChannels([counter])).toEqual([counter]);
    const bound = (quantity: "distanceLow" | "distanceHigh") => ({ ...counter, id: quantity, quantity });
    const [low, high] = [bound("distanceLow"), bound("distanceHigh")];
    const channels = [...beacon.channels, low, high];
    expect(headlineChannels(channels).map(({ id }) => id)).toEqual(["rssi", "distance"]);
    const distance = found(beacon.channels.find(({ id }) => id === "distance"));
    expect(boundsOf(distance, channels)).toEqual({ low, high });
    expect(boundsOf(distance, beacon.channels)).toBeUndefined();
    expect(boundsOf(counter, channels)).toBeUndefined();
  });

  it("adds up the bridges, and sees whether a tag is read", () => {
    expect(totals(bench)).toEqual({ strangers: 31, discarded: 4, advertisementsPerSecond: 164 });
    expect(someTagIsRead(bench)).toBe(false);
    expect(someTagIsRead(undefined)).toBe(false);
  });

  it("offers the sheets of the device's profile first", () => {
    expect(pairable(sheets, "board-serial").map(({ number }) => number)).toEqual(["F4", "F1", "F2"]);
  });
});

describe("the packet inspector", () => {
  it("gives each byte its field and marks where a field begins", () => {
    const cells = byteCells(frame);
    expect(cells).toHaveLength(30);
    expect(cells[0]).toEqual({ hex: "02", text: "·", span: 0, first: true });
    expect(cells[1]?.first).toBe(false);
    expect(cells[3]?.span).toBeUndefined();
    expect(
      cells
        .slice(9, 13)
        .map(({ text }) => text)
        .join(""),
    ).toBe("Labo");
  });

  it("cuts a field that reaches beyond the frame, and bears odd hexadecimal", () => {
    const cells = byteCells({ ...frame, hex: "0102f", spans: [{ offset: 1, length: 9, field: "x" }] });
    expect(cells.map(({ span }) => span)).toEqual([undefined, 0]);
  });

  it("names places and looks", () => {
    expect(spanPlace({ offset: 2, length: 1, field: "a" })).toBe("2");
    expect(spanPlace({ offset: 2, length: 4, field: "a" })).toBe("2–5");
    expect(lookOf(fieldLooks)).toBe(0);
  });
});

describe("a command's form", () => {
  it("begins within the bounds", () => {
    expect(startValues(found(board.capabilities[0]))).toEqual({ level: 50 });
    expect(startValues(found(board.capabilities[1]))).toEqual({ state: "on" });
    const name = { fr: "Durée", en: "Duration" };
    const ms = {
      type: "number" as const,
      name: "ms",
      label: name,
      min: 100,
      max: 10_000,
      step: 50,
      unit: "ms",
    };
    const hold = { command: "hold-time.set", label: name, arguments: [{ ...ms, initial: 300 }] };
    expect(startValues(hold)).toEqual({ ms: 300 });
    expect([1, 0.5, 0.01].map(decimalsOf)).toEqual([0, 1, 2]);
  });
});

describe("who plays which role", () => {
  it("asks for the profile, every channel and every command", () => {
    const need = found(e13.needs[0]);
    const { command = "" } = board.capabilities[0] ?? {};
    expect(fitting(bench, { ...need, takes: [command] })).toHaveLength(1);
    expect(fitting(bench, { ...need, takes: [command, "siren.sound"] })).toEqual([]);
    expect(fitting(bench, need).map(({ device }) => device.id)).toEqual(["carte-capteurs"]);
    expect(fitting(bench, { ...need, channels: ["siren"] })).toEqual([]);
    expect(fitting(undefined, need)).toEqual([]);
  });

  it("gives two roles two devices, keeps a choice that fits and drops one that does not", () => {
    const need = {
      role: "a",
      profiles: ["ble-beacon" as const],
      name: { fr: "", en: "" },
      channels: [],
      takes: [],
    };
    const needs = [need, { ...need, role: "b" }];
    expect(proposed(bench, needs, {})).toEqual({ a: "balise-ibeacon", b: "balise-ruuvi" });
    expect(proposed(bench, needs, { a: "balise-ruuvi" })).toEqual({ a: "balise-ruuvi", b: "balise-ibeacon" });
    expect(proposed(bench, needs, { a: "lecteur-rfid" })).toEqual({ a: "balise-ibeacon", b: "balise-ruuvi" });
    expect(proposed(bench, [{ ...need, channels: ["siren"] }], {})).toEqual({});
    const three = [...needs, { ...need, role: "c" }];
    const two = { a: "balise-ibeacon", b: "balise-ruuvi" };
    expect(proposed(bench, three, {})).toEqual(two);
    expect(recast(two, {}, "b", "balise-ibeacon")).toEqual({ a: "balise-ruuvi", b: "balise-ibeacon" });
    expect(proposed(bench, three, { c: "balise-ibeacon", b: "balise-ibeacon" })).toEqual({
      a: "balise-ruuvi",
      b: "balise-ibeacon",
    });
  });
});

describe("a run", () => {
  it("tells a prediction of what is typed under captures from one of what is captured", () => {
    const step = found(e13.steps[0]);
    const input = { type: "number" as const, unit: "cm", label: { fr: "Ma distance", en: "My distance" } };
    const asked = { ...step, kind: "predict" as const, inputs: [input] };
    const run = newRun("essai", e13, {});
    const answered = { ...run, steps: [{ ...found(run.steps[0]), id: step.id, answer: 30 }] };
    const predictions = predictionsOf({ ...e13, steps: [asked] }, answered);
    expect(predictions).toEqual([{ value: 30, unit: "cm", label: input.label }]);
    const [prediction] = predictions;
    const capturing = (labelUnit: string) => ({ inputs: [{ type: "capture" as const, labelUnit }] });
    expect(isOfLabels(found(prediction), capturing("cm"))).toBe(true);
    expect(isOfLabels(found(prediction), capturing("m"))).toBe(false);
    expect(isOfLabels(found(prediction), { inputs: [] })).toBe(false);
  });

  it("looks at a channel on the experiment’s scale, where it gives one", () => {
    const [channel] = board.channels;
    if (channel === undefined) throw new Error("the board has channels");
    const live = { role: "carte", channel: channel.id };
    const scaled = (min?: number, max?: number) =>
      liveChannel({ channels: [{ ...channel, role: "carte", min, max }] }, live, board);
    expect(scaled(8, 12)).toEqual({ ...channel, min: 8, max: 12 });
    expect(scaled()).toEqual(channel);
    expect(liveChannel({ channels: [] }, live, board)).toEqual(channel);
    expect(liveChannel({ channels: [] }, { role: "carte", channel: "none" }, board)).toBeUndefined();
  });

  const run = newRun("essai", e05, { lecteur: "lecteur-rfid" });

  it("shows the step asked for, or the first", () => {
    expect(stepView(e05, run, "deux")).toMatchObject({
      index: 1,
      count: 4,
      previous: "presenter",
      next: "nommer",
    });
    expect(stepView(e05, run, "nowhere")?.index).toBe(0);
    expect(stepView(e05, run, "tout")?.next).toBeUndefined();
  });

  it("takes a step it does not know for one to do", () => {
    expect(stepView(e05, { ...run, steps: [] }, "deux")?.run.state).toBe("to-do");
  });

  it("counts the time left and tells the states apart", () => {
    expect(minutesLeft(e05, run)).toBe(8);
    const done = finishedRun("fini", e05);
    expect(minutesLeft(e05, done)).toBe(0);
    expect(tally(e05, done)).toEqual({ verified: 1, confirmed: 1, helped: 1, passed: 1, left: 0 });
  });

  it("lists each tag once: named, read, lying there", () => {
    const tag = { id: "aa", known: false, family: "unknown" as const, uidBytes: 4 as const };
    const envelope = {
      v: 1 as const,
      id: "1",
      seq: 1,
      time: "2026-03-21T14:00:00.000Z",
      mono: 1,
      bridge: "b",
      device: "d",
    };
    const event = {
      ...envelope,
      source: "simulated" as const,
      kind: "tag-arrived" as const,
      reader: "d",
      tag,
    };
    expect(labelable({ ...run, tagLabels: { zz: "Zoé" } }, ["aa", "bb"], [event])).toEqual([
      "zz",
      "aa",
      "bb",
    ]);
  });

  it("knows the pins its channels are wired to", () => {
    const played = newRun("essai", e13, { carte: board.id });
    expect(pinsOf(e13, played, { [board.id]: board })).toEqual(["A2"]);
    expect(pinsOf(e13, played, {})).toEqual([]);
    const [need] = e13.needs;
    const moves = { ...e13, channels: [], needs: [{ ...found(need), takes: ["knob.turn"] }] };
    expect(pinsOf(moves, played, { [board.id]: board })).toEqual(["A2"]);
  });
});

describe("the virtual kit", () => {
  it("keeps things inside the room", () => {
    expect(inRoom(kit.room, { x: -1, y: 9.999 })).toEqual({ x: 0, y: 6 });
    expect(moveByKey(kit.room, { x: 1, y: 1 }, "ArrowRight", false)).toEqual({ x: 1.25, y: 1 });
    expect(moveByKey(kit.room, { x: 1, y: 1 }, "ArrowUp", true)).toEqual({ x: 1, y: 0 });
    expect(moveByKey(kit.room, { x: 1, y: 1 }, "Enter", false)).toBeUndefined();
    expect(distanceBetween({ x: 0, y: 0 }, { x: 3, y: 4 })).toBe(5);
  });

  it("shows the parts at the pins asked for, all of them when none matches", () => {
    const sensors = found(kit.boards[1]);
    expect(splitByPins(sensors, ["A2"]).wanted.map(({ id }) => id)).toEqual(["knob"]);
    expect(splitByPins(sensors, ["A2"]).others).toHaveLength(6);
    expect(splitByPins(sensors, []).wanted).toHaveLength(7);
  });

  it("knows what answers among the parts an experiment moves, while the board is plugged in", () => {
    const sensors = found(kit.boards.find(({ id }) => id === "carte-capteurs"));
    const pins = sensors.components.map(({ pin }) => pin);
    expect(answersOf(sensors, pins).map(({ kind }) => kind)).toContain("led");
    expect(answersOf(sensors, pins).map(({ kind }) => kind)).not.toContain("potentiometer");
    expect(answersOf(sensors, [])).toEqual([]);
    expect(answersOf({ ...sensors, plugged: false }, pins)).toEqual([]);
  });

  it("shows the boards that play, and all of them when none of the kit does", () => {
    const ids = (ports: readonly string[]) => sensorBoardsAt(kit, ports).map(({ id }) => id);
    expect(ids(["virtual:carte-atelier"])).toEqual(["carte-atelier"]);
    expect(ids(["/dev/ttyACM0"])).toEqual(["carte-capteurs", "carte-atelier"]);
    expect(ids([])).toEqual(["carte-capteurs", "carte-atelier"]);
  });

  it("turns the light slider both ways", () => {
    for (const lux of [1, 50, 320, 20_000]) expect(luxOf(positionOfLux(lux))).toBeCloseTo(lux, -1);
    expect(positionOfLux(0)).toBe(0);
  });
});

describe("a sheet", () => {
  it("reads in one language or two, with the devices it is about, its own before those of another sheet", () => {
    expect(languagesOf("both")).toEqual(["fr", "en"]);
    expect(languagesOf("en")).toEqual(["en"]);
    const about = (id: string, profiles: readonly Profile[], models: readonly string[] = []) =>
      devicesOf(bench, { id, profiles: [...profiles], models: [...models] }).map(({ device }) => device.id);
    expect(about("f1-balise", ["ble-beacon"])).toEqual(["balise-ibeacon", "balise-ruuvi"]);
    expect(about("f1-balise", [])).toEqual(["balise-ibeacon", "balise-ruuvi"]);
    expect(about("f3-capteurs", ["board-serial"])).toEqual(["carte-capteurs"]);
    expect(about("f1-balise", ["board-serial"])).toEqual([
      "balise-ibeacon",
      "balise-ruuvi",
      "carte-capteurs",
    ]);
    expect(about("f9-rien", ["phone"], ["no-such-model"])).toEqual([]);
    expect(devicesOf(undefined, { id: "f1-balise", profiles: [], models: [] })).toEqual([]);
  });
});

describe("the receivers of a beacon", () => {
  it.each([
    ["bluetooth", "bluetooth", "bluetooth"],
    ["radio-virtuelle", "virtual", "radio-virtuelle"],
    ["esp32-omg-grange", "gateway", "omg-grange"],
    ["raddec-001bc50940810000", "raddec", "001bc50940810000"],
    ["constructor", "other", "constructor"],
  ])("%s is told as what it is", (id, kind, name) => {
    expect(receiverKind(id)).toEqual({ kind, name });
  });
});
