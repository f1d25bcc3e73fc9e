// The sheets of a bench that runs: the project's, and the house's own in its data folder; a new one is there at once.
import type { Numbers } from "#contract/numbers.ts";
import type { Experiment, LearningPath, Sheet } from "#contract/sheets.ts";
import { LaboError } from "../errors.ts";
import { loadKeptSheets, signatureOf } from "./kept-content.ts";
import { type LoadedSheets, loadSheets } from "./loader.ts";
import { listNumbers } from "./numbers.ts";
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
  readonly paths: readonly LearningPath[];
  image(sheet: string, name: string): string | undefined;
  /** Every constant, and what uses it. */
  numbers(): Numbers;
  /**
   * Reads the content anew when one of its files changed: who writes a text sees it at the next look. An experiment
   * that is new, or whose steps changed, waits for the next start: runs are made of what there was at this one.
   */
  refresh(): Promise<void>;
  /** As at the start: what a run is made of does not change under it. */
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
  let experiments = loaded.experiments;
  const read = async (): Promise<void> => {
    signature = await sign();
    now = withLastGood(await loadSheets(folders), now);
    experiments = loaded.experiments.map((first) => {
      const found = now.experiments.find(({ id }) => id === first.id);
      return found !== undefined && stepsOf(found) === stepsOf(first) ? found : first;
    });
    onChange(now.sheets);
  };
  let refreshing: Promise<void> | undefined;
  return {
    loaded,
    get sheets() {
      return now.sheets;
    },
    get experiments() {
      return experiments;
    },
    get paths() {
      return now.paths;
    },
    image: (sheet, name) => now.image(sheet, name),
    numbers: () => listNumbers(now, obeyed),
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
