import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { measureBoards } from "../../../bridge/virtual-kit/benchmark.ts";

test("each board runs faster than real time, and its figures agree with one another", async () => {
  const folder = fileURLToPath(new URL("../../../firmware", import.meta.url));
  const figures = await measureBoards(folder, 2);
  expect(figures.map(({ board }) => board)).toEqual(["lecteur-rfid", "carte-capteurs"]);
  for (const { simulatedSecondsPerSecond, share } of figures) {
    expect(simulatedSecondsPerSecond).toBeGreaterThan(1);
    expect(simulatedSecondsPerSecond * share).toBeCloseTo(1, 6);
  }
});
