// The thread the simulation lives in: it keeps pace with real time and passes bytes and controls to and from the main thread.
// Only JavaScript may run here: native bindings crash a worker thread.
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { LaboError } from "../errors.ts";
import { kitWith } from "./default-kit.ts";
import { obey } from "./figures.ts";
import type { FromWorker, ToWorker, WorkerOptions } from "./messages.ts";
import { Pace } from "./pace.ts";
import { Simulation } from "./simulation.ts";
import { World } from "./world.ts";

/** Real milliseconds between two steps: what it adds to the latency of a byte, at most. */
const stepMs = 4;
/** Simulated milliseconds run before messages get their turn. */
const sliceMs = 40;
/** At most 30 pictures of the kit a second. */
/** Simulated milliseconds between two times told to the house that follows: what it may be behind a byte. */
const leadMs = 10;
const pictureMs = 1000 / 30;
const measureMs = 2000;

function run(options: WorkerOptions, send: (message: FromWorker) => void): (message: ToWorker) => void {
  obey(options.figures);
  const lines = new Map<string, number>();
  const simulation = new Simulation({
    world: new World(() => kitWith(options.plugged)),
    seed: options.seed,
    firmware: options.firmware,
    output: {
      data(board, bytes) {
        const line = lines.get(board);
        if (line !== undefined) send({ type: "data", line, bytes });
      },
      unplugged(board) {
        const line = lines.get(board);
        lines.delete(board);
        if (line !== undefined) send({ type: "unplugged", line });
      },
      hci: (packets) => send({ type: "hci", packets }),
    },
  });
  for (const [board, plan] of options.plans) simulation.rewire(board, plan);
  const pace = new Pace(options.rate);
  let picturedAt = performance.now();
  let measuredAt = picturedAt;

  const goOn = (): void => {
    if (pace.behind) setImmediate(step);
    else setTimeout(step, options.leads ? 1 : stepMs);
  };
  const step = (): void => {
    simulation.advance(pace.step(performance.now(), options.leads ? leadMs : sliceMs));
    const now = performance.now();
    if (now - measuredAt >= measureMs) {
      simulation.measure(now - measuredAt);
      measuredAt = now;
    }
    if (now - picturedAt >= pictureMs && simulation.takeChanged()) {
      picturedAt = now;
      send({ type: "kit", kit: simulation.world.snapshot() });
    }
    if (options.leads) send({ type: "time", ms: simulation.ms });
    else goOn();
  };

  send({ type: "ready", kit: simulation.world.snapshot() });
  step();

  return (message) => {
    switch (message.type) {
      case "control":
        try {
          simulation.control(message.control);
          send({ type: "done", id: message.id, kit: simulation.world.snapshot() });
        } catch (error) {
          const found = !(error instanceof LaboError && error.code === "NOT_FOUND");
          const details = error instanceof LaboError ? error.details : [String(error)];
          send({ type: "refused", id: message.id, found, details });
        }
        break;
      case "rewire":
        simulation.rewire(message.board, message.plan);
        break;
      case "open":
        lines.set(message.board, message.line);
        simulation.open(message.board, message.baudRate);
        break;
      case "close":
        if (lines.get(message.board) !== message.line) break;
        lines.delete(message.board);
        simulation.close(message.board);
        break;
      case "write":
        if (lines.get(message.board) === message.line) simulation.write(message.board, message.bytes);
        break;
      case "hci":
        simulation.command(message.packet);
        break;
      case "go":
        goOn();
        break;
    }
  };
}

const port = parentPort;
if (!isMainThread && port !== null) {
  const options: WorkerOptions = workerData;
  port.on(
    "message",
    run(options, (message) => port.postMessage(message)),
  );
}
