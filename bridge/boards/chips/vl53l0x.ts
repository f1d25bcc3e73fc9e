// VL53L0X: distance by the time light takes to come back. The data sheet (ST DS11555) has no list of registers: these come
// from the maker's API (STSW-IMG005, BSD-3-Clause) and from libraries that follow it (pololu/vl53l0x-arduino). Only what one
// measurement needs; the maker's tuning table and its calibration of reference diodes are left out.
import { roundTo } from "#contract/quantities.ts";
import { type ChipBus, type ChipDriver, ChipSilent, expectIdentity, uint16be } from "./chip.ts";

const register = {
  start: 0x00,
  interruptConfig: 0x0a,
  interruptClear: 0x0b,
  interruptStatus: 0x13,
  result: 0x14,
  i2cMode: 0x88,
  padVoltage: 0x89,
  stopVariable: 0x91,
  identity: 0xc0,
};
const identity = 0xee;
/** Doors to the registers that the API does not name. */
const hidden = { power: 0x80, page: 0xff };
const newSample = 0x04;
const once = 0x01;
/** Of the twelve bytes of a result: its status, and where its range is. */
const statusOf = (data: Uint8Array): number => ((data[0] ?? 0) & 0x78) >> 3;
const rangeAt = 10;
const validRange = 11;
/** 8190 and 8191 mm are no distances: nothing came back. */
const nothing = 8190;
/** A measurement takes about 33 ms. */
const pollMs = 10;
const mostPolls = 30;

/** Metres from the twelve result bytes; `undefined` when the chip itself does not hold its range for valid. */
export function vl53l0xMetres(data: Uint8Array): number | undefined {
  const millimetres = uint16be(data, rangeAt);
  return statusOf(data) !== validRange || millimetres >= nothing
    ? undefined
    : roundTo("measuredDistance", millimetres / 1000);
}

/** Does something behind the chip's hidden page. */
async function behind<T>(bus: ChipBus, act: () => T): Promise<Awaited<T>> {
  bus.write(hidden.power, 1);
  bus.write(hidden.page, 1);
  bus.write(register.start, 0);
  const done = await act();
  bus.write(register.start, 1);
  bus.write(hidden.page, 0);
  bus.write(hidden.power, 0);
  return done;
}

/** One measurement after another, each asked for: what is read is never older than the question. */
export const vl53l0x: ChipDriver = async (bus) => {
  // A wire that came loose behind the hidden page leaves the chip there.
  bus.write(hidden.page, 0);
  bus.write(hidden.power, 0);
  await expectIdentity(bus, register.identity, identity);
  // Modules bring the bus to the chip at 2.8 V.
  const [pads = 0] = await bus.read(register.padVoltage, 1);
  bus.write(register.padVoltage, pads | 1);
  bus.write(register.i2cMode, 0);
  const [stopVariable = 0] = await behind(bus, () => bus.read(register.stopVariable, 1));
  bus.write(register.interruptConfig, newSample);
  bus.write(register.interruptClear, 1);
  return async () => {
    await behind(bus, () => bus.write(register.stopVariable, stopVariable));
    bus.write(register.start, once);
    for (let polls = 0; polls < mostPolls; polls++) {
      await bus.wait(pollMs);
      const [status = 0] = await bus.read(register.interruptStatus, 1);
      if ((status & 0b111) === 0) continue;
      const metres = vl53l0xMetres(await bus.read(register.result, 12));
      bus.write(register.interruptClear, 1);
      return metres === undefined ? {} : { "": metres };
    }
    throw new ChipSilent("it does not end its measurement");
  };
};
