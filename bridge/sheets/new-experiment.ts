// A new experiment on the disk, in the folder of its sheet.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { type Profile, profiles } from "#contract/devices.ts";
import { LaboError } from "../errors.ts";
import { beginnings } from "./experiment-beginnings.ts";
import { experimentSkeleton } from "./experiment-skeleton.ts";
import type { LoadedSheets } from "./loader.ts";
import type { SkeletonFile } from "./skeleton.ts";
import { sheetId, writeSheet } from "./write-sheet.ts";

/** Kinds of device that a new experiment may be about: those the virtual kit can play with one gesture. */
export const beginnable = profiles.filter((profile) => beginnings[profile] !== undefined);

/** The project's own plan goes to E28. */
const firstNumber = 29;
const mostNumbers = 99;

/** The first number after the project's plan that nothing has, a folder that does not load included. */
async function freeNumber(sheets: string, known: Pick<LoadedSheets, "experiments">): Promise<string> {
  const folders = await readdir(sheets, { recursive: true }).catch((): string[] => []);
  const taken = new Set([
    ...known.experiments.map(({ number }) => number),
    ...folders.flatMap((name) => /^e\d\d(?=-)/.exec(path.basename(name))?.[0].toUpperCase() ?? []),
  ]);
  for (let number = firstNumber; number <= mostNumbers; number += 1)
    if (!taken.has(`E${number}`)) return `E${number}`;
  throw new LaboError("SHEET_TAKEN", [`E${firstNumber}…E${mostNumbers}`]);
}

/**
 * Writes the skeleton of an experiment into the folder of its sheet.
 * @param root folder of the sheets that holds that sheet.
 * @param profile kind of device; the first of the sheet's that can be played when absent.
 * @throws LaboError NOT_FOUND for a sheet that is not there; EXPERIMENT_DEVICE when no kind of device is known;
 * SHEET_TAKEN, SHEET_DISK_FULL, SHEET_FOLDER.
 */
export async function addExperiment(
  root: string,
  known: Pick<LoadedSheets, "sheets" | "experiments">,
  given: {
    readonly title: string;
    readonly sheet: string;
    readonly profile: string | undefined;
    readonly today: string;
  },
): Promise<{ readonly id: string; readonly folder: string; readonly files: readonly SkeletonFile[] }> {
  const { title, today } = given;
  const sheet = known.sheets.find(({ id, number }) => id === given.sheet || number === given.sheet);
  if (sheet === undefined) throw new LaboError("NOT_FOUND", [`sheet ${given.sheet}`]);
  const isBeginnable = (name: string): name is Profile => beginnable.some((one) => one === name);
  const profile = given.profile ?? sheet.profiles.find(isBeginnable);
  const beginning = profile !== undefined && isBeginnable(profile) ? beginnings[profile] : undefined;
  if (profile === undefined || beginning === undefined) throw new LaboError("EXPERIMENT_DEVICE", beginnable);
  const number = await freeNumber(root, known);
  const id = `${number.toLowerCase()}-${sheetId(title)}`;
  const files = experimentSkeleton({ id, number, title, sheet: sheet.id, today, profile, beginning });
  return { id, folder: await writeSheet(path.join(root, sheet.id), id, files), files };
}
