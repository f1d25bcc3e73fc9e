// What a command of `labo` is, and how its words on the command line are read.
import { parseArgs } from "node:util";
import { type Language, languages, type Words } from "#contract/words.ts";
import { type ConfigOutcome, readConfig } from "../config.ts";
import { LaboError } from "../errors.ts";
import { options as startOptions } from "../options.ts";
import type { ExitCode } from "./exit-codes.ts";

export interface CliOption {
  readonly type: "string" | "boolean";
  /** What stands for its value in the help. */
  readonly value?: Words;
  readonly help: Words;
}

/** The outside of the process, so that tests can stand in its place. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** Resolves when a person or a program asks to stop. */
  readonly stopAsked: Promise<void>;
}

export interface Call {
  readonly words: readonly string[];
  text(flag: string): string | undefined;
  has(flag: string): boolean;
  readonly language: Language;
  readonly isJson: boolean;
  readonly terminal: Terminal;
  /** The bench's start options as given, for another command line. */
  readonly given: readonly string[];
  /** The same, read. @throws LaboError CONFIG_INVALID. */
  config(more?: readonly string[]): Extract<ConfigOutcome, { kind: "config" }>["config"];
}

export interface Command {
  /** One word or two, as typed. */
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  readonly summary: Words;
  readonly about?: Words;
  readonly mostWords: number;
  readonly options: Readonly<Record<string, CliOption>>;
  /** Takes the start options of the bench as well. */
  readonly startsBench?: true;
  readonly exits: Partial<Record<ExitCode, Words>>;
  run(call: Call): Promise<ExitCode>;
}

export const commonOptions = {
  json: { type: "boolean", help: { fr: "réponse pour un programme", en: "an answer for programs" } },
  language: {
    type: "string",
    value: { fr: "fr|en", en: "fr|en" },
    help: { fr: "langue de la réponse (LABO_LANGUAGE)", en: "language of the answer (LABO_LANGUAGE)" },
  },
  help: { type: "boolean", help: { fr: "cette aide", en: "this help" } },
} as const satisfies Record<string, CliOption>;

const isLanguage = (text: unknown): text is Language => languages.some((language) => language === text);

/** The language asked for, as far as it can be told before anything else is read. */
export function languageOf(args: readonly string[], env: NodeJS.ProcessEnv): Language {
  const after = args[args.indexOf("--language") + 1];
  const inline = args.find((arg) => arg.startsWith("--language="))?.slice("--language=".length);
  const asked = inline ?? (args.includes("--language") ? after : env.LABO_LANGUAGE);
  return isLanguage(asked) ? asked : "fr";
}

const startFlags: Readonly<Record<string, CliOption>> = Object.fromEntries(
  Object.values(startOptions).map(({ flag, type, help }) => [flag, { type, help }]),
);

/** The options a command takes, common ones included. */
export const optionsOf = (command: Command): Readonly<Record<string, CliOption>> => ({
  ...(command.startsBench ? startFlags : {}),
  ...command.options,
  ...commonOptions,
});

/**
 * Reads what follows a command's name.
 * @returns `help` when that is what was asked for.
 * @throws LaboError CLI_USAGE with every problem.
 */
export function readCall(command: Command, args: readonly string[], terminal: Terminal): Call | "help" {
  const language = languageOf(args, terminal.env);
  const known = optionsOf(command);
  const problems: Words[] = [];
  const about = (what: string, fr: string, en: string) =>
    problems.push({ fr: `${what} : ${fr}`, en: `${what}: ${en}` });
  const values = new Map<string, string | true>();
  const words: string[] = [];
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(known).map(([flag, { type }]) => [flag, { type }])),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const name = token.name === "h" ? "help" : token.name;
    const option = known[name];
    if (option === undefined)
      about(token.rawName, "option inconnue; --help les donne toutes", "unknown option; --help lists them");
    else if (option.type === "boolean") values.set(name, true);
    else if (token.value === undefined || (!token.inlineValue && token.value.startsWith("--")))
      about(token.rawName, `il manque sa valeur; ${option.help.fr}`, `needs a value; ${option.help.en}`);
    else values.set(name, token.value);
  }
  if (values.has("help")) return "help";
  for (const word of words.slice(command.mostWords))
    about(JSON.stringify(word.slice(0, 40)), "de trop", "one too many");
  const asked = values.get("language");
  if (asked !== undefined && !isLanguage(asked)) about("--language", "attendu fr ou en", "expected fr or en");
  if (problems.length > 0)
    throw new LaboError(
      "CLI_USAGE",
      problems.map((problem) => problem[language]),
    );
  const given = Object.keys(startFlags).flatMap((flag) => {
    const value = values.get(flag);
    return value === undefined ? [] : [value === true ? `--${flag}` : `--${flag}=${value}`];
  });
  return {
    words,
    given,
    language,
    isJson: values.has("json"),
    terminal,
    has: (flag) => values.has(flag),
    text(flag) {
      const value = values.get(flag);
      return typeof value === "string" ? value : undefined;
    },
    config(more = []) {
      const outcome = readConfig([...given, ...more], terminal.env);
      if (outcome.kind === "config") return outcome.config;
      throw new LaboError("CONFIG_INVALID", outcome.kind === "problems" ? outcome.problems : []);
    },
  };
}

/** A number given by an option. @throws LaboError CLI_USAGE. */
export function numberOf(call: Call, flag: string, least: number, most: number): number | undefined {
  const text = call.text(flag);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value;
  const problem: Words = {
    fr: `--${flag} = ${JSON.stringify(text.slice(0, 40))} : attendu un nombre de ${least} à ${most}`,
    en: `--${flag} = ${JSON.stringify(text.slice(0, 40))}: expected a number from ${least} to ${most}`,
  };
  throw new LaboError("CLI_USAGE", [problem[call.language]]);
}
