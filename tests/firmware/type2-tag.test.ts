// Reading and writing of tags by the RFID firmware, compiled for this machine.
import { runHostProgram } from "./host-program.ts";

await runHostProgram("type2-tag", "labo-rfid");
