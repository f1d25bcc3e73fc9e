// From how a condition stands to what the run says of the step: progress with "why not yet", evidence once it held.
import { type EventSource, eventSources } from "#contract/events.ts";
import type { Evidence, Progress } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import { mentions, rolesOf } from "./check-uses.ts";
import type { Result } from "./conditions/condition.ts";
import type { Context, RunView } from "./context.ts";
import type { ExperimentDefinition, StepDefinition } from "./definition.ts";
import { say } from "./words.ts";

/** Refusals a progress carries, the most pressing first. */
const mostRefusals = 5;

/** Roles a step looks at whose device is not chosen, or not there. */
function absences(definition: ExperimentDefinition, step: StepDefinition, view: RunView): Words[] {
  if (view.onPaper) return [];
  // A step that waits for a silence must not complain that nothing is heard.
  const wantsSilence = mentions(step.check, (check) => check.op === "silence");
  return [...rolesOf(definition, step.check)].flatMap((role) => {
    const name = view.roleName(role);
    const device = view.device(role);
    // The composer is a device once somebody composed.
    const isComposer = definition.needs.some(
      (need) => need.role === role && need.profiles.includes("composer"),
    );
    if (!device && isComposer)
      return [
        say(
          (p) => `${p.w(name)} : compose d’abord une règle.`,
          (p) => `${p.w(name)}: compose a rule first.`,
        ),
      ];
    if (!device)
      return [
        say(
          (p) => `${p.w(name)} : choisis d’abord un appareil.`,
          (p) => `${p.w(name)}: choose a device first.`,
        ),
      ];
    if (device.online || wantsSilence) return [];
    return [
      say(
        (p) => `${p.w(name)} : l’appareil n’est pas là en ce moment.`,
        (p) => `${p.w(name)}: the device is not here at the moment.`,
      ),
    ];
  });
}

/** A value that cannot be is spoken of for this long. */
const nonsenseToldMs = 5000;

/** Values that cannot be, from a loose wire or a broken part, and that were left out. */
function impossible(view: Context, mono: number): Words[] {
  const found = view.nonsense();
  if (found === undefined || mono - found.mono > nonsenseToldMs) return [];
  const unit = view.unitOf(found.channel);
  return [
    say(
      (p) =>
        `${p.n(found.value, unit)} : une valeur impossible, laissée de côté. Vérifie le fil et la pièce.`,
      (p) => `${p.n(found.value, unit)}: a value that cannot be, left out. Check the wire and the part.`,
    ),
  ];
}

/** What was chosen is said in the words of the choice, not by its name in the file. */
function inWordsOfChoice(words: Words, step: StepDefinition, view: RunView): Words {
  const answer = view.answer(step.id);
  const label = step.inputs
    .flatMap((input) => (input.type === "choice" ? input.options : []))
    .find(({ value }) => value === answer)?.label;
  if (label === undefined) return words;
  return say(
    (p) => words.fr.replaceAll(p.quote(String(answer)), p.quote(label.fr)),
    (p) => words.en.replaceAll(p.quote(String(answer)), p.quote(label.en)),
  );
}

/**
 * How far a step is.
 * @param mono now, monotonic milliseconds.
 * @param watchedMs how long the participant has been at it.
 */
export function progressOf(
  result: Result,
  definition: ExperimentDefinition,
  step: StepDefinition,
  view: Context,
  mono: number,
  watchedMs: number,
): Progress {
  const timeout = step.check?.timeout;
  const stuck =
    timeout !== undefined && watchedMs > timeout * 1000
      ? [say("Ça bloque? Ouvre un indice.", "Stuck? Open a hint.")]
      : [];
  return {
    ...(result.fraction === undefined ? {} : { fraction: result.fraction }),
    why: inWordsOfChoice(result.why, step, view),
    ...(result.value === undefined || !Number.isFinite(result.value) ? {} : { value: result.value }),
    ...(result.unit === undefined ? {} : { unit: result.unit.slice(0, 10) }),
    refusals: [
      ...absences(definition, step, view),
      ...impossible(view, mono),
      ...result.refusals,
      ...stuck,
    ].slice(0, mostRefusals),
  };
}

/**
 * What proves that a condition held.
 * @param time ISO 8601.
 */
export function evidenceOf(
  result: Result,
  definition: ExperimentDefinition,
  step: StepDefinition,
  view: RunView,
  time: string,
): Evidence {
  const figures = Object.entries(result.figures).filter(([, value]) => Number.isFinite(value));
  return {
    time,
    ...(result.first === undefined ? {} : { firstEvent: result.first.slice(0, 120) }),
    ...(result.last === undefined ? {} : { lastEvent: result.last.slice(0, 120) }),
    summary: inWordsOfChoice(result.why, step, view),
    figures: Object.fromEntries(figures),
    sources: view.onPaper
      ? ["manual"]
      : result.sources.length > 0
        ? [...result.sources]
        : sourcesWatched(definition, step, view),
  };
}

/** An absence rests on no event: it is worth what the devices are worth in which nothing was seen. */
function sourcesWatched(
  definition: ExperimentDefinition,
  step: StepDefinition,
  view: RunView,
): EventSource[] {
  const named = rolesOf(definition, step.check);
  const roles = named.size > 0 ? [...named] : definition.needs.map((need) => need.role);
  const found = new Set(roles.map((role) => view.device(role)?.source));
  return eventSources.filter((source) => found.has(source));
}
