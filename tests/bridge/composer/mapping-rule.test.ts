import { describe, expect, it } from "vitest";
import { createMappingRule, mapped } from "../../../bridge/composer/mapping-rule.ts";
import { pointer, readAt } from "../../helpers/rules.ts";

const angleOf = (firing: { actions: readonly { args: Record<string, unknown> }[] } | undefined) =>
  firing?.actions[0]?.args.angle;

/** Distances, one each tenth of a second from 0; looked at as they come. */
function play(distances: readonly (number | undefined)[], rule = pointer()) {
  const machine = createMappingRule(rule);
  const sent: [number, unknown][] = [];
  for (const [n, distance] of distances.entries()) {
    const mono = n * 100;
    if (distance !== undefined) machine.observe(readAt(mono, { distance }), mono);
    const firing = machine.next(mono);
    if (firing !== undefined) sent.push([mono, angleOf(firing)]);
  }
  return sent;
}

describe("a value that follows another", () => {
  it.each([
    [0.1, 0],
    [0.35, 90],
    [0.6, 180],
    [0.05, 0],
    [2, 180],
  ])("%s m is %s°", (distance, angle) => {
    expect(mapped(pointer(), distance)).toBeCloseTo(angle, 6);
  });

  it("may go the other way round", () => {
    const rule = pointer({ input: { device: "carte", channel: "distance", from: 0.6, to: 0.1 } });
    expect(mapped(rule, 0.6)).toBe(0);
    expect(mapped(rule, 0.1)).toBeCloseTo(180, 6);
    expect(play([0.35], rule)).toEqual([[0, 90]]);
  });

  it("follows, and keeps still within its dead band", () => {
    expect(play([0.35, 0.36, 0.34, 0.35, 0.4])).toEqual([
      [0, 90],
      [400, 108],
    ]);
  });

  it("without a dead band, trembles", () => {
    expect(play([0.35, 0.36, 0.34, 0.35, 0.4], pointer({ deadBand: 0 }))).toHaveLength(5);
  });

  it("sends ten times a second at most, and ends where the value ended", () => {
    const machine = createMappingRule(pointer({ deadBand: 0 }));
    const sent: number[] = [];
    for (let mono = 0; mono < 2000; mono += 5) {
      machine.observe(readAt(mono, { distance: 0.1 + (mono / 2000) * 0.5 }), mono);
      const firing = machine.next(mono);
      if (firing !== undefined) sent.push(mono);
    }
    expect(sent.length).toBeLessThanOrEqual(20);
    const last = machine.due() ?? 0;
    expect(angleOf(machine.next(last))).toBeCloseTo(179.55, 1);
  });

  it("rests so long after it left its range, once, and follows again when it is back", () => {
    const away = Array.from({ length: 40 }, () => 1.2);
    expect(play([0.5, ...away, 0.5])).toEqual([
      [0, 144],
      [2000, 90],
      [4100, 144],
    ]);
  });

  it("rests after a silence too", () => {
    expect(play([0.5, ...Array.from({ length: 30 }, () => undefined)])).toEqual([
      [0, 144],
      [2000, 90],
    ]);
  });

  it("without a rest, stays where it is", () => {
    expect(play([0.5, ...Array.from({ length: 60 }, () => 1.2)], pointer({ rest: undefined }))).toHaveLength(
      1,
    );
  });

  it("does not rest before it ever moved, and takes no value it doubts", () => {
    expect(play([1.2, 1.2])).toEqual([]);
    const machine = createMappingRule(pointer());
    machine.observe({ ...readAt(0, { distance: 0.3 }), quality: "suspect" } as never, 0);
    expect(machine.next(0)).toBeUndefined();
  });

  it("says which reading moved it", () => {
    const machine = createMappingRule(pointer());
    const event = readAt(0, { distance: 0.3 });
    machine.observe(event, 0);
    expect(machine.next(0)).toMatchObject({ branch: "then", cause: event.id, since: 0, source: "simulated" });
    machine.observe(readAt(900, { distance: 1.4 }), 900);
    expect(machine.next(2000)).toMatchObject({ branch: "rest", since: 0 });
  });

  it("tried by a person: the middle, then rest", () => {
    const machine = createMappingRule(pointer({ rest: { value: 10, afterSeconds: 2 } }));
    machine.rehearse("then", 0);
    expect(angleOf(machine.next(0))).toBe(90);
    const rest = machine.next(machine.due() ?? 0);
    expect(angleOf(rest)).toBe(10);
    expect(rest).toMatchObject({ tried: true });
  });
});
