// `sequence`: items in a given order, named by variables (A-B-A-C over the values of a field) or by selectors.
// Several beginnings are followed at once, so that a false start never hides a true one.
import type { CheckOf, Selector } from "#contract/conditions.ts";
import type { Words } from "#contract/words.ts";
import { type Context, Trace } from "../context.ts";
import type { Observation, Scalar } from "../observation.ts";
import { say } from "../words.ts";
import { type Condition, result, type Scope } from "./condition.ts";
import { nounOf } from "./wording.ts";

interface Attempt {
  readonly bound: ReadonlyMap<string, Scalar>;
  readonly items: readonly Observation[];
  readonly same: Scalar | undefined;
}

const mostAttempts = 64;

export function sequence(check: CheckOf<"sequence">, { context }: Scope): Condition {
  const pattern: readonly (string | Selector)[] = check.items;
  const length = pattern.length;
  let attempts: Attempt[] = [];
  let done: Attempt | undefined;
  let refusal: Words | undefined;

  /** Whether an item belongs to the stream in which `exact` allows nothing else. */
  function inStream(item: Observation): boolean {
    return pattern.some((part) =>
      typeof part === "string"
        ? item.kind === check.event &&
          (check.on === undefined || item.roles.includes(check.on)) &&
          context.meets(item, check.where).ok
        : item.kind === part.event && (part.on === undefined || item.roles.includes(part.on)),
    );
  }

  function extended(attempt: Attempt, item: Observation): Attempt | undefined {
    const part = pattern[attempt.items.length];
    if (part === undefined) return undefined;
    const before = attempt.items.at(-1);
    const first = attempt.items[0] ?? item;
    if (before && check.max_gap !== undefined && item.mono - before.mono > check.max_gap * 1000)
      return undefined;
    if (check.within !== undefined && item.mono - first.mono > check.within * 1000) return undefined;
    const same = check.same === undefined ? undefined : item.fields.get(check.same);
    if (check.same !== undefined && (same === undefined || (before && same !== attempt.same)))
      return undefined;
    if (typeof part !== "string") {
      if (!context.matches(item, part)) return undefined;
      return { bound: attempt.bound, items: [...attempt.items, item], same };
    }
    const value = item.fields.get(check.field ?? "device");
    if (value === undefined) return undefined;
    const expected = attempt.bound.get(part);
    if (expected !== undefined) {
      return expected === value ? { bound: attempt.bound, items: [...attempt.items, item], same } : undefined;
    }
    if ([...attempt.bound.values()].includes(value)) return undefined;
    return { bound: new Map([...attempt.bound, [part, value]]), items: [...attempt.items, item], same };
  }

  const isLate = (attempt: Attempt, mono: number) =>
    check.max_gap !== undefined && mono - (attempt.items.at(-1)?.mono ?? mono) > check.max_gap * 1000;

  function furthest(): Attempt | undefined {
    let best: Attempt | undefined;
    for (const attempt of attempts) if (attempt.items.length >= (best?.items.length ?? 0)) best = attempt;
    return best;
  }

  function tooSlow(): Words {
    return say(
      (p) => `Plus de ${p.n(check.max_gap ?? 0, "s")} entre deux : on reprend du début.`,
      (p) => `More than ${p.n(check.max_gap ?? 0, "s")} between two: start again from the beginning.`,
    );
  }

  return {
    observe(item) {
      if (done || !inStream(item)) return;
      const reached = furthest()?.items.length ?? 0;
      const late = attempts.some((attempt) => isLate(attempt, item.mono));
      const next: Attempt[] = [];
      for (const attempt of attempts) {
        const longer = extended(attempt, item);
        if (longer) next.push(longer);
        if (!check.exact && !isLate(attempt, item.mono)) next.push(attempt);
      }
      const fresh = extended({ bound: new Map(), items: [], same: undefined }, item);
      if (fresh) next.push(fresh);
      // The furthest survive when there are too many; the order of age is kept.
      attempts =
        next.length <= mostAttempts
          ? next
          : next.toSorted((a, b) => b.items.length - a.items.length).slice(0, mostAttempts);
      done = attempts.find((attempt) => attempt.items.length === length);
      const now = furthest()?.items.length ?? 0;
      if (now > reached) refusal = undefined;
      else if (late) refusal = tooSlow();
      else if (check.exact && reached > 0)
        refusal = say(
          (p) => `Ce n’était pas le suivant dans l’ordre : on repart à ${p.n(now)} sur ${p.n(length)}.`,
          (p) => `That was not the next in order: back to ${p.n(now)} of ${p.n(length)}.`,
        );
    },
    at(mono) {
      if (!done && attempts.some((attempt) => isLate(attempt, mono))) {
        if ((furthest()?.items.length ?? 0) > 0) refusal = tooSlow();
        attempts = attempts.filter((attempt) => !isLate(attempt, mono));
      }
      const best = done ?? furthest();
      const n = best?.items.length ?? 0;
      const trace = new Trace();
      for (const item of best?.items ?? []) trace.add(item);
      const first = best?.items[0];
      const last = best?.items.at(-1);
      const order = orderOf(context, check);
      const missing = n < length ? itemName(context, pattern[n]) : undefined;
      return result(trace, {
        satisfied: done !== undefined,
        ready: true,
        fraction: n / length,
        value: n,
        why: say(
          (p) =>
            `${p.n(n)} sur ${p.n(length)} dans l’ordre${p.w(order)}${missing ? `; il manque : ${p.w(missing)}` : ""}.`,
          (p) =>
            `${p.n(n)} of ${p.n(length)} in the order${p.w(order)}${missing ? `; missing: ${p.w(missing)}` : ""}.`,
        ),
        refusals: refusal && !done ? [refusal] : [],
        figures: {
          items: n,
          ...(first && last && n > 1 ? { seconds: (last.mono - first.mono) / 1000 } : {}),
        },
      });
    },
  };
}

/** "message reçu (Ta station)"; of a variable, its letter. */
function itemName(context: Context, part: string | Selector | undefined): Words {
  if (part === undefined || typeof part === "string") return { fr: part ?? "", en: part ?? "" };
  const noun = nounOf(context, part, false);
  if (part.on === undefined) return noun;
  const role = context.roleName(part.on);
  return { fr: `${noun.fr} (${role.fr})`, en: `${noun.en} (${role.en})` };
}

/** " A-B-A-C", or " : message publié (L’autre), puis message reçu (Ta station), sur le même sujet". */
function orderOf(context: Context, { items, same }: CheckOf<"sequence">): Words {
  if (items.some((part) => typeof part === "string")) {
    const letters = ` ${items.join("-")}`;
    return { fr: letters, en: letters };
  }
  const names = items.map((part) => itemName(context, part));
  const onOneTopic = same === "topic";
  return {
    fr: ` : ${names.map(({ fr }) => fr).join(", puis ")}${onOneTopic ? ", sur le même sujet" : ""}`,
    en: `: ${names.map(({ en }) => en).join(", then ")}${onOneTopic ? ", on the same topic" : ""}`,
  };
}
