// The RFID firmware as a whole, without its board, in front of a chip at register level.
import { runHostProgram } from "./host-program.ts";

await runHostProgram("rfid-station", "labo-rfid");
