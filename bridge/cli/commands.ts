// Every command of `labo`: to add one, write its file and name it here.
import type { Command } from "./command.ts";
import { decode } from "./decode.ts";
import { devices } from "./devices.ts";
import { doctor } from "./doctor.ts";
import { record } from "./record.ts";
import { replay } from "./replay.ts";
import { sheetsCheck } from "./sheets-check.ts";
import { sheetsNew } from "./sheets-new.ts";
import { sheetsNewExperiment } from "./sheets-new-experiment.ts";
import { start } from "./start.ts";

export const commands: readonly Command[] = [
  start,
  decode,
  record,
  replay,
  doctor,
  devices,
  sheetsCheck,
  sheetsNew,
  sheetsNewExperiment,
];
