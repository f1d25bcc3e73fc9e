// Whether the devices an experiment asks for can ever do what its steps look at: channels, events, their fields, commands;
// and whether the page lets the participant do what is waited for. Nothing is tried: see contract/abilities.ts.
import { z } from "zod";
import { abilities, eventsOf, mayTake } from "#contract/abilities.ts";
import type { Profile } from "#contract/devices.ts";
import { type EventKind, eventKinds, eventSchema } from "#contract/events.ts";
import { derivedKinds } from "#contract/observed.ts";
import type { Words } from "#contract/words.ts";
import type { ExperimentFile, InputFile } from "./format.ts";
import { isMapping, type Mapping, mappings, type Path } from "./mappings.ts";
import type { Problems } from "./problem.ts";
import { placeIn, type YamlFile } from "./yaml-file.ts";

type Need = ExperimentFile["needs"][number];
type Report = (rule: string, path: Path, message: Words, remedy: Words) => void;

const isEventKind = (kind: unknown): kind is EventKind => eventKinds.some((one) => one === kind);
const list = (names: Iterable<string>): string => [...new Set(names)].join(", ");

/** Whether events of a kind have a field at this path; records hold any name. */
function hasField(kind: EventKind, path: string): boolean {
  let at: unknown = eventSchema.options.find((option) => option.shape.kind.value === kind);
  for (const name of path.split(".")) {
    while (at instanceof z.ZodOptional) at = at.unwrap();
    if (at instanceof z.ZodRecord) return true;
    if (!(at instanceof z.ZodObject) || !Object.hasOwn(at.shape, name)) return false;
    at = at.shape[name];
  }
  return true;
}

/** Channels that no device gives: figures of other things that happen are captured under their name. */
function capturedFromItems({ steps }: ExperimentFile): ReadonlySet<unknown> {
  const checks = steps.flatMap(({ check }) => (check === undefined ? [] : [...mappings(check, [], check)]));
  const [named, measured] = [true, false].map((isOfItems) =>
    checks.filter(([item]) => isMapping(item.items) === isOfItems).map(([item]) => item.channel),
  );
  return new Set(named?.filter((channel) => !measured?.includes(channel)));
}

function lintNeeds(experiment: ExperimentFile, report: Report): void {
  const { needs, channels } = experiment;
  const ofItems = capturedFromItems(experiment);
  needs.forEach(({ takes, profiles, role }, index) => {
    takes.forEach((command, at) => {
      if (profiles.some((profile) => mayTake(profile, command))) return;
      report(
        "impossible-command",
        ["needs", index, "takes", at],
        {
          fr: `Aucun appareil « ${list(profiles)} » ne prend la commande « ${command} »`,
          en: `No device “${list(profiles)}” takes the command “${command}”`,
        },
        {
          fr: `Corrige la commande, ou le genre d’appareil du rôle « ${role} ».`,
          en: `Correct the command, or the kind of device of the role “${role}”.`,
        },
      );
    });
  });
  channels.forEach(({ id, from, reading = id, magnitude = [reading] }, index) => {
    const need = needs.find(({ role }) => role === from);
    if (need === undefined || ofItems.has(id)) return;
    const always = (name: string) => need.profiles.every((one) => abilities[one].channels.includes(name));
    const missing = magnitude.filter((name) => !need.channels.includes(name) && !always(name));
    if (missing.length === 0) return;
    report(
      "channel-not-needed",
      ["channels", index],
      {
        fr: `Un appareil sans « ${list(missing)} » pourrait jouer « ${from} »`,
        en: `A device without “${list(missing)}” could play “${from}”`,
      },
      {
        fr: `Ajoute ${list(missing)} à channels, sous needs, pour qu’un appareil qui le mesure soit choisi.`,
        en: `Add ${list(missing)} to channels, under needs, so that a device that measures it is chosen.`,
      },
    );
  });
}

/** @param needs roles the item may come from. */
function lintEvent(kind: EventKind, needs: readonly Need[], path: Path, report: Report): void {
  const profiles: readonly Profile[] = needs.flatMap((need) => need.profiles);
  const unable = profiles.filter((profile) => !eventsOf(profile).includes(kind));
  // Of several roles, one may tell it; of the kinds of device of one role, each must: any may be chosen.
  if (needs.length > 1 ? unable.length < profiles.length : unable.length === 0) return;
  report(
    "impossible-event",
    path,
    {
      fr: `Un appareil « ${list(unable)} » ne dit jamais « ${kind} »`,
      en: `A device “${list(unable)}” never tells “${kind}”`,
    },
    {
      fr: `Écris un de : ${list(profiles.flatMap(eventsOf))}; ou retire ce genre d’appareil de needs.`,
      en: `Write one of: ${list(profiles.flatMap(eventsOf))}; or take this kind of device out of needs.`,
    },
  );
}

function lintFields(kind: unknown, fields: readonly (readonly [unknown, Path])[], report: Report): void {
  if (!isEventKind(kind)) return;
  for (const [field, path] of fields)
    if (typeof field === "string" && !hasField(kind, field))
      report(
        "unknown-field",
        path,
        {
          fr: `Un événement « ${kind} » n’a pas de champ « ${field} »`,
          en: `An event “${kind}” has no field “${field}”`,
        },
        {
          fr: "Les champs de chaque événement sont dans bridge/contract/events.ts.",
          en: "The fields of each event are in bridge/contract/events.ts.",
        },
      );
}

function lintCommand(command: unknown, needs: readonly Need[], path: Path, report: Report): void {
  if (typeof command !== "string") return;
  const isAsked = needs.some(
    ({ takes, profiles }) =>
      takes.includes(command) || profiles.every((one) => abilities[one].commands.includes(command)),
  );
  if (isAsked) return;
  report(
    "command-not-asked",
    path,
    {
      fr: `Un appareil qui ne prend pas « ${command} » pourrait être choisi`,
      en: `A device that does not take “${command}” could be chosen`,
    },
    {
      fr: `Ajoute ${command} à takes, sous needs, ou corrige la commande.`,
      en: `Add ${command} to takes, under needs, or correct the command.`,
    },
  );
}

/** What each operator waits for from the page: one of these inputs at its step. */
const awaited: Readonly<Record<string, readonly InputFile["type"][]>> = {
  capture: ["capture"],
  ratio: ["trial"],
  confirm: ["confirm"],
};

function lintInputs(experiment: ExperimentFile, index: number, item: Mapping, path: Path, report: Report) {
  const inputs = experiment.steps[index]?.inputs ?? [];
  const wanted = typeof item.op === "string" ? awaited[item.op] : undefined;
  const asks =
    item.op === "answer" && item.step === undefined ? (["number", "choice", "text"] as const) : wanted;
  if (asks !== undefined && !inputs.some(({ type }) => asks.some((one) => one === type)))
    report(
      "missing-input",
      path,
      {
        fr: `La condition attend ce que la page ne permet pas à cette étape : ${list(asks)}`,
        en: `The condition waits for what the page does not offer at this step: ${list(asks)}`,
      },
      {
        fr: `Ajoute à inputs de l’étape : { type: ${asks[0]} }.`,
        en: `Add to the inputs of the step: { type: ${asks[0]} }.`,
      },
    );
  const by = item.op === "confirm" ? (item.by ?? "participant") : undefined;
  const confirms = inputs.flatMap((one) => (one.type === "confirm" ? [one.by] : []));
  if (by !== undefined && confirms.length > 0 && !confirms.some((one) => one === by))
    report(
      "missing-input",
      path,
      {
        fr: `La condition attend la parole d’une personne que la page ne demande pas à cette étape : ${by}`,
        en: `The condition waits for the word of a person whom the page does not ask at this step: ${by}`,
      },
      {
        fr: `Ajoute à inputs de l’étape : { type: confirm, by: ${by} }.`,
        en: `Add to the inputs of the step: { type: confirm, by: ${by} }.`,
      },
    );
  const marks = new Set(
    experiment.steps.flatMap((step) => step.inputs.flatMap((one) => (one.type === "mark" ? [one.name] : []))),
  );
  const since = isMapping(item.since) ? item.since.mark : undefined;
  for (const [name, key] of [[since, "since"] as const, [item.during, "during"] as const])
    if (typeof name === "string" && !marks.has(name))
      report(
        "missing-input",
        [...path, key],
        {
          fr: `Aucune étape ne permet de poser le repère « ${name} »`,
          en: `No step offers the mark “${name}”`,
        },
        {
          fr: `Ajoute { type: mark, name: ${name} } aux inputs d’une étape.`,
          en: `Add { type: mark, name: ${name} } to the inputs of a step.`,
        },
      );
}

/** A right answer that is none of the choices proposed could never be given. */
function lintChoices(experiment: ExperimentFile, index: number, item: Mapping, path: Path, report: Report) {
  if (item.op !== "answer") return;
  const step = experiment.steps.find(({ id }) => id === item.step) ?? experiment.steps[index];
  const choice = step?.inputs.find((input) => input.type === "choice");
  if (choice === undefined) return;
  for (const right of [item.correct].flat()) {
    if (typeof right !== "string" || right.startsWith("$") || choice.options.includes(right)) continue;
    report(
      "impossible-answer",
      [...path, "correct"],
      {
        fr: `« ${right} » n’est pas un des choix de l’étape « ${step?.id} »`,
        en: `“${right}” is not one of the choices of the step “${step?.id}”`,
      },
      {
        fr: `Écris un de : ${list(choice.options)}.`,
        en: `Write one of: ${list(choice.options)}.`,
      },
    );
  }
}

/** Checks an experiment against what its kinds of devices, and its page, can do. */
export function lintAbilities(experiment: ExperimentFile, yaml: YamlFile, problems: Problems): void {
  const place = placeIn(yaml);
  const report: Report = (rule, path, message, remedy) => problems.error(rule, place(path), message, remedy);
  lintNeeds(experiment, report);
  experiment.steps.forEach(({ check }, index) => {
    if (check === undefined) return;
    for (const [item, path] of mappings(check, ["steps", index, "check"], check)) {
      lintInputs(experiment, index, item, path, report);
      lintChoices(experiment, index, item, path, report);
      const { event, on, where } = item;
      const needs = experiment.needs.filter(({ role }) => on === undefined || role === on);
      // A role that does not exist is told of elsewhere.
      if (typeof event !== "string" || needs.length === 0) continue;
      const filter = isMapping(where) ? where : {};
      if (isEventKind(event)) lintEvent(event, needs, [...path, "event"], report);
      if (event === "command-sent" || event === "command-answered")
        lintCommand(filter.command, needs, [...path, "where", "command"], report);
      if (derivedKinds.some((kind) => kind === event) && experiment.derivations.length === 0)
        report(
          "impossible-event",
          [...path, "event"],
          { fr: "Aucune dérivation ne fait de zones", en: "No derivation makes zones" },
          {
            fr: "Déclare une dérivation du canal sous derivations.",
            en: "Declare a derivation of the channel under derivations.",
          },
        );
      lintFields(
        event,
        [
          [item.field, [...path, "field"]],
          ...Object.keys(filter).map((key) => [key, [...path, "where", key]] as const),
        ],
        report,
      );
    }
    for (const [item, path] of mappings(check, ["steps", index, "check"], check)) {
      const parts = [item.items, item.from, item.to].flat().filter(isMapping);
      for (const key of ["same", "match"] as const)
        for (const part of parts) lintFields(part.event, [[item[key], [...path, key]]], report);
    }
  });
}
