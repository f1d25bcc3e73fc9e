// Figures of an experiment as a text prints them: what they are with the kit, inside a link of their own kind.
import { type Figure, figureLink } from "#contract/figures.ts";
import type { Language, Words } from "#contract/words.ts";
import type { Place, Problems } from "./problem.ts";

export interface PrintedFigure extends Figure {
  /** With the kit, or no device at all. */
  readonly usual: { readonly alone: Words; readonly withUnit: Words };
}
export type PrintedFigures = ReadonlyMap<string, PrintedFigure>;

/** `{{figure:id}}` or `{{figure:id|value}}` of a text, as a link the pages know; nothing when it is no figure. */
export function printFigure(
  inside: string,
  language: Language,
  figures: PrintedFigures | undefined,
  place: Place,
  problems: Problems,
): string | undefined {
  if (!/^figure\s*:/.test(inside)) return undefined;
  const [, id = "", form] = /:\s*([^|\s]*)\s*(?:\|\s*(\S*)\s*)?$/.exec(inside) ?? [];
  const figure = figures?.get(id);
  if (figure !== undefined && (form === undefined || form === "value")) {
    const { alone, withUnit } = figure.usual;
    return figureLink((form === undefined ? withUnit : alone)[language], id, form !== undefined);
  }
  problems.error(
    "unknown-figure",
    place,
    {
      fr: `« {{${inside}}} » n’est pas un chiffre de cet endroit`,
      en: `“{{${inside}}}” is no figure of this place`,
    },
    {
      fr: "Déclare-le sous figures, dans experiment.yaml; un titre, une question ou un choix n’en portent pas.",
      en: "Declare it under figures, in experiment.yaml; a title, a question or a choice holds none.",
    },
  );
  return `[${id}]`;
}
