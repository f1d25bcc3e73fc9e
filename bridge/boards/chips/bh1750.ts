// BH1750FVI: illuminance. ROHM datasheet, "Instruction Set Architecture" and "Measurement sequence example".
import { roundTo } from "#contract/quantities.ts";
import { type ChipDriver, uint16be } from "./chip.ts";

const powerOn = 0x01;
const continuousHighResolution = 0x10;
/** Longest time of a measurement in that mode. */
const measurementMs = 180;
/** Counts per lux with the sensitivity it wakes up with. */
const countsPerLux = 1.2;

/** Lux from two bytes. Full scale is told as it is: it is "that bright, or brighter". */
export const bh1750Lux = (data: Uint8Array): number => roundTo("illuminance", uint16be(data) / countsPerLux);

export const bh1750: ChipDriver = async (bus) => {
  bus.write(powerOn);
  bus.write(continuousHighResolution);
  await bus.wait(measurementMs);
  return async () => ({ "": bh1750Lux(await bus.read(undefined, 2)) });
};
