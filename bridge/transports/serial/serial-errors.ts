// What the operating systems say when a serial port fails → the error codes a person can act on.
import { type ErrorCode, LaboError } from "../../errors.ts";

const causes: readonly (readonly [RegExp, ErrorCode])[] = [
  // Linux and macOS say EACCES or "Permission denied"; Windows says "Access denied" for a port already open.
  [/EACCES|EPERM|permission denied/i, "SERIAL_PERMISSION"],
  [/EBUSY|access denied|cannot lock|temporarily unavailable|resource busy|already open/i, "SERIAL_BUSY"],
  [
    /ENOENT|ENXIO|ENODEV|EIO|no such file|no such device|file not found|bad file descriptor|unplugged/i,
    "SERIAL_GONE",
  ],
];

function textOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return `${code} ${cause.message}`.trim();
}

/**
 * The error of a port that does not open or has just failed.
 * @param fallback when the system's words are not known.
 */
export function serialError(cause: unknown, path: string, fallback: ErrorCode): LaboError {
  if (cause instanceof LaboError) return cause;
  const text = textOf(cause);
  const code = causes.find(([pattern]) => pattern.test(text))?.[1] ?? fallback;
  return new LaboError(code, [path, text.slice(0, 200)], cause);
}
