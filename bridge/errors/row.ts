// One line of the table of errors.
import type { Words } from "#contract/words.ts";

export interface ErrorRow {
  readonly status: number;
  readonly message: Words;
  readonly remedy: Words;
}

/** @param status of an HTTP answer; then what happened and what to do, in French and in English. */
export const row = (status: number, message: [string, string], remedy: [string, string]): ErrorRow => ({
  status,
  message: { fr: message[0], en: message[1] },
  remedy: { fr: remedy[0], en: remedy[1] },
});
