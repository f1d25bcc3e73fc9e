import { describe, expect, it } from "vitest";
import { componentKinds, pinsOf, planFormSchema } from "#contract/board-plan.ts";
import { defaultPlan, workshopPlan } from "../../../bridge/boards/plan.ts";
import { en } from "../../../dashboard/src/catalogues/en.ts";
import { drawingOf } from "../../../dashboard/src/features/wiring/drawing-model.ts";
import {
  hasRoom,
  optionFields,
  optionOf,
  pinChoices,
  withChange,
  withoutPart,
  withPart,
} from "../../../dashboard/src/features/wiring/plan-model.ts";

const empty = planFormSchema.parse({ components: [] });

describe("the editor of a plan", () => {
  it.each(componentKinds)("offers the pins and settings of a part of kind %s, each with words", (kind) => {
    expect(pinChoices(kind).length).toBeGreaterThan(0);
    const plan = withPart(empty, kind);
    const [part] = plan.components;
    if (part === undefined) throw new Error("no part");
    for (const field of optionFields(kind)) {
      expect(Object.keys(en)).toContain(`option.${field.key}`);
      const value = optionOf(part, field.key);
      if (field.type === "number") {
        expect(value).toBeGreaterThanOrEqual(field.min);
        expect(value).toBeLessThanOrEqual(field.max);
        // Its bounds are those that are taken.
        for (const bound of [field.min, field.max])
          expect(
            optionOf(
              withChange(plan, part.id, { options: { [field.key]: bound } }).components[0] ?? part,
              field.key,
            ),
          ).toBe(bound);
        expect(withChange(plan, part.id, { options: { [field.key]: field.max + 1 } })).toEqual(plan);
      } else if (field.type === "choice") expect(field.choices).toContain(value);
      else expect(typeof value).toBe("boolean");
    }
  });

  it("puts a new part on a free pin, under a name nobody has, as long as there is room", () => {
    let plan = defaultPlan;
    while (hasRoom(plan)) plan = withPart(plan, "button");
    const pins = plan.components.flatMap((component) => pinsOf(component).map(({ pin }) => pin));
    expect(plan.components).toHaveLength(16);
    expect(new Set(plan.components.map(({ id }) => id)).size).toBe(16);
    // Twelve digital pins, four taken: the ninth button has none of its own, and a person is told.
    expect(new Set(pins).size).toBe(15);
    expect(planFormSchema.parse(plan)).toEqual(plan);
  });

  it("changes and removes one part and no other", () => {
    const moved = withChange(defaultPlan, "led", { pin: "D5" });
    expect(
      moved.components.filter((component, index) => component !== defaultPlan.components[index]),
    ).toMatchObject([{ id: "led", pin: "D5" }]);
    expect(withChange(defaultPlan, "led", { pin: "D4" })).toEqual(defaultPlan);
    expect(withoutPart(defaultPlan, "led").components.map(({ id }) => id)).not.toContain("led");
  });
});

describe("the drawing of a plan", () => {
  it.each([
    ["the sensor board", defaultPlan],
    ["the workshop board", workshopPlan],
    ["an empty board", empty],
    [
      "a full one",
      Array.from({ length: 16 }).reduce<typeof empty>((plan) => withPart(plan, "button"), empty),
    ],
  ])("of %s draws each pin of each part as one wire, and nothing over another part", (_name, plan) => {
    const drawing = drawingOf(plan);
    expect(drawing.parts.map(({ component }) => component.id).sort()).toEqual(
      plan.components.map(({ id }) => id).sort(),
    );
    for (const { component, wires, x, y } of drawing.parts) {
      expect(wires.map(({ pin }) => pin)).toEqual(pinsOf(component).map(({ pin }) => pin));
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      for (const { points } of wires)
        for (const point of points.split(" ")) {
          const [left = Number.NaN, top = Number.NaN] = point.split(",").map(Number);
          expect(left).toBeGreaterThan(0);
          expect(left).toBeLessThan(drawing.width);
          expect(top).toBeGreaterThan(0);
          expect(top).toBeLessThan(drawing.height);
        }
    }
    const places = drawing.parts.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
