// Simulated modules at the far end of a wire, in real time: the kit's RDM6300 and PN532, and scripted text.
import type { ModuleChip } from "../../bridge/virtual-kit/modules/serial-module.ts";
import { SerialModule } from "../../bridge/virtual-kit/modules/serial-module.ts";
import type { FarEnd, Firmware } from "./byte-hub.ts";

const stepMs = 4;

/**
 * A chip behind its cable. It runs on while its port is closed, as a powered module does.
 * @param atItsSpeed the wire has no speed (a pseudo-terminal): whatever the host sets, its bytes arrive whole.
 */
export function moduleFirmware(chip: ModuleChip, atItsSpeed = false): Firmware {
  const module = new SerialModule(chip);
  module.powerOn(performance.now());
  return (far, baudRate) => {
    module.open(atItsSpeed ? chip.baudRate : baudRate, performance.now());
    const timer = setInterval(() => {
      module.runUntil(performance.now());
      const bytes = module.takeOutput();
      if (bytes !== undefined) far.send(bytes);
    }, stepMs);
    return {
      onBytes: (bytes) => module.write(bytes),
      stop() {
        clearInterval(timer);
        module.close();
      },
    };
  };
}

export interface Talker {
  readonly firmware: Firmware;
  say(line: string): void;
  send(bytes: Uint8Array): void;
  /** Bytes heard from the host. */
  readonly heard: number[];
}

/** A device that prints lines. @param everyMs how often `print` is asked for one. */
export function createTalker(everyMs = 0, print: () => string = () => ""): Talker {
  let far: FarEnd | undefined;
  const heard: number[] = [];
  const send = (bytes: Uint8Array) => far?.send(bytes);
  const say = (line: string) => send(Buffer.from(`${line}\r\n`));
  return {
    heard,
    say,
    send,
    firmware(end) {
      far = end;
      const timer = everyMs > 0 ? setInterval(() => say(print()), everyMs) : undefined;
      return { onBytes: (bytes) => void heard.push(...bytes), stop: () => clearInterval(timer) };
    },
  };
}
