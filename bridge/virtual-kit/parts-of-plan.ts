// The parts a plan speaks of, as they lie on the table when somebody has just wired them.
import { addressOf, type BoardPlan, type Component, pinsOf } from "#contract/board-plan.ts";
import type { KitComponent } from "#contract/kit.ts";

const dark = "#000000";
const blankLine = " ".repeat(16);

/** Components for a simulated board, in the plan's order. */
export function partsOfPlan(plan: BoardPlan): KitComponent[] {
  return plan.components.map((component) => {
    const { id, kind, pin } = component;
    const address = addressOf(component);
    const { settings, ...own } = particulars(component);
    const made = { ...(address === undefined ? {} : { address }), ...settings };
    return {
      ...{ id, kind, pin, wired: true, value: 0 },
      ...own,
      ...(Object.keys(made).length === 0 ? {} : { settings: made }),
    };
  });
}

function particulars(component: Component): Partial<KitComponent> {
  switch (component.kind) {
    case "potentiometer":
      return { value: 0.35 };
    case "button":
      return component.options.pullUp ? {} : { settings: { pullUp: false } };
    case "sonar":
    case "time-of-flight":
      return { value: 1 };
    case "accelerometer":
      return { tilt: { x: 0, y: 0 }, settings: { chip: component.options.chip } };
    case "rgb-led": {
      const { common } = component.options;
      return {
        pins: pinsOf(component).map(({ pin }) => pin),
        colours: [dark],
        ...(common === "cathode" ? {} : { settings: { common } }),
      };
    }
    case "strip":
      return { colours: Array.from({ length: component.options.pixels }, () => dark) };
    case "servo":
      return { value: 90 };
    case "relay":
      return component.options.activeLow ? { settings: { activeLow: true } } : {};
    case "lcd":
      return { text: [blankLine, blankLine] };
    default:
      return {};
  }
}
