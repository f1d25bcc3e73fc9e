// Every error the bridge can tell of: code → meaning → what the reader can do → HTTP status. A file of `errors/` each
// for those of one part.
import type { Problem } from "#contract/problems.ts";
import { benchErrors } from "./errors/bench.ts";
import { boardsErrors } from "./errors/boards.ts";
import { brokerErrors } from "./errors/broker.ts";
import { commandsErrors } from "./errors/commands.ts";
import { learningErrors } from "./errors/learning.ts";
import { pagesErrors } from "./errors/pages.ts";
import { radioErrors } from "./errors/radio.ts";
import { readersErrors } from "./errors/readers.ts";
import type { ErrorRow } from "./errors/row.ts";

export const errorTable = {
  ...benchErrors,
  ...commandsErrors,
  ...boardsErrors,
  ...readersErrors,
  ...radioErrors,
  ...pagesErrors,
  ...brokerErrors,
  ...learningErrors,
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** The one error class of the bridge. `details` say where: field paths, file and line, names. */
export class LaboError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly string[];

  constructor(code: ErrorCode, details: readonly string[] = [], cause?: unknown) {
    super(`${code}: ${errorTable[code].message.en}${details.length > 0 ? ` (${details.join("; ")})` : ""}`, {
      cause,
    });
    this.name = "LaboError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  /** As it goes to a person or a program. */
  toProblem(): Problem {
    return problemFor(this.code, this.details);
  }
}

/** The problem of a code, without an error being thrown. */
export function problemFor(code: ErrorCode, details: readonly string[] = []): Problem {
  const { message, remedy } = errorTable[code];
  return {
    code,
    message,
    remedy,
    ...(details.length > 0 ? { details: details.slice(0, 50).map((d) => d.slice(0, 300)) } : {}),
  };
}
