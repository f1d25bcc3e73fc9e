// Pages written ahead: the sheets of the shelf as they are now, drawn by the built dashboard.
import { fileURLToPath } from "node:url";
import type { WrittenPagesDoor } from "../http/doors.ts";
import { openSheet } from "../http/open-sheet.ts";
import type { Logger } from "../logger.ts";
import { createSheetPages } from "../prerender/sheet-pages.ts";
import type { Shelf } from "../sheets/shelf.ts";

const folderOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** @param built folder of the built dashboard. */
export function openWrittenPages(sheets: Shelf, built: string, logger: Logger): WrittenPagesDoor {
  const pages = createSheetPages({
    built,
    program: folderOf("dashboard/dist-server"),
    kept: folderOf("node_modules/.cache/labo-pages"),
    logger,
  });
  return {
    async sheet(id, language) {
      await sheets.refresh();
      const sheet = sheets.sheets.find((one) => one.id === id);
      return sheet === undefined ? undefined : pages.page(openSheet(sheets, sheet), language);
    },
  };
}
