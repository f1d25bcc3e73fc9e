// The composer with its doors over plain values: what it sends, what it says on the bench, what it keeps.
import { describe, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import type { Device } from "#contract/devices.ts";
import type { EventOf, LaboEvent } from "#contract/events.ts";
import { composerId, mostRules, type RuleForm } from "#contract/rules.ts";
import type { Words } from "#contract/words.ts";
import { createComposer } from "../../../bridge/composer/composer.ts";
import { createEventFactory } from "../../../bridge/devices/event-factory.ts";
import { LaboError, problemFor } from "../../../bridge/errors.ts";
import { createLogger } from "../../../bridge/logger.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";
import { arrivedAt, fill, leftAt, pointer, readAt, showcase } from "../../helpers/rules.ts";

const words = (text: string) => ({ fr: text, en: text });
const dial = (name: string, max: number) =>
  ({ type: "number", name, label: words(name), min: 0, max, step: 1, unit: "" }) as const;

const device = (id: string, more: Partial<Device> = {}): BenchDevice => ({
  device: {
    id,
    bridge: "banc",
    name: words(id),
    model: id,
    profile: "board-serial",
    transport: "serial",
    source: "simulated",
    channels: [],
    capabilities: [],
    facts: {},
    ...more,
  },
});
const board = device("carte", {
  capabilities: [
    {
      command: "strip.fill",
      label: words("bande"),
      arguments: [dial("red", 100), dial("green", 100), dial("blue", 100)],
    },
    { command: "servo.move", label: words("servo"), arguments: [dial("angle", 180)] },
  ],
});

function open({ kept = [] as { id: string; rule: string }[], answer = true, isKnown = true } = {}) {
  const clock = createManualClock();
  const devices = new Map<string, BenchDevice>([
    ["carte", board],
    ["lecteur", device("lecteur")],
  ]);
  const events: LaboEvent[] = [];
  const sent: { device: string; command: string; args: unknown; at: number }[] = [];
  const answers: ((refusal: Words | null) => void)[] = [];
  const store = new Map(kept.map(({ id, rule }) => [id, rule]));
  const composer = createComposer({
    clock,
    logger: createLogger("silent"),
    bridge: "banc",
    output: {
      device: (described) => void devices.set(described.id, { device: described }),
      availability: () => undefined,
      state: () => undefined,
      raw: () => undefined,
      event: (event) => void events.push(event),
    },
    events: createEventFactory("banc", "regles"),
    keep: {
      rules: () => [...store].map(([id, rule]) => ({ id, rule })),
      keepRule: (id, rule) => void (rule === undefined ? store.delete(id) : store.set(id, rule)),
    },
    device: (id) => devices.get(id),
    send({ device: id, command, args }) {
      sent.push({ device: id, command, args, at: clock.mono() });
      return answer ? Promise.resolve(null) : new Promise((resolve) => answers.push(resolve));
    },
    newId: () => String(sent.length + store.size),
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  if (isKnown) composer.known();
  return { clock, composer, devices, events, sent, answers, store, settle };
}

const kindsOf = (events: readonly LaboEvent[]) =>
  events.map((event) => (event.kind === "rule-fired" ? event.branch : event.kind));

describe("the composer", () => {
  it("is on the bench once somebody made a rule, and says what it is made of", () => {
    const { composer, devices, events } = open();
    composer.start();
    expect(devices.has(composerId)).toBe(false);
    composer.add(showcase());
    expect(devices.get(composerId)?.device.profile).toBe("composer");
    expect(events).toMatchObject([
      {
        kind: "rule-set",
        device: composerId,
        form: "event",
        on: true,
        trigger: "tag",
        does: 1,
        otherwise: 1,
        rest: 1,
        source: "manual",
      },
    ]);
  });

  it("waits to be known, and taken up by the runs, before it says anything", () => {
    const { clock, composer, events } = open({ isKnown: false });
    const { id } = composer.add(showcase());
    composer.set(id, showcase({ on: false }));
    clock.advance(60_000);
    expect(events).toEqual([]);
    composer.known();
    clock.advance(1000);
    expect(events).toEqual([]);
    clock.advance(1000);
    expect(events).toMatchObject([{ on: true }, { on: false }]);
  });

  it("sends what a rule says, tells of it under the source of what moved it, and rests", async () => {
    const { clock, composer, events, sent, settle } = open();
    composer.add(showcase());
    const arrived = arrivedAt(0);
    composer.hear(arrived);
    clock.advance(1000);
    composer.hear(leftAt(1000));
    clock.advance(10_000);
    await settle();
    expect(sent).toMatchObject([
      { device: "carte", command: "strip.fill", args: fill(60).args, at: 0 },
      { args: fill(0).args, at: 6000 },
    ]);
    expect(kindsOf(events)).toEqual(["rule-set", "then", "rest"]);
    const fired = events.filter((event): event is EventOf<"rule-fired"> => event.kind === "rule-fired");
    expect(fired.map(({ source, cause, afterMs }) => [source, cause, afterMs])).toEqual([
      ["simulated", arrived.id, 0],
      // Five seconds after the tag left.
      ["simulated", undefined, 5000],
    ]);
    expect(composer.list()).toMatchObject([{ firings: 2, held: 0, last: { branch: "rest", ok: true } }]);
  });

  it("does nothing while it is off, and puts back what it left on when it is switched off", async () => {
    const { composer, sent, settle } = open();
    const { id } = composer.add(showcase());
    composer.hear(arrivedAt(0));
    composer.set(id, showcase({ on: false }));
    composer.hear(arrivedAt(0, "plume"));
    await settle();
    expect(sent.map(({ args }) => args)).toEqual([fill(60).args, fill(0).args]);
  });

  it("puts back what it left on when it is taken away, and forgets it", async () => {
    const { composer, sent, store, events, settle } = open();
    const { id } = composer.add(showcase());
    composer.hear(arrivedAt(0));
    composer.remove(id);
    await settle();
    expect(sent.map(({ args }) => args)).toEqual([fill(60).args, fill(0).args]);
    expect(store.size).toBe(0);
    expect(events.at(-1)).toMatchObject({ kind: "rule-set", form: "gone", on: false });
    expect(() => composer.remove(id)).toThrow(LaboError);
  });

  it("tries a branch without triggering anything, and not in a storm", async () => {
    const { clock, composer, events, sent, settle } = open();
    const { id } = composer.add(showcase({ on: false }));
    composer.rehearse(id, "then");
    expect(() => composer.rehearse(id, "then")).toThrow(LaboError);
    clock.advance(4000);
    await settle();
    expect(sent.map(({ args }) => args)).toEqual([fill(60).args, fill(0).args]);
    expect(kindsOf(events)).toEqual(["rule-set"]);
  });

  it("lets a value follow another only once the command before was answered", async () => {
    const { clock, composer, sent, answers, settle } = open({ answer: false });
    composer.add(pointer());
    composer.hear(readAt(0, { distance: 0.1 }));
    for (let n = 1; n <= 10; n += 1) {
      clock.advance(100);
      composer.hear(readAt(n * 100, { distance: 0.1 + n * 0.05 }));
    }
    expect(sent).toHaveLength(1);
    answers.shift()?.(null);
    await settle();
    expect(sent.map(({ args }) => args)).toEqual([{ angle: 0 }, { angle: 180 }]);
  });

  it("tells why a device did not do it", async () => {
    const { composer, answers, settle } = open({ answer: false });
    composer.add(showcase());
    composer.hear(arrivedAt(0));
    const refusal = problemFor("FLASH_LIMIT").message;
    answers.shift()?.(refusal);
    await settle();
    expect(composer.list()[0]?.last).toMatchObject({ ok: false, refusal });
  });

  it("takes the rules kept up again, and leaves aside one that does not fit any more", async () => {
    const kept = [
      { id: "regle-a", rule: JSON.stringify(showcase()) },
      { id: "regle-b", rule: '{"kind":"poem"}' },
      { id: "regle-c", rule: "not JSON" },
    ];
    const { composer, devices, sent, settle } = open({ kept });
    composer.start();
    expect(composer.list().map(({ id }) => id)).toEqual(["regle-a"]);
    expect(devices.has(composerId)).toBe(true);
    composer.hear(arrivedAt(0));
    await settle();
    expect(sent).toHaveLength(1);
  });

  it("keeps so many rules and no more", () => {
    const { composer } = open();
    for (let n = 0; n < mostRules; n += 1) composer.add(showcase());
    expect(() => composer.add(showcase())).toThrow(expect.objectContaining({ code: "RULES_FULL" }));
  });

  it("goes no faster when rules set one another off", async () => {
    const { clock, composer, sent, settle } = open();
    const servo = (angle: number) => ({ device: "carte", command: "servo.move", args: { angle } });
    composer.add(
      showcase({
        input: { device: "carte", trigger: { type: "value", channel: "strip", min: 1 } },
        condition: { type: "always" },
        does: [servo(90)],
        otherwise: [],
        rest: [servo(0)],
        pauseSeconds: 0,
        until: { from: "start", seconds: 0 },
      }),
    );
    for (let n = 0; n < 1000; n += 1) {
      clock.advance(1);
      composer.hear(readAt(n, { strip: n % 2 }));
      if (n % 50 === 0) await settle();
    }
    expect(sent.filter(({ args }) => (args as { angle: number }).angle > 0)).toHaveLength(4);
    expect(composer.list()[0]?.held).toBeGreaterThan(400);
  });

  it("listens to what its rules name, while they are on", () => {
    const { composer } = open();
    expect(composer.listensTo(arrivedAt(0))).toBe(false);
    const { id } = composer.add(
      showcase({ condition: { type: "value", device: "carte", channel: "light", min: 1 } }),
    );
    expect(composer.listensTo(arrivedAt(0))).toBe(true);
    expect(composer.listensTo(readAt(0, { light: 1 }))).toBe(true);
    expect(composer.listensTo(readAt(0, { distance: 1 }))).toBe(false);
    composer.set(id, showcase({ on: false }));
    expect(composer.listensTo(arrivedAt(0))).toBe(false);
  });

  it("does not hear itself", () => {
    const { composer, events, sent } = open();
    composer.add(showcase({ input: { device: composerId, trigger: { type: "value", channel: "firings" } } }));
    for (const event of [...events]) composer.hear(event);
    expect(sent).toEqual([]);
  });
});

describe("what is wrong with a rule", () => {
  const problems = (rule: RuleForm) => open().composer.check(rule);
  const stops = (rule: RuleForm) => problems(rule).filter(({ weight }) => weight === "stop");

  it("nothing, with a plan for failure", () => {
    expect(problems(showcase())).toEqual([]);
    expect(problems(pointer())).toEqual([]);
  });

  it.each([
    ["a command the device does not take", showcase({ does: [{ ...fill(1), command: "strip.explode" }] })],
    ["an argument out of its bounds", showcase({ does: [fill(140)] })],
    [
      "an end of the range that the device cannot reach",
      pointer({
        output: { device: "carte", command: "servo.move", args: {}, argument: "angle", from: 0, to: 270 },
      }),
    ],
    ["a rest that the device cannot reach", pointer({ rest: { value: -5, afterSeconds: 2 } })],
    [
      "an argument that does not exist",
      pointer({
        output: { device: "carte", command: "servo.move", args: {}, argument: "colour", from: 0, to: 9 },
      }),
    ],
    [
      "a rule that listens to what it moves",
      pointer({ input: { device: "carte", channel: "servo", from: 0, to: 180 } }),
    ],
  ])("%s is refused, in both languages", (_, rule) => {
    const found = stops(rule);
    expect(found.length).toBeGreaterThan(0);
    for (const { words: said } of found) expect(said.fr).not.toBe(said.en);
  });

  it.each([
    ["no otherwise", showcase({ otherwise: [] }), "otherwise"],
    ["no rest", showcase({ rest: [] }), "stays on"],
    ["no duration", showcase({ until: undefined }), "No duration"],
    ["a value that never rests", pointer({ rest: undefined }), "stays where it is"],
    ["a device that is not there", showcase({ does: [{ ...fill(1), device: "phare" }] }), "phare"],
  ])("%s is told, and taken", (_, rule, part) => {
    const found = problems(rule);
    expect(found.map(({ weight }) => weight)).toEqual(["know"]);
    expect(found[0]?.words.en).toContain(part);
    expect(() => open().composer.add(rule)).not.toThrow();
  });
});
