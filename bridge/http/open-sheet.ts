// A sheet as it is opened, with the experiments it leads to.
import { type OpenSheet, openSheetSchema, type Sheet } from "#contract/sheets.ts";
import type { SheetsDoor } from "./doors.ts";

export function openSheet({ experiments }: Pick<SheetsDoor, "experiments">, sheet: Sheet): OpenSheet {
  return openSheetSchema.parse({
    ...sheet,
    linked: experiments.filter(({ id }) => sheet.experiments.includes(id)),
  });
}
