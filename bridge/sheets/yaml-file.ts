// A YAML file with the line of each value kept, so that a refusal can point at it.
import { isMap, isNode, isPair, LineCounter, type ParsedNode, parseDocument, visit } from "yaml";
import type { z } from "zod";
import type { Words } from "#contract/words.ts";
import { nearest, type Place, type Problems } from "./problem.ts";

type Path = readonly PropertyKey[];

export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** Line of the value at this path, or of its nearest parent. */
  lineOf(path: Path): number;
  /** Text of a number as written ("6.0"), for its decimals. */
  sourceOf(path: Path): string | undefined;
}

/** Where a value stands, for a problem that is about it. */
export const placeIn =
  (yaml: YamlFile) =>
  (path: Path): Place => ({ file: yaml.file, line: yaml.lineOf(path), field: path.join(".") });

/** Reads YAML; mistakes of syntax, doubled keys and aliases become problems, and then there is no file. */
export function parseYaml(file: string, text: string, problems: Problems): YamlFile | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  for (const error of document.errors) {
    problems.error(
      "yaml",
      { file, line: lines.linePos(error.pos[0]).line },
      { fr: `YAML illisible : ${error.code}`, en: `Unreadable YAML: ${error.code}` },
      {
        fr: "Vérifie l’alignement, les deux-points et les guillemets de cette ligne; une clé ne s’écrit qu’une fois.",
        en: "Check the indentation, colons and quotes of this line; a key is written once.",
      },
    );
  }
  let aliased = false;
  // An alias may point nowhere, or multiply itself beyond any memory; no content needs one.
  visit(document, {
    Alias(_, { source, range }) {
      aliased = true;
      problems.error(
        "yaml",
        { file, line: lines.linePos(range?.[0] ?? 0).line },
        { fr: `« *${source} » renvoie à une autre ligne`, en: `“*${source}” refers to another line` },
        {
          fr: "Écris la valeur en entier, ou mets le texte entre guillemets.",
          en: "Write the value in full, or put the text in quotes.",
        },
      );
    },
  });
  if (aliased || document.errors.length > 0) return undefined;

  const nodeAt = (path: Path): ParsedNode | undefined => {
    const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    return isNode(node) ? (node as ParsedNode) : undefined;
  };
  const keyOffset = (path: Path): number | undefined => {
    const parent = nodeAt(path.slice(0, -1));
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find(
      (item) => isPair(item) && isNode(item.key) && String(item.key) === String(path.at(-1)),
    );
    return pair !== undefined && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  };
  return {
    file,
    value: document.toJS(),
    lineOf(path) {
      for (let length = path.length; length >= 0; length--) {
        const part = path.slice(0, length);
        const offset = keyOffset(part) ?? nodeAt(part)?.range?.[0];
        if (offset !== undefined) return lines.linePos(offset).line;
      }
      return 1;
    },
    sourceOf(path) {
      const range = nodeAt(path)?.range;
      return range ? text.slice(range[0], range[1]) : undefined;
    },
  };
}

/** Checks a YAML value; each refusal names its line, its field and what to write instead. */
export function checkYaml<Schema extends z.ZodType>(
  yaml: YamlFile,
  schema: Schema,
  problems: Problems,
  value: unknown = yaml.value,
  root: Path = [],
): z.output<Schema> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of flatten(result.error.issues)) {
    const path = [...root, ...issue.path];
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    for (const key of keys) {
      const place = key === undefined ? path : [...path, key];
      const { rule, message, remedy } = explain(issue, key, valueAt(yaml.value, place));
      problems.error(
        rule,
        { file: yaml.file, line: yaml.lineOf(place), field: place.join(".") },
        message,
        remedy,
      );
    }
  }
  return undefined;
}

/** Inside a union of shapes, the shape that came nearest is the one meant. */
function flatten(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
    const depth = (list: readonly z.core.$ZodIssue[]) =>
      Math.max(0, ...list.map((one) => one.path.length + (one.code === "unrecognized_keys" ? 0.5 : 0)));
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
    if (depth(best) === 0) return [issue];
    return flatten(best.map((one) => ({ ...one, path: [...issue.path, ...one.path] })));
  });
}

function valueAt(value: unknown, path: Path): unknown {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

function explain(
  issue: z.core.$ZodIssue,
  key: string | undefined,
  value: unknown,
): { rule: string; message: Words; remedy: Words } {
  const written = JSON.stringify(value)?.slice(0, 80) ?? "";
  if (key !== undefined) {
    return {
      rule: "unknown-key",
      message: { fr: `La clé « ${key} » n’existe pas ici`, en: `There is no key “${key}” here` },
      remedy: { fr: "Corrige son orthographe ou enlève-la.", en: "Correct its spelling or remove it." },
    };
  }
  if (value === undefined) {
    return {
      rule: "missing",
      message: {
        fr: `Le champ « ${issue.path.join(".")} » manque`,
        en: `The field “${issue.path.join(".")}” is missing`,
      },
      remedy: { fr: "Ajoute-le.", en: "Add it." },
    };
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    return {
      rule: "not-finite",
      message: { fr: `${value} n’est pas un nombre`, en: `${value} is not a number` },
      remedy: { fr: "Écris un nombre en chiffres.", en: "Write a number in figures." },
    };
  }
  const allowed = allowedValues(issue);
  if (allowed.length > 0) {
    const guess = typeof value === "string" ? nearest(value, allowed) : undefined;
    const list = allowed.join(", ");
    return {
      rule: issue.path.at(-1) === "op" ? "unknown-operator" : "not-in-list",
      message: {
        fr: `${written} n’est pas une valeur permise`,
        en: `${written} is not an allowed value`,
      },
      remedy: {
        fr: `${guess === undefined ? "" : `Voulais-tu dire « ${guess} »? `}Écris une de ces valeurs : ${list}.`,
        en: `${guess === undefined ? "" : `Did you mean “${guess}”? `}Write one of these: ${list}.`,
      },
    };
  }
  return {
    rule: "wrong-shape",
    message: { fr: `${written} n’a pas la forme attendue`, en: `${written} does not have the expected form` },
    remedy: expectation(issue),
  };
}

const typeNames: Readonly<Record<string, Words>> = {
  number: { fr: "un nombre", en: "a number" },
  int: { fr: "un nombre entier", en: "a whole number" },
  string: { fr: "un texte, entre guillemets au besoin", en: "a text, in quotes if need be" },
  boolean: { fr: "true ou false", en: "true or false" },
  array: { fr: "une liste, entre crochets ou avec des tirets", en: "a list, in brackets or with dashes" },
  object: { fr: "des clés et leurs valeurs", en: "keys and their values" },
  record: { fr: "des clés et leurs valeurs", en: "keys and their values" },
};

function expectation(issue: z.core.$ZodIssue): Words {
  if (issue.code === "invalid_type") {
    const name = typeNames[issue.expected] ?? { fr: issue.expected, en: issue.expected };
    return { fr: `Écris ${name.fr}.`, en: `Write ${name.en}.` };
  }
  if (issue.code === "too_small")
    return { fr: `Il en faut au moins ${issue.minimum}.`, en: `At least ${issue.minimum} is needed.` };
  if (issue.code === "too_big") return { fr: `Au plus ${issue.maximum}.`, en: `At most ${issue.maximum}.` };
  return { fr: `Forme attendue : ${issue.message}`, en: `Expected form: ${issue.message}` };
}

function allowedValues(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options))
    return issue.options.map(String);
  return [];
}
