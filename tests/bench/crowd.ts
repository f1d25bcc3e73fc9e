// A room full of phones and tags whose addresses change, put on the air through a controller at the far end of a
// pseudo-terminal: what a Bluetooth dongle on a serial port sends, byte for byte, to a bridge that knows nothing of it.
import { advertisingReport, createTestController } from "../helpers/hci-controller.ts";
import { createPtyCable } from "../helpers/pty-cable.ts";
import { mixedTraffic } from "./mixed-traffic.ts";

const emitEveryMs = 5;
const payloads = mixedTraffic(5000);

export interface CrowdOptions {
  readonly perSecond: number;
  /** So many at a time. */
  readonly addresses: number;
  /** Each address serves for so long, milliseconds; they do not change together. */
  readonly addressLifeMs: number;
}

export interface Crowd {
  /** Of the dongle, for `--bluetooth`. */
  readonly path: string;
  readonly isHeard: () => boolean;
  begin(options: CrowdOptions): void;
  /** @returns advertisements sent, and how many addresses they came from. */
  end(): { sent: number; addresses: number };
  stop(): Promise<void>;
}

/** A random static address (two top bits set) of its own for each sender and each of its lives. */
function addressOf(sender: number, life: number): string {
  const digits = `c0${(sender & 0xffff).toString(16).padStart(4, "0")}${(life & 0xff_ffff).toString(16).padStart(6, "0")}`;
  return digits.replaceAll(/(..)(?!$)/g, "$1:");
}

/** Cuts the bytes a host sends into H4 commands: type, opcode, length, parameters. */
function createCommandCutter(onCommand: (packet: Uint8Array) => void) {
  let waiting: Uint8Array = new Uint8Array();
  return (bytes: Uint8Array) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const length = 4 + (waiting[3] ?? Number.POSITIVE_INFINITY);
      if (waiting.length < length) return;
      onCommand(waiting.subarray(0, length));
      waiting = waiting.subarray(length);
    }
  };
}

export async function createCrowd(): Promise<Crowd> {
  const controller = createTestController();
  let send: (bytes: Uint8Array) => void = () => undefined;
  const cable = await createPtyCable((end) => {
    send = (bytes) => end.send(bytes);
    return { onBytes: createCommandCutter((packet) => controller.send(packet)) };
  });
  controller.onPacket((packet) => send(packet));
  await cable.plug();
  let timer: NodeJS.Timeout | undefined;
  let sent = 0;
  let seen = new Set<number>();
  return {
    path: cable.path,
    isHeard: () => controller.scanning,
    begin({ perSecond, addresses, addressLifeMs }) {
      sent = 0;
      seen = new Set();
      const began = performance.now();
      timer = setInterval(() => {
        const elapsedMs = performance.now() - began;
        const reports: Uint8Array[] = [];
        for (const due = (elapsedMs / 1000) * perSecond; sent < due; sent += 1) {
          const sender = sent % addresses;
          const life = Math.floor(elapsedMs / addressLifeMs + sender / addresses);
          seen.add(life * addresses + sender);
          const payload = payloads[(life * addresses + sender) % payloads.length] ?? new Uint8Array();
          reports.push(
            advertisingReport({ address: addressOf(sender, life), payload, rssi: -50 - (sent % 45) }),
          );
        }
        send(Buffer.concat(reports));
      }, emitEveryMs);
    },
    end() {
      clearInterval(timer);
      return { sent, addresses: seen.size };
    },
    async stop() {
      clearInterval(timer);
      await cable.stop();
    },
  };
}
