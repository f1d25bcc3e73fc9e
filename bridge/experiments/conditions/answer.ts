// `answer`: the participant's answer is right, or simply given. What is right may depend on what was heard or measured.
import type { CheckOf } from "#contract/conditions.ts";
import type { Expression } from "#contract/expressions.ts";
import type { Words } from "#contract/words.ts";
import { Trace } from "../context.ts";
import {
  evaluate,
  evaluateNumber,
  parseNumber,
  resolveBounds,
  whatIsMissing,
  within,
} from "../expressions.ts";
import type { Observation, Scalar } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";

/** Case, accents and doubled spaces do not make an answer wrong. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/** "1 / 7", "1, 7" and "1-7" name the same two things in the same order. */
function inParts(text: string): string {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "")
    .join("/");
}

function agrees(given: string | number, right: Scalar, tolerance: CheckOf<"answer">["tolerance"]): boolean {
  const value = parseNumber(given);
  const target = parseNumber(right);
  if (value !== undefined && target !== undefined) {
    const room = !tolerance
      ? Math.abs(target) * 1e-9
      : "percent" in tolerance
        ? (Math.abs(target) * tolerance.percent) / 100
        : tolerance.absolute;
    // The edge itself is inside, whatever the last binary digit says.
    return Math.abs(value - target) <= room * (1 + 1e-9) + 1e-12;
  }
  return plain(String(given)) === plain(String(right));
}

export function answer(check: CheckOf<"answer">, { context, step }: Scope): Condition {
  let given: Observation | undefined;
  return {
    observe(item) {
      if (item.kind === "answer-given" && item.fields.get("step") === (check.step ?? step)) given = item;
    },
    at() {
      const value = context.answer(check.step ?? step);
      const trace = new Trace();
      if (value === undefined || value === "")
        return result(undefined, {
          satisfied: false,
          ready: false,
          fraction: 0,
          why: say("Ta réponse est attendue.", "Your answer is awaited."),
        });
      const wanted = check.correct;
      const options: readonly (string | Expression)[] =
        wanted === undefined ? [] : Array.isArray(wanted) ? wanted : [wanted];
      let missing: Words | undefined;
      let right = options.length === 0;
      // One answer that is known is enough to judge by: a beacon has a number or an address, rarely both.
      let judgeable = false;
      for (const option of options) {
        const target = typeof option === "string" ? option : evaluate(context, option, trace);
        if (target === undefined) {
          if (typeof option !== "string") missing ??= whatIsMissing(context, option);
        } else {
          judgeable = true;
          const isRight =
            typeof option === "object" && "join" in option
              ? inParts(String(value)) === inParts(String(target))
              : agrees(value, target, check.tolerance);
          if (isRight) right = true;
        }
      }
      if (judgeable) missing = undefined;
      const unmet: Words[] = [];
      for (const relation of check.require ?? []) {
        const figure = evaluateNumber(context, relation.value, trace);
        const bounds = resolveBounds(context, relation);
        if (figure === undefined) missing ??= whatIsMissing(context, relation.value);
        if (bounds.unknown) missing ??= bounds.unknown;
        if (within(figure, bounds)) continue;
        right = false;
        if (figure !== undefined && !bounds.unknown)
          unmet.push(
            say(
              (p) =>
                `Ta réponse donne ${p.n(figure, relation.unit)}; il faut ${p.between(bounds.min, bounds.max, relation.unit)}.`,
              (p) =>
                `Your answer gives ${p.n(figure, relation.unit)}; it must be ${p.between(bounds.min, bounds.max, relation.unit)}.`,
            ),
          );
      }
      const undecided = !right && missing !== undefined;
      if (given) trace.add(given);
      const shown = parseNumber(value);
      const print = (n: (value: number, unit?: string) => string) =>
        shown === undefined ? String(value).slice(0, 80) : n(shown, check.unit);
      const judged = options.length > 0 || (check.require?.length ?? 0) > 0;
      return result(trace, {
        satisfied: right,
        ready: !undecided,
        ...(judged && !undecided ? { answerCorrect: right } : {}),
        ...(judged ? {} : { confirmedBy: "participant" as const }),
        fraction: 0.5,
        ...(shown === undefined ? {} : { value: shown, ...(check.unit ? { unit: check.unit } : {}) }),
        why: undecided
          ? (missing ?? say("", ""))
          : right
            ? say(
                (p) => `Réponse : ${p.quote(print(p.n))}.`,
                (p) => `Answer: ${p.quote(print(p.n))}.`,
              )
            : (unmet[0] ??
              say(
                (p) => `Tu as répondu ${p.quote(print(p.n))} : ce n’est pas encore ça.`,
                (p) => `You answered ${p.quote(print(p.n))}: not quite yet.`,
              )),
        figures: shown === undefined ? {} : { answer: shown },
      });
    },
  };
}
