// An I²C part with registers, at the far end of a simulated bus: a write sets the register pointer, then fills registers;
// a read gives them one after the other. What most sensors do (NXP UM10204; one-byte register addresses).
import type { AVRTWI, TWIEventHandler } from "avr8js";

export interface I2cRegisters {
  readonly registers: Uint8Array;
  /** What happened on the bus, in order: "start", "restart", "write 48", "read 48", bytes in hexadecimal, "stop". */
  readonly bus: string[];
}

/** @param address seven bits. */
export function attachI2cRegisters(twi: AVRTWI, address: number): I2cRegisters {
  const registers = new Uint8Array(256);
  const bus: string[] = [];
  const hex = (byte: number) => byte.toString(16).padStart(2, "0");
  let pointer: number | undefined;
  const handler: TWIEventHandler = {
    start(repeated) {
      bus.push(repeated ? "restart" : "start");
      twi.completeStart();
    },
    stop() {
      bus.push("stop");
      twi.completeStop();
    },
    connectToSlave(called, write) {
      bus.push(`${write ? "write" : "read"} ${hex(called)}`);
      if (write) pointer = undefined;
      twi.completeConnect(called === address);
    },
    writeByte(byte) {
      bus.push(hex(byte));
      if (pointer === undefined) pointer = byte;
      else {
        registers[pointer] = byte;
        pointer = (pointer + 1) & 0xff;
      }
      twi.completeWrite(true);
    },
    readByte() {
      const at = pointer ?? 0;
      pointer = (at + 1) & 0xff;
      twi.completeRead(registers[at] ?? 0);
    },
  };
  twi.eventHandler = handler;
  return { registers, bus };
}
