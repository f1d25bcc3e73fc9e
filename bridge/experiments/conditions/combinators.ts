// `all`, `any`, `not`, `then`: conditions made of conditions. A part that held stays held.
import type { Check, CombinatorCheck } from "#contract/conditions.ts";
import { eventSources } from "#contract/events.ts";
import type { Words } from "#contract/words.ts";
import { mentions } from "../check-uses.ts";
import { say } from "../words.ts";
import type { Condition, Result, Scope } from "./condition.ts";
import { createMoments } from "./moments.ts";

/** Puts figures of parts beside each other: a name met again gets a number. */
function mergedFigures(parts: readonly Result[]): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const part of parts)
    for (const [name, value] of Object.entries(part.figures)) {
      let key = name;
      for (let i = 2; key in figures; i += 1) key = `${name}${i}`;
      if (Object.keys(figures).length < 64) figures[key.slice(0, 40)] = value;
    }
  return figures;
}

/** What rests on several parts: their events, sources and figures; confirmed as soon as one part only was. */
function evidenceOf(parts: readonly Result[]) {
  const confirmedBy = parts.find((part) => part.confirmedBy !== undefined)?.confirmedBy;
  const judged = parts.filter((part) => part.answerCorrect !== undefined);
  return {
    figures: mergedFigures(parts),
    first: parts.find((part) => part.first !== undefined)?.first,
    last: parts.findLast((part) => part.last !== undefined)?.last,
    sources: eventSources.filter((source) => parts.some((part) => part.sources.includes(source))),
    ...(confirmedBy === undefined ? {} : { confirmedBy }),
    ...(judged.length === 0 ? {} : { answerCorrect: judged.every((part) => part.answerCorrect === true) }),
    ...(parts.some((part) => part.trialRunning !== undefined)
      ? { trialRunning: parts.some((part) => part.trialRunning === true) }
      : {}),
  };
}

const joined = (parts: readonly Words[], fr: string, en: string): Words =>
  say(parts.map((part) => part.fr).join(fr), parts.map((part) => part.en).join(en));

const refusalsOf = (parts: readonly Result[]) => parts.flatMap((part) => part.refusals).slice(0, 5);

function shownOf(part: Result | undefined) {
  return part?.value === undefined
    ? {}
    : { value: part.value, ...(part.unit === undefined ? {} : { unit: part.unit }) };
}

/** A condition that keeps its result once it held. One that takes captures needs not: what it holds is the run's table. */
function latched(condition: Condition, takesCaptures: boolean): Part {
  if (takesCaptures)
    return { ...condition, isOpen: (mono) => !condition.at(mono).satisfied, keep: () => undefined };
  let done: Result | undefined;
  function at(mono: number): Result {
    if (done) return done;
    const now = condition.at(mono);
    if (now.satisfied) done = now;
    return now;
  }
  return {
    isOpen: () => !done,
    observe(item) {
      if (!done) condition.observe(item);
    },
    at,
    keep: at,
  };
}

type Part = Condition & {
  readonly isOpen: (mono: number) => boolean;
  /** Keeps the result if it holds now, however short. */
  readonly keep: (mono: number) => unknown;
};

/**
 * Gives a capture to the first part that takes it, parts still open before those done, whose points may be taken again;
 * a refusal by one leaves the next its chance.
 */
function firstCapture(parts: readonly Part[]): NonNullable<Condition["capture"]> {
  return (label, at, typed) => {
    let refused: ReturnType<NonNullable<Condition["capture"]>>;
    const open = parts.filter((part) => part.isOpen(at.mono));
    for (const part of [...open, ...parts.filter((one) => !open.includes(one))]) {
      const outcome = part.capture?.(label, at, typed);
      if (outcome && "capture" in outcome) return outcome;
      refused ??= outcome;
    }
    return refused;
  };
}

function all(held: readonly Part[], { context }: Scope): Condition {
  const isNewMoment = createMoments();
  return {
    observe(item) {
      const isMoment = isNewMoment(item);
      for (const part of held) {
        part.observe(item);
        if (isMoment) part.keep(context.judgedAt(item.mono));
      }
    },
    at(mono) {
      const results = held.map((part) => part.at(mono));
      const open = results.filter((part) => !part.satisfied);
      const next = open[0];
      const done = results.length - open.length;
      return {
        satisfied: open.length === 0,
        ready: results.every((part) => part.ready || part.satisfied),
        fraction:
          results.reduce((sum, part) => sum + (part.satisfied ? 1 : (part.fraction ?? 0)), 0) /
          results.length,
        ...shownOf(next ?? results.at(-1)),
        why: next
          ? results.length === 1
            ? next.why
            : say(
                (p) => `Fait : ${p.n(done)} sur ${p.n(results.length)}. ${p.w(next.why)}`,
                (p) => `Done: ${p.n(done)} of ${p.n(results.length)}. ${p.w(next.why)}`,
              )
          : joined(
              results.map((part) => part.why),
              " ",
              " ",
            ),
        refusals: refusalsOf(open),
        ...evidenceOf(results),
      };
    },
    capture: firstCapture(held),
  };
}

function any(held: readonly Part[], { context }: Scope): Condition {
  const isNewMoment = createMoments();
  return {
    observe(item) {
      const isMoment = isNewMoment(item);
      for (const part of held) {
        part.observe(item);
        if (isMoment) part.keep(context.judgedAt(item.mono));
      }
    },
    at(mono) {
      const results = held.map((part) => part.at(mono));
      // What a device did counts before what a person said.
      const done = results.filter((part) => part.satisfied);
      const winner = done.find((part) => part.confirmedBy === undefined) ?? done[0];
      if (winner) return { ...winner, ready: true };
      return {
        satisfied: false,
        ready: results.every((part) => part.ready),
        fraction: Math.max(...results.map((part) => part.fraction ?? 0)),
        ...shownOf(results[0]),
        why: joined(
          results.map((part) => part.why),
          " Ou bien : ",
          " Or: ",
        ),
        refusals: refusalsOf(results),
        ...evidenceOf(results),
      };
    },
    capture: firstCapture(held),
  };
}

function not(part: Condition): Condition {
  return {
    observe: (item) => part.observe(item),
    at(mono) {
      const inner = part.at(mono);
      const satisfied = inner.ready && !inner.satisfied;
      return {
        ...inner,
        satisfied,
        ready: inner.ready,
        fraction: satisfied ? 1 : 0,
        why: satisfied
          ? inner.why
          : say(
              (p) =>
                `${p.w(inner.why)} ${inner.satisfied ? "Ici, c’est justement le contraire qu’il faut." : "Encore quelques mesures pour en juger."}`,
              (p) =>
                `${p.w(inner.why)} ${inner.satisfied ? "Here it must be the other way round." : "A few more measurements to judge by."}`,
            ),
      };
    },
    capture: (label, at, typed) => part.capture?.(label, at, typed),
  };
}

function then(check: Extract<CombinatorCheck, { op: "then" }>, scope: Scope, make: Maker): Condition {
  const total = check.of.length;
  let done: Result[] = [];
  let since = scope.start;
  let late = false;
  let current = begin(0, scope.start);

  function begin(index: number, start: number): Condition | undefined {
    const next = check.of[index];
    return next && make(next, { ...scope, start });
  }

  function advance(mono: number): Result | undefined {
    const now = current?.at(mono);
    if (now?.satisfied) {
      done = [...done, now];
      since = mono;
      late = false;
      current = begin(done.length, mono);
      // A part may hold at once (a device heard already); the same item is never given to two parts.
      return current ? current.at(mono) : now;
    }
    if (done.length > 0 && current && check.max_gap !== undefined && mono - since > check.max_gap * 1000) {
      done = [];
      since = mono;
      late = true;
      current = begin(0, mono);
      return current?.at(mono);
    }
    return now;
  }

  return {
    observe(item) {
      current?.observe(item);
      advance(scope.context.judgedAt(item.mono));
    },
    at(mono) {
      const now = advance(mono);
      const satisfied = done.length === total;
      const parts = satisfied || !now ? done : [...done, now];
      const slow = say(
        (p) => `Plus de ${p.n(check.max_gap ?? 0, "s")} ont passé : on reprend au début.`,
        (p) => `More than ${p.n(check.max_gap ?? 0, "s")} went by: back to the beginning.`,
      );
      return {
        satisfied,
        ready: now?.ready ?? true,
        fraction: satisfied ? 1 : Math.min(1, (done.length + (now?.fraction ?? 0)) / total),
        ...shownOf(now),
        why: satisfied
          ? joined(
              done.map((part) => part.why),
              " ",
              " ",
            )
          : say(
              (p) => `Partie ${p.n(done.length + 1)} sur ${p.n(total)}. ${now ? p.w(now.why) : ""}`,
              (p) => `Part ${p.n(done.length + 1)} of ${p.n(total)}. ${now ? p.w(now.why) : ""}`,
            ),
        refusals: [...(late ? [slow] : []), ...(now && !satisfied ? now.refusals : [])].slice(0, 5),
        ...evidenceOf(parts),
      };
    },
    capture: (label, at, typed) => current?.capture?.(label, at, typed),
  };
}

/** Makes any condition: handed in, since parts may be combinators again. */
export type Maker = (check: Check, scope: Scope) => Condition;

/** Makes a combinator and its parts. */
export function combine(check: CombinatorCheck, scope: Scope, make: Maker): Condition {
  const part = (one: Check) =>
    latched(
      make(one, scope),
      mentions(one, ({ op }) => op === "capture"),
    );
  switch (check.op) {
    case "all":
      return all(check.of.map(part), scope);
    case "any":
      return any(check.of.map(part), scope);
    case "not":
      return not(make(check.of, scope));
    case "then":
      return then(check, scope, make);
  }
}
