// Each virtual board alone, as fast as it goes: simulated seconds per second, and the share of one processor it takes
// in real time.
import { fileURLToPath } from "node:url";
import { measureBoards } from "../../bridge/virtual-kit/benchmark.ts";
import { atLeast, type Measurement } from "./measurement.ts";

const firmwareFolder = fileURLToPath(new URL("../../firmware", import.meta.url));
const simulatedSeconds = 30;

export const boards: Measurement = {
  name: "boards",
  title: "Virtual boards: simulated speed",
  async run() {
    const figures = await measureBoards(firmwareFolder, simulatedSeconds);
    return {
      readings: figures.flatMap(({ board, simulatedSecondsPerSecond, share }) => [
        {
          name: `${board}: simulated seconds per second`,
          value: simulatedSecondsPerSecond,
          unit: "×" as const,
          aim: atLeast(1, "×"),
        },
        { name: `${board}: share of one processor`, value: share * 100, unit: "%" as const },
      ]),
      notes: [`${simulatedSeconds} simulated seconds each, port open, a tag on the reader`],
    };
  },
};
