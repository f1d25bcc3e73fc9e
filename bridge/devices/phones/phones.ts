// Every lent phone: a consent each, with an animal for a name.
import { checkCommand } from "../check-command.ts";
import { createLentDevices, type LentDevices, type LentOptions } from "../lent-devices.ts";
import { rawWatchCapability } from "../raw-watch.ts";
import { phoneName, phoneNameCount } from "./phone-names.ts";
import { createPhoneSession } from "./phone-session.ts";

/** Phones at once: two workshops of sixteen. */
export const mostPhones = 32;

export type PhonesOptions = LentOptions;
/** Refuses with `PHONES_FULL`, `PHONE_GONE`, `PHONE_FLOOD`. */
export type Phones = LentDevices;

export function createPhones(options: PhonesOptions): Phones {
  return createLentDevices(options, {
    prefix: "phone",
    most: mostPhones,
    full: "PHONES_FULL",
    gone: "PHONE_GONE",
    /** One that nobody else has here, as long as there are enough. */
    name(taken) {
      const first = Buffer.from(options.random(2)).readUInt16LE();
      for (let n = 0; n < phoneNameCount; n += 1) {
        const name = phoneName(first + n);
        if (!taken.has(name.fr)) return name;
      }
      return phoneName(first);
    },
    open: (id, name) => createPhoneSession({ ...options, id, name }),
    execute(session, command) {
      session.watchFor(Number(checkCommand(command, [rawWatchCapability]).ms));
    },
  });
}
