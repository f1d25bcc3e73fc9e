// The constants of the content, as the virtual kit takes them: one number for the sheet, the simulated part, the condition
// and the question.
import type { Constants } from "../sheets/constants.ts";
import { convert } from "../sheets/units.ts";
import { figureConstants, type KitFigures, usualFigures } from "../virtual-kit/figures.ts";

const names = Object.keys(figureConstants) as (keyof KitFigures)[];

/** Ids of the constants the kit obeys. */
export const obeyedConstants: readonly string[] = names.map((name) => figureConstants[name].id);

/** Each figure from its constant, in the kit's unit; the usual one where the content has no such constant. */
export function kitFigures(constants: Constants): KitFigures {
  const taken = names.map((name) => {
    const { id, unit } = figureConstants[name];
    const constant = constants.get(id);
    if (constant?.value === undefined) return [name, usualFigures[name]] as const;
    return [name, convert(constant.value, constant.unit, unit) ?? usualFigures[name]] as const;
  });
  return Object.fromEntries(taken) as unknown as KitFigures;
}
