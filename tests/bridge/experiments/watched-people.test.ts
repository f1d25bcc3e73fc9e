// What a run times and counts of people: reactions on the page, visits to a prototype, and the broker's absence beside them.
import { describe, expect, it } from "vitest";
import { checkSchema } from "#contract/conditions.ts";
import type { RunAction } from "#contract/runs.ts";
import type { ExperimentDefinition } from "../../../bridge/experiments/definition.ts";
import { beginRun, createRunEngine } from "../../../bridge/experiments/run-engine.ts";
import { make, timeAt } from "../../helpers/experiment-bench.ts";

const words = (text: string) => ({ fr: text, en: text });

function definitionOf(
  steps: readonly Partial<ExperimentDefinition["steps"][number]>[],
): ExperimentDefinition {
  return {
    id: "essai",
    version: 1,
    title: words("Essai"),
    needs: [
      {
        role: "lecteur",
        profiles: ["rfid-hf"],
        name: words("lecteur"),
        channels: [],
        takes: [],
      },
    ],
    channels: [{ id: "reaction", role: "lecteur", quantity: "delay", name: words("Réaction") }],
    steps: steps.map((step, index) => ({
      id: `etape-${index}`,
      kind: "measure",
      title: words(`étape ${index}`),
      inputs: [],
      ...step,
    })),
  };
}

/** A person at these steps; times in seconds. */
function sit(...steps: Parameters<typeof definitionOf>[0]) {
  let now = 0;
  let made = 0;
  const definition = definitionOf(steps);
  const at = () => ({ mono: now * 1000, time: timeAt(now) });
  const engine = createRunEngine({
    definition,
    run: beginRun(definition, {
      id: "run-1",
      participant: "p",
      attempt: 1,
      startedAt: timeAt(0),
      devices: { lecteur: "reader-1" },
    }),
    device: (id) => ({
      id,
      model: "some-model",
      profile: "rfid-hf",
      source: "simulated",
      online: true,
      facts: {},
    }),
    newId: () => `n${++made}`,
    random: () => 0.5,
    now: at(),
  });
  return {
    engine,
    run: () => engine.run(),
    step: (id: string) => engine.run().steps.find((step) => step.id === id),
    act: (action: RunAction) => engine.act(action, { isTrainer: false }, at()).run,
    broker(kind: "broker-left" | "broker-returned", seconds?: number) {
      engine.broker({ kind, ...at(), ...(seconds === undefined ? {} : { seconds }) });
    },
    wait(seconds: number) {
      const until = now + seconds;
      while (now < until - 1e-9) {
        now = Math.min(until, now + 0.25);
        engine.tick(at());
      }
    },
    /** Time passes, and nobody looks. */
    skip(seconds: number) {
      now += seconds;
    },
  };
}

describe("a reaction on the page", () => {
  const step = {
    inputs: [{ type: "reaction" as const }, { type: "capture" as const, labelUnit: "" }],
    check: checkSchema.parse({
      op: "capture",
      channel: "reaction",
      items: {
        event: "screen-reacted",
        field: "reactionMs",
        where: { outcome: "pressed", reactionMs: { min: 100, max: 1000 } },
      },
      window: 600,
      min_samples: 3,
    }),
  };
  const ready = { action: "screen-reaction", step: "etape-0", what: "ready" } as const;
  const press = { ...ready, what: "press" } as const;

  it("runs from the bridge's word to the page until the press is back, and its median is captured", () => {
    const seat = sit(step);
    for (const seconds of [0.31, 0.29, 0.42]) {
      seat.act(ready);
      expect(seat.run().screen?.state).toBe("waiting");
      seat.wait(3.5);
      expect(seat.run().screen?.state).toBe("shown");
      seat.skip(seconds);
      seat.act(press);
      expect(seat.run().screen).toBeUndefined();
    }
    expect(seat.run().reactions?.map(({ signal, outcome, ms }) => [signal, outcome, ms])).toEqual([
      ["screen", "pressed", 310],
      ["screen", "pressed", 290],
      ["screen", "pressed", 420],
    ]);
    seat.act({ action: "capture", step: "etape-0", label: "écran" });
    expect(seat.run().captures[0]).toMatchObject({ channel: "reaction", median: 310, samples: 3 });
    expect(seat.step("etape-0")).toMatchObject({ state: "verified", evidence: { sources: ["manual"] } });
  });

  it("before its signal is early, too quick is an anticipation, too slow is missed: none counts", () => {
    const seat = sit(step);
    seat.act(ready);
    seat.wait(1);
    seat.act(press);
    seat.act(ready);
    seat.wait(3.5);
    seat.skip(0.05);
    seat.act(press);
    expect(seat.step("etape-0")?.progress.refusals.map(({ fr }) => fr)).toEqual([
      "Anticipation\u00a0: 50 ms, moins de 100\u00a0: cet essai ne compte pas.".replaceAll(" ms", "\u00a0ms"),
    ]);
    seat.act(ready);
    seat.wait(6);
    expect(seat.run().reactions?.map(({ outcome }) => outcome)).toEqual(["early", "pressed", "missed"]);
    seat.act({ action: "capture", step: "etape-0", label: "écran" });
    expect(seat.run().captures).toEqual([]);
    seat.act(ready);
    seat.wait(3.5);
    seat.skip(0.3);
    seat.act(press);
    seat.act({ action: "capture", step: "etape-0", label: "écran" });
    expect(seat.run().captures).toEqual([]);
    expect(seat.step("etape-0")?.progress.refusals.map(({ en }) => en)).toEqual([
      "Window too short: 1 trial, at least 3 are needed.",
    ]);
  });

  it("is forgotten with its step, and refused where none is asked for", () => {
    const seat = sit(step, {});
    seat.act(ready);
    seat.act({ action: "go", step: "etape-1" });
    seat.wait(6);
    expect(seat.run()).toMatchObject({ screen: undefined });
    expect(seat.run().reactions).toBeUndefined();
    expect(() => seat.act({ ...ready, step: "etape-1" })).toThrow();
  });
});

describe("visits", () => {
  const step = (version: number) => ({
    inputs: [{ type: "visit" as const, version }],
    check: checkSchema.parse({ op: "count", event: "visit-ended", where: { version }, min: 2 }),
  });
  const visit = (what: "start" | "success" | "failure" | "cancel" | "undo", at = "etape-0") =>
    ({ action: "visit", step: at, what }) as const;

  it("are begun and ended one at a time, with their length, their success and their version", () => {
    const seat = sit(step(1), step(2));
    seat.act(visit("start"));
    seat.wait(42);
    expect(() => seat.act(visit("start"))).toThrow();
    seat.act(visit("success"));
    expect(() => seat.act(visit("failure"))).toThrow();
    seat.act(visit("start"));
    seat.wait(3);
    seat.act(visit("cancel"));
    expect(seat.step("etape-0")?.progress.why?.en).toBe("1 of 2 visits ended.");
    seat.act(visit("start"));
    seat.wait(8);
    seat.act(visit("failure"));
    expect(seat.step("etape-0")).toMatchObject({ state: "verified", evidence: { sources: ["manual"] } });
    seat.act(visit("start", "etape-1"));
    seat.wait(20);
    seat.act(visit("success", "etape-1"));
    expect(seat.run().visits?.map(({ version, seconds, success }) => [version, seconds, success])).toEqual([
      [1, 42, true],
      [1, 8, false],
      [2, 20, true],
    ]);
    expect(seat.step("etape-1")?.state).toBe("in-progress");
  });

  it("ended by the wrong button are taken back: the length stays, the step and what answers rest on follow", () => {
    const last = { correct: { event: "visit-ended" as const, field: "successes" } };
    const seat = sit(step(1), {
      inputs: [{ type: "number", unit: "" }],
      check: checkSchema.parse({ op: "answer", ...last }),
    });
    expect(() => seat.act(visit("undo"))).toThrow();
    for (const seconds of [40, 12]) {
      seat.act(visit("start"));
      seat.wait(seconds);
      expect(() => seat.act(visit("undo"))).toThrow();
      seat.act(visit("success"));
      seat.wait(5);
    }
    expect(seat.step("etape-0")?.state).toBe("verified");
    seat.act(visit("undo"));
    expect(seat.run()).toMatchObject({ visit: { seconds: 12, version: 1 }, visits: [{ seconds: 40 }] });
    expect(seat.step("etape-0")?.state).toBe("in-progress");
    expect(seat.step("etape-0")).not.toHaveProperty("evidence");
    expect(seat.step("etape-0")?.progress.why?.en).toBe("1 of 2 visits ended.");
    seat.wait(30);
    seat.act(visit("failure"));
    expect(seat.run().visits?.map(({ seconds, success }) => [seconds, success])).toEqual([
      [40, true],
      [12, false],
    ]);
    expect(seat.step("etape-0")?.state).toBe("verified");
    seat.act({ action: "answer", step: "etape-1", value: 2 });
    expect(seat.step("etape-1")?.state).toBe("in-progress");
    seat.act({ action: "answer", step: "etape-1", value: 1 });
    expect(seat.step("etape-1")?.state).toBe("verified");
    seat.act(visit("undo"));
    seat.act(visit("cancel"));
    expect(seat.run().visits).toHaveLength(1);
    seat.act(visit("undo"));
    seat.act(visit("cancel"));
    expect(seat.run()).toMatchObject({ visit: undefined, visits: [] });
    expect(seat.step("etape-0")?.progress.why?.en).toBe("0 of 2 visits ended.");
  });

  it("are still counted when their step is come back to", () => {
    const seat = sit(step(1), {});
    seat.act(visit("start"));
    seat.wait(20);
    seat.act(visit("success"));
    seat.act({ action: "go", step: "etape-1" });
    seat.act({ action: "go", step: "etape-0" });
    expect(seat.step("etape-0")?.progress.why?.en).toBe("1 of 2 visits ended.");
  });

  it("left open at one step are not ended at another, nor taken where none is watched", () => {
    const seat = sit(step(1), step(2), {});
    seat.act(visit("start"));
    expect(() => seat.act(visit("success", "etape-1"))).toThrow();
    expect(() => seat.act(visit("start", "etape-2"))).toThrow();
    seat.act(visit("start", "etape-1"));
    expect(seat.run().visit?.version).toBe(2);
  });
});

describe("the broker's absence", () => {
  const cut = {
    check: checkSchema.parse({
      op: "all",
      of: [
        {
          op: "sequence",
          items: [{ event: "broker-left" }, { event: "broker-returned", where: { seconds: { min: 18 } } }],
        },
        { op: "distinct", event: "tag-arrived", field: "id", while: "broker-away", min: 3, max: 3 },
      ],
    }),
  };

  it("is seen, with what happened meanwhile and came late with its own time", () => {
    const seat = sit(cut);
    seat.wait(1);
    seat.engine.observe(make.arrived(1, "a"));
    seat.skip(1);
    seat.broker("broker-left");
    seat.skip(20);
    seat.broker("broker-returned", 20);
    for (const at of [5, 9, 14]) seat.engine.observe(make.arrived(at, "a"));
    expect(seat.step("etape-0")?.state).toBe("in-progress");
    seat.wait(3);
    expect(seat.step("etape-0")?.state).toBe("verified");
    expect(seat.step("etape-0")?.evidence?.sources).toEqual(["hardware", "simulated"]);
  });

  it("too short, or with an event that never came, does not do", () => {
    const seat = sit(cut);
    seat.wait(1);
    seat.broker("broker-left");
    seat.skip(20);
    seat.broker("broker-returned", 20);
    for (const at of [5, 9]) seat.engine.observe(make.arrived(at, "a"));
    seat.engine.observe(make.arrived(23, "a"));
    seat.wait(5);
    expect(seat.step("etape-0")?.state).toBe("in-progress");
    expect(seat.step("etape-0")?.progress.refusals.map(({ en }) => en)).toContain(
      "It happened while the broker was there: it does not count here.",
    );
    const short = sit(cut);
    short.broker("broker-left");
    short.skip(4);
    short.broker("broker-returned", 4);
    for (const at of [1, 2, 3]) short.engine.observe(make.arrived(at, "a"));
    short.wait(5);
    expect(short.step("etape-0")?.state).toBe("in-progress");
  });
});
