// MCP9808: temperature. Microchip DS25095A, §5.2.4 (ambient temperature register), §5.4 (manufacturer identity).
import { roundTo } from "#contract/quantities.ts";
import { type ChipDriver, OtherChip, uint16be } from "./chip.ts";

const register = { ambient: 0x05, manufacturer: 0x06 };
const microchip = 0x0054;

/** Celsius from the ambient register: thirteen bits in two's complement, 1/16 °C; the three above are alarms. */
export const mcp9808Celsius = (data: Uint8Array): number =>
  roundTo("temperature", ((uint16be(data) << 19) >> 19) / 16);

export const mcp9808: ChipDriver = async (bus) => {
  const maker = uint16be(await bus.read(register.manufacturer, 2));
  if (maker !== microchip) throw new OtherChip(`maker 0x${maker.toString(16)}`);
  return async () => ({ "": mcp9808Celsius(await bus.read(register.ambient, 2)) });
};
