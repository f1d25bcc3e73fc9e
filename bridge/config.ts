// Start options: flags over environment over defaults, one schema, every problem told at once.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { idSchema } from "#contract/identifiers.ts";
import { languages } from "#contract/words.ts";

const projectFolder = fileURLToPath(new URL("..", import.meta.url));

const port = z.coerce
  .number("a number")
  .int("a whole number")
  .min(0, "0 or more")
  .max(65_535, "65535 at most");
const yes = z.union([z.boolean(), z.stringbool()]);

interface Option {
  readonly flag: string;
  readonly env: string;
  readonly type: "string" | "boolean";
  readonly schema: z.ZodType;
  readonly fallback: unknown;
  /** For the configuration table of the README and `--help`. */
  readonly help: string;
}

/** Every option once. `env` is read when the flag is absent. */
export const options = {
  port: {
    flag: "port",
    env: "LABO_PORT",
    type: "string",
    schema: port,
    fallback: 3000,
    help: "port of the page (0: any free one)",
  },
  mqttUrl: {
    flag: "mqtt",
    env: "LABO_MQTT_URL",
    type: "string",
    schema: z
      .string()
      .regex(
        /^(mqtt|mqtts|ws|wss):\/\/[^\s/]+/,
        "an address such as mqtt://host:1883 or mqtts://user:password@host:8883",
      )
      .optional(),
    fallback: undefined,
    help: "an external broker instead of the embedded one",
  },
  mqttCa: {
    flag: "mqtt-ca",
    env: "LABO_MQTT_CA",
    type: "string",
    schema: z.string().optional(),
    fallback: undefined,
    help: "file with the certificate authority of the external broker (PEM)",
  },
  mqttPort: {
    flag: "mqtt-port",
    env: "LABO_MQTT_PORT",
    type: "string",
    schema: port,
    fallback: 1883,
    help: "port of the embedded broker, on this computer only (0: any free one)",
  },
  data: {
    flag: "data",
    env: "LABO_DATA",
    type: "string",
    schema: z
      .string()
      .min(1, "a folder")
      .transform((path) => resolve(path)),
    fallback: resolve(projectFolder, ".labo"),
    help: "folder of the data file",
  },
  lan: {
    flag: "lan",
    env: "LABO_LAN",
    type: "boolean",
    schema: yes,
    fallback: false,
    help: "open the room: reachable from the local network",
  },
  language: {
    flag: "language",
    env: "LABO_LANGUAGE",
    type: "string",
    schema: z.enum(languages, `one of ${languages.join(", ")}`),
    fallback: "fr",
    help: "language of the messages and of a first visit: fr or en",
  },
  noKit: {
    flag: "no-kit",
    env: "LABO_NO_KIT",
    type: "boolean",
    schema: yes,
    fallback: false,
    help: "without the virtual kit: real hardware only",
  },
  name: {
    flag: "name",
    env: "LABO_NAME",
    type: "string",
    schema: idSchema,
    fallback: "banc",
    help: "name of this bridge in the topics, when several share one broker",
  },
  bluetooth: {
    flag: "bluetooth",
    env: "LABO_BLUETOOTH",
    type: "string",
    schema: z.union(
      [z.literal("auto"), z.literal("off"), z.string().startsWith("/"), z.string().regex(/^COM\d+$/)],
      {
        error: "auto, off, or the port of an HCI-UART dongle",
      },
    ),
    fallback: "auto",
    help: "auto (the computer’s adapter), off, or the serial port of an HCI-UART dongle",
  },
  serial: {
    flag: "serial",
    env: "LABO_SERIAL",
    type: "string",
    schema: z.string().transform((paths) => paths.split(",").filter((path) => path !== "")),
    fallback: "",
    help: "serial ports to open besides the USB ones, separated by commas",
  },
  logLevel: {
    flag: "log-level",
    env: "LABO_LOG_LEVEL",
    type: "string",
    schema: z.enum(["silent", "error", "warn", "info", "debug"], "one of silent, error, warn, info, debug"),
    fallback: "warn",
    help: "how much goes to the log on standard error",
  },
} as const satisfies Record<string, Option>;

export type Config = {
  readonly [K in keyof typeof options]: z.output<(typeof options)[K]["schema"]>;
};

export type ConfigOutcome =
  | { readonly kind: "config"; readonly config: Config }
  | { readonly kind: "help" }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/**
 * Reads the options from the command line and the environment.
 * @returns the frozen configuration, or all problems, each with where it was and what is expected.
 */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): ConfigOutcome {
  const problems: string[] = [];
  const given = new Map<string, string | boolean>();
  const byFlag = new Map<string, Option>(Object.values(options).map((option) => [option.flag, option]));
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([...byFlag].map(([flag, option]) => [flag, { type: option.type }])),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  for (const token of tokens) {
    if (token.kind === "positional") problems.push(`${token.value}: not an option; options begin with --`);
    if (token.kind !== "option") continue;
    if (token.name === "help" || token.name === "h") return { kind: "help" };
    const option = byFlag.get(token.name);
    if (option === undefined) problems.push(`${token.rawName}: unknown option; --help lists them`);
    else if (option.type === "boolean") given.set(token.name, token.value ?? true);
    else if (token.value === undefined) problems.push(`${token.rawName}: needs a value; ${option.help}`);
    else given.set(token.name, token.value);
  }
  const config: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(options)) {
    const fromEnv = env[option.env];
    const where = given.has(option.flag) ? `--${option.flag}` : option.env;
    const value =
      given.get(option.flag) ?? (fromEnv === undefined || fromEnv === "" ? option.fallback : fromEnv);
    const parsed = option.schema.safeParse(value);
    if (parsed.success) config[key] = parsed.data;
    else
      problems.push(
        `${where} = ${JSON.stringify(value)}: expected ${parsed.error.issues[0]?.message ?? option.help}`,
      );
  }
  if (problems.length > 0) return { kind: "problems", problems };
  return { kind: "config", config: Object.freeze(config) as Config };
}

/** The table of `--help`. */
export function helpText(): string {
  const rows = Object.values(options).map((option) => {
    const flag = option.type === "boolean" ? `--${option.flag}` : `--${option.flag} <…>`;
    const fallback = option.fallback === undefined || option.fallback === "" ? "" : ` [${option.fallback}]`;
    return `  ${flag.padEnd(20)} ${option.env.padEnd(16)} ${option.help}${fallback}`;
  });
  return ["npm start -- [options]", "", ...rows, ""].join("\n");
}
