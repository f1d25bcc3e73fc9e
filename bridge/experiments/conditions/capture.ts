// `capture`: the participant stores a labelled window. Unstable, short or ungated windows are refused, with the reason.
import type { CheckOf } from "#contract/conditions.ts";
import type { EventSource } from "#contract/events.ts";
import * as statistics from "#contract/maths/statistics.ts";
import type { Capture } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import { Trace } from "../context.ts";
import { type CaptureStat, captureFigure, resolveBounds, within } from "../expressions.ts";
import { say } from "../words.ts";
import { createTable } from "./capture-table.ts";
import { type CaptureOutcome, type Condition, result, type Scope, Window } from "./condition.ts";
import { noValueYet } from "./cross.ts";
import { statName } from "./stat.ts";
import { type Trial, trialCounter } from "./trials.ts";
import { lostReaction, missedWords } from "./wording.ts";

interface Held {
  readonly mono: number;
  readonly id: string;
  readonly source: EventSource;
  readonly value: number;
}

/** Fewer samples do not tell how often a device speaks. */
const leastForPace = 4;

/** The channel of captures that store a share of successful trials, in percent. */
export const trialsChannel = "trials";

/** The channel of captures that store how many items came. */
export const tallyChannel = "tally";

const captureUnit = (stat: CaptureStat, unit: string) =>
  stat === "rel_sd" ? "%" : stat === "count" ? "" : unit;

export function capture(check: CheckOf<"capture">, { context, step, start }: Scope): Condition {
  const window = new Window<Held>();
  const trials = check.trials && trialCounter(check.trials, context);
  const { tally, items } = check;
  const channel = check.trials ? trialsChannel : tally ? tallyChannel : (check.channel ?? "");
  const name =
    context.channel(channel)?.name ?? (tally ? say("Compte", "Count") : say("Réussites", "Successes"));
  const unit = check.trials ? "%" : context.unitOf(channel);
  const table = createTable(check, context, unit);
  const figureName = context.onPaper ? say("relevé", "capture") : statName(check.stat);
  const timesTrials = check.trials !== undefined || items !== undefined;
  const counted = (n: number): Words =>
    timesTrials
      ? { fr: n > 1 ? "essais" : "essai", en: n === 1 ? "trial" : "trials" }
      : { fr: n > 1 ? "mesures" : "mesure", en: n === 1 ? "sample" : "samples" };
  const trace = new Trace();
  let refusal: Words | undefined;
  /** A capture never holds what an earlier one held. */
  let since = start;

  const mine = () => context.captures().filter((one) => one.step === step && one.channel === channel);
  const figure = (one: Capture) => captureFigure(one, check.stat);

  const most = Math.max(check.window, check.window_most ?? 0);

  /** What the window holds; of a device that speaks seldom, it grows until it holds enough. */
  function held(mono: number): readonly Held[] {
    window.dropBefore(Math.max(since, mono - most * 1000));
    const all = window.all();
    if (most === check.window) return all;
    const first = all.findIndex((one) => one.mono >= mono - check.window * 1000);
    // Nobody speaks any more: what was heard before is no slow device.
    return first < 0 ? [] : all.slice(-Math.max(all.length - first, check.min_samples));
  }

  /** Where the usual window is too short for a device's pace: how often it speaks, and how long it takes still. */
  function patience(all: readonly Held[]): Words | undefined {
    const [first, last] = [all[0], all.at(-1)];
    if (most === check.window || all.length < leastForPace || first === undefined || last === undefined)
      return undefined;
    const every = (last.mono - first.mono) / (all.length - 1) / 1000;
    const missing = check.min_samples - all.length;
    if (missing <= 0 || every * check.min_samples <= check.window) return undefined;
    if (every * check.min_samples > most)
      return say(
        (p) =>
          `Une mesure toutes les ${p.n(every, "s")} : trop peu pour ${p.n(check.min_samples)} en ${p.n(most, "s")}. Prends un appareil plus bavard.`,
        (p) =>
          `A sample every ${p.n(every, "s")}: too few for ${p.n(check.min_samples)} within ${p.n(most, "s")}. Take a device that talks more.`,
      );
    const left = Math.ceil(missing * every);
    return say(
      (p) =>
        `Ton appareil parle toutes les ${p.n(every, "s")} : le relevé dure plus longtemps, encore ${p.n(left, "s")} environ.`,
      (p) =>
        `Your device speaks every ${p.n(every, "s")}: the capture takes longer, about ${p.n(left, "s")} more.`,
    );
  }

  /** Seconds of the window that were watched. */
  const watched = (mono: number) => Math.min(check.window, Math.max(0, mono - since) / 1000);

  function values(mono: number): readonly number[] {
    if (tally) return watched(mono) < check.window ? [] : [held(mono).length];
    return trials
      ? trials.decided(mono).map((trial: Trial) => (trial.success ? 100 : 0))
      : held(mono).map((one) => one.value);
  }

  function sourcesAt(mono: number): EventSource[] {
    const now = new Trace();
    if (trials) for (const trial of trials.decided(mono)) for (const item of trial.items) now.add(item);
    else for (const one of held(mono)) now.addPart(one.id, one.source);
    const silent =
      tally?.on ?? (trials?.decided(mono).some(({ success }) => !success) ? check.trials?.on : undefined);
    if (silent !== undefined) now.addSilence(context.device(silent));
    return now.sources();
  }

  function gateRefusal(mono: number): Words | undefined {
    if (!check.gate) return undefined;
    const last = context.last(check.gate.event, check.gate.on);
    if (last && context.matches(last, check.gate) && mono - last.mono <= check.gate.within * 1000)
      return undefined;
    const seconds = check.gate.within;
    return say(
      (p) => `Ce relevé compte seulement dans les ${p.n(seconds, "s")} qui suivent le signal attendu.`,
      (p) => `This capture counts only within ${p.n(seconds, "s")} after the signal expected.`,
    );
  }

  function tallyRefusal(mono: number): Words | undefined {
    const seconds = Math.floor(watched(mono));
    if (!tally || seconds >= check.window) return undefined;
    return say(
      (p) => `Fenêtre trop courte : ${p.n(seconds, "s")}, il en faut ${p.n(check.window)}.`,
      (p) => `Window too short: ${p.n(seconds, "s")}, ${p.n(check.window)} are needed.`,
    );
  }

  function steadinessRefusal(all: readonly number[], spread: number): Words | undefined {
    const needed = check.trials?.n ?? check.min_samples;
    if (all.length < needed)
      return say(
        (p) =>
          `Fenêtre trop courte : ${p.n(all.length)} ${p.w(counted(all.length))}, il en faut ${p.n(needed)} ou plus.`,
        (p) =>
          `Window too short: ${p.n(all.length)} ${p.w(counted(all.length))}, at least ${p.n(needed)} are needed.`,
      );
    if (check.sd_max !== undefined && spread > check.sd_max) {
      const limit = check.sd_max;
      return say(
        (p) =>
          `Fenêtre trop instable : écart-type ${p.n(spread, unitOfSpread(unit))}, il en faut ${p.n(limit)} ou moins.`,
        (p) =>
          `Window too unsteady: standard deviation ${p.n(spread, unitOfSpread(unit))}, it must be ${p.n(limit)} or less.`,
      );
    }
    const relative = statistics.relativeSd(all);
    if (check.rel_sd_max !== undefined && (relative === undefined || relative > check.rel_sd_max)) {
      const limit = check.rel_sd_max;
      return say(
        (p) =>
          `Fenêtre trop instable : écart-type de ${relative === undefined ? "?" : p.n(relative, "%")} de la moyenne, il en faut ${p.n(limit)} ou moins.`,
        (p) =>
          `Window too unsteady: standard deviation ${relative === undefined ? "?" : p.n(relative, "%")} of the mean, it must be ${p.n(limit)} or less.`,
      );
    }
    return undefined;
  }

  function take(label: number | string, at: { mono: number; time: string }, typed?: number): CaptureOutcome {
    const all = typed === undefined ? values(at.mono) : [typed];
    const spread = statistics.sd(all) ?? 0;
    const mean = statistics.mean(all);
    const median = statistics.median(all);
    const refused =
      table.labelRefusal(label) ??
      (typed === undefined
        ? (gateRefusal(at.mono) ??
          tallyRefusal(at.mono) ??
          (mean === undefined ? noValueYet(name) : steadinessRefusal(all, spread)))
        : undefined);
    if (refused || mean === undefined || median === undefined)
      return { refused: refused ?? noValueYet(name) };
    const taken: Capture = {
      step,
      channel,
      label,
      time: at.time,
      samples: all.length,
      mean,
      median,
      sd: spread,
      min: statistics.minimum(all) ?? mean,
      max: statistics.maximum(all) ?? mean,
      sources: typed === undefined ? sourcesAt(at.mono) : ["manual"],
    };
    const bounds = resolveBounds(context, check);
    if (bounds.unknown) return { refused: bounds.unknown };
    const value = figure(taken);
    if (!within(value, bounds)) {
      const shown = value ?? 0;
      const printed = captureUnit(check.stat, unit);
      return {
        refused: say(
          (p) =>
            `Relevé refusé : ${p.w(statName(check.stat))} ${p.n(shown, printed)}; il faut ${p.between(bounds.min, bounds.max, printed)}.`,
          (p) =>
            `Capture refused: ${p.w(statName(check.stat))} ${p.n(shown, printed)}; it must be ${p.between(bounds.min, bounds.max, printed)}.`,
        ),
      };
    }
    return { capture: taken };
  }

  return {
    observe(item) {
      trials?.observe(item);
      if (tally && context.matches(item, tally))
        window.push({ mono: item.mono, id: item.id, source: item.source, value: 1 });
      if (items) {
        if (item.kind !== items.event || (items.on !== undefined && !item.roles.includes(items.on))) return;
        const met = context.meets(item, items.where);
        const value = item.fields.get(items.field);
        refusal = met.missed ? missedWords(met.missed) : met.ok ? undefined : lostReaction(item);
        if (met.ok && typeof value === "number")
          window.push({ mono: item.mono, id: item.id, source: item.source, value });
        return;
      }
      if (check.channel === undefined) return;
      const value = context.valueOf(item, check.channel);
      if (value !== undefined) window.push({ mono: item.mono, id: item.id, source: item.source, value });
    },
    capture(label, at, typed) {
      const outcome = take(label, at, typed);
      if ("refused" in outcome) {
        refusal = outcome.refused;
      } else {
        refusal = undefined;
        for (const one of held(at.mono)) trace.addPart(one.id, one.source);
        for (const one of trials?.decided(at.mono) ?? []) for (const item of one.items) trace.add(item);
        since = at.mono;
        window.clear();
        trials?.restart();
      }
      return outcome;
    },
    at(mono) {
      const taken = mine();
      const lacking = table.lacks(taken);
      const all = values(mono);
      const spread = statistics.sd(all);
      const needed = check.trials?.n ?? check.min_samples;
      const last = taken.at(-1);
      const shown = last === undefined ? undefined : figure(last);
      const labels = new Set(taken.map((one) => one.label)).size;
      // Of those taken before a restart, or before another was removed, only where they came from is left.
      for (const one of taken) trace.addCapture(one);
      const now = tally
        ? say(
            (p) =>
              `${p.n(held(mono).length)} en ${p.n(Math.floor(watched(mono)))} sur ${p.n(check.window, "s")}.`,
            (p) =>
              `${p.n(held(mono).length)} in ${p.n(Math.floor(watched(mono)))} of ${p.n(check.window, "s")}.`,
          )
        : all.length === 0
          ? // What there was is in the captures: silence after them needs no word.
            taken.length > 0
            ? undefined
            : noValueYet(name)
          : say(
              (p) =>
                `${p.n(all.length)}${all.length < needed ? ` sur ${p.n(needed)}` : ""} ${p.w(counted(Math.max(all.length, needed)))}${spread === undefined || check.trials ? "" : `, écart-type ${p.n(spread, unitOfSpread(unit))}`}.`,
              (p) =>
                `${p.n(all.length)}${all.length < needed ? ` of ${p.n(needed)}` : ""} ${p.w(counted(Math.max(all.length, needed)))}${spread === undefined || check.trials ? "" : `, standard deviation ${p.n(spread, unitOfSpread(unit))}`}.`,
            );
      const slow = tally || trials ? undefined : patience(held(mono));
      const live = statistics.median(all);
      return result(trace, {
        satisfied: lacking === undefined && taken.length > 0,
        ready: taken.length > 0,
        fraction: lacking === undefined ? 1 : labels / ((check.labels?.length ?? check.count) + 1),
        ...(live === undefined ? {} : { value: live, unit }),
        ...(trials ? { trialRunning: trials.running(mono) } : {}),
        why: lacking
          ? context.onPaper
            ? lacking
            : say(
                (p) => [lacking, now, slow].flatMap((one) => (one === undefined ? [] : [p.w(one)])).join(" "),
                (p) => [lacking, now, slow].flatMap((one) => (one === undefined ? [] : [p.w(one)])).join(" "),
              )
          : labels > 1
            ? say(
                (p) => `${p.n(labels)} relevés.`,
                (p) => `${p.n(labels)} captures.`,
              )
            : say(
                (p) => `${p.W(figureName)} : ${p.n(shown ?? 0, captureUnit(check.stat, unit))}.`,
                (p) => `${p.W(figureName)}: ${p.n(shown ?? 0, captureUnit(check.stat, unit))}.`,
              ),
        refusals: refusal ? [refusal] : [],
        figures: {
          captures: taken.length,
          ...(last && shown !== undefined ? { [check.stat]: shown, samples: last.samples, sd: last.sd } : {}),
        },
      });
    },
  };
}

/** A spread of dBm is in dB. */
function unitOfSpread(unit: string): string {
  return unit === "dBm" ? "dB" : unit;
}
