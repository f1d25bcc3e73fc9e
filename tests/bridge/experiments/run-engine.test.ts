// One run from the first step to the last: states, latch, hints, what is refused, and experiments like E01, E05 and E13.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema } from "#contract/conditions.ts";
import type { LaboEvent } from "#contract/events.ts";
import { type Run, type RunAction, runSchema } from "#contract/runs.ts";
import type { PlayingDevice } from "../../../bridge/experiments/context.ts";
import type { ExperimentDefinition } from "../../../bridge/experiments/definition.ts";
import type { StepChange } from "../../../bridge/experiments/run-draft.ts";
import { beginRun, createRunEngine } from "../../../bridge/experiments/run-engine.ts";
import { make, profileOf, roleOf, storedCapture, timeAt } from "../../helpers/experiment-bench.ts";
import { bench, define, e01, e05, e13, law } from "../../helpers/experiment-definitions.ts";

const deviceOf = Object.fromEntries(Object.entries(roleOf).map(([device, role]) => [role, device]));

/** A person at an experiment, with a clock in seconds. */
function sit(definition: ExperimentDefinition, given: Partial<Run> = {}) {
  let now = 0;
  let made = 0;
  const facts: Record<string, string> = {};
  const at = () => ({ mono: now * 1000, time: timeAt(now) });
  const stands = new Map<string, string>();
  const device = (id: string): PlayingDevice | undefined => {
    const profile = profileOf[roleOf[stands.get(id) ?? id] ?? ""];
    return profile && { id, model: "some-model", profile, source: "simulated", online: true, facts };
  };
  const devices: Record<string, string> = {};
  for (const { role } of definition.needs) devices[role] = deviceOf[role] ?? "none";
  const begun = beginRun(definition, {
    id: "run-1",
    participant: "p",
    attempt: 1,
    startedAt: timeAt(0),
    devices,
  });
  const engine = createRunEngine({
    definition,
    run: { ...begun, ...given },
    device,
    newId: () => `n${++made}`,
    now: at(),
  });
  const changes: StepChange[] = [];
  const told = <T extends ReturnType<typeof engine.tick>>(outcome: T): T => {
    runSchema.parse(outcome.run);
    changes.push(...outcome.changes);
    return outcome;
  };
  const step = (id: string) => {
    const found = engine.run().steps.find((one) => one.id === id);
    if (!found) throw new Error(`no step ${id}`);
    return found;
  };
  return {
    engine,
    facts,
    changes,
    step,
    state: (id: string) => step(id).state,
    now: () => now,
    /** Another device of the same kind is plugged in. */
    replace(known: string, other: string) {
      stands.set(other, known);
    },
    wait(seconds: number) {
      const until = now + seconds;
      while (now < until - 1e-9) {
        now = Math.min(until, now + 0.25);
        told(engine.tick(at()));
      }
    },
    see(...events: LaboEvent[]) {
      for (const event of events) {
        now = Math.max(now, event.mono / 1000);
        told(engine.observe(event));
      }
    },
    act(action: RunAction, isTrainer = false) {
      return told(engine.act(action, { isTrainer }, at()));
    },
    go(id: string) {
      return told(engine.act({ action: "go", step: id }, { isTrainer: false }, at()));
    },
  };
}

describe("E01, a beacon", () => {
  it("is verified step by step by what the beacon does", () => {
    const seat = sit(e01);
    seat.facts.intervalMs = "500";
    seat.facts.minor = "101";
    expect(seat.state("predire")).toBe("in-progress");
    seat.act({ action: "answer", step: "predire", value: "souvent" });
    expect(seat.step("predire")).toMatchObject({ state: "confirmed", confirmedBy: "participant" });

    seat.go("allumer");
    seat.wait(2);
    expect(seat.step("allumer").progress.why?.fr).toContain("aucun signal");
    seat.see(make.frame(2.5));
    expect(seat.state("allumer")).toBe("verified");

    seat.go("ecouter");
    for (let i = 1; i <= 9; i += 1) seat.see(make.frame(2.5 + i / 2));
    expect(seat.step("ecouter").progress).toMatchObject({ value: 9, fraction: 0.9 });
    seat.see(make.frame(7.5));
    const evidence = seat.step("ecouter").evidence;
    expect(evidence).toMatchObject({ sources: ["simulated"], figures: { count: 10 } });
    expect(evidence?.summary.fr).toBe("10\u00a0sur\u00a010\u00a0annonces\u00a0en\u00a030\u00a0s.");

    seat.go("cadence");
    for (let i = 1; i <= 42; i += 1) seat.see(make.frame(7.5 + i / 2));
    expect(seat.state("cadence")).toBe("verified");

    seat.go("silence");
    seat.wait(9.5);
    expect(seat.state("silence")).toBe("in-progress");
    seat.wait(3);
    expect(seat.step("silence").progress.fraction).toBe(0.5);
    seat.see(make.frame(seat.now() + 1));
    expect(seat.state("silence")).toBe("verified");

    seat.go("nom");
    seat.act({ action: "answer", step: "nom", value: "7" });
    expect(seat.step("nom")).toMatchObject({ state: "in-progress", answerCorrect: false });
    seat.act({ action: "answer", step: "nom", value: "101" });
    expect(seat.step("nom")).toMatchObject({ state: "verified", answerCorrect: true });
    expect(seat.step("nom").evidence?.sources).toContain("simulated");

    seat.go("transferer");
    seat.act({ action: "note", step: "transferer", text: "Une balise à l’entrée du sentier." });
    expect(seat.state("transferer")).toBe("confirmed");
    seat.act({ action: "finish" });
    expect(seat.engine.run().finishedAt).toBeDefined();
  });

  it("counts only what comes from the moment a step is entered", () => {
    const seat = sit(e01);
    for (let i = 0; i < 20; i += 1) seat.see(make.frame(i / 10));
    seat.go("ecouter");
    seat.see(make.frame(3));
    expect(seat.step("ecouter").progress.value).toBe(1);
  });
});

describe("E05, a reader", () => {
  it("is verified by the tags, and keeps the labels given", () => {
    const seat = sit(e05);
    seat.go("presenter");
    seat.see(make.arrived(1, "a"));
    expect(seat.state("presenter")).toBe("verified");
    seat.go("deux");
    seat.see(make.arrived(2, "a"), make.arrived(3, "b"));
    expect(seat.state("deux")).toBe("verified");
    seat.go("ordre");
    seat.see(make.arrived(4, "a"), make.arrived(5, "b"), make.arrived(6, "c"));
    expect(seat.step("ordre").progress.refusals[0]?.fr).toContain("pas le suivant");
    seat.see(make.arrived(7, "b"), make.arrived(8, "c"));
    expect(seat.state("ordre")).toBe("in-progress");
    // C-B-C-A is an A-B-A-C too: a new start may hide in a false one.
    seat.see(make.arrived(9, "a"));
    expect(seat.state("ordre")).toBe("verified");
    seat.go("tenir");
    seat.see(make.arrived(20, "a"), make.left(21, "a", 1000));
    expect(seat.step("tenir").progress.refusals[0]?.fr).toContain("1\u00a0s");
    seat.see(make.arrived(22, "a"), make.left(26, "a", 4000));
    expect(seat.state("tenir")).toBe("verified");
    seat.act({ action: "label-tag", tag: "a", label: "Clé" });
    seat.go("nommer");
    expect(seat.step("nommer").progress.value).toBe(1);
    seat.act({ action: "label-tag", tag: "b", label: "Carte" });
    seat.act({ action: "label-tag", tag: "b", label: "Carte du musée" });
    expect(seat.state("nommer")).toBe("in-progress");
    seat.act({ action: "label-tag", tag: "c", label: "Jeton" });
    expect(seat.state("nommer")).toBe("verified");
    expect(seat.engine.run().tagLabels).toEqual({ a: "Clé", b: "Carte du musée", c: "Jeton" });
  });

  it("a trainer’s word is confirmed, never verified, and only the trainer’s", () => {
    const seat = sit(e05);
    seat.go("tenir");
    const confirm = { action: "confirm", step: "tenir", by: "trainer" } as const;
    expect(() => seat.act(confirm)).toThrow("TRAINER_ONLY");
    seat.act(confirm, true);
    expect(seat.step("tenir")).toMatchObject({ state: "confirmed", confirmedBy: "trainer" });
  });
});

describe("E13, a knob", () => {
  const turn = (seat: ReturnType<typeof sit>, value: number | ((i: number) => number), seconds: number) => {
    const from = seat.now();
    for (let i = 1; i <= seconds * 10; i += 1)
      seat.see(make.knob(from + i / 10, typeof value === "number" ? value : value(i)));
  };
  it("is verified by the knob, the answer and the floating wire", () => {
    const seat = sit(e13);
    seat.go("bouts");
    turn(seat, 99.5, 2.5);
    expect(seat.step("bouts").progress.fraction).toBeCloseTo(0.5, 1);
    turn(seat, 0.5, 2.5);
    expect(seat.state("bouts")).toBe("verified");
    seat.go("milieu");
    turn(seat, 60, 3);
    expect(seat.step("milieu").progress.why?.fr).toContain("60\u00a0%; il faut entre 47 et 53\u00a0%");
    turn(seat, 50, 5.5);
    expect(seat.state("milieu")).toBe("verified");
    seat.go("marche");
    seat.act({ action: "answer", step: "marche", value: "4,88" });
    expect(seat.state("marche")).toBe("verified");
    seat.go("fil");
    turn(seat, 50, 6);
    expect(seat.state("fil")).toBe("in-progress");
    turn(seat, (i) => 50 + 20 * Math.sin(i), 6);
    expect(seat.state("fil")).toBe("verified");
  });
});

describe("a run", () => {
  it("latches: what comes later does not undo a verified step", () => {
    const seat = sit(e13);
    seat.go("milieu");
    for (let i = 0; i <= 55; i += 1) seat.see(make.knob(i / 10, 50));
    const before = seat.step("milieu");
    expect(before.state).toBe("verified");
    seat.see(make.knob(6, 0));
    seat.wait(60);
    expect(seat.step("milieu")).toEqual(before);
  });
  it("readings that come very fast are judged together, a tag at once", () => {
    const person = sit(e01);
    person.act({ action: "go", step: "ecouter" });
    let judged = 0;
    for (let i = 1; i <= 500; i += 1) judged += Number(person.engine.observe(make.frame(1 + i / 1000)).shown);
    expect(judged).toBeLessThanOrEqual(11);
    person.wait(1);
    expect(person.state("ecouter")).toBe("verified");

    const reader = sit(e05);
    reader.act({ action: "go", step: "presenter" });
    reader.see(make.arrived(1, "aa"));
    expect(reader.state("presenter")).toBe("verified");
  });
  it("a step whose answer was read before is helped, its evidence kept", () => {
    const seat = sit(e05);
    seat.go("presenter");
    seat.act({ action: "hint", step: "presenter", level: 3 });
    seat.act({ action: "hint", step: "presenter", level: 1 });
    expect(seat.step("presenter").hints).toBe(3);
    seat.see(make.arrived(1, "a"));
    expect(seat.step("presenter")).toMatchObject({ state: "helped", evidence: { figures: { count: 1 } } });
  });
  it("a hint read after success changes nothing, a smaller hint neither", () => {
    const seat = sit(e05);
    seat.go("presenter");
    seat.act({ action: "hint", step: "presenter", level: 2 });
    seat.see(make.arrived(1, "a"));
    seat.act({ action: "hint", step: "presenter", level: 3 });
    expect(seat.state("presenter")).toBe("verified");
  });
  it("every step can be passed over, which is no success, and taken back", () => {
    const seat = sit(e05);
    seat.go("presenter");
    seat.act({ action: "pass", step: "presenter" });
    expect(seat.step("presenter")).toMatchObject({ state: "passed" });
    expect(seat.engine.run().currentStep).toBe("deux");
    seat.act({ action: "reopen", step: "presenter" });
    expect(seat.step("presenter").doneAt).toBeUndefined();
    seat.see(make.arrived(1, "a"));
    expect(seat.state("presenter")).toBe("verified");
    expect(seat.changes.filter((change) => change.step === "presenter").map((change) => change.to)).toEqual([
      "in-progress",
      "passed",
      "in-progress",
      "verified",
    ]);
  });
  it("refuses what makes no sense, and changes nothing then", () => {
    const seat = sit(e05);
    const before = seat.engine.run();
    expect(() => seat.go("nulle-part")).toThrow("STEP_UNKNOWN");
    expect(() => seat.act({ action: "reopen", step: "deux" })).toThrow("ACTION_REFUSED");
    expect(() => seat.act({ action: "capture", step: "deux", label: 1 })).toThrow("ACTION_REFUSED");
    expect(() => seat.act({ action: "confirm", step: "deux", by: "participant" })).toThrow("ACTION_REFUSED");
    expect(() => seat.act({ action: "remove-note", note: "x" })).toThrow("ACTION_REFUSED");
    expect(() => seat.act({ action: "choose-device", role: "lecteur", device: "board-1" })).toThrow(
      "ACTION_REFUSED",
    );
    expect(seat.engine.run()).toEqual(before);
    seat.act({ action: "finish" });
    expect(() => seat.go("deux")).toThrow("RUN_FINISHED");
  });
  it("keeps a prediction as it was given once one has moved on", () => {
    const seat = sit(e05);
    seat.act({ action: "answer", step: "predire", value: "pile" });
    seat.act({ action: "answer", step: "predire", value: "main" });
    seat.go("presenter");
    expect(() => seat.act({ action: "answer", step: "predire", value: "wifi" })).toThrow("ACTION_REFUSED");
    expect(seat.step("predire").answer).toBe("main");
  });
  it("a device replaced during a step begins the step again, and that is told", () => {
    const seat = sit(e13);
    seat.go("milieu");
    for (let at = 0.5; at <= 4.5; at += 0.5) seat.see(make.knob(at, 50));
    expect(seat.step("milieu").progress.fraction).toBeGreaterThan(0.5);
    expect(() => seat.act({ action: "choose-device", role: "carte", device: "reader-1" })).toThrow(
      "ACTION_REFUSED",
    );
    seat.act({ action: "choose-device", role: "carte", device: "board-1" });
    expect(seat.engine.run().notices).toBeUndefined();
    seat.replace("board-1", "board-2");
    seat.act({ action: "choose-device", role: "carte", device: "board-2" });
    expect(seat.engine.run().notices).toMatchObject([
      { step: "milieu", what: { en: expect.stringContaining("another device took its place") } },
    ]);
    expect(seat.step("milieu").progress.fraction ?? 0).toBeLessThan(0.1);
    for (let at = 5; at <= 11; at += 0.5) seat.see(make.knob(at, 50, { device: "board-2" }));
    expect(seat.state("milieu")).toBe("verified");
  });
  it("values that cannot be are left out, and said", () => {
    const seat = sit(e13);
    seat.go("milieu");
    for (let at = 0.5; at <= 3; at += 0.5) seat.see(make.knob(at, 50));
    seat.see(make.knob(3.25, -4_000_000), make.knob(3.3, 1e12));
    expect(seat.step("milieu").progress.refusals[0]).toEqual({
      fr: expect.stringContaining("valeur impossible"),
      en: expect.stringContaining("cannot be"),
    });
    for (let at = 3.5; at <= 6; at += 0.5) seat.see(make.knob(at, 50));
    expect(seat.state("milieu")).toBe("verified");
  });
  it("keeps notes, and removes them on demand", () => {
    const seat = sit(e05);
    seat.act({ action: "note", text: "À revoir" });
    const [note] = seat.engine.run().notes;
    seat.act({ action: "remove-note", note: note?.id ?? "" });
    expect(seat.engine.run().notes).toEqual([]);
  });
  it("stores a steady capture, refuses an unsteady one in words, and redoes it in its place", () => {
    const seat = sit(bench);
    seat.see(make.frame(1, -40), make.frame(2, -80), make.frame(3, -60));
    seat.act({ action: "capture", step: "releve", label: 1 });
    expect(seat.step("releve")).toMatchObject({ state: "in-progress" });
    expect(seat.step("releve").progress.refusals[0]?.fr).toContain("trop instable");
    seat.wait(20);
    seat.see(make.frame(24, -60), make.frame(25, -61), make.frame(26, -62));
    seat.act({ action: "capture", step: "releve", label: 1 });
    expect(seat.engine.run().captures).toMatchObject([
      { label: 1, median: -61, step: "releve", sources: ["simulated"] },
    ]);
    expect(seat.step("releve")).toMatchObject({ state: "verified", evidence: { sources: ["simulated"] } });
    seat.see(make.frame(27, -70), make.frame(28, -70), make.frame(29, -70));
    seat.act({ action: "capture", step: "releve", label: 1 });
    expect(seat.engine.run().captures).toMatchObject([{ median: -70 }]);
    expect(seat.state("releve")).toBe("verified");
  });
  it("says why a capture of a step done was turned down", () => {
    const seat = sit(bench);
    seat.see(make.frame(1, -60), make.frame(2, -61), make.frame(3, -62));
    seat.act({ action: "capture", step: "releve", label: 1 });
    expect(seat.step("releve")).toMatchObject({ state: "verified", progress: { refusals: [] } });
    seat.act({ action: "capture", step: "releve", label: 2 });
    expect(seat.step("releve").progress.refusals).toHaveLength(1);
    expect(seat.state("releve")).toBe("verified");
  });
  it("a capture removed is gone: the step waits for another, or stands by those that are left", () => {
    const seat = sit(bench);
    const take = (at: number, label: number) => {
      seat.see(make.frame(at, -60), make.frame(at + 1, -61), make.frame(at + 2, -62));
      seat.act({ action: "capture", step: "releve", label });
    };
    const remove = (label: number) =>
      seat.act({ action: "remove-capture", step: "releve", channel: "rssi", label });
    take(1, 1);
    expect(() => remove(2)).toThrow("ACTION_REFUSED");
    remove(1);
    expect(seat.engine.run().captures).toEqual([]);
    expect(seat.step("releve").evidence).toBeUndefined();
    expect(seat.state("releve")).toBe("in-progress");
    take(21, 1);
    take(41, 2870);
    remove(2870);
    expect(seat.engine.run().captures).toMatchObject([{ label: 1 }]);
    expect(seat.step("releve")).toMatchObject({ state: "verified", evidence: { sources: ["simulated"] } });
  });
  it("an answer is compared with the fit of an earlier step, after a restart too", () => {
    const captures = [0.5, 1, 2, 4].map((label, i) =>
      storedCapture({ step: "releve", label, median: -50 - 6 * i, sources: ["replay"] }),
    );
    const first = sit(law, { captures });
    first.go("loi");
    first.act({ action: "note", text: "x" });
    expect(first.step("loi")).toMatchObject({
      state: "verified",
      evidence: { figures: { points: 4 }, sources: ["replay"] },
    });
    const second = sit(law, first.engine.run());
    second.act({ action: "answer", step: "pente", value: "2" });
    expect(second.step("pente")).toMatchObject({
      state: "verified",
      evidence: { sources: ["replay", "manual"] },
    });
  });
  it("counts trials, and shows whether one is running", () => {
    const seat = sit(bench);
    seat.act({ action: "trial", step: "essais", running: true });
    expect(seat.engine.run().trial).toEqual({ running: true, n: 1 });
    seat.see(make.frame(1));
    expect(seat.engine.run().trial).toEqual({ running: false, n: 1 });
    seat.act({ action: "trial", step: "essais", running: true });
    seat.wait(6);
    expect(seat.engine.run().trial).toEqual({ running: false, n: 2 });
    expect(seat.step("essais")).toMatchObject({
      state: "verified",
      evidence: { figures: { successes: 1, trials: 2 } },
    });
  });
  it("a participant’s word confirms a step that asks for it", () => {
    const seat = sit(bench);
    seat.act({ action: "confirm", step: "dire", by: "participant" });
    expect(seat.step("dire")).toMatchObject({ state: "confirmed", confirmedBy: "participant" });
  });
  it("says when the role has no device, and starts afresh with another", () => {
    const seat = sit(e01, { devices: {} });
    seat.go("ecouter");
    seat.see(make.frame(1));
    expect(seat.step("ecouter").progress.refusals[0]?.fr).toContain("choisis d’abord un appareil");
    seat.act({ action: "choose-device", role: "balise", device: "beacon-1" });
    seat.see(make.frame(2));
    expect(seat.step("ecouter").progress).toMatchObject({ value: 1, refusals: [] });
  });
  it("says to compose a rule where the composer is missing, which nobody can choose", () => {
    const composing = define(
      "composing",
      "compositeur",
      "composer",
      [],
      [["phrase", "do", { op: "count", event: "rule-set", on: "compositeur", min: 1 }]],
    );
    const seat = sit(composing, { devices: {} });
    seat.go("phrase");
    expect(seat.step("phrase").progress.refusals).toMatchObject([
      {
        fr: expect.stringContaining("compose d’abord une règle"),
        en: expect.stringContaining("compose a rule"),
      },
    ]);
  });
  it("goes on after a restart: what was verified stays, windows start afresh", () => {
    const first = sit(e05);
    first.go("presenter");
    first.see(make.arrived(1, "a"));
    first.go("deux");
    first.see(make.arrived(2, "a"));
    const second = sit(e05, first.engine.run());
    expect(second.state("presenter")).toBe("verified");
    expect(second.step("deux").progress.value).toBe(0);
    second.see(make.arrived(1, "b"), make.arrived(2, "c"));
    expect(second.state("deux")).toBe("verified");
  });
  it("events of devices without a role change nothing", () => {
    const seat = sit(e05);
    seat.go("presenter");
    const before = seat.engine.run();
    const outcome = seat.engine.observe(make.frame(1));
    expect(outcome).toMatchObject({ keep: false, shown: false });
    expect(outcome.run).toBe(before);
  });
  it("tells what must be saved apart from what is only shown", () => {
    const seat = sit(e05);
    seat.go("deux");
    expect(seat.engine.observe(make.arrived(1, "a"))).toMatchObject({ keep: false, shown: true });
    expect(seat.engine.observe(make.arrived(2, "b"))).toMatchObject({ keep: true });
  });
  it("whatever is done and heard, the run stays a run of the contract and done steps stay done", () => {
    const step = fc.constantFrom(...e05.steps.map((one) => one.id));
    const deed = fc.oneof(
      step.map((id): RunAction => ({ action: "go", step: id })),
      step.map((id): RunAction => ({ action: "pass", step: id })),
      step.map((id): RunAction => ({ action: "reopen", step: id })),
      fc
        .tuple(step, fc.string({ maxLength: 20 }))
        .map(([id, value]): RunAction => ({ action: "answer", step: id, value })),
      step.map((id): RunAction => ({ action: "confirm", step: id, by: "participant" })),
      step.map((id): RunAction => ({ action: "capture", step: id, label: 1 })),
      fc
        .tuple(step, fc.boolean())
        .map(([id, running]): RunAction => ({ action: "trial", step: id, running })),
      fc.constantFrom("a", "b", "c").map((tag): RunAction => ({ action: "label-tag", tag, label: "x" })),
      fc.constantFrom("a", "b", "c").map((tag) => tag),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
        const seat = sit(e05);
        const done = new Set<string>();
        for (const one of deeds) {
          try {
            if (typeof one === "string") seat.see(make.arrived(seat.now() + 1, one));
            else seat.act(one);
          } catch (error) {
            expect(String(error)).toMatch(/ACTION_REFUSED|STEP_UNKNOWN/);
          }
          for (const { id, state } of seat.engine.run().steps) {
            if (done.has(id)) expect(["verified", "confirmed", "helped"]).toContain(state);
            if (state === "verified" || state === "confirmed" || state === "helped") done.add(id);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("zones of a participant’s own", () => {
  it("are shown while they hold, without a save at each change, and forgotten with the device", () => {
    const zone = { id: "zone", channel: "rssi", enter: -65, leave: -69, window: 0 };
    const person = sit({ ...e01, derivations: [zone] });
    expect(person.engine.tick({ mono: 500, time: timeAt(0.5) }).run.zones).toBeUndefined();
    const near = person.engine.observe(make.frame(1, -50));
    expect(near.run.zones).toEqual({ rssi: "in" });
    expect([near.keep, near.shown]).toEqual([false, true]);
    expect(person.engine.observe(make.frame(2, -67)).run.zones).toEqual({ rssi: "in" });
    expect(person.engine.observe(make.frame(3, -80)).run.zones).toEqual({ rssi: "out" });
    person.engine.restart({ mono: 4000, time: timeAt(4) });
    expect(person.engine.run().zones).toEqual({});
  });
});

it("says a choice in the words of its label, in both languages", () => {
  const label = { fr: "C’est pareil", en: "It is the same" };
  const other = { fr: "La plus forte", en: "The stronger" };
  const options = [
    { value: "pareil", label },
    { value: "forte", label: other },
  ];
  const [first] = e01.steps;
  if (!first) throw new Error("no step");
  const asked = { ...first, check: checkSchema.parse({ op: "answer", correct: "pareil" }) };
  const person = sit({ ...e01, steps: [{ ...asked, inputs: [{ type: "choice", options }] }] });
  const now = { mono: 1000, time: timeAt(1) };
  const answer = (value: string) =>
    person.engine.act({ action: "answer", step: first.id, value }, { isTrainer: false }, now);
  answer("forte");
  expect(person.step(first.id).progress.why?.fr).toContain("«\u00a0La plus forte\u00a0»");
  answer("pareil");
  expect(person.step(first.id).evidence?.summary).toEqual({
    fr: "Réponse\u00a0: «\u00a0C’est pareil\u00a0».",
    en: "Answer: “It is the same”.",
  });
});
