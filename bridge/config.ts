// Start options: flags over environment over defaults, one schema, every problem told at once.
import { parseArgs } from "node:util";
import type { z } from "zod";
import type { Language, Words } from "#contract/words.ts";
import { type Option, options } from "./options.ts";

type Options = typeof options;
export type Config = { readonly [K in keyof Options]: z.output<Options[K]["schema"]> };

export type ConfigOutcome =
  | { readonly kind: "config"; readonly config: Config }
  | { readonly kind: "help"; readonly language: Language }
  | { readonly kind: "problems"; readonly language: Language; readonly problems: readonly string[] };

interface Given {
  readonly values: ReadonlyMap<string, string | boolean>;
  readonly isHelp: boolean;
  readonly problems: readonly Words[];
}

/** What the command line says; the values are not checked yet. */
function readFlags(args: readonly string[]): Given {
  const problems: Words[] = [];
  const values = new Map<string, string | boolean>();
  const byFlag = new Map<string, Option>(Object.values(options).map((option) => [option.flag, option]));
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([...byFlag].map(([flag, option]) => [flag, { type: option.type }])),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const about = (what: string, fr: string, en: string) =>
    problems.push({ fr: `${what} : ${fr}`, en: `${what}: ${en}` });
  let isHelp = false;
  for (const token of tokens) {
    if (token.kind === "positional")
      about(
        token.value,
        "n’est pas une option; elles commencent par --",
        "not an option; options begin with --",
      );
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = byFlag.get(name);
    if (name === "help" || name === "h") isHelp = true;
    else if (option === undefined)
      about(rawName, "option inconnue; --help les donne toutes", "unknown option; --help lists them");
    else if (option.type === "boolean") values.set(name, value ?? true);
    // Another flag is no value: it was forgotten.
    else if (value === undefined || (!inlineValue && value.startsWith("--")))
      about(rawName, `il manque sa valeur; ${option.help.fr}`, `needs a value; ${option.help.en}`);
    else values.set(name, value);
  }
  return { values, isHelp, problems };
}

/**
 * Reads the options from the command line and the environment.
 * @returns the frozen configuration, or all problems, each with where it was and what is expected, in the language asked
 * for as far as it can be told.
 */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): ConfigOutcome {
  const flags = readFlags(args);
  const problems = [...flags.problems];
  const config: Record<string, unknown> = {};
  for (const [key, option] of Object.entries<Option>(options)) {
    const fromEnv = env[option.env] === "" ? undefined : env[option.env];
    const value = flags.values.get(option.flag) ?? fromEnv;
    config[key] = option.fallback;
    if (value === undefined) continue;
    const parsed = option.schema.safeParse(value);
    if (parsed.success) config[key] = parsed.data;
    else {
      const where = flags.values.has(option.flag) ? `--${option.flag}` : option.env;
      const what = option.isSecret ? where : `${where} = ${JSON.stringify(value)}`;
      problems.push({
        fr: `${what} : attendu ${option.expected.fr}`,
        en: `${what}: expected ${option.expected.en}`,
      });
    }
  }
  const language = config.language as Language;
  if (flags.isHelp) return { kind: "help", language };
  if (config.port === config.mqttPort && config.port !== 0 && config.mqttUrl === undefined)
    problems.push({
      fr: `--port, --mqtt-port = ${config.port} : attendu deux ports différents`,
      en: `--port, --mqtt-port = ${config.port}: expected two different ports`,
    });
  if (problems.length > 0)
    return { kind: "problems", language, problems: problems.map((problem) => problem[language]) };
  return { kind: "config", config: Object.freeze(config) as Config };
}

/** The table of `--help`. */
export function helpText(language: Language): string {
  const rows = Object.values<Option>(options).map((option) => {
    const flag = option.type === "boolean" ? `--${option.flag}` : `--${option.flag} <…>`;
    const fallback = option.fallback === undefined ? "" : String(option.fallback);
    const shown = fallback === "" ? "" : ` [${fallback}]`;
    return `  ${flag.padEnd(20)} ${option.env.padEnd(16)} ${option.help[language]}${shown}`;
  });
  return ["npm start -- [options]", "", ...rows, ""].join("\n");
}
