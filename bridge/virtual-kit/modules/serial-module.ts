// A module with a serial adapter of its own, as it lies on the table: RDM6300 or PN532 behind a USB cable. Its chip is
// modelled by what it does, not by a program that runs; its bytes take the same wire as a board's, at its own speed.
import { Wire } from "../boards/uart-line.ts";

/** Bytes to the host gathered between two deliveries; beyond this they are lost, as when nobody reads. */
const outputBytes = 65_536;

/** What the chip does. Times are simulated milliseconds. */
export interface ModuleChip {
  /** Speed of its serial line, bits per second. */
  readonly baudRate: number;
  powerOn(ms: number): void;
  powerOff(): void;
  /** One byte from the host. */
  receive(byte: number, ms: number): void;
  /** What it sends until this time. */
  runUntil(ms: number): Iterable<number>;
}

export class SerialModule {
  private readonly chip: ModuleChip;
  private isPowered = false;
  private hostBaud: number | undefined;
  private nowMs = 0;
  private toHost: number[] = [];
  private toModule: number[] = [];
  private wireToModule = new Wire();
  private wireToHost = new Wire();

  constructor(chip: ModuleChip) {
    this.chip = chip;
  }

  get powered(): boolean {
    return this.isPowered;
  }

  powerOn(ms: number): void {
    this.isPowered = true;
    this.nowMs = ms;
    this.wireToModule = new Wire();
    this.wireToHost = new Wire();
    this.chip.powerOn(ms);
  }

  powerOff(): void {
    this.isPowered = false;
    this.close();
    this.chip.powerOff();
  }

  /** The host opens the adapter's port: the module itself does not start anew. */
  open(baudRate: number, ms: number): void {
    this.hostBaud = baudRate;
    this.nowMs = ms;
    this.toHost = [];
    this.toModule = [];
  }

  close(): void {
    this.hostBaud = undefined;
    this.toHost = [];
    this.toModule = [];
  }

  write(bytes: Uint8Array): void {
    if (this.hostBaud === undefined) return;
    for (const byte of bytes.subarray(0, outputBytes - this.toModule.length)) this.toModule.push(byte);
  }

  /** Interference: the host reads these as if the module had sent them. */
  inject(bytes: Uint8Array): void {
    if (this.hostBaud === undefined) return;
    for (const byte of bytes) this.keepForHost(byte);
  }

  takeOutput(): Uint8Array | undefined {
    if (this.toHost.length === 0) return undefined;
    const bytes = Uint8Array.from(this.toHost);
    this.toHost = [];
    return bytes;
  }

  runUntil(ms: number): void {
    if (!this.isPowered) return;
    const { chip, hostBaud } = this;
    if (hostBaud !== undefined)
      for (const byte of this.toModule.splice(0, this.wireRoom(hostBaud, ms)))
        for (const read of this.wireToModule.carry(byte, hostBaud, chip.baudRate)) chip.receive(read, ms);
    this.nowMs = ms;
    for (const byte of chip.runUntil(ms)) {
      if (hostBaud === undefined) continue;
      for (const read of this.wireToHost.carry(byte, chip.baudRate, hostBaud)) this.keepForHost(read);
    }
  }

  /** Bytes the wire carries until this time, ten bits each; one at least, or a slow wire would never move. */
  private wireRoom(baud: number, ms: number): number {
    return Math.max(1, Math.floor(((ms - this.nowMs) * baud) / 10_000));
  }

  private keepForHost(byte: number): void {
    if (this.toHost.length < outputBytes) this.toHost.push(byte);
  }
}
