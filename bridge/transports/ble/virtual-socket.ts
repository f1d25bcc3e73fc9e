// Stands where noble keeps its Bluetooth socket: the same methods, with HCI packets going by messages instead of a driver.
import { EventEmitter } from "node:events";
import type { DriverWord } from "./host-protocol.ts";

export class VirtualSocket extends EventEmitter {
  readonly #onWrite: (packet: Uint8Array) => void;
  #driver: DriverWord;

  /** @param onWrite takes each HCI packet noble sends to the controller. */
  constructor(onWrite: (packet: Uint8Array) => void, driver: DriverWord = "up") {
    super();
    this.#onWrite = onWrite;
    this.#driver = driver;
  }

  /** As the socket of Linux tells it: an error in the system's words, with neither name nor code. */
  driverSays(word: DriverWord): void {
    this.#driver = word;
    if (word === "down") this.emit("error", new Error("Network is down"));
  }

  /** A packet from the controller. */
  deliver(packet: Uint8Array): void {
    this.emit("data", Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
  }

  write(packet: Uint8Array): void {
    if (this.#driver === "up") this.#onWrite(packet);
  }

  isDevUp(): boolean {
    return this.#driver === "up";
  }

  /** The controller is bound for the life of the process. */
  bindRaw(): void {
    if (this.#driver === "forbidden") throw new Error("Operation not permitted");
  }
  bindUser(): void {}
  start(): void {}
  stop(): void {}
  reset(): void {}
  setFilter(): void {}
}
