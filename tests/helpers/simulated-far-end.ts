// The kit's simulated hardware without its thread, as the far end of any byte line: an Uno in avr8js running the
// committed firmware, in real time, with a world that can be moved by hand.
import { fileURLToPath } from "node:url";
import type { KitControl } from "#contract/kit.ts";
import { readFirmware } from "../../bridge/virtual-kit/firmware-files.ts";
import { Pace } from "../../bridge/virtual-kit/pace.ts";
import { Simulation } from "../../bridge/virtual-kit/simulation.ts";
import type { FarEnd, Firmware } from "./byte-hub.ts";

const stepMs = 4;
const sliceMs = 40;

export interface SimulatedFarEnd {
  /** For a cable: the board runs from plugging to pulling. */
  readonly firmware: Firmware;
  control(control: KitControl): void;
  /** What a part shows: LED 0 to 1, servo degrees. */
  part(component: string): number;
}

/** @param board name of the board in the kit, for example `lecteur-rfid`. */
export async function createSimulatedFarEnd(board: string): Promise<SimulatedFarEnd> {
  const firmware = await readFirmware(fileURLToPath(new URL("../../firmware", import.meta.url)));
  let far: FarEnd | undefined;
  const simulation = new Simulation({
    seed: 7,
    firmware,
    output: {
      data: (from, bytes) => {
        if (from === board) far?.send(bytes);
      },
      unplugged: () => undefined,
      hci: () => undefined,
    },
  });
  // Only this board is on the line; the others stay without power.
  for (const { id } of simulation.world.snapshot().boards)
    simulation.control({ control: "plug", board: id, plugged: false, silent: true });
  return {
    control: (control) => simulation.control(control),
    part: (component) =>
      simulation.world
        .snapshot()
        .boards.find(({ id }) => id === board)
        ?.components.find(({ id }) => id === component)?.value ?? Number.NaN,
    firmware: (end, baudRate) => {
      far = end;
      simulation.control({ control: "plug", board, plugged: true, silent: true });
      simulation.open(board, baudRate);
      const pace = new Pace(1);
      const timer = setInterval(() => simulation.advance(pace.step(performance.now(), sliceMs)), stepMs);
      return {
        onBytes: (bytes) => simulation.write(board, bytes),
        stop() {
          clearInterval(timer);
          far = undefined;
          simulation.close(board);
          simulation.control({ control: "plug", board, plugged: false, silent: true });
        },
      };
    },
  };
}
