// Lines of the RFID protocol, written and parsed by the firmware's own code compiled for this machine.
import { runHostProgram } from "./host-program.ts";

await runHostProgram("rfid-lines", "labo-rfid");
