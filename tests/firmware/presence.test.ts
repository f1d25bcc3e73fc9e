// Arrivals, departures and hold time of the RFID firmware, compiled for this machine.
import { runHostProgram } from "./host-program.ts";

await runHostProgram("presence", "labo-rfid");
