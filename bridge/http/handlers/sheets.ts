// What the routes of contract/api/sheets.ts do.
import type { sheetsRoutes } from "#contract/api/sheets.ts";
import { mostContentProblems } from "#contract/content-problems.ts";
import { experimentSummarySchema, sheetSummarySchema } from "#contract/sheets.ts";
import type { Doors } from "../doors.ts";
import { openSheet } from "../open-sheet.ts";
import { findById, type HandlersOf } from "./handler.ts";

/** The one that asks for the least: a tag, and a reader. */
const firstExperiment = "E05";

export const sheetsHandlers = (doors: Doors): HandlersOf<typeof sheetsRoutes> => ({
  async sheets() {
    await doors.sheets.refresh();
    const { sheets, experiments } = doors.sheets;
    return {
      sheets: sheets.map((sheet) => sheetSummarySchema.parse(sheet)),
      first: experiments.find(({ number }) => number === firstExperiment) ?? experiments[0],
    };
  },
  async contentProblems() {
    await doors.sheets.refresh();
    return { problems: doors.sheets.problems().slice(0, mostContentProblems) };
  },
  numbers: () => doors.sheets.numbers(),
  async sheet({ params }) {
    await doors.sheets.refresh();
    return openSheet(doors.sheets, findById("sheet", doors.sheets.sheets, params.id));
  },
  async experiments() {
    await doors.sheets.refresh();
    return {
      experiments: doors.sheets.experiments.map((one) => experimentSummarySchema.parse(one)),
      paths: [...doors.sheets.paths],
    };
  },
  async experiment({ params }) {
    await doors.sheets.refresh();
    return findById("experiment", doors.sheets.experiments, params.id);
  },
});
