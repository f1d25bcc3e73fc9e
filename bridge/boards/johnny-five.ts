// johnny-five 2 and firmata-io 2 as the board worker uses them; neither ships types, both are CommonJS.
import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { Duplex } from "node:stream";

/** A Firmata board, once it has told what it can do. */
export interface FirmataIo extends EventEmitter {
  readonly MODES: { readonly OUTPUT: number; readonly PULLUP: number };
  readonly RESOLUTION: { readonly ADC: number | null };
  readonly firmware: {
    readonly name?: string;
    readonly version?: { readonly major: number; readonly minor: number };
  };
  readonly pins: readonly { readonly supportedModes: readonly number[] }[];
  pinMode(pin: number, mode: number): void;
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
  readonly Button: new (options: { board: JohnnyFiveBoard; pin: number; pullup: boolean }) => EventEmitter;
  readonly Led: new (options: {
    board: JohnnyFiveBoard;
    pin: number;
  }) => { brightness(value: number): unknown };
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
