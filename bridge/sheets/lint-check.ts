// What a condition must respect besides its shape: roles, channels and steps that exist, constants in the right unit.
import { quantities } from "#contract/quantities.ts";
import type { ConstantUse } from "./constants.ts";
import type { ExperimentFile } from "./format.ts";
import { type Mapping, mappings, type Path } from "./mappings.ts";
import { nearest, type Place, type Problems } from "./problem.ts";

/** Keys whose value is a duration in seconds. */
const durationKeys = new Set([
  "within",
  "window",
  "window_most",
  "for",
  "max_gap",
  "settle",
  "cooldown",
  "min_spacing",
  "timeout",
  "burst",
]);
/** Operators whose bounds are values of their channel. */
const channelBounds = new Set(["hold", "cross", "capture"]);
const boundKeys = new Set(["min", "max", "level", "sd_max"]);
/** Keys that name a step, or several, when their value is a text. */
const stepKeys = ["step", "steps", "answer", "capture", "fit", "timed"] as const;

interface CheckContext {
  readonly experiment: ExperimentFile;
  readonly problems: Problems;
  place(path: readonly PropertyKey[]): Place;
}

/** Checks the names a condition uses. */
export function lintNames(check: Mapping, path: Path, context: CheckContext): void {
  const { experiment } = context;
  const names = {
    role: new Set(experiment.needs.map((need) => need.role)),
    channel: new Set(experiment.channels.map((channel) => channel.id)),
    step: new Set(experiment.steps.map((step) => step.id)),
    figure: new Set(experiment.figures.map((figure) => figure.id)),
  };
  const labels = {
    role: { fr: "rôle", en: "role" },
    channel: { fr: "canal", en: "channel" },
    step: { fr: "étape", en: "step" },
    figure: { fr: "chiffre", en: "figure" },
  };
  const demand = (kind: keyof typeof names, name: unknown, at: Path) => {
    if (typeof name !== "string" || names[kind].has(name)) return;
    const guess = nearest(name, names[kind]);
    const list = [...names[kind]].join(", ");
    context.problems.error(
      `unknown-${kind}`,
      context.place(at),
      {
        fr: `« ${name} » n’est ${kind === "step" ? "pas une" : "pas un"} ${labels[kind].fr} de cette expérience`,
        en: `“${name}” is not a ${labels[kind].en} of this experiment`,
      },
      {
        fr: `${guess === undefined ? "" : `Voulais-tu dire « ${guess} »? `}Écris un de ces noms : ${list}.`,
        en: `${guess === undefined ? "" : `Did you mean “${guess}”? `}Write one of: ${list}.`,
      },
    );
  };
  for (const [mapping, at] of mappings(check, path, check)) {
    demand("role", mapping.on, [...at, "on"]);
    if ("fact" in mapping) demand("role", mapping.of, [...at, "of"]);
    if ("model" in mapping && "is" in mapping) demand("role", mapping.model, [...at, "model"]);
    demand("figure", mapping.named, [...at, "named"]);
    demand("channel", mapping.channel, [...at, "channel"]);
    demand("channel", mapping.with, [...at, "with"]);
    for (const key of stepKeys) for (const step of [mapping[key]].flat()) demand("step", step, [...at, key]);
    if (mapping.op === "delta") for (const key of ["a", "b"]) demand("step", mapping[key], [...at, key]);
  }
}

/** Checks that constants put in a condition are in the unit the place asks for. */
export function lintUnits(
  check: Mapping,
  path: Path,
  uses: readonly ConstantUse[],
  context: CheckContext,
): void {
  const owners = new Map<string, Mapping>();
  const figures: ConstantUse[] = [];
  for (const [mapping, at, owner] of mappings(check, path, check)) {
    owners.set(at.join("."), owner);
    const figure = context.experiment.figures.find(({ id }) => id === mapping.named);
    if (figure !== undefined) figures.push({ path: at, id: figure.id, unit: figure.unit });
  }
  for (const use of [...uses, ...figures]) {
    const key = String(use.path.at(-1));
    const owner = owners.get(use.path.slice(0, -1).join(".")) ?? check;
    const wanted = wantedUnit(key, use.path, owner, context.experiment);
    if (wanted === undefined || wanted === use.unit) continue;
    context.problems.error(
      "wrong-unit",
      context.place(use.path),
      {
        fr: `« ${use.id} » est en ${use.unit || "nombre sans unité"}, il faut ${wanted}`,
        en: `“${use.id}” is in ${use.unit || "no unit"}, ${wanted} is needed`,
      },
      {
        fr: `Choisis une constante en ${wanted}, ou convertis : $${use.id}:${wanted}.`,
        en: `Choose a constant in ${wanted}, or convert: $${use.id}:${wanted}.`,
      },
    );
  }
}

/** Checks that a condition has no figure of its own where the place has a unit: such numbers live in the constants. */
export function lintBareNumbers(check: Mapping, path: Path, context: CheckContext): void {
  for (const [mapping, at, owner] of mappings(check, path, check))
    for (const [key, value] of Object.entries(mapping)) {
      const unit = wantedUnit(key, [...at, key], owner, context.experiment);
      if (typeof value !== "number" || value === 0 || unit === undefined) continue;
      context.problems.error(
        "bare-figure",
        context.place([...at, key]),
        {
          fr: `« ${key}: ${value} » est un nombre écrit à la main, en ${unit}`,
          en: `“${key}: ${value}” is a number written by hand, in ${unit}`,
        },
        {
          fr: "Ajoute-le à constants.yaml avec son unité et sa source, puis écris son nom : $mon-nombre.",
          en: "Add it to constants.yaml with its unit and its source, then write its name: $my-number.",
        },
      );
    }
}

function wantedUnit(key: string, path: Path, owner: Mapping, experiment: ExperimentFile): string | undefined {
  if (durationKeys.has(key)) return "s";
  if (key === "percent" || key === "rel_sd_max") return "%";
  if (path.some((part) => String(part).endsWith("Ms"))) return "ms";
  if (owner.op === "latency" && boundKeys.has(key)) return "s";
  if (key === "correct" && typeof owner.unit === "string") return owner.unit;
  const readsChannel =
    channelBounds.has(String(owner.op)) ||
    (owner.op === "stat" && !["corr", "rel_sd", "dropout", "max_gap", "count"].includes(String(owner.stat)));
  if (!readsChannel || !boundKeys.has(key)) return undefined;
  const channel = experiment.channels.find((one) => one.id === owner.channel);
  const unit = channel === undefined ? undefined : quantities[channel.quantity].unit;
  // A spread of dBm is in dB.
  return unit === "dBm" && (key === "sd_max" || owner.stat === "sd" || owner.stat === "range") ? "dB" : unit;
}
