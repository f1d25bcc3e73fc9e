// The figures of an experiment that depend on the device at hand: read, and printed as they are with the kit.
import { figureValue, figureValueSchema, rounded } from "#contract/figures.ts";
import type { Reading } from "./condition-reader.ts";
import { putConstantsIn } from "./constants.ts";
import { lintNames } from "./lint-check.ts";
import { isMapping } from "./mappings.ts";
import type { PrintedFigure, PrintedFigures } from "./printed-figures.ts";
import { printed, type UnitId, units } from "./units.ts";
import { checkYaml, placeIn } from "./yaml-file.ts";

const noDevice = () => undefined;

function printedAs(value: number, digits: number, unit: UnitId): PrintedFigure["usual"] {
  const shown = rounded(value, digits);
  return printed(shown, String(shown).split(".")[1]?.length ?? 0, unit);
}

/** `{ named: id }`: a figure declared above. */
function putFiguresIn(value: unknown, figures: PrintedFigures): unknown {
  if (Array.isArray(value)) return value.map((item) => putFiguresIn(item, figures));
  if (!isMapping(value)) return value;
  const named = typeof value.named === "string" ? figures.get(value.named) : undefined;
  if (named !== undefined) return named.value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, putFiguresIn(item, figures)]));
}

/** What `figures` of the file says; one that is wrong is reported and left out. */
export function readFigures({ head, yaml, constants, published, problems }: Reading): PrintedFigures {
  const figures = new Map<string, PrintedFigure>();
  const place = placeIn(yaml);
  head.figures.forEach(({ id, unit, digits, value: written }, index) => {
    const path = ["figures", index, "value"];
    if (isMapping(written)) lintNames(written, path, { experiment: head, problems, place });
    const { value: numbers } = putConstantsIn(written, path, { constants, published, problems, place });
    const value = checkYaml(yaml, figureValueSchema, problems, putFiguresIn(numbers, figures), path);
    if (value === undefined) return;
    const usual = figureValue(value, noDevice);
    if (!Number.isFinite(usual)) {
      problems.error(
        "not-finite",
        place(path),
        { fr: `« ${id} » ne donne aucun nombre avec le kit`, en: `“${id}” gives no number with the kit` },
        { fr: "Revois le calcul.", en: "Look at the arithmetic again." },
      );
      return;
    }
    figures.set(id, { id, value, unit: units[unit].many, digits, usual: printedAs(usual, digits, unit) });
  });
  return figures;
}
