// The log: one line of JSON an event, on standard error, so that standard output stays for people.
import { destination, type Logger, pino } from "pino";

export type { Logger };

/** @param level `silent`, `error`, `warn`, `info` or `debug`. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, destination({ fd: 2, sync: false }));
}
