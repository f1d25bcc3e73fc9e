// What an experiment computes with: conditions, derivations and drawings, their constants put in and their names checked.
import { type Check, checkSchema } from "#contract/conditions.ts";
import { type Quantity, quantities } from "#contract/quantities.ts";
import type { CapturesDrawn } from "#contract/sheets.ts";
import type { Derivation } from "../experiments/definition.ts";
import { drawnByFit, drawnOf } from "./captures-drawn.ts";
import { type Constants, putConstantsIn } from "./constants.ts";
import type { ExperimentFile } from "./format.ts";
import { lintBareNumbers, lintNames, lintUnits } from "./lint-check.ts";
import type { Problems } from "./problem.ts";
import { checkYaml, placeIn, type YamlFile } from "./yaml-file.ts";

/** An experiment being read. */
export interface Reading {
  readonly head: ExperimentFile;
  readonly yaml: YamlFile;
  readonly constants: Constants;
  /** Then no constant may be unconfirmed. */
  readonly published: boolean;
  readonly problems: Problems;
}

/** The condition of a step; `undefined` when it has none, or a wrong one. */
export function readCheck(reading: Reading, index: number): Check | undefined {
  const { head, yaml, constants, published, problems } = reading;
  const raw = head.steps[index]?.check;
  if (raw === undefined) return undefined;
  const path = ["steps", index, "check"];
  const place = placeIn(yaml);
  const { value, uses } = putConstantsIn(raw, path, { constants, published, problems, place });
  const context = { experiment: head, problems, place };
  lintNames(raw, path, context);
  lintUnits(raw, path, uses, context);
  lintBareNumbers(raw, path, context);
  return checkYaml(yaml, checkSchema, problems, value, path);
}

/** The captures a step draws: those its author names, or those of its own fit. @param checks of all steps. */
export function readDrawing(
  { head, yaml, constants, published, problems }: Reading,
  index: number,
  checks: readonly (Check | undefined)[],
): CapturesDrawn | undefined {
  const drawn = head.steps[index]?.drawn;
  if (drawn === undefined) return drawnByFit(checks[index]);
  const path = ["steps", index, "drawn"];
  const place = placeIn(yaml);
  lintNames(drawn, path, { experiment: head, problems, place });
  const { value } = putConstantsIn(drawn.coil, [...path, "coil"], { constants, published, problems, place });
  const from = head.steps.findIndex(({ id }) => id === drawn.step);
  return drawnOf(drawn.step, checks[from], typeof value === "number" ? value : undefined);
}

/** Zones by thresholds that are constants, answers, or those of a channel of two states. */
export function readDerivations({ head, yaml, constants, published, problems }: Reading): Derivation[] {
  const place = placeIn(yaml);
  return head.derivations.map((derivation, index) => {
    const path = ["derivations", index];
    lintNames(derivation, path, { experiment: head, problems, place });
    const quantity = head.channels.find(({ id }) => id === derivation.channel)?.quantity;
    const measured: Quantity | undefined = quantity && quantities[quantity];
    const figure = (key: "enter" | "leave" | "window"): Derivation["enter"] => {
      const written = derivation[key];
      if (written === undefined) {
        if (measured !== undefined && measured.states === undefined)
          problems.error(
            "missing-threshold",
            place(path),
            {
              fr: `La dérivation « ${derivation.id} » n’a pas de « ${key} »`,
              en: `The derivation “${derivation.id}” has no “${key}”`,
            },
            {
              fr: "Donne une constante ou une réponse; seul un canal à deux états s’en passe.",
              en: "Give a constant or an answer; only a channel of two states can do without.",
            },
          );
        return ofTwoStates[key];
      }
      if (typeof written !== "string") return written;
      const { value } = putConstantsIn(written, [...path, key], { constants, published, problems, place });
      return typeof value === "number" ? value : 0;
    };
    const { id, channel } = derivation;
    return { id, channel, enter: figure("enter"), leave: figure("leave"), window: figure("window") };
  });
}

/** Between 0 and 1, at once. */
const ofTwoStates = { enter: 0.5, leave: 0.5, window: 0 } as const;
