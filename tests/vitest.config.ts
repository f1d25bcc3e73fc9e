// Three families: `unit` runs side by side; `system` (real processes, browsers, brokers) one file at a time; `scenarios`
// side by side too, since each lane keeps its own time.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  root,
  test: {
    globalSetup: ["tests/helpers/built-bridge.ts"],
    projects: [
      {
        root,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/system/**"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        test: {
          name: "system",
          include: ["tests/system/**/*.test.ts"],
          exclude: ["tests/system/scenarios-*.test.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        root,
        test: {
          name: "scenarios",
          include: ["tests/system/scenarios-*.test.ts"],
          // Two lanes mostly wait, in real time; the others share what is left of two cores.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
