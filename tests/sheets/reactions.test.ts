// The times that boards and pages obey are those that the sheets print.
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { anticipationMs, reactionWaitMs } from "#contract/reactions.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";

const { constants } = await loadSheets({ folder: fileURLToPath(new URL("../../sheets", import.meta.url)) });

it("waits and anticipations are those of the constants", () => {
  const figure = (id: string) => constants.get(id)?.value;
  expect(figure("e24-wait-least")).toBe(reactionWaitMs.least / 1000);
  expect(figure("e24-wait-most")).toBe(reactionWaitMs.most / 1000);
  expect(figure("reaction-anticipation")).toBe(anticipationMs);
});
