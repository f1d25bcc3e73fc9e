// Writes runs for ever and says which it has written: `<run> <notes>` a line. To be killed.
import { writeSync } from "node:fs";
import { createClock } from "../../bridge/clock.ts";
import { createLogger } from "../../bridge/logger.ts";
import { openStore } from "../../bridge/store/store.ts";
import { runOf } from "./http-doors.ts";

const store = openStore({
  path: process.argv[2] ?? "",
  clock: createClock(),
  logger: createLogger("silent"),
});
const attempt = store.attempts("p-1", runOf("p-1").experiment) + 1;
let run = { ...runOf("p-1"), id: `run-${attempt}`, attempt };
for (let n = 1; ; n += 1) {
  const note = { id: `n${n}`, time: "2026-01-01T12:00:00.000Z", text: "x".repeat(500) };
  run = { ...run, notes: [...run.notes.slice(-200), note] };
  store.saveRun(run);
  store.appendSeries(run.id, [{ mono: n, time: note.time, channel: "rssi", value: -n, source: "simulated" }]);
  writeSync(1, `${run.id} ${run.notes.length}\n`);
}
