// A small Firmata board, byte for byte, at the far end of a wire: enough of an Uno for johnny-five to take it in hand.
// Reference: Firmata protocol 2.x. It is a test device; the kit's own boards run the real firmware.
import { createFirmataSplitter } from "../../bridge/frames/firmata-splitter.ts";
import type { Firmware } from "./byte-hub.ts";

const modes = { input: 0, output: 1, analog: 2, pwm: 3, servo: 4, pullup: 11 };
const pwmPins = [3, 5, 6, 9, 10, 11];

export interface FirmataBoard {
  readonly firmware: Firmware;
  /** Counts of the analogue pins A0… */
  readonly analog: number[];
  /** Levels of the input pins. */
  readonly digital: number[];
  /** Last value written to each pin. */
  readonly written: Map<number, number>;
  readonly modes: Map<number, number>;
  /** Sends nothing more and answers nothing. */
  frozen: boolean;
  /** Sends what is on the digital pins again. */
  tellDigital(): void;
}

function capabilities(hasPullUps: boolean): number[] {
  const bytes = [0xf0, 0x6c];
  for (let pin = 0; pin < 20; pin++) {
    if (pin >= 2) {
      bytes.push(modes.input, 1, modes.output, 1, modes.servo, 14);
      if (hasPullUps) bytes.push(modes.pullup, 1);
      if (pwmPins.includes(pin)) bytes.push(modes.pwm, 8);
      if (pin >= 14) bytes.push(modes.analog, 10);
    }
    bytes.push(0x7f);
  }
  return [...bytes, 0xf7];
}

/**
 * @param name the firmware's name, as it tells it.
 * @param hasPullUps boards older than Firmata 2.5 have no mode for them.
 */
export function createFirmataBoard(name = "labo-firmata", hasPullUps = true): FirmataBoard {
  const reportedAnalog = new Set<number>();
  const reportedPorts = new Set<number>();
  let send: (bytes: number[]) => void = () => undefined;

  const version = [0xf9, 2, 5];
  const firmwareReport = [0xf0, 0x79, 2, 5, ...[...name].flatMap((c) => [c.charCodeAt(0) & 0x7f, 0]), 0xf7];
  const portMessage = (port: number) => {
    let bits = 0;
    for (let bit = 0; bit < 8; bit++) bits |= (board.digital[port * 8 + bit] ?? 0) << bit;
    return [0x90 | port, bits & 0x7f, bits >> 7];
  };

  const onMessage = (message: Uint8Array): void => {
    const [status = 0, a = 0, b = 0] = message;
    const value = a | (b << 7);
    if (status === 0xf9) send(version);
    else if (status === 0xf0 && a === 0x79) send(firmwareReport);
    else if (status === 0xf0 && a === 0x6b) send(capabilities(hasPullUps));
    else if (status === 0xf0 && a === 0x69)
      send([0xf0, 0x6a, ...Array.from({ length: 20 }, (_, pin) => (pin >= 14 ? pin - 14 : 0x7f)), 0xf7]);
    else if (status === 0xf0 && a === 0x70) board.modes.set(b, modes.servo);
    else if (status === 0xf4) board.modes.set(a, b);
    else if ((status & 0xf0) === 0xe0) board.written.set(status & 0x0f, value);
    else if ((status & 0xf0) === 0x90)
      for (let bit = 0; bit < 8; bit++) board.written.set((status & 0x0f) * 8 + bit, (value >> bit) & 1);
    else if ((status & 0xf0) === 0xc0) reportedAnalog.add(status & 0x0f);
    else if ((status & 0xf0) === 0xd0) {
      reportedPorts.add(status & 0x0f);
      send(portMessage(status & 0x0f));
    }
  };

  const board: FirmataBoard = {
    analog: [512, 153, 0],
    digital: Array.from({ length: 20 }, () => 1),
    written: new Map(),
    modes: new Map(),
    frozen: false,
    tellDigital() {
      for (const port of reportedPorts) send(portMessage(port));
    },
    firmware: (far) => {
      const splitter = createFirmataSplitter("to-board");
      reportedAnalog.clear();
      reportedPorts.clear();
      board.written.clear();
      send = (bytes) => {
        if (!board.frozen) far.send(Uint8Array.from(bytes));
      };
      const sampling = setInterval(() => {
        for (const pin of reportedAnalog) {
          const counts = board.analog[pin] ?? 0;
          send([0xe0 | pin, counts & 0x7f, counts >> 7]);
        }
      }, 50);
      const boot = setTimeout(() => send([...version, ...firmwareReport]), 50);
      return {
        onBytes(bytes) {
          if (board.frozen) return;
          for (const outcome of splitter.push(bytes)) if (outcome.kind === "frame") onMessage(outcome.bytes);
        },
        stop() {
          clearInterval(sampling);
          clearTimeout(boot);
        },
      };
    },
  };
  return board;
}
