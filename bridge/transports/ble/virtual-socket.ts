// Stands where noble keeps its Bluetooth socket: the same methods, with HCI packets going by messages instead of a driver.
import { EventEmitter } from "node:events";

export class VirtualSocket extends EventEmitter {
  readonly #onWrite: (packet: Uint8Array) => void;

  /** @param onWrite takes each HCI packet noble sends to the controller. */
  constructor(onWrite: (packet: Uint8Array) => void) {
    super();
    this.#onWrite = onWrite;
  }

  /** A packet from the controller. */
  deliver(packet: Uint8Array): void {
    this.emit("data", Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
  }

  write(packet: Uint8Array): void {
    this.#onWrite(packet);
  }

  isDevUp(): boolean {
    return true;
  }

  /** The controller is bound for the life of the process. */
  bindRaw(): void {}
  bindUser(): void {}
  start(): void {}
  stop(): void {}
  reset(): void {}
  setFilter(): void {}
}
