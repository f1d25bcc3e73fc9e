// What the wiring of a part has at hand in the board's worker: johnny-five's board, and ways to tell what happens.

import type { Component } from "#contract/board-plan.ts";
import type { FirmataIo, JohnnyFiveBoard } from "../johnny-five.ts";
import type { Reaction } from "../reaction.ts";
import type { CommandArguments, Stamp } from "../worker-messages.ts";

/** Does what a command says. @throws Error with the reason when it cannot. */
export type Output = (action: string, args: CommandArguments) => void;

export interface WiringBench {
  readonly board: JohnnyFiveBoard;
  readonly io: FirmataIo;
  /** Clock milliseconds per real millisecond. */
  readonly rate: number;
  /** What the pins are compared with, volts. */
  readonly supplyVolts: number;
  /** When the bytes being read entered the bridge. */
  now(): Stamp;
  /**
   * A part has something new to tell: all its values together; one it cannot tell is absent.
   * @param mark told again when it is `step` or more away from what was told last, or at the latest four times a second.
   */
  tell(component: string, readings: Readonly<Record<string, number>>, mark: number, step: number): void;
  button(channel: string, pressed: boolean, at: Stamp): void;
  /** A reaction timed by the board, of the button on this channel. */
  reaction(channel: string, reaction: Reaction, at: Stamp): void;
  /** The part draws this much now, milliamperes: an estimate, see `currents.ts`. */
  draws(component: string, milliamps: number): void;
  /** It does not answer, or does again. */
  silent(component: string, reason: string): void;
  well(component: string): void;
  output(component: string, output: Output): void;
  /** All of the plan. */
  readonly components: readonly Component[];
  /** Has another part do something, as a command would. */
  act(component: string, action: string, args: CommandArguments): void;
}

/** "D9" → 9, "A2" → its number among the analogue pins, "I2C" → NaN. */
export const pinNumber = (pin: string): number => Number(pin.slice(1));

/** Its number among all pins, analogue ones too. @throws Error when the board has no such pin. */
export function anyPinNumber({ io }: WiringBench, pin: string): number {
  const number = pin.startsWith("A") ? io.analogPins[pinNumber(pin)] : pinNumber(pin);
  if (number === undefined) throw new Error(`the board has no ${pin}`);
  return number;
}

/** An input that a resistor of the board holds high. */
export function pullUp({ io }: WiringBench, number: number): void {
  io.pinMode(number, io.MODES.INPUT);
  // Boards older than Firmata 2.5 have no mode for pull-ups: writing to the input switches it on.
  io.digitalWrite(number, 1);
  if (io.pins[number]?.supportedModes.includes(io.MODES.PULLUP)) io.pinMode(number, io.MODES.PULLUP);
}

/** A number of a command, checked already against the capability. */
export const numberOf = (args: CommandArguments, name: string): number => Number(args[name]);
