// Runs as people live them, over a store in memory and a clock moved by hand.
import { beforeEach, describe, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import type { LaboEvent } from "#contract/events.ts";
import type { Run } from "#contract/runs.ts";
import { sameWords } from "#contract/words.ts";
import type { SeriesSample } from "../../../bridge/experiments/exports.ts";
import { mostOpenRuns } from "../../../bridge/experiments/open-runs.ts";
import { createRunner, type Runner } from "../../../bridge/experiments/runner.ts";
import type { RunStore } from "../../../bridge/experiments/runs.ts";
import { createLogger } from "../../../bridge/logger.ts";
import { make } from "../../helpers/experiment-bench.ts";
import { e01, e05, e13, lamp } from "../../helpers/experiment-definitions.ts";
import { createManualClock, type ManualClock } from "../../helpers/manual-clock.ts";

/** A store that keeps copies, as a disk does, and can be made to refuse. */
function createMemoryStore() {
  const saved = new Map<string, string>();
  const recorded = new Map<string, SeriesSample[]>();
  const state = { refuses: false, saves: 0 };
  const all = (): Run[] => [...saved.values()].map((text): Run => JSON.parse(text)).toReversed();
  const disk = () => {
    if (state.refuses) throw new Error("no space left");
  };
  const store: RunStore = {
    runs: (participant) =>
      all().filter((run) => participant === undefined || run.participant === participant),
    run: (id) => all().find((run) => run.id === id),
    unfinishedRuns: (limit) =>
      all()
        .filter((run) => run.finishedAt === undefined)
        .slice(0, limit),
    attempts: (participant, experiment) =>
      Math.max(
        0,
        ...all()
          .filter((run) => run.participant === participant && run.experiment === experiment)
          .map((run) => run.attempt),
      ),
    saveRun(run) {
      disk();
      state.saves += 1;
      saved.set(run.id, JSON.stringify(run));
    },
    appendSeries(run, samples) {
      disk();
      recorded.set(run, [...(recorded.get(run) ?? []), ...samples]);
      return samples.length;
    },
    series: (run) => recorded.get(run) ?? [],
  };
  return { store, state };
}

const device = (
  id: string,
  profile: BenchDevice["device"]["profile"],
  channels: string[],
  online = true,
): BenchDevice => ({
  device: {
    id,
    bridge: "test",
    name: sameWords(id),
    model: id,
    profile,
    transport: "serial",
    source: "simulated",
    channels: channels.map((channel) => ({
      id: channel,
      quantity: "ratio",
      name: { fr: channel, en: channel },
    })),
    capabilities: [],
    facts: { minor: "101" },
  },
  availability: {
    state: online ? "online" : "offline",
    health: { state: online ? "ready" : "waiting", code: online ? "ok" : "lost" },
  },
});

const anna = { participant: "anna", isTrainer: false };
const trainer = { participant: "coach", isTrainer: true };

describe("the runner", () => {
  let clock: ManualClock;
  let memory: ReturnType<typeof createMemoryStore>;
  let devices: BenchDevice[];
  let runner: Runner;
  let made = 0;
  let listening = true;

  const build = () => {
    const built = createRunner({
      clock,
      logger: createLogger("silent"),
      store: memory.store,
      definitions: [e01, e05, e13, lamp],
      device: (id) => devices.find((one) => one.device.id === id),
      devices: () => devices,
      bridge: "test",
      isListening: () => listening,
      newId: () => `${++made}`,
    });
    built.start();
    return built;
  };
  /** An event that happens now. */
  const now = (build: (at: number) => LaboEvent) => runner.observe(build(clock.mono() / 1000));
  const state = (run: string, step: string) =>
    runner.runs.get(run)?.steps.find((one) => one.id === step)?.state;

  beforeEach(() => {
    clock = createManualClock();
    memory = createMemoryStore();
    listening = true;
    devices = [
      device("reader-off", "rfid-hf", [], false),
      device("reader-1", "rfid-hf", []),
      device("board-0", "board-serial", []),
      device("board-1", "board-serial", ["knob"]),
    ];
    runner = build();
  });

  it("starts a run with the first online device that fits, and counts attempts", async () => {
    const first = await runner.runs.start("anna", "e05", {});
    expect(first).toMatchObject({ attempt: 1, devices: { lecteur: "reader-1" }, currentStep: "predire" });
    expect(first.steps[0]?.state).toBe("in-progress");
    expect(memory.store.run(first.id)).toEqual(first);
    expect((await runner.runs.start("anna", "e05", {})).attempt).toBe(2);
    expect((await runner.runs.start("bruno", "e05", {})).attempt).toBe(1);
    expect((await runner.runs.start("anna", "e13", {})).devices).toEqual({ carte: "board-1" });
  });
  it("takes the device chosen, and refuses one that does not fit", async () => {
    expect((await runner.runs.start("anna", "e05", { lecteur: "reader-off" })).devices).toEqual({
      lecteur: "reader-off",
    });
    await expect(runner.runs.start("anna", "e05", { lecteur: "board-1" })).rejects.toMatchObject({
      code: "ACTION_REFUSED",
    });
    await expect(runner.runs.start("anna", "e99", {})).rejects.toMatchObject({ code: "EXPERIMENT_UNKNOWN" });
  });
  it("gives an open role to a device that appears later", async () => {
    const run = await runner.runs.start("anna", "e01", {});
    expect(run.devices).toEqual({});
    devices.push(device("beacon-1", "ble-beacon", ["rssi"]));
    clock.advance(1000);
    expect(runner.runs.get(run.id)?.devices).toEqual({ balise: "beacon-1" });
  });
  it("saves a verified step before anyone is told", async () => {
    const run = await runner.runs.start("anna", "e05", {});
    await runner.runs.act(run.id, { action: "go", step: "presenter" }, anna);
    const told: boolean[] = [];
    runner.runs.onRun((news) => {
      const verified = news.steps.find((step) => step.id === "presenter")?.state === "verified";
      const onDisk =
        memory.store.run(news.id)?.steps.find((step) => step.id === "presenter")?.state === "verified";
      if (verified) told.push(onDisk);
    });
    now((at) => make.arrived(at, "a"));
    expect(told).toEqual([true]);
  });
  it("does not save what is only progress", async () => {
    const run = await runner.runs.start("anna", "e13", {});
    await runner.runs.act(run.id, { action: "go", step: "milieu" }, anna);
    const before = memory.state.saves;
    for (let i = 0; i < 20; i += 1) {
      clock.advance(100);
      now((at) => make.knob(at, 50));
    }
    expect(memory.state.saves).toBe(before);
    expect(runner.runs.get(run.id)?.steps[2]?.progress.value).toBe(50);
  });
  it("an act that cannot be saved is refused and not done; later ones are", async () => {
    const run = await runner.runs.start("anna", "e05", {});
    memory.state.refuses = true;
    const note = { action: "note", text: "Bonjour" } as const;
    await expect(runner.runs.act(run.id, note, anna)).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
    expect(runner.runs.get(run.id)?.notes).toEqual([]);
    memory.state.refuses = false;
    expect((await runner.runs.act(run.id, note, anna)).notes).toHaveLength(1);
  });
  it("what a device did while the disk refused is saved once it can be", async () => {
    const run = await runner.runs.start("anna", "e05", {});
    await runner.runs.act(run.id, { action: "go", step: "presenter" }, anna);
    memory.state.refuses = true;
    now((at) => make.arrived(at, "a"));
    expect(memory.store.run(run.id)?.steps[1]?.state).toBe("in-progress");
    memory.state.refuses = false;
    clock.advance(250);
    expect(memory.store.run(run.id)?.steps[1]?.state).toBe("verified");
  });
  it("goes on after a restart of the bridge", async () => {
    const run = await runner.runs.start("anna", "e05", {});
    await runner.runs.act(run.id, { action: "go", step: "presenter" }, anna);
    now((at) => make.arrived(at, "a"));
    await runner.runs.act(run.id, { action: "go", step: "deux" }, anna);
    // No goodbye: as after a power cut.
    runner = build();
    expect(state(run.id, "presenter")).toBe("verified");
    now((at) => make.arrived(at + 0.1, "a"));
    now((at) => make.arrived(at + 0.2, "b"));
    expect(state(run.id, "deux")).toBe("verified");
  });
  it("sends events only to runs whose roles include the device, and a duplicate once", async () => {
    const reader = await runner.runs.start("anna", "e05", {});
    const board = await runner.runs.start("bruno", "e13", {});
    await runner.runs.act(
      board.id,
      { action: "go", step: "milieu" },
      { participant: "bruno", isTrainer: false },
    );
    const event = make.knob(0.1, 30);
    runner.observe(event);
    runner.observe(event);
    clock.advance(1000);
    expect(memory.store.series(board.id)).toHaveLength(1);
    expect(memory.store.series(reader.id)).toEqual([]);
    expect(runner.runs.get(board.id)?.steps[2]?.progress.value).toBe(30);
  });
  it("records the values of its channels within a second, with their source, until it is finished", async () => {
    const run = await runner.runs.start("anna", "e13", {});
    for (let i = 0; i < 10; i += 1) {
      clock.advance(100);
      now((at) => make.board(at, { knob: i, other: 5 }));
    }
    clock.advance(1000);
    const series = memory.store.series(run.id);
    expect(series.map((sample) => sample.value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(series[0]).toMatchObject({ channel: "knob", source: "simulated" });
    await runner.runs.act(run.id, { action: "finish" }, anna);
    now((at) => make.knob(at, 99));
    clock.advance(2000);
    expect(memory.store.series(run.id)).toHaveLength(10);
  });
  it("a clock that jumps in the middle of a run is told, and changes no duration", async () => {
    const run = await runner.runs.start("anna", "e01", {});
    devices.push(device("beacon-1", "ble-beacon", ["rssi"]));
    clock.advance(1000);
    await runner.runs.act(run.id, { action: "go", step: "silence" }, anna);
    now((at) => make.frame(at));
    clock.advance(4000);
    clock.setBy(2 * 3_600_000);
    clock.advance(2000);
    const told = runner.runs.get(run.id);
    expect(told?.notices?.map(({ step, what }) => [step, what.fr])).toEqual([
      ["silence", expect.stringContaining("a avancé de 2\u00a0h d’un coup")],
    ]);
    expect(told?.steps[4]?.progress.fraction).toBeLessThan(0.5);
    clock.advance(5000);
    now((at) => make.frame(at));
    expect(state(run.id, "silence")).toBe("verified");
    clock.setBy(-3_600_000);
    clock.advance(1000);
    expect(runner.runs.get(run.id)?.notices?.at(-1)?.what.en).toContain("jumped back by 60\u00a0min");
    expect(memory.store.run(run.id)?.notices).toHaveLength(2);
  });
  it("two runs on one device are both told, a run of yesterday is not", async () => {
    const first = await runner.runs.start("anna", "e05", {});
    expect(first.notices).toBeUndefined();
    clock.advance(40 * 60_000);
    const second = await runner.runs.start("bruno", "e05", {});
    expect(second.notices).toBeUndefined();
    const third = await runner.runs.start("carla", "e05", {});
    const told = (id: string) => runner.runs.get(id)?.notices?.map(({ what }) => what.en);
    expect(told(first.id)).toBeUndefined();
    expect(told(second.id)).toEqual([expect.stringContaining("same device")]);
    expect(told(third.id)).toEqual(told(second.id));
    clock.advance(40 * 60_000);
    const left = await runner.runs.start("dina", "e05", {});
    const taken = await runner.runs.start("dina", "e05", {});
    for (const { id } of [left, taken])
      expect(told(id)).toEqual([expect.stringContaining("You have another run open")]);
    now((at) => make.arrived(at, "aa"));
    expect(memory.store.run(third.id)?.notices).toHaveLength(1);
  });
  it("times a command and its device’s answer, and tells a refusal from an answer", async () => {
    devices.push(device("lamp-1", "board-serial", []));
    const run = await runner.runs.start("anna", "lampe", { lampe: "lamp-1" });
    await runner.runs.act(run.id, { action: "go", step: "allumer" }, anna);
    const pass = (id: string, ok: boolean) => {
      const head = { bridge: "test", device: "lamp-1" } as const;
      runner.overhear({ ...head, kind: "set", payload: { id, command: "strip.fill", args: { level: 50 } } });
      clock.advance(120);
      const time = new Date(clock.now()).toISOString();
      const problem = { code: "COMMAND_REFUSED", message: sameWords("no"), remedy: sameWords("wait") };
      const payload = ok ? { id, ok, time } : { id, ok, time, problem };
      runner.overhear({ ...head, kind: "result", payload });
      clock.advance(1000);
    };
    pass("c1", false);
    expect(state(run.id, "allumer")).toBe("in-progress");
    const told = () => runner.runs.get(run.id)?.notices?.map(({ step, what }) => [step, what.en]);
    expect(told()).toEqual([["allumer", "Command refused: no"]]);
    pass("c2", true);
    expect(told()).toHaveLength(1);
    const step = runner.runs.get(run.id)?.steps.find((one) => one.id === "allumer");
    expect(step).toMatchObject({
      state: "verified",
      evidence: {
        firstEvent: "command-sent~lamp-1~c2",
        lastEvent: "command-answered~lamp-1~c2",
        sources: ["simulated"],
      },
    });
    expect(step?.evidence?.figures.median).toBeCloseTo(0.12);
  });
  it("a run is its participant’s and the trainer’s", async () => {
    const run = await runner.runs.start("anna", "e05", {});
    const go = { action: "go", step: "deux" } as const;
    await expect(
      runner.runs.act(run.id, go, { participant: "bruno", isTrainer: false }),
    ).rejects.toMatchObject({
      code: "RUN_UNKNOWN",
    });
    await expect(runner.runs.act("run-none", go, anna)).rejects.toMatchObject({ code: "RUN_UNKNOWN" });
    expect((await runner.runs.act(run.id, go, trainer)).currentStep).toBe("deux");
    expect(runner.runs.list("bruno")).toEqual([]);
    expect(runner.runs.list(undefined)).toHaveLength(1);
  });
  it("keeps a finished run as it is, notes apart", async () => {
    const run = await runner.runs.start("anna", "e05", {});
    await runner.runs.act(run.id, { action: "finish" }, anna);
    await expect(runner.runs.act(run.id, { action: "go", step: "deux" }, anna)).rejects.toMatchObject({
      code: "RUN_FINISHED",
    });
    expect((await runner.runs.act(run.id, { action: "note", text: "Après coup" }, anna)).notes).toHaveLength(
      1,
    );
  });
  it("keeps a bounded number of runs going; the others come back when looked at", async () => {
    const first = await runner.runs.start("anna", "e05", {});
    await runner.runs.act(first.id, { action: "go", step: "presenter" }, anna);
    for (let i = 0; i < mostOpenRuns; i += 1) await runner.runs.start(`p${i}`, "e13", {});
    now((at) => make.arrived(at + 0.1, "a"));
    expect(memory.store.run(first.id)?.steps[1]?.state).toBe("in-progress");
    expect(state(first.id, "presenter")).toBe("in-progress");
    now((at) => make.arrived(at + 0.2, "b"));
    expect(state(first.id, "presenter")).toBe("verified");
  });
  it("a broker that is away is not a silence: what waited comes late and counts", async () => {
    devices.push(device("beacon-1", "ble-beacon", ["rssi"]));
    const run = await runner.runs.start("anna", "e01", {});
    now((at) => make.frame(at));
    await runner.runs.act(run.id, { action: "go", step: "silence" }, anna);
    now((at) => make.frame(at + 0.1));
    runner.brokerIs(true);
    listening = false;
    runner.brokerIs(false);
    clock.advance(30_000);
    expect(runner.runs.get(run.id)?.steps[4]?.progress.fraction ?? 0).toBeLessThan(0.1);
    // Neither an act nor the return itself lets the hole count.
    await runner.runs.act(run.id, { action: "note", step: "silence", text: "Rien." }, anna);
    runner.brokerIs(true);
    expect(runner.runs.get(run.id)?.steps[4]?.progress.fraction ?? 0).toBeLessThan(0.1);
    listening = true;
    for (let i = 1; i < 30; i += 1) runner.observe(make.frame(i));
    clock.advance(5000);
    expect(runner.runs.get(run.id)?.steps[4]?.progress.fraction).toBeLessThan(0.5);
    clock.advance(6000);
    now((at) => make.frame(at));
    expect(state(run.id, "silence")).toBe("verified");
  });
  it("a hole in what another bridge tells is not a silence either: its windows start afresh", async () => {
    const far = device("beacon-1", "ble-beacon", ["rssi"]);
    devices.push({ ...far, device: { ...far.device, bridge: "other" } });
    const run = await runner.runs.start("anna", "e01", {});
    await runner.runs.act(run.id, { action: "go", step: "silence" }, anna);
    const hear = () => now((at) => ({ ...make.frame(at), bridge: "other" }));
    hear();
    listening = false;
    clock.advance(30_000);
    listening = true;
    clock.advance(30_000);
    expect(runner.runs.get(run.id)?.steps[4]?.progress.why?.fr).toContain("il faut d’abord un signal");
    hear();
    clock.advance(11_000);
    hear();
    expect(state(run.id, "silence")).toBe("verified");
  });
  it("times events of another bridge by their arrival", async () => {
    const run = await runner.runs.start("anna", "e05", {});
    clock.advance(50_000);
    await runner.runs.act(run.id, { action: "go", step: "presenter" }, anna);
    runner.observe({ ...make.arrived(1, "a"), bridge: "other" });
    expect(state(run.id, "presenter")).toBe("verified");
  });
  it("exports a run with what was recorded", async () => {
    const run = await runner.runs.start("anna", "e13", {});
    clock.advance(500);
    now((at) => make.knob(at, 12.5));
    await runner.runs.act(run.id, { action: "note", text: "Un; deux" }, anna);
    expect(runner.runs.exportCsv(run.id, "semicolon", "fr")).toContain("12,5;simulé;");
    expect(runner.runs.exportJson(run.id)).toMatchObject({
      format: "labo-run",
      devices: [{ id: "board-1" }],
      series: [{ value: 12.5 }],
    });
    expect(() => runner.runs.exportCsv("run-none", "comma", "en")).toThrow("RUN_UNKNOWN");
  });
  it("writes what waits when it stops, and lets no time pass afterwards", async () => {
    const run = await runner.runs.start("anna", "e13", {});
    now((at) => make.knob(at, 1));
    runner.stop();
    expect(memory.store.series(run.id)).toHaveLength(1);
    const before = memory.state.saves;
    clock.advance(10_000);
    expect(memory.state.saves).toBe(before);
  });
  it("a listener that fails does not keep the others from hearing", async () => {
    const heard: string[] = [];
    runner.runs.onRun(() => {
      throw new Error("deaf");
    });
    const stop = runner.runs.onRun((run) => heard.push(run.id));
    const run = await runner.runs.start("anna", "e05", {});
    expect(heard).toEqual([run.id]);
    stop();
    await runner.runs.act(run.id, { action: "go", step: "deux" }, anna);
    expect(heard).toEqual([run.id]);
  });
});
