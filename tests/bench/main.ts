// Runs the measurements one after the other, each several times, and prints their tables. See run.mjs for the options.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { advertisements } from "./advertisements.ts";
import { boards } from "./boards.ts";
import { decoding } from "./decoding.ts";
import { firstLoad } from "./first-load.ts";
import type { Measurement, RunOutcome } from "./measurement.ts";
import { memory } from "./memory.ts";
import { serialLatency } from "./serial-latency.ts";
import { startup } from "./startup.ts";
import { collect, type Figure, formatTable } from "./table.ts";

const measurements: readonly Measurement[] = [
  startup,
  serialLatency,
  decoding,
  advertisements,
  memory,
  boards,
  firstLoad,
];
const outFolder = fileURLToPath(new URL("../.out", import.meta.url));
const names = measurements.map(({ name }) => name).join(", ");

function fail(text: string): never {
  console.error(`✗ ${text}\n  npm run bench -- [--only <name>[,<name>]] [--runs N]\n  names: ${names}`);
  process.exit(2);
}

function readOptions(): { only: readonly Measurement[]; runs: number } {
  const { values } = parseArgs({
    options: { only: { type: "string" }, runs: { type: "string", default: "3" } },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) fail(`--runs ${values.runs}: a whole number from 1 up`);
  const wanted = values.only?.split(",") ?? measurements.map(({ name }) => name);
  const only = wanted.map(
    (name) =>
      measurements.find((one) => one.name === name) ?? fail(`--only ${name}: there is no such measurement`),
  );
  return { only, runs };
}

let options: ReturnType<typeof readOptions>;
try {
  options = readOptions();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

const machine = {
  processor: cpus()[0]?.model.trim() ?? "?",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
  loadBefore: loadavg()[0],
};
console.log(
  `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}; ` +
    `load ${machine.loadBefore?.toFixed(1)}; median (min–max) of ${options.runs} run(s)\n`,
);

const results: { name: string; title: string; figures: Figure[]; notes: string[] }[] = [];
const failures: string[] = [];
for (const { name, title, run } of options.only) {
  const outcomes: RunOutcome[] = [];
  for (let round = 1; round <= options.runs; round += 1) {
    if (process.stdout.isTTY) process.stdout.write(`\r… ${name} ${round}/${options.runs}\u001b[K`);
    try {
      outcomes.push(await run());
    } catch (error) {
      failures.push(
        `${name}, run ${round}: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
      );
    }
  }
  if (process.stdout.isTTY) process.stdout.write("\r\u001b[K");
  const figures = collect(outcomes);
  const notes = [...new Set(outcomes.flatMap((outcome) => outcome.notes ?? []))];
  results.push({ name, title, figures, notes });
  console.log(`${formatTable(`${title} [${name}]`, figures, notes)}\n`);
}

mkdirSync(outFolder, { recursive: true });
const outFile = join(outFolder, "bench.json");
writeFileSync(
  outFile,
  `${JSON.stringify({ machine, date: new Date().toISOString(), runs: options.runs, results, failures }, null, 2)}\n`,
);
console.log(`→ ${outFile}`);
for (const failure of failures) console.error(`✗ ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);
