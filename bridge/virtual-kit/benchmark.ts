// How fast each simulated board runs here and what it takes of a processor: figures for the bench, no threads, no pacing.
import { readFirmware } from "./firmware-files.ts";
import { Simulation } from "./simulation.ts";
import { World } from "./world.ts";

export interface BoardFigures {
  readonly board: string;
  /** Simulated seconds per second when nothing holds it back. */
  readonly simulatedSecondsPerSecond: number;
  /** Share of one processor it takes in real time. */
  readonly share: number;
}

/**
 * Runs each board of the kit alone, its port open and a tag on the reader, as fast as it goes.
 * @param simulatedSeconds how long each runs in its own time, after two seconds of warming up.
 * @throws LaboError FIRMWARE_UNREADABLE.
 */
export async function measureBoards(
  firmwareFolder: string,
  simulatedSeconds: number,
  stopwatch: () => number = () => performance.now(),
): Promise<BoardFigures[]> {
  const firmware = await readFirmware(firmwareFolder);
  const atWork = new World().kit.boards.filter(({ plugged }) => plugged);
  return atWork.map(({ id }) => {
    const simulation = new Simulation({
      seed: 1,
      firmware,
      output: { data() {}, unplugged() {}, hci() {} },
      stopwatch,
    });
    for (const board of simulation.world.kit.boards) {
      if (board.id !== id)
        simulation.control({ control: "plug", board: board.id, plugged: false, silent: true });
    }
    simulation.control({ control: "strangers", count: 0 });
    if (id === "lecteur-rfid") {
      simulation.control({ control: "tag-place", tag: "amulette", reader: id, distanceMm: 5 });
    }
    simulation.open(id, 57_600);
    simulation.advance(2000);
    const from = stopwatch();
    simulation.advance(simulatedSeconds * 1000);
    const seconds = Math.max(1e-6, (stopwatch() - from) / 1000);
    return {
      board: id,
      simulatedSecondsPerSecond: simulatedSeconds / seconds,
      share: seconds / simulatedSeconds,
    };
  });
}
