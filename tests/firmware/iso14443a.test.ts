// Anticollision of the RFID firmware on simulated tags, compiled for this machine.
import { runHostProgram } from "./host-program.ts";

await runHostProgram("iso14443a", "labo-rfid");
