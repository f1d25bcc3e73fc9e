// Names on the plan of the room: never one over another, whatever stands where.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";
import {
  type Box,
  letterSize,
  type Named,
  placeLabels,
  planMargin,
} from "../../../dashboard/src/features/kit/floor-labels.ts";

const kit = defaultKit();
const { room } = kit;
const sizes = [0.21, 0.3, 0.4];
const all: readonly Named[] = [
  ...[...kit.beacons, ...kit.peripherals].map(({ id, name, at }) => ({ id, name: name.fr, at })),
  { id: "person", name: "Toi", at: kit.person },
];
const computer: Box = {
  left: kit.receiver.x - 0.8,
  right: kit.receiver.x + 0.8,
  top: kit.receiver.y - 0.2,
  bottom: kit.receiver.y + 0.7,
};

function overlapping(boxes: readonly Box[]): number {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(0, index)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
  ).length;
}

describe("names on the plan", () => {
  it.each(sizes)("of the kit as it is are all there, letters of %s m", (size) => {
    const labels = placeLabels(room, all, [computer], size);
    expect([...labels.keys()]).toEqual(all.map(({ id }) => id));
    expect(overlapping([computer, ...[...labels.values()].map(({ box }) => box)])).toBe(0);
  });

  it.each(sizes)("of two beacons half a metre apart are both there, letters of %s m", (size) => {
    const pair = [
      { id: "a", name: "Balise du phare", at: { x: 4, y: 3 } },
      { id: "b", name: "Balise du sentier", at: { x: 4.5, y: 3 } },
    ];
    const labels = placeLabels(room, pair, [computer], size);
    expect(labels.size).toBe(2);
    expect(overlapping([...labels.values()].map(({ box }) => box))).toBe(0);
  });

  it("never cover one another nor leave the plan, wherever things stand", () => {
    const thing = fc.record({
      id: fc.uuid(),
      name: fc.string({ minLength: 2, maxLength: 28 }),
      at: fc.record({
        x: fc.double({ min: 0, max: room.width, noNaN: true }),
        y: fc.double({ min: 0, max: room.depth, noNaN: true }),
      }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(thing, { minLength: 1, maxLength: 15, selector: ({ id }) => id }),
        fc.constantFrom(...sizes),
        (things, size) => {
          const labels = placeLabels(room, things, [computer], size);
          const boxes = [...labels.values()].map(({ box }) => box);
          expect(overlapping([computer, ...boxes])).toBe(0);
          for (const { left, right, top, bottom } of boxes) {
            expect(left).toBeGreaterThanOrEqual(-planMargin - 1e-9);
            expect(right).toBeLessThanOrEqual(room.width + planMargin + 1e-9);
            expect(top).toBeGreaterThanOrEqual(-planMargin - 1e-9);
            expect(bottom).toBeLessThanOrEqual(room.depth + planMargin + 1e-9);
          }
          // Whoever chooses first is named.
          expect(labels.has(things[0]?.id ?? "")).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("are under what they name where nothing is in the way", () => {
    const [label] = placeLabels(room, [{ id: "a", name: "Balise", at: { x: 4, y: 3 } }], [], 0.21).values();
    expect(label?.middle.x).toBe(4);
    expect(label?.middle.y).toBeGreaterThan(3.3);
    expect(label?.isFar).toBe(false);
  });

  it("grow as the plan shrinks", () => {
    expect([0, 60, 34, 24.5, 24, 20].map(letterSize)).toEqual([0.21, 0.21, 0.3, 0.3, 0.4, 0.4]);
  });
});
