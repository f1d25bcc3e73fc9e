// A run on paper: somebody did the experiment with the printed sheet and types in what they wrote on it. Nothing was heard,
// so nothing is verified: what can be worked out of typed values is, and the rest is worth that person's word. Pure.
import type { Check } from "./conditions.ts";

/** Statistics of a window that one figure read from a sheet does not have. */
const ofWindows: ReadonlySet<unknown> = new Set(["sd", "rel_sd", "min", "max", "range", "count"]);

/** Nothing inside looks at a device, at what happened, or at the spread of a window. */
function restsOnTyped(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(restsOnTyped);
  return Object.entries(value).every(
    ([key, inner]) =>
      key !== "fact" && key !== "event" && !(key === "stat" && ofWindows.has(inner)) && restsOnTyped(inner),
  );
}

/** Whether typed values and answers are enough to tell how a condition stands. */
export function judgedOnPaper(check: Check): boolean {
  switch (check.op) {
    case "all":
    case "any":
    case "then":
      return check.of.every(judgedOnPaper);
    case "not":
      return judgedOnPaper(check.of);
    case "capture": {
      // What came while one measured was for the person to watch.
      const { trials: _, tally: __, gate: ___, items: ____, ...rest } = check;
      return restsOnTyped(rest);
    }
    case "answer":
    case "delta":
    case "fit":
      return restsOnTyped(check);
    case "confirm":
      return true;
    default:
      return false;
  }
}
