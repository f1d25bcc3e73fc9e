// The sheets of a bench that runs: the project's, and the house's own in its data folder; a new one is there at once.
import type { Numbers } from "#contract/numbers.ts";
import type { Experiment, LearningPath, Sheet } from "#contract/sheets.ts";
import { LaboError } from "../errors.ts";
import type { ExperimentDefinition } from "../experiments/definition.ts";
import { loadKeptSheets, signatureOf } from "./kept-content.ts";
import { type LoadedSheets, loadSheets } from "./loader.ts";
import { listNumbers } from "./numbers.ts";
import type { SheetProblem } from "./problem.ts";
import { type SheetFacts, type SkeletonFile, sheetSkeleton } from "./skeleton.ts";
import { sheetId, writeSheet } from "./write-sheet.ts";

export interface NewSheet {
  readonly sheet: Sheet;
  readonly folder: string;
  readonly files: readonly SkeletonFile[];
}

export interface Shelf {
  readonly sheets: readonly Sheet[];
  readonly experiments: readonly Experiment[];
  /** What a run that begins now is made of, for each experiment. */
  readonly definitions: readonly ExperimentDefinition[];
  readonly paths: readonly LearningPath[];
  image(sheet: string, name: string): string | undefined;
  /** Every constant, and what uses it. */
  numbers(): Numbers;
  /** What is wrong with the content as it is now. */
  problems(): readonly SheetProblem[];
  /**
   * Reads the content anew when one of its files changed: who writes sees it at the next look, a new experiment and the
   * steps of a draft too. Published steps wait for the next start: people are in the middle of them.
   */
  refresh(): Promise<void>;
  /** As at the start. */
  readonly loaded: LoadedSheets;
  /**
   * Writes a sheet into the house's own folder, and puts it on the shelf.
   * @throws LaboError SHEET_TAKEN, SHEET_DISK_FULL, SHEET_FOLDER.
   */
  write(facts: Omit<SheetFacts, "id" | "number">): Promise<NewSheet>;
}

const mostNumbers = 99;

/** The first number of the house that no sheet has. */
export function freeNumber(sheets: readonly Pick<Sheet, "number">[]): string {
  const taken = new Set(sheets.map(({ number }) => number));
  for (let number = 1; number < mostNumbers; number += 1) {
    const text = `M${String(number).padStart(2, "0")}`;
    if (!taken.has(text)) return text;
  }
  return `M${mostNumbers}`;
}

/**
 * Writes the skeleton of a sheet into a folder of sheets.
 * @param known sheets there are already: their names and numbers are taken.
 * @throws LaboError SHEET_TAKEN, SHEET_DISK_FULL, SHEET_FOLDER.
 */
export async function addSheet(
  known: readonly Pick<Sheet, "id" | "number">[],
  root: string,
  facts: Omit<SheetFacts, "id" | "number">,
): Promise<{ readonly id: string; readonly folder: string; readonly files: readonly SkeletonFile[] }> {
  const id = sheetId(facts.title);
  if (known.some((sheet) => sheet.id === id)) throw new LaboError("SHEET_TAKEN", [id]);
  const files = sheetSkeleton({ ...facts, id, number: freeNumber(known) });
  return { id, folder: await writeSheet(root, id, files), files };
}

/** What was read now; of a sheet that does not load any more, what it was when it did. */
function withLastGood(now: LoadedSheets, before: LoadedSheets): LoadedSheets {
  const isBroken = (id: string) => now.problems.some(({ file }) => file.startsWith(`${id}/`));
  const lost = before.sheets.filter(({ id }) => isBroken(id) && !now.sheets.some((sheet) => sheet.id === id));
  if (lost.length === 0) return now;
  return {
    ...now,
    sheets: [...now.sheets, ...lost],
    image: (sheet, name) => now.image(sheet, name) ?? before.image(sheet, name),
  };
}

const stepsOf = ({ steps }: Experiment): string => steps.map(({ id }) => id).join(" ");

type Guided = Pick<LoadedSheets, "experiments" | "definitions">;
const byId = <T extends { readonly id: string }>(list: readonly T[], id: string): T | undefined =>
  list.find((one) => one.id === id);

/**
 * Experiments as they are to be shown and run.
 * @param before shown until now: one that does not load any more stays as it was.
 * @param first as at the start.
 */
function guided(now: LoadedSheets, before: Guided, first: Guided): Guided {
  const ids = new Set([...before.experiments, ...now.experiments].map(({ id }) => id));
  const kept = [...ids].flatMap((id) => {
    const found = byId(now.experiments, id);
    const shown = byId(before.experiments, id);
    const atStart = byId(first.experiments, id);
    const take = (experiment: Experiment | undefined, from: Guided) => {
      const definition = byId(from.definitions, id);
      return experiment === undefined || definition === undefined ? [] : [{ experiment, definition }];
    };
    if (found === undefined) {
      const isBroken = now.problems.some(({ file }) => file.startsWith(`${shown?.sheet}/${id}/`));
      return isBroken || atStart !== undefined ? take(shown, before) : [];
    }
    if (atStart === undefined || (found.status === "draft" && atStart.status === "draft"))
      return take(found, now);
    return take(stepsOf(found) === stepsOf(atStart) ? found : atStart, first);
  });
  return {
    experiments: kept.map(({ experiment }) => experiment),
    definitions: kept.map(({ definition }) => definition),
  };
}

/**
 * @param onChange told after each new sheet, and each change of one.
 * @param obeyed ids of the constants that the virtual kit obeys.
 * @param kept file where what was read is kept from one start to the next; read anew at each when absent.
 */
export async function openShelf(
  folders: { readonly folder: string; readonly own: string },
  onChange: (sheets: readonly Sheet[]) => void = () => undefined,
  obeyed: readonly string[] = [],
  kept?: string,
): Promise<Shelf> {
  const loaded = await (kept === undefined ? loadSheets(folders) : loadKeptSheets(folders, kept));
  let now = loaded;
  const sign = async () => [await signatureOf(folders.folder), await signatureOf(folders.own)].join("\n");
  let signature = await sign();
  let shown: Guided = loaded;
  const read = async (): Promise<void> => {
    signature = await sign();
    now = withLastGood(await loadSheets(folders), now);
    shown = guided(now, shown, loaded);
    onChange(now.sheets);
  };
  let refreshing: Promise<void> | undefined;
  return {
    loaded,
    get sheets() {
      return now.sheets;
    },
    get experiments() {
      return shown.experiments;
    },
    get definitions() {
      return shown.definitions;
    },
    get paths() {
      return now.paths;
    },
    image: (sheet, name) => now.image(sheet, name),
    numbers: () => listNumbers(now, obeyed),
    problems: () => now.problems,
    refresh() {
      const look = async () => {
        if ((await sign()) !== signature) await read();
      };
      refreshing ??= look().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
    async write(given) {
      const { id, folder, files } = await addSheet(now.sheets, folders.own, given);
      await read();
      const sheet = now.sheets.find((one) => one.id === id);
      if (sheet === undefined) throw new LaboError("SHEET_FOLDER", [folder]);
      return { sheet, folder, files };
    },
  };
}
