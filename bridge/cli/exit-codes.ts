// How a command ends, for scripts.
import type { Words } from "#contract/words.ts";
import type { ErrorCode } from "../errors.ts";

export const exitCodes = {
  ok: 0,
  /** The answer is no: a packet refused, a fault found, a sheet with problems. */
  negative: 1,
  usage: 2,
  /** It could not be done: a file, a port or a bench is missing. */
  notPossible: 3,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const wrongUse: readonly ErrorCode[] = ["CLI_USAGE", "HEX_INVALID", "CONFIG_INVALID"];

export const exitCodeOf = (code: ErrorCode): ExitCode =>
  wrongUse.includes(code) ? exitCodes.usage : exitCodes.notPossible;

/** What the codes mean in general; a command may say more exactly what its own are. */
export const exitMeanings: Readonly<Record<ExitCode, Words>> = {
  0: { fr: "tout va bien", en: "all is well" },
  1: { fr: "la réponse est non", en: "the answer is no" },
  2: { fr: "la commande est mal écrite", en: "the command is not written rightly" },
  3: { fr: "cela n’a pas pu se faire", en: "it could not be done" },
};
