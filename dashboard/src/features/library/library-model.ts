// Sheets and experiments as the library shows them: what suits, what can be done now, what was begun. Pure.
import type { Bench } from "#contract/bench.ts";
import { fits } from "#contract/roles.ts";
import type { Run } from "#contract/runs.ts";
import type { ExperimentSummary, LearningPath, SheetSummary } from "#contract/sheets.ts";
import { type Family, familyOf } from "../../ui/families.ts";
import type { Filters, Kind } from "./filters.ts";

/** `ready`: each role has a device that is here; `unknown` while nothing is known of the bench. */
export type Readiness = "ready" | "lacking" | "unknown";
export type Progress = "begun" | "done";

export interface ExperimentItem {
  readonly experiment: ExperimentSummary;
  readonly readiness: Readiness;
  readonly progress: Progress | undefined;
}

export interface SheetItem {
  readonly sheet: SheetSummary;
  /** A device of this sheet is here. */
  readonly isHere: boolean;
}

/** A sheet, as far as it suits, with its experiments that do. */
export interface Shelf {
  readonly sheet: SheetItem;
  readonly isSheetAsked: boolean;
  readonly experiments: readonly ExperimentItem[];
}

/** Whether each role has a device of its own among those that are here. */
export function readinessOf(bench: Bench | undefined, needs: ExperimentSummary["needs"]): Readiness {
  if (bench === undefined) return "unknown";
  const here = Object.values(bench.devices).filter(({ availability }) => availability?.state === "online");
  const able = needs.map((need) =>
    here.filter(({ device }) => fits(need, device)).map(({ device }) => device.id),
  );
  return canCast(able, new Set()) ? "ready" : "lacking";
}

/** A device for each role, none twice; roles are few. */
function canCast(able: readonly (readonly string[])[], taken: ReadonlySet<string>): boolean {
  const [first, ...others] = able;
  if (first === undefined) return true;
  return first.some((id) => !taken.has(id) && canCast(others, new Set([...taken, id])));
}

export function progressOf(runs: readonly Run[], experiment: string): Progress | undefined {
  const own = runs.filter((run) => run.experiment === experiment);
  if (own.some((run) => run.finishedAt === undefined)) return "begun";
  return own.length > 0 ? "done" : undefined;
}

/** Runs left open, the latest first. */
export function openRuns(runs: readonly Run[]): readonly Run[] {
  return runs
    .filter((run) => run.finishedAt === undefined)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

/** Steps of a run that are behind. */
export function stepsDone(run: Run): number {
  return run.steps.filter(({ state }) => state !== "to-do" && state !== "in-progress").length;
}

export function familiesOf({ needs }: Pick<ExperimentSummary, "needs">): readonly Family[] {
  return [...new Set(needs.flatMap(({ profiles }) => profiles.map(familyOf)))];
}

export interface Library {
  readonly sheets: readonly SheetSummary[];
  readonly experiments: readonly ExperimentSummary[];
  readonly bench: Bench | undefined;
  readonly runs: readonly Run[];
}

/**
 * The library as it was asked for, sheet by sheet.
 * @param found ids that the words looked for were found in; `undefined` when none are looked for.
 */
export function shelvesOf(
  library: Library,
  filters: Filters,
  kind: Kind,
  found: ReadonlySet<string> | undefined,
): readonly Shelf[] {
  const { sheets, experiments, bench, runs } = library;
  const paired = new Set(
    Object.values(bench?.devices ?? {})
      .filter(({ availability }) => availability?.state === "online")
      .flatMap(({ pairing }) => pairing?.sheet ?? []),
  );
  const isFound = (id: string) => found === undefined || found.has(id);
  const suitsSheet = ({ sheet, isHere }: SheetItem): boolean =>
    kind !== "experiments" &&
    isFound(sheet.id) &&
    (filters.family === undefined ||
      sheet.profiles.some((profile) => familyOf(profile) === filters.family)) &&
    (filters.level === undefined || sheet.level === filters.level) &&
    (filters.minutes === undefined || sheet.minutes <= filters.minutes) &&
    // A sheet is read anywhere; only an experiment has a place.
    filters.setting === undefined &&
    (!filters.now || isHere);
  const suits = ({ experiment, readiness }: ExperimentItem): boolean =>
    kind !== "sheets" &&
    isFound(experiment.id) &&
    (filters.family === undefined || familiesOf(experiment).includes(filters.family)) &&
    (filters.level === undefined || experiment.level === filters.level) &&
    (filters.minutes === undefined || experiment.minutes <= filters.minutes) &&
    (filters.setting === undefined || experiment.settings.includes(filters.setting)) &&
    (!filters.now || readiness === "ready");
  return [...sheets]
    .sort((a, b) => a.number.localeCompare(b.number))
    .map((summary) => {
      const sheet = { sheet: summary, isHere: paired.has(summary.id) };
      return {
        sheet,
        isSheetAsked: suitsSheet(sheet),
        experiments: experiments
          .filter((experiment) => experiment.sheet === summary.id)
          .sort((a, b) => a.number.localeCompare(b.number))
          .map((experiment) => ({
            experiment,
            readiness: readinessOf(bench, experiment.needs),
            progress: progressOf(runs, experiment.id),
          }))
          .filter(suits),
      };
    })
    .filter((shelf) => shelf.isSheetAsked || shelf.experiments.length > 0);
}

/** How many things the shelves hold. */
export function countOf(shelves: readonly Shelf[]): number {
  return shelves.reduce((sum, shelf) => sum + Number(shelf.isSheetAsked) + shelf.experiments.length, 0);
}

export interface PathItem {
  readonly path: LearningPath;
  readonly minutes: number;
  readonly experiments: readonly ExperimentItem[];
}

export function pathItems(library: Library, paths: readonly LearningPath[]): readonly PathItem[] {
  return paths.flatMap((path) => {
    const experiments = path.experiments.flatMap((id) => {
      const experiment = library.experiments.find((one) => one.id === id);
      if (experiment === undefined) return [];
      return {
        experiment,
        readiness: readinessOf(library.bench, experiment.needs),
        progress: progressOf(library.runs, id),
      };
    });
    const minutes = experiments.reduce((sum, { experiment }) => sum + experiment.minutes, 0);
    return experiments.length === 0 ? [] : { path, minutes, experiments };
  });
}
