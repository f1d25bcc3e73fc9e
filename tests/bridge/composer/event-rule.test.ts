import { describe, expect, it } from "vitest";
import type { LaboEvent } from "#contract/events.ts";
import { createEventRule } from "../../../bridge/composer/event-rule.ts";
import { arrivedAt, eventAt, fill, leftAt, readAt, showcase } from "../../helpers/rules.ts";

/** Plays events, each at its own time, and looks every tenth of a second until the end. */
function play(rule = showcase(), events: readonly LaboEvent[] = [], untilMs = 20_000, values = {}) {
  let now = 0;
  const machine = createEventRule(
    rule,
    () => now,
    (device, channel) => (values as Record<string, number>)[`${device}/${channel}`],
  );
  const waiting = [...events];
  const fired: [number, string][] = [];
  for (; now <= untilMs; now += 100) {
    for (;;) {
      const event = waiting[0];
      if (event === undefined || event.mono > now) break;
      waiting.shift();
      machine.observe(event, event.mono);
      for (let firing = machine.next(now); firing !== undefined; firing = machine.next(now))
        fired.push([now, firing.branch]);
    }
    for (let firing = machine.next(now); firing !== undefined; firing = machine.next(now))
      fired.push([now, firing.branch]);
  }
  return { fired, machine };
}

describe("a rule that an event starts", () => {
  it("does, and goes back to rest so long after the end", () => {
    expect(play(showcase(), [arrivedAt(1000), leftAt(3000)]).fired).toEqual([
      [1000, "then"],
      [8000, "rest"],
    ]);
  });

  it("does once however long the tag lies there", () => {
    expect(play(showcase(), [arrivedAt(1000)]).fired).toEqual([[1000, "then"]]);
  });

  it("does something else for what nobody taught, and goes back too", () => {
    expect(
      play(showcase(), [arrivedAt(1000, "foreign-1", false), leftAt(2000, "foreign-1", false)]).fired,
    ).toEqual([
      [1000, "else"],
      [7000, "rest"],
    ]);
  });

  it("without otherwise, is silent", () => {
    expect(play(showcase({ otherwise: [] }), [arrivedAt(1000, "foreign-1", false)]).fired).toEqual([]);
  });

  it("takes one of the tags named, and not another that was taught", () => {
    const rule = showcase({ condition: { type: "tags", tags: ["plume"] } });
    expect(play(rule, [arrivedAt(0, "plume"), arrivedAt(3000, "amulette")]).fired).toEqual([
      [0, "then"],
      [3000, "else"],
    ]);
  });

  it("does not start again within its pause, and stays lit while the tag is back", () => {
    const events = [arrivedAt(1000), leftAt(1500), arrivedAt(2000), leftAt(9000)];
    expect(play(showcase(), events).fired).toEqual([
      [1000, "then"],
      [14_000, "rest"],
    ]);
  });

  it("starts again after its pause, and for another tag at once", () => {
    const events = [arrivedAt(0), arrivedAt(500, "plume"), arrivedAt(3000, "plume")];
    expect(play(showcase(), events).fired.map(([at]) => at)).toEqual([0, 500, 3000]);
  });

  it("goes back so long after it began, whether or not the tag lies there", () => {
    expect(play(showcase({ until: { from: "start", seconds: 3 } }), [arrivedAt(1000)]).fired).toEqual([
      [1000, "then"],
      [4000, "rest"],
    ]);
  });

  it("goes back when its reader is unplugged: nobody will say that the tag left", () => {
    const lost = eventAt(3000, "lecteur", { kind: "device-lost", reason: "SERIAL_CLOSED" });
    expect(play(showcase(), [arrivedAt(1000), lost]).fired).toEqual([
      [1000, "then"],
      [8000, "rest"],
    ]);
  });

  it("hears its own input alone", () => {
    const elsewhere = { ...arrivedAt(1000), device: "autre" };
    expect(play(showcase(), [elsewhere]).fired).toEqual([]);
  });

  it("leaves aside what is told long after it happened", () => {
    const machine = createEventRule(
      showcase(),
      () => 10_000,
      () => undefined,
    );
    machine.observe(arrivedAt(1000), 1000);
    expect(machine.next(10_000)).toBeUndefined();
  });

  it("fires four times in a second at most, whatever comes, and counts the rest", () => {
    const rule = showcase({ pauseSeconds: 0 });
    const events = Array.from({ length: 50 }, (_, n) => arrivedAt(n * 20, `tag-${n}`));
    const { fired, machine } = play(rule, events, 1000);
    expect(fired.length).toBeLessThanOrEqual(8);
    expect(machine.held).toBe(50 - fired.length);
  });

  it("a button, pressed and released", () => {
    const rule = showcase({
      input: { device: "carte", trigger: { type: "button", channel: "button" } },
      condition: { type: "always" },
      until: { from: "end", seconds: 0 },
    });
    const events = [
      eventAt(1000, "carte", { kind: "button-pressed", channel: "other" }),
      eventAt(2000, "carte", { kind: "button-pressed", channel: "button" }),
      eventAt(4000, "carte", { kind: "button-released", channel: "button", durationMs: 2000 }),
    ];
    expect(play(rule, events).fired).toEqual([
      [2000, "then"],
      [4000, "rest"],
    ]);
  });

  it("a beacon that comes near, and goes", () => {
    const rule = showcase({
      input: { device: "balise", trigger: { type: "zone", zone: "near" } },
      condition: { type: "always" },
      until: { from: "end", seconds: 1 },
    });
    const events = [
      eventAt(0, "balise", { kind: "beacon-appeared", rssi: -80, zone: "far" }),
      eventAt(1000, "balise", { kind: "beacon-moved", rssi: -50, zone: "near", from: "far" }),
      eventAt(5000, "balise", { kind: "beacon-moved", rssi: -65, zone: "mid", from: "near" }),
      eventAt(6000, "balise", { kind: "beacon-moved", rssi: -80, zone: "far", from: "mid" }),
    ];
    expect(play(rule, events).fired).toEqual([
      [1000, "then"],
      [6000, "rest"],
    ]);
  });

  it("a value that comes within bounds: never at the first one, and not for a tremble", () => {
    const rule = showcase({
      input: { device: "carte", trigger: { type: "value", channel: "distance", max: 0.5, band: 0.05 } },
      condition: { type: "always" },
      until: { from: "end", seconds: 0 },
    });
    const at = (mono: number, distance: number) => readAt(mono, { distance });
    expect(play(rule, [at(0, 0.3), at(100, 0.4)]).fired).toEqual([]);
    const events = [at(0, 0.9), at(1000, 0.49), at(1100, 0.52), at(1200, 0.48), at(3000, 0.6)];
    expect(play(rule, events).fired).toEqual([
      [1000, "then"],
      [3000, "rest"],
    ]);
  });

  it("looks at a value of another device; one nobody told is no", () => {
    const rule = showcase({ condition: { type: "value", device: "carte", channel: "lux", max: 50 } });
    const branches = (values: object) =>
      play(rule, [arrivedAt(1000)], 2000, values).fired.map(([, of]) => of);
    expect(branches({ "carte/lux": 20 })).toEqual(["then"]);
    expect(branches({ "carte/lux": 300 })).toEqual(["else"]);
    expect(branches({})).toEqual(["else"]);
  });

  it("tried by a person, says so, and goes back by itself", () => {
    const machine = createEventRule(
      showcase(),
      () => 0,
      () => undefined,
    );
    machine.rehearse("else", 0);
    expect(machine.next(0)).toMatchObject({ branch: "else", actions: [fill(10)], tried: true });
    expect(machine.next(2900)).toBeUndefined();
    expect(machine.next(machine.due() ?? 0)).toMatchObject({ branch: "rest", tried: true });
    expect(machine.release()).toBeUndefined();
  });

  it("put to rest, puts back what it left on, once", () => {
    const machine = createEventRule(
      showcase(),
      () => 1000,
      () => undefined,
    );
    expect(machine.release()).toBeUndefined();
    machine.observe(arrivedAt(1000), 1000);
    machine.next(1000);
    expect(machine.release()).toMatchObject({ branch: "rest", source: "simulated" });
    expect(machine.release()).toBeUndefined();
  });
});
