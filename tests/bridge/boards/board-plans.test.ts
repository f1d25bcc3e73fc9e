import { expect, it } from "vitest";
import { createBoardPlans } from "../../../bridge/boards/board-plans.ts";
import { defaultPlan, workshopPlan } from "../../../bridge/boards/plan.ts";
import { planOf } from "../../helpers/board-plans.ts";

/** Plans over a shelf that outlives them. */
function shelf() {
  const kept = new Map<string, string>();
  return {
    kept,
    open: () =>
      createBoardPlans({
        kept: () => [...kept].map(([device, plan]) => ({ device, plan })),
        keep: (device, plan) => {
          if (plan === undefined) kept.delete(device);
          else kept.set(device, plan);
        },
        given: { workshop: workshopPlan },
      }),
  };
}
const lamp = planOf({ id: "lamp", kind: "led", pin: "D5" });

it("keeps what a person decided for one board, until it is taken back", () => {
  const { open } = shelf();
  open().set("one", lamp);
  const plans = open();
  expect([plans.planOf("one"), plans.isOwn("one")]).toEqual([lamp, true]);
  expect([plans.planOf("other"), plans.isOwn("other")]).toEqual([defaultPlan, false]);
  expect(plans.planOf("workshop")).toEqual(workshopPlan);
  plans.clear("one");
  expect(open().planOf("one")).toEqual(defaultPlan);
});

it("tells who wires that board, and nobody else, until they no longer listen", () => {
  const plans = shelf().open();
  const told: string[] = [];
  const end = plans.onChange("one", () => void told.push("one"));
  plans.onChange("two", () => void told.push("two"));
  plans.set("one", lamp);
  plans.clear("one");
  plans.clear("one");
  end();
  plans.set("one", lamp);
  expect(told).toEqual(["one", "one"]);
});

it("takes no plan that cannot be wired, and keeps the one there was", () => {
  const { open, kept } = shelf();
  const plans = open();
  plans.set("one", lamp);
  const both = planOf({ id: "a", kind: "led", pin: "D5" }, { id: "b", kind: "button", pin: "D5" });
  expect(() => plans.set("one", both)).toThrowError(expect.objectContaining({ code: "PLAN_REFUSED" }));
  expect(plans.planOf("one")).toEqual(lamp);
  expect([...kept.values()]).toEqual([JSON.stringify(lamp)]);
});

it.each(["", "{", "[]", '{"components":[{"kind":"laser"}]}'])(
  "counts a kept plan it cannot read as none: %j",
  (text) => {
    const { open, kept } = shelf();
    kept.set("one", text);
    expect(open().planOf("one")).toEqual(defaultPlan);
  },
);
