// The Firmata firmware without its board, compiled for this machine.
import { runHostProgram } from "./host-program.ts";

await runHostProgram("firmata", "labo-firmata");
