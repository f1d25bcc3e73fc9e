// johnny-five 2 and firmata-io 2 as the board worker uses them; neither ships types, both are CommonJS.
import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { Duplex } from "node:stream";

/** A Firmata board, once it has told what it can do. */
export interface FirmataIo extends EventEmitter {
  readonly MODES: { readonly INPUT: number; readonly OUTPUT: number; readonly PULLUP: number };
  readonly RESOLUTION: { readonly ADC: number | null };
  readonly firmware: {
    readonly name?: string;
    readonly version?: { readonly major: number; readonly minor: number };
  };
  readonly pins: readonly { readonly supportedModes: readonly number[] }[];
  /** Number among all pins of each analogue one. */
  readonly analogPins: readonly number[];
  pinMode(pin: number, mode: number): void;
  digitalWrite(pin: number, level: 0 | 1): void;
  /** Calls back at each change of the pin's level. */
  digitalRead(pin: number, callback: (level: number) => void): void;
  i2cConfig(): void;
  i2cWrite(address: number, bytes: readonly number[]): void;
  i2cReadOnce(address: number, count: number, callback: (bytes: number[]) => void): void;
  i2cReadOnce(address: number, register: number, count: number, callback: (bytes: number[]) => void): void;
  /**
   * Has the board send a pulse and time the one that comes back, microseconds; 0 when none came in time.
   * @throws Error when the pin has not this mode.
   */
  pingRead(
    settings: { pin: number; value: 0 | 1; pulseOut: number; timeout: number },
    callback: (micros: number) => void,
  ): void;
  /** The command and its data, each byte below 128. */
  sysexCommand(bytes: readonly number[]): void;
  /** Called with the data of each such sysex of the board. @throws Error when the command is taken. */
  sysexResponse(command: number, handler: (data: number[]) => void): void;
  /** Asks the version; the board answers in order, so the answer proves that all before it was taken. */
  reportVersion(callback: () => void): void;
}

export type JohnnyFiveBoard = EventEmitter;

interface JohnnyFive {
  readonly Board: new (options: {
    io: FirmataIo;
    repl: false;
    debug: false;
    sigint: false;
  }) => JohnnyFiveBoard;
  readonly Sensor: new (options: {
    board: JohnnyFiveBoard;
    pin: string;
    /** Milliseconds between two "data" events. */
    freq: number;
  }) => EventEmitter;
  readonly Led: {
    new (options: { board: JohnnyFiveBoard; pin: number }): { brightness(value: number): unknown };
    readonly RGB: new (options: {
      board: JohnnyFiveBoard;
      pins: { red: number; green: number; blue: number };
      isAnode: boolean;
    }) => { color(bytes: { red: number; green: number; blue: number }): unknown };
  };
  readonly Servo: new (options: {
    board: JohnnyFiveBoard;
    pin: number;
    range: [number, number];
    pwmRange: [number, number];
  }) => { to(degrees: number): unknown };
  readonly Relay: new (options: {
    board: JohnnyFiveBoard;
    pin: number;
  }) => { close(): unknown; open(): unknown };
  readonly LCD: new (options: {
    board: JohnnyFiveBoard;
    controller: "PCF8574";
    address: number;
    rows: number;
    cols: number;
  }) => { cursor(row: number, column: number): { print(text: string): unknown } };
}

interface FirmataModule {
  readonly Firmata: new (
    transport: Duplex,
    options: { reportVersionTimeout: number; samplingInterval: number },
  ) => FirmataIo;
}

const require = createRequire(import.meta.url);

export const johnnyFive: JohnnyFive = require("johnny-five");
export const firmata: FirmataModule = require("firmata-io");
