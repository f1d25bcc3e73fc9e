import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { measureBoards } from "../../../bridge/virtual-kit/benchmark.ts";

/** Time of a processor, milliseconds: what else the machine does is not in it. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

test("each board takes less than a processor, and its figures agree with one another", async () => {
  const folder = fileURLToPath(new URL("../../../firmware", import.meta.url));
  const figures = await measureBoards(folder, 2, processorTime);
  expect(figures.map(({ board }) => board)).toEqual(["lecteur-rfid", "carte-capteurs"]);
  for (const { simulatedSecondsPerSecond, share } of figures) {
    expect(simulatedSecondsPerSecond).toBeGreaterThan(1);
    expect(simulatedSecondsPerSecond * share).toBeCloseTo(1, 6);
  }
});
