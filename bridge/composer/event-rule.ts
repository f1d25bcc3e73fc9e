// A rule that an event starts: « Quand… si… alors… sinon… », and back to rest.
import type { EventSource, LaboEvent, Zone } from "#contract/events.ts";
import type { EventRule, RuleCondition, Trigger } from "#contract/rules.ts";
import { type Firing, type RuleMachine, rehearsalMs, type ValueOf } from "./machine.ts";

/** Firings in one second, at most: a rule that triggers itself goes no faster. */
const mostPerSecond = 4;
/** An event told later than this (the broker was away) is history: nobody stands there any more. Milliseconds. */
const staleMs = 3000;

/** What an event is for a trigger: the beginning or the end of a presence, of a tag or of the one thing there is. */
type Turn = { readonly turn: "start" | "end"; readonly subject: string };

const zoneOrder: Readonly<Record<Zone, number>> = { near: 0, mid: 1, far: 2 };

/** @param wasInside for a value: `undefined` before the first one, which never starts anything. */
function turnOf(trigger: Trigger, event: LaboEvent, wasInside: boolean | undefined): Turn | undefined {
  switch (trigger.type) {
    case "tag":
      if (event.kind === "tag-arrived") return { turn: "start", subject: event.tag.id };
      return event.kind === "tag-left" ? { turn: "end", subject: event.tag.id } : undefined;
    case "button":
      if (event.kind === "button-pressed" && event.channel === trigger.channel)
        return { turn: "start", subject: "" };
      return event.kind === "button-released" && event.channel === trigger.channel
        ? { turn: "end", subject: "" }
        : undefined;
    case "zone": {
      if (event.kind === "beacon-left") return { turn: "end", subject: "" };
      if (event.kind !== "beacon-appeared" && event.kind !== "beacon-moved") return undefined;
      const isInside = zoneOrder[event.zone] <= zoneOrder[trigger.zone];
      const before = event.kind === "beacon-moved" && zoneOrder[event.from] <= zoneOrder[trigger.zone];
      return isInside === before ? undefined : { turn: isInside ? "start" : "end", subject: "" };
    }
    case "value": {
      const isInside = insideOf(trigger, event, wasInside);
      if (isInside === undefined || wasInside === undefined || isInside === wasInside) return undefined;
      return { turn: isInside ? "start" : "end", subject: "" };
    }
  }
}

function within(value: number, min: number | undefined, max: number | undefined, band = 0): boolean {
  return (min === undefined || value >= min - band) && (max === undefined || value <= max + band);
}

/** Once inside, it takes more than the band to be outside. */
function insideOf(
  trigger: Extract<Trigger, { type: "value" }>,
  event: LaboEvent,
  wasInside: boolean | undefined,
): boolean | undefined {
  if (event.kind !== "reading-taken" || event.quality === "suspect") return wasInside;
  const value = event.readings[trigger.channel];
  if (value === undefined) return wasInside;
  return within(value, trigger.min, trigger.max, wasInside === true ? trigger.band : 0);
}

function holds(condition: RuleCondition, event: LaboEvent, latest: ValueOf): boolean {
  switch (condition.type) {
    case "always":
      return true;
    case "known-tag":
      return event.kind === "tag-arrived" && event.tag.known;
    case "tags":
      return event.kind === "tag-arrived" && condition.tags.includes(event.tag.id);
    case "value": {
      const value = latest(condition.device, condition.channel);
      return value !== undefined && within(value, condition.min, condition.max);
    }
  }
}

export function createEventRule(rule: EventRule, now: () => number, latest: ValueOf): RuleMachine {
  const { trigger } = rule.input;
  let pending: Firing | undefined;
  let restAt: number | undefined;
  /** Outputs were moved and not put back. */
  let moved = false;
  let source: EventSource = "manual";
  let tried = false;
  /** When what was answered last began, or ended. */
  let began: number | undefined;
  /** Whose presence the last firing was about. */
  let holding: string | undefined;
  let last: { readonly subject: string; readonly mono: number } | undefined;
  let inside: boolean | undefined;
  let fired: number[] = [];
  let held = 0;

  function mayFire(mono: number): boolean {
    fired = fired.filter((one) => mono - one < 1000);
    if (fired.length >= mostPerSecond) return false;
    fired.push(mono);
    return true;
  }

  function start(event: LaboEvent, subject: string, mono: number): void {
    // It is back before its time was over: what it lit stays.
    if (subject === holding && rule.until?.from === "end") restAt = undefined;
    if (now() - mono > staleMs) return;
    if (last?.subject === subject && mono - last.mono < rule.pauseSeconds * 1000) return;
    const fits = holds(rule.condition, event, latest);
    const actions = fits ? rule.does : rule.otherwise;
    if (actions.length === 0) return;
    if (!mayFire(mono)) {
      held += 1;
      return;
    }
    last = { subject, mono };
    holding = subject;
    source = event.source;
    tried = false;
    pending = { branch: fits ? "then" : "else", actions, cause: event.id, source, since: mono };
    began = mono;
    moved = true;
    restAt = rule.until?.from === "start" ? mono + rule.until.seconds * 1000 : undefined;
  }

  function end(subject: string, mono: number): void {
    if (subject !== holding) return;
    began = mono;
    if (rule.until?.from === "end") restAt = mono + rule.until.seconds * 1000;
  }

  function rest(): Firing | undefined {
    restAt = undefined;
    holding = undefined;
    const wasMoved = moved;
    moved = false;
    return wasMoved && rule.rest.length > 0
      ? {
          branch: "rest",
          actions: rule.rest,
          source,
          tried,
          ...(began === undefined ? {} : { since: began }),
        }
      : undefined;
  }

  return {
    get held() {
      return held;
    },
    observe(event, mono) {
      if (event.device !== rule.input.device) return;
      // An input that is gone will not say that anything left it.
      if (event.kind === "device-lost" && holding !== undefined) end(holding, mono);
      const turn = turnOf(trigger, event, inside);
      if (trigger.type === "value") inside = insideOf(trigger, event, inside);
      if (turn?.turn === "start") start(event, turn.subject, mono);
      else if (turn?.turn === "end") end(turn.subject, mono);
    },
    next(mono) {
      const firing = pending;
      pending = undefined;
      if (firing !== undefined) return firing;
      return restAt !== undefined && mono >= restAt ? rest() : undefined;
    },
    due: () => (pending === undefined ? restAt : 0),
    rehearse(branch, mono) {
      const actions = branch === "then" ? rule.does : branch === "else" ? rule.otherwise : rule.rest;
      if (actions.length === 0) return;
      source = "manual";
      tried = true;
      pending = { branch, actions, source, tried };
      moved = branch !== "rest";
      restAt = moved ? mono + rehearsalMs : undefined;
    },
    release: rest,
  };
}
