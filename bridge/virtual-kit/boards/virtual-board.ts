// A board as it lies on the table: a microcontroller with its program, its USB cable, and what is wired to its pins.
import { Atmega328p, clockFrequency, createEeprom } from "../avr/atmega328p.ts";
import { Wire } from "./uart-line.ts";

/** Bytes from the host waiting for the wire; beyond this they are lost, as when nobody reads. */
const hostQueueBytes = 65_536;
/** Bytes to the host gathered between two deliveries. */
const outputBytes = 65_536;

/** What is wired to the pins; made anew at each power-up or reset, because the microcontroller is. */
export interface Wiring {
  /** Connects parts to a microcontroller that has not run yet. @param startedMs simulated time at its cycle 0. */
  connect(mcu: Atmega328p, startedMs: number): void;
  /** The world may have changed, or time has passed. Called before and after each run. */
  update(): void;
  /** The board has lost its power. */
  powerOff(): void;
}

export interface BoardParts {
  readonly flash: Uint8Array;
  readonly wiring: Wiring;
}

export class VirtualBoard {
  private readonly flash: Uint8Array;
  private readonly wiring: Wiring;
  private readonly eeprom = createEeprom();
  private mcu: Atmega328p | undefined;
  private startedMs = 0;
  private hostBaud: number | undefined;
  private toBoard: number[] = [];
  private toHost: number[] = [];
  private sendingToBoard = false;
  private wireToBoard = new Wire();
  private wireToHost = new Wire();

  constructor(parts: BoardParts) {
    this.flash = parts.flash;
    this.wiring = parts.wiring;
  }

  get powered(): boolean {
    return this.mcu !== undefined;
  }

  powerOn(ms: number): void {
    const mcu = new Atmega328p(this.flash, this.eeprom);
    this.mcu = mcu;
    this.startedMs = ms;
    this.toBoard = [];
    this.sendingToBoard = false;
    this.wireToBoard = new Wire();
    this.wireToHost = new Wire();
    mcu.usart.onByte = (byte) => this.sendToHost(byte, mcu.usart.baudRate);
    this.wiring.connect(mcu, ms);
    this.wiring.update();
  }

  powerOff(): void {
    this.mcu = undefined;
    this.hostBaud = undefined;
    this.toHost = [];
    this.wiring.powerOff();
  }

  /** The host opens the port: DTR falls and resets the board, as the Uno's reset capacitor does. */
  open(baudRate: number, ms: number): void {
    this.hostBaud = baudRate;
    this.toHost = [];
    if (this.mcu !== undefined) this.powerOn(ms);
  }

  close(): void {
    this.hostBaud = undefined;
    this.toHost = [];
  }

  /** Bytes from the host; they take their time on the wire. */
  write(bytes: Uint8Array): void {
    if (this.mcu === undefined || this.hostBaud === undefined) return;
    const room = hostQueueBytes - this.toBoard.length;
    for (const byte of bytes.subarray(0, room)) this.toBoard.push(byte);
    this.sendNext(this.mcu);
  }

  /** Interference: the host reads these as if the board had sent them. */
  inject(bytes: Uint8Array): void {
    if (this.hostBaud === undefined) return;
    for (const byte of bytes) this.keepForHost(byte);
  }

  /** Bytes the host has received since the last call. */
  takeOutput(): Uint8Array | undefined {
    if (this.toHost.length === 0) return undefined;
    const bytes = Uint8Array.from(this.toHost);
    this.toHost = [];
    return bytes;
  }

  /** Lets the board run until this simulated time. */
  runUntil(ms: number): void {
    if (this.mcu === undefined) return;
    this.wiring.update();
    this.mcu.runUntil(((ms - this.startedMs) * clockFrequency) / 1000);
    this.wiring.update();
  }

  private sendNext(mcu: Atmega328p): void {
    if (this.sendingToBoard || this.hostBaud === undefined) return;
    const byte = this.toBoard.shift();
    if (byte === undefined) return;
    this.sendingToBoard = true;
    const baud = this.hostBaud;
    mcu.after(Math.round((clockFrequency * 10) / baud), () => {
      if (this.mcu !== mcu) return;
      this.sendingToBoard = false;
      for (const read of this.wireToBoard.carry(byte, baud, mcu.usart.baudRate)) mcu.usart.receive(read);
      this.sendNext(mcu);
    });
  }

  private sendToHost(byte: number, baud: number): void {
    if (this.hostBaud === undefined) return;
    for (const read of this.wireToHost.carry(byte, baud, this.hostBaud)) this.keepForHost(read);
  }

  private keepForHost(byte: number): void {
    if (this.toHost.length < outputBytes) this.toHost.push(byte);
  }
}
