// The I²C bus of a board: which chip answers to an address, and every byte between it and the microcontroller's TWI.
import type { AVRTWI } from "avr8js";

export interface I2cChip {
  /** It is called: what follows is written to it, or read from it. */
  start(writing: boolean): void;
  /** @returns does it acknowledge. */
  write(byte: number): boolean;
  read(): number;
}

/** @param chipAt the chip at a seven-bit address now; `undefined` when nobody is there, or its wire is off. */
export function attachI2cBus(twi: AVRTWI, chipAt: (address: number) => I2cChip | undefined): void {
  let chip: I2cChip | undefined;
  twi.eventHandler = {
    start: () => twi.completeStart(),
    stop() {
      chip = undefined;
      twi.completeStop();
    },
    connectToSlave(address, writing) {
      chip = chipAt(address);
      chip?.start(writing);
      twi.completeConnect(chip !== undefined);
    },
    writeByte: (byte) => twi.completeWrite(chip?.write(byte) ?? false),
    // An open bus reads as ones.
    readByte: () => twi.completeRead(chip?.read() ?? 0xff),
  };
}
