// From a check to the condition that watches for it: the one table of operators.
import type { Check } from "#contract/conditions.ts";
import { answer } from "./answer.ts";
import { capture } from "./capture.ts";
import { combine } from "./combinators.ts";
import type { Condition, Scope } from "./condition.ts";
import { confirm } from "./confirm.ts";
import { count } from "./count.ts";
import { cross } from "./cross.ts";
import { delta } from "./delta.ts";
import { distinct } from "./distinct.ts";
import { fit as fitCondition } from "./fit.ts";
import { hold } from "./hold.ts";
import { latency } from "./latency.ts";
import { period } from "./period.ts";
import { rate } from "./rate.ts";
import { ratio } from "./ratio.ts";
import { seen } from "./seen.ts";
import { sequence } from "./sequence.ts";
import { silence } from "./silence.ts";
import { stat } from "./stat.ts";

/** Makes the condition of a check, watched from `scope.start`. */
export function createCondition(check: Check, scope: Scope): Condition {
  switch (check.op) {
    case "seen":
      return seen(check, scope);
    case "count":
      return count(check, scope);
    case "distinct":
      return distinct(check, scope);
    case "sequence":
      return sequence(check, scope);
    case "cross":
      return cross(check, scope);
    case "hold":
      return hold(check, scope);
    case "stat":
      return stat(check, scope);
    case "capture":
      return capture(check, scope);
    case "delta":
      return delta(check, scope);
    case "fit":
      return fitCondition(check, scope);
    case "period":
      return period(check, scope);
    case "ratio":
      return ratio(check, scope);
    case "rate":
      return rate(check, scope);
    case "latency":
      return latency(check, scope);
    case "silence":
      return silence(check, scope);
    case "answer":
      return answer(check, scope);
    case "confirm":
      return confirm(check, scope);
    default:
      return combine(check, scope, createCondition);
  }
}
