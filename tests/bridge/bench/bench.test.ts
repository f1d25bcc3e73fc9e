import { afterEach, describe, expect, it, vi } from "vitest";
import { benchSchema } from "#contract/bench.ts";
import { type BenchDelta, benchDeltaSchema } from "#contract/live.ts";
import type { SheetSummary } from "#contract/sheets.ts";
import { sameWords } from "#contract/words.ts";
import { createBench } from "../../../bridge/bench/bench.ts";
import { clock, deviceOf, eventMaker } from "../../helpers/mqtt.ts";

const online = { state: "online", health: { state: "ready", code: "ok" } } as const;
const time = "2026-01-01T12:00:00.000Z";
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const sheet = (id: string, model: string): SheetSummary => ({
  id,
  number: "F2",
  title: { fr: id, en: id },
  question: { fr: "?", en: "?" },
  level: "beginner",
  role: "input",
  profiles: [],
  models: [model],
  experiments: [],
  minutes: 12,
});

/** A bench with one bridge online and one reader on it. */
function benchWithReader() {
  const bench = createBench({ clock });
  bench.apply({ kind: "state", bridge: "cave", payload: { state: "online" } });
  bench.apply({ kind: "devices", bridge: "cave", payload: { devices: [deviceOf("lecteur")] } });
  bench.apply({ kind: "availability", bridge: "cave", device: "lecteur", payload: online });
  return bench;
}

describe("the bench", () => {
  it("shows a device with its availability, state, pairing and last event, whatever order they came in", () => {
    const bench = createBench({ clock });
    const event = eventMaker()("lecteur");
    bench.setSheets([sheet("f2-rfid", "labo-rfid")]);
    bench.apply({ kind: "availability", bridge: "cave", device: "lecteur", payload: online });
    bench.apply({ kind: "device-state", bridge: "cave", device: "lecteur", payload: { time, readings: {} } });
    bench.apply({ kind: "event", bridge: "cave", device: "lecteur", payload: event });
    expect(bench.snapshot().devices).toEqual({});
    bench.apply({ kind: "devices", bridge: "cave", payload: { devices: [deviceOf("lecteur")] } });
    bench.apply({ kind: "state", bridge: "cave", payload: { state: "online" } });
    expect(bench.device("lecteur")).toEqual({
      device: deviceOf("lecteur"),
      availability: online,
      state: { time, readings: {} },
      pairing: { sheet: "f2-rfid", by: "match" },
      lastEvent: event.time,
    });
    expect(benchSchema.safeParse(bench.snapshot()).success).toBe(true);
  });

  it("shows a beacon that two bridges hear once, with the signal of each receiver, its own bridge first", () => {
    const bench = createBench({ clock, bridge: "cave" });
    for (const [bridge, receiver, rssi] of [
      ["grenier", "bluetooth", -45],
      ["cave", "dongle", -80],
    ] as const) {
      bench.apply({ kind: "state", bridge, payload: { state: "online" } });
      bench.apply({ kind: "devices", bridge, payload: { devices: [deviceOf("balise", bridge)] } });
      bench.apply({ kind: "availability", bridge, device: "balise", payload: online });
      const receivers = [{ receiver, rssi, time }];
      bench.apply({
        kind: "device-state",
        bridge,
        device: "balise",
        payload: { time, readings: { rssi }, receivers },
      });
    }
    expect(Object.keys(bench.snapshot().devices)).toEqual(["balise"]);
    expect(bench.device("balise")).toMatchObject({
      device: { bridge: "cave" },
      state: { readings: { rssi: -80 } },
      receivers: [
        { bridge: "cave", receiver: "dongle", rssi: -80 },
        { bridge: "grenier", receiver: "bluetooth", rssi: -45 },
      ],
    });
    expect(benchSchema.safeParse(bench.snapshot()).success).toBe(true);
    // The own bridge hears it no more: the neighbour is the witness, and the only receiver left.
    const gone = { state: "offline", health: { state: "waiting", code: "BEACON_SILENT" } } as const;
    bench.apply({ kind: "availability", bridge: "cave", device: "balise", payload: gone });
    expect(bench.device("balise")).toMatchObject({
      device: { bridge: "grenier" },
      receivers: [{ bridge: "grenier", receiver: "bluetooth" }],
    });
    bench.apply({ kind: "state", bridge: "grenier", payload: { state: "offline" } });
    expect(bench.device("balise")?.receivers).toBeUndefined();
  });

  it("shows the devices of a bridge that left as offline, with a reason, and as they were when it is back", () => {
    const bench = benchWithReader();
    bench.apply({ kind: "state", bridge: "cave", payload: { state: "offline" } });
    expect(bench.device("lecteur")?.availability).toMatchObject({
      state: "offline",
      health: {
        state: "waiting",
        code: "BRIDGE_OFFLINE",
        reason: { fr: expect.stringContaining("hors ligne") },
      },
    });
    bench.apply({ kind: "state", bridge: "cave", payload: { state: "online" } });
    expect(bench.device("lecteur")?.availability).toEqual(online);
  });

  it("uses the name and the sheet a person chose, and goes back when they are taken back", () => {
    const bench = benchWithReader();
    bench.setSheets([sheet("f2-rfid", "labo-rfid"), sheet("f4-uno", "uno")]);
    bench.setNotes("lecteur", { name: "Plinthe", sheet: "f4-uno" });
    expect(bench.device("lecteur")).toMatchObject({
      device: { name: sameWords("Plinthe") },
      pairing: { sheet: "f4-uno", by: "hand" },
    });
    bench.setNotes("lecteur", {});
    expect(bench.device("lecteur")).toMatchObject({
      device: { name: sameWords("Lecteur") },
      pairing: { sheet: "f2-rfid", by: "match" },
    });
  });

  it("tells only what changed since it was asked, a gone device as null", () => {
    const bench = benchWithReader();
    const watch = bench.watch();
    expect(watch.take()).toBeUndefined();
    const event = eventMaker()("lecteur");
    bench.apply({ kind: "event", bridge: "cave", device: "lecteur", payload: event });
    bench.setTags([{ id: "04a1", label: sameWords("Amulette") }]);
    const delta = watch.take();
    expect(delta).toEqual({
      devices: { lecteur: { ...bench.device("lecteur"), lastEvent: event.time } },
      tags: { "04a1": { id: "04a1", label: sameWords("Amulette") } },
    });
    expect(benchDeltaSchema.safeParse(delta).success).toBe(true);
    bench.setTags([]);
    bench.apply({ kind: "devices", bridge: "cave", payload: { devices: [] } });
    expect(watch.take()).toEqual({ devices: { lecteur: null }, tags: { "04a1": null } });
    watch.close();
    bench.setTags([{ id: "04a1", label: sameWords("Amulette") }]);
    expect(watch.take()).toBeUndefined();
  });

  it("gathers changes for its listeners: a burst of events is one delta", async () => {
    const bench = benchWithReader();
    const deltas: BenchDelta[] = [];
    stops.push(bench.onDelta((delta) => deltas.push(delta)));
    const make = eventMaker();
    for (let i = 0; i < 1_000; i += 1)
      bench.apply({ kind: "event", bridge: "cave", device: "lecteur", payload: make("lecteur") });
    bench.setBroker({ state: "connected", where: "embedded", kept: 0, dropped: 0 });
    await vi.waitFor(() => expect(deltas.length).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });
    expect(deltas).toHaveLength(1);
    expect(deltas[0]?.broker?.where).toBe("embedded");
  });

  it("shows a device two bridges speak of at the one where it is", () => {
    const bench = benchWithReader();
    bench.apply({ kind: "state", bridge: "grenier", payload: { state: "online" } });
    bench.apply({
      kind: "devices",
      bridge: "grenier",
      payload: { devices: [deviceOf("lecteur", "grenier")] },
    });
    expect(bench.device("lecteur")?.device.bridge).toBe("cave");
    bench.apply({ kind: "availability", bridge: "grenier", device: "lecteur", payload: online });
    bench.apply({ kind: "state", bridge: "cave", payload: { state: "offline" } });
    expect(bench.device("lecteur")).toMatchObject({ device: { bridge: "grenier" }, availability: online });
  });

  it("forgets a device until its bridge lists it again", () => {
    const bench = benchWithReader();
    bench.forget("lecteur");
    expect(bench.device("lecteur")).toBeUndefined();
    bench.apply({ kind: "devices", bridge: "cave", payload: { devices: [deviceOf("lecteur")] } });
    expect(bench.device("lecteur")).toBeDefined();
  });

  it("holds 512 devices at most, whatever bridges claim, and 64 bridges", () => {
    const bench = createBench({ clock });
    for (let b = 0; b < 80; b += 1) {
      const devices = Array.from({ length: 40 }, (_, i) => deviceOf(`d${b}-${i}`, `b${b}`));
      bench.apply({ kind: "devices", bridge: `b${b}`, payload: { devices } });
      for (let i = 0; i < 40; i += 1)
        bench.apply({ kind: "availability", bridge: `b${b}`, device: `unseen${b}-${i}`, payload: online });
    }
    const { devices, bridges } = bench.snapshot();
    expect(Object.keys(devices)).toHaveLength(512);
    expect(Object.keys(bridges).length).toBeLessThanOrEqual(64);
  });

  it("keeps its own bridge's place and devices, whatever neighbours fill first", () => {
    const bench = createBench({ clock, bridge: "cave" });
    for (let b = 0; b < 80; b += 1) {
      const devices = Array.from({ length: 40 }, (_, i) => deviceOf(`d${b}-${i}`, `b${b}`));
      bench.apply({ kind: "availability", bridge: "cave", device: `ours-${b}`, payload: online });
      bench.apply({ kind: "devices", bridge: `b${b}`, payload: { devices } });
      for (let i = 0; i < 40; i += 1)
        bench.apply({ kind: "availability", bridge: `b${b}`, device: `unseen${b}-${i}`, payload: online });
    }
    const ours = Array.from({ length: 80 }, (_, i) => deviceOf(`ours-${i}`));
    bench.apply({ kind: "state", bridge: "cave", payload: { state: "online" } });
    bench.apply({ kind: "devices", bridge: "cave", payload: { devices: ours } });
    expect(bench.snapshot().bridges.cave?.state).toBe("online");
    for (const { id } of ours) expect(bench.device(id), id).toMatchObject({ availability: online });
    expect(Object.keys(bench.snapshot().devices)).toHaveLength(512 + 80);
  });

  it("shows its own device, not a neighbour's of the same id, and hears of it from one bridge only", () => {
    const bench = createBench({ clock, bridge: "cave" });
    const list = (bridge: string) =>
      bench.apply({ kind: "devices", bridge, payload: { devices: [deviceOf("lecteur", bridge)] } });
    const say = (bridge: string, state: "online" | "offline") =>
      bench.apply({ kind: "availability", bridge, device: "lecteur", payload: { ...online, state } });
    for (const bridge of ["grenier", "cave"])
      bench.apply({ kind: "state", bridge, payload: { state: "online" } });
    expect(bench.isShownOf("cave", "lecteur")).toBe(true);
    expect(bench.isShownOf("grenier", "lecteur")).toBe(false);
    list("grenier");
    say("grenier", "online");
    expect(bench.isShownOf("grenier", "lecteur")).toBe(true);
    list("cave");
    say("cave", "online");
    expect(bench.device("lecteur")?.device.bridge).toBe("cave");
    expect(bench.isShownOf("cave", "lecteur")).toBe(true);
    expect(bench.isShownOf("grenier", "lecteur")).toBe(false);
    say("cave", "offline");
    expect(bench.isShownOf("grenier", "lecteur")).toBe(true);
  });
});
