// The printer of the house: its packages are loaded with the first sheet somebody prints, not with the bench.
import type { PapersDoor } from "../http/doors.ts";
import type { Papers } from "../paper/papers.ts";
import type { Shelf } from "../sheets/shelf.ts";

/** @param sheets read anew before each print, as for the screens. */
export function openPapers(sheets: Shelf): PapersDoor {
  let opened: Promise<Papers> | undefined;
  const papers = () => {
    opened ??= import("../paper/papers.ts").then(({ createPapers }) => createPapers(sheets));
    return opened;
  };
  return {
    async sheet(id, request) {
      await sheets.refresh();
      const sheet = sheets.sheets.find((one) => one.id === id);
      return sheet === undefined ? undefined : (await papers()).sheet(sheet, request);
    },
    async experiment(id, request) {
      const experiment = sheets.experiments.find((one) => one.id === id);
      return experiment === undefined ? undefined : (await papers()).experiment(experiment, request);
    },
    async booklet(request) {
      await sheets.refresh();
      return (await papers()).booklet(request);
    },
  };
}
