// The constants: one id, one value, one place. Printed in texts by `{{id}}`, put in conditions by `$id`.
import type { PrintedConstant } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { constantRowSchemas, constantsFileSchema, thresholdsTopic } from "./format.ts";
import { type PrintedFigures, printFigure } from "./printed-figures.ts";
import { nearest, type Place, type Problems } from "./problem.ts";
import { typeset } from "./typography.ts";
import { convert, printed, type UnitId } from "./units.ts";
import { checkYaml, parseYaml } from "./yaml-file.ts";

export interface Constant {
  /** `undefined` for what is told in words ("broken", "0x004C"): it can be printed, never compared. */
  readonly value: number | undefined;
  readonly unit: UnitId;
  /** The number alone, or the words, as printed. */
  readonly alone: { readonly fr: string; readonly en: string };
  readonly constant: PrintedConstant;
  /** What it is about. */
  readonly topic: { readonly id: string; readonly title: { readonly fr: string; readonly en: string } };
}

/** Of a file that names no topics. */
const thresholds = { fr: "Seuils des expériences", en: "Thresholds of the experiments" };

export type Constants = ReadonlyMap<string, Constant>;

/** Reads `constants.yaml`; a row that is wrong is reported and left out. */
export function readConstants(file: string, text: string, problems: Problems): Constants {
  const constants = new Map<string, Constant>();
  const yaml = parseYaml(file, text, problems);
  if (yaml === undefined) return constants;
  const read = checkYaml(yaml, constantsFileSchema, problems);
  if (read === undefined) return constants;
  for (const [id, raw] of Object.entries(read.constants)) {
    const told = typeof raw === "object" && raw !== null && "text" in raw;
    const at = ["constants", id];
    const row = told
      ? checkYaml(yaml, constantRowSchemas.told, problems, raw, at)
      : checkYaml(yaml, constantRowSchemas.measured, problems, raw, at);
    if (row === undefined) continue;
    const source = read.sources[row.source];
    const place = (field: string): Place => ({
      file,
      line: yaml.lineOf(["constants", id, field]),
      field: `constants.${id}.${field}`,
    });
    if (source === undefined) {
      problems.error(
        "unknown-source",
        place("source"),
        { fr: `La source « ${row.source} » n’existe pas`, en: `There is no source “${row.source}”` },
        { fr: "Ajoute-la sous « sources ».", en: "Add it under “sources”." },
      );
      continue;
    }
    const title = read.topics[row.topic] ?? (row.topic === thresholdsTopic ? thresholds : undefined);
    if (title === undefined) {
      problems.error(
        "unknown-topic",
        place("topic"),
        { fr: `Le sujet « ${row.topic} » n’existe pas`, en: `There is no topic “${row.topic}”` },
        {
          fr: "Ajoute-le sous « topics », ou enlève ce champ.",
          en: "Add it under “topics”, or remove this field.",
        },
      );
      continue;
    }
    if (row.status !== "unconfirmed" && row.checked_on === undefined) {
      problems.error(
        "missing",
        place("checked_on"),
        { fr: `« ${id} » ne dit pas quand on l’a vérifiée`, en: `“${id}” does not say when it was checked` },
        {
          fr: "Ajoute checked_on (AAAA-MM-JJ), ou mets status: unconfirmed.",
          en: "Add checked_on (YYYY-MM-DD), or set status: unconfirmed.",
        },
      );
    }
    const words = (text: { fr: string; en: string }) => ({
      fr: typeset("fr", text.fr),
      en: typeset("en", text.en),
    });
    const decimals = /\.(\d+)/.exec(yaml.sourceOf(["constants", id, "value"]) ?? "")?.[1]?.length ?? 0;
    const unit = "unit" in row ? row.unit : "";
    const { alone, withUnit } =
      "text" in row
        ? { alone: words(row.text), withUnit: words(row.text) }
        : printed(row.value, decimals, row.unit);
    constants.set(id, {
      value: "text" in row ? undefined : row.value,
      unit,
      alone,
      topic: { id: row.topic, title: words(title) },
      constant: {
        id,
        printed: withUnit,
        what: words(row.what),
        ...(row.tolerance === undefined ? {} : { tolerance: words(row.tolerance) }),
        source: words(typeof source === "string" ? { fr: source, en: source } : source),
        status: row.status,
        checkedOn: row.checked_on ?? "",
      },
    });
  }
  return constants;
}

/** A constant an author named; one that does not exist, or may not be printed, becomes a problem. */
export function takeConstant(
  constants: Constants,
  id: string,
  place: Place,
  published: boolean,
  problems: Problems,
): Constant | undefined {
  const found = constants.get(id);
  if (found === undefined) {
    const guess = nearest(id, constants.keys());
    problems.error(
      "unknown-constant",
      place,
      { fr: `« ${id} » n’est pas dans constants.yaml`, en: `“${id}” is not in constants.yaml` },
      {
        fr: `${guess === undefined ? "" : `Voulais-tu dire « ${guess} »? `}Sinon, ajoute ce nombre à constants.yaml avec son unité et sa source.`,
        en: `${guess === undefined ? "" : `Did you mean “${guess}”? `}Otherwise add this number to constants.yaml with its unit and its source.`,
      },
    );
    return undefined;
  }
  if (published && found.constant.status === "unconfirmed") {
    problems.error(
      "unconfirmed",
      place,
      { fr: `« ${id} » n’est pas confirmée`, en: `“${id}” is unconfirmed` },
      {
        fr: `Confirme-la d’abord (${found.constant.source.fr}), ou écris la fiche sans elle.`,
        en: `Confirm it first (${found.constant.source.en}), or write the sheet without it.`,
      },
    );
  }
  return found;
}

const printedReference = /\{\{\s*([^{}]*?)\s*\}\}/g;

/**
 * Puts the numbers in a text: `{{id}}` with its unit, `{{id|value}}` alone, `{{exemple: 12 m}}` as it is,
 * `{{figure:id}}` as a link around what it is with the kit.
 * @param figures of the experiment; none where the text is no Markdown.
 */
export function putNumbersIn(
  text: string,
  language: Language,
  at: Place,
  constants: Constants,
  published: boolean,
  problems: Problems,
  figures?: PrintedFigures,
): string {
  return text.replace(printedReference, (_, inside: string, offset: number) => {
    const example = /^(?:exemple|example)\s*:\s*(.+)$/.exec(inside);
    if (example !== null) return example[1] ?? "";
    const [id = "", form] = inside.split("|");
    const place = { ...at, line: at.line + text.slice(0, offset).split("\n").length - 1 };
    const figure = printFigure(inside, language, figures, place, problems);
    if (figure !== undefined) return figure;
    const constant = takeConstant(constants, id, place, published, problems);
    if (constant === undefined) return `[${id}]`;
    if (form !== undefined && form !== "value") {
      problems.error(
        "unknown-form",
        place,
        { fr: `« ${form} » n’est pas une forme de nombre`, en: `“${form}” is not a form of a number` },
        { fr: "Écris {{id}} ou {{id|value}}.", en: "Write {{id}} or {{id|value}}." },
      );
    }
    return form === "value" ? constant.alone[language] : constant.constant.printed[language];
  });
}

/** One use of a constant in a condition, after conversion. */
export interface ConstantUse {
  readonly path: readonly PropertyKey[];
  readonly id: string;
  readonly unit: string;
}

/**
 * A value with every `$id` replaced by its number; `$id:ms` converts to another unit of the same dimension.
 * @returns the value and the list of what was put in, for the check of units.
 */
export function putConstantsIn(
  value: unknown,
  path: readonly PropertyKey[],
  context: {
    readonly constants: Constants;
    readonly published: boolean;
    readonly problems: Problems;
    place(path: readonly PropertyKey[]): Place;
  },
): { value: unknown; uses: ConstantUse[] } {
  const uses: ConstantUse[] = [];
  const visit = (part: unknown, at: readonly PropertyKey[]): unknown => {
    if (Array.isArray(part)) return part.map((item, index) => visit(item, [...at, index]));
    if (typeof part === "object" && part !== null)
      return Object.fromEntries(
        Object.entries(part).map(([key, inner]) => [key, visit(inner, [...at, key])]),
      );
    if (typeof part !== "string" || !part.startsWith("$")) return part;
    const [id = "", unit] = part.slice(1).split(":");
    const constant = takeConstant(
      context.constants,
      id,
      context.place(at),
      context.published,
      context.problems,
    );
    if (constant === undefined) return 1;
    if (constant.value === undefined) {
      context.problems.error(
        "not-a-number",
        context.place(at),
        {
          fr: `« ${id} » se dit en mots (${constant.alone.fr}): ce n’est pas un nombre à comparer`,
          en: `“${id}” is told in words (${constant.alone.en}): it is not a number to compare with`,
        },
        { fr: "Choisis une autre constante.", en: "Choose another constant." },
      );
      return 1;
    }
    const converted = unit === undefined ? constant.value : convert(constant.value, constant.unit, unit);
    if (converted === undefined) {
      context.problems.error(
        "wrong-unit",
        context.place(at),
        {
          fr: `« ${id} » est en ${constant.unit || "nombre sans unité"}: impossible de la convertir en ${unit}`,
          en: `“${id}” is in ${constant.unit || "no unit"}: it does not convert to ${unit}`,
        },
        {
          fr: "Choisis une autre constante ou une autre unité.",
          en: "Choose another constant or another unit.",
        },
      );
      return constant.value;
    }
    uses.push({ path: at, id, unit: unit ?? constant.unit });
    return converted;
  };
  return { value: visit(value, path), uses };
}
