// Runs the measurements one after the other, each several times, and prints their tables. See run.mjs for the options.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { advertisements } from "./advertisements.ts";
import { advlib } from "./advlib.ts";
import { boards } from "./boards.ts";
import { charts } from "./charts.ts";
import { conditionsUnderLoad } from "./conditions.ts";
import { decoding } from "./decoding.ts";
import { firstLoad } from "./first-load.ts";
import { flood } from "./flood.ts";
import { type Duration, type Measurement, type RunOutcome, Unavailable } from "./measurement.ts";
import { memory } from "./memory.ts";
import { nodeRed } from "./node-red.ts";
import { replay } from "./replay.ts";
import { rotating } from "./rotating.ts";
import { serialLatency } from "./serial-latency.ts";
import { sheetPhone } from "./sheet-phone.ts";
import { startup } from "./startup.ts";
import { collect, type Figure, formatTable } from "./table.ts";
import { unplug } from "./unplug.ts";

const measurements: readonly Measurement[] = [
  startup,
  serialLatency,
  decoding,
  conditionsUnderLoad,
  advertisements,
  memory,
  boards,
  firstLoad,
  sheetPhone,
  charts,
  advlib,
  nodeRed,
  rotating,
  flood,
  unplug,
  replay,
];
const outFolder = fileURLToPath(new URL("../.out", import.meta.url));
const usualRuns = 3;

const namesOf = (group: Measurement["group"]) =>
  measurements
    .filter((one) => one.group === group)
    .map(({ name }) => name)
    .join(", ");

function fail(text: string): never {
  console.error(`✗ ${text}
  npm run bench -- [--only <name>[,<name>]] [--peers] [--long] [--runs N] [--minutes N]
  names: ${namesOf(undefined)}
  with --peers, or by name: ${namesOf("peers")}
  with --long, or by name: ${namesOf("long")}`);
  process.exit(2);
}

interface Options {
  readonly only: readonly Measurement[];
  /** Of one measurement: a long one is its own repetition. */
  runsOf(one: Measurement): number;
  readonly duration: Duration;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      peers: { type: "boolean", default: false },
      long: { type: "boolean", default: false },
      runs: { type: "string" },
      minutes: { type: "string" },
    },
  });
  const runs = Number(values.runs ?? usualRuns);
  if (!Number.isInteger(runs) || runs < 1) fail(`--runs ${values.runs}: a whole number from 1 up`);
  const minutes = Number(values.minutes ?? 1);
  if (!(minutes > 0)) fail(`--minutes ${values.minutes}: a number above 0`);
  const asked = measurements.filter(({ group }) => group === undefined || values[group]);
  const only = values.only
    ?.split(",")
    .map(
      (name) =>
        measurements.find((one) => one.name === name) ?? fail(`--only ${name}: there is no such measurement`),
    );
  return {
    only: only ?? asked,
    runsOf: ({ group }) => (group === "long" && values.runs === undefined ? 1 : runs),
    duration: values.minutes === undefined ? {} : { minutes },
  };
}

let options: Options;
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
    `load ${machine.loadBefore?.toFixed(1)}; median (min–max) of the runs\n`,
);

const results: { name: string; title: string; runs: number; figures: Figure[]; notes: string[] }[] = [];
const failures: string[] = [];
for (const one of options.only) {
  const { name, title, run } = one;
  const runs = options.runsOf(one);
  const outcomes: RunOutcome[] = [];
  for (let round = 1; round <= runs; round += 1) {
    if (process.stdout.isTTY) process.stdout.write(`\r… ${name} ${round}/${runs}\u001b[K`);
    try {
      outcomes.push(await run(options.duration));
    } catch (error) {
      if (error instanceof Unavailable) {
        failures.push(`${name}: ${error.message}`);
        break;
      }
      failures.push(
        `${name}, run ${round}: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
      );
    }
  }
  if (process.stdout.isTTY) process.stdout.write("\r\u001b[K");
  const figures = collect(outcomes);
  const notes = [...new Set(outcomes.flatMap((outcome) => outcome.notes ?? []))];
  results.push({ name, title, runs, figures, notes });
  console.log(`${formatTable(`${title} [${name}] × ${runs}`, figures, notes)}\n`);
}

mkdirSync(outFolder, { recursive: true });
const outFile = join(outFolder, "bench.json");
writeFileSync(
  outFile,
  `${JSON.stringify({ machine, date: new Date().toISOString(), results, failures }, null, 2)}\n`,
);
console.log(`→ ${outFile}`);
for (const failure of failures) console.error(`✗ ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);
