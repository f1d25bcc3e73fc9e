// Every reader that types into a page of the bench.
import type { Words } from "#contract/words.ts";
import { createLentDevices, type LentDevices, type LentOptions } from "../lent-devices.ts";
import { createKeyboardSession } from "./keyboard-session.ts";

/** One for each page of a workshop of sixteen. */
export const mostKeyboards = 16;

export type KeyboardsOptions = LentOptions;
/** Refuses with `KEYBOARDS_FULL`, `KEYBOARD_GONE`, `KEYBOARD_FLOOD`. */
export type Keyboards = LentDevices;

const nameOf = (n: number): Words =>
  n === 1
    ? { fr: "Lecteur-clavier", en: "Keyboard reader" }
    : { fr: `Lecteur-clavier ${n}`, en: `Keyboard reader ${n}` };

export function createKeyboards(options: KeyboardsOptions): Keyboards {
  return createLentDevices(options, {
    prefix: "keyboard",
    most: mostKeyboards,
    full: "KEYBOARDS_FULL",
    gone: "KEYBOARD_GONE",
    name(taken) {
      for (let n = 1; ; n += 1) if (!taken.has(nameOf(n).fr)) return nameOf(n);
    },
    open: (id, name) => createKeyboardSession({ ...options, id, name }),
    execute: (session, command) => session.execute(command),
  });
}
