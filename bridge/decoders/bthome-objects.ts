// The objects of BTHome v2 that are one number: identifier, quantity, bytes, sign, factor. https://bthome.io/format/
// A factor brings the number to the quantity's unit here: hectopascals to pascals, pounds to kilograms, millilitres
// to litres, millimetres to metres.
import type { QuantityId } from "#contract/quantities.ts";

export interface NumberObject {
  readonly quantity: QuantityId;
  readonly bytes: number;
  readonly isSigned: boolean;
  readonly factor: number;
  /** The format's own resolution, in decimals of the quantity's unit. */
  readonly decimals: number;
}

const unsigned = (quantity: QuantityId, bytes: number, factor = 1, decimals = 0): NumberObject => ({
  quantity,
  bytes,
  isSigned: false,
  factor,
  decimals,
});
const signed = (quantity: QuantityId, bytes: number, factor = 1, decimals = 0): NumberObject => ({
  quantity,
  bytes,
  isSigned: true,
  factor,
  decimals,
});
/** Yes or no. In BTHome, 1 is always what the name says: open, detected, low; for a lock, unlocked; for safety, safe. */
const yesNo = (quantity: QuantityId): NumberObject => unsigned(quantity, 1);

const kilogramsPerPound = 0.45359237;

export const numberObjects: ReadonlyMap<number, NumberObject> = new Map([
  [0x00, unsigned("packetId", 1)],
  [0x01, unsigned("batteryLevel", 1)],
  [0x02, signed("temperature", 2, 0.01, 2)],
  [0x03, unsigned("relativeHumidity", 2, 0.01, 2)],
  [0x04, unsigned("pressure", 3)],
  [0x05, unsigned("illuminance", 3, 0.01, 2)],
  [0x06, unsigned("mass", 2, 0.01, 2)],
  [0x07, unsigned("mass", 2, kilogramsPerPound / 100, 3)],
  [0x08, signed("dewPoint", 2, 0.01, 2)],
  [0x09, unsigned("count", 1)],
  [0x0a, unsigned("energy", 3, 0.001, 3)],
  [0x0b, unsigned("power", 3, 0.01, 2)],
  [0x0c, unsigned("voltage", 2, 0.001, 3)],
  [0x0d, unsigned("pm25", 2)],
  [0x0e, unsigned("pm10", 2)],
  [0x0f, yesNo("state")],
  [0x10, yesNo("powerOn")],
  [0x11, yesNo("opening")],
  [0x12, unsigned("co2", 2)],
  [0x13, unsigned("tvoc", 2)],
  [0x14, unsigned("moisture", 2, 0.01, 2)],
  [0x15, yesNo("batteryLow")],
  [0x16, yesNo("charging")],
  [0x17, yesNo("carbonMonoxide")],
  [0x18, yesNo("cold")],
  [0x19, yesNo("connectivity")],
  [0x1a, yesNo("door")],
  [0x1b, yesNo("garageDoor")],
  [0x1c, yesNo("gas")],
  [0x1d, yesNo("heat")],
  [0x1e, yesNo("light")],
  [0x1f, yesNo("lock")],
  [0x20, yesNo("wet")],
  [0x21, yesNo("motion")],
  [0x22, yesNo("moving")],
  [0x23, yesNo("occupancy")],
  [0x24, yesNo("plug")],
  [0x25, yesNo("presence")],
  [0x26, yesNo("problem")],
  [0x27, yesNo("running")],
  [0x28, yesNo("safety")],
  [0x29, yesNo("smoke")],
  [0x2a, yesNo("sound")],
  [0x2b, yesNo("tamper")],
  [0x2c, yesNo("vibration")],
  [0x2d, yesNo("window")],
  [0x2e, unsigned("relativeHumidity", 1)],
  [0x2f, unsigned("moisture", 1)],
  [0x3d, unsigned("count", 2)],
  [0x3e, unsigned("count", 4)],
  [0x3f, signed("rotation", 2, 0.1, 1)],
  [0x40, unsigned("measuredDistance", 2, 0.001, 3)],
  [0x41, unsigned("measuredDistance", 2, 0.1, 1)],
  [0x42, unsigned("duration", 3, 0.001, 3)],
  [0x43, unsigned("current", 2, 0.001, 3)],
  [0x44, unsigned("speed", 2, 0.01, 2)],
  [0x45, signed("temperature", 2, 0.1, 1)],
  [0x46, unsigned("uvIndex", 1, 0.1, 1)],
  [0x47, unsigned("volume", 2, 0.1, 1)],
  [0x48, unsigned("volume", 2, 0.001, 3)],
  [0x49, unsigned("flow", 2, 0.001, 3)],
  [0x4a, unsigned("voltage", 2, 0.1, 1)],
  [0x4b, unsigned("gasVolume", 3, 0.001, 3)],
  [0x4c, unsigned("gasVolume", 4, 0.001, 3)],
  [0x4d, unsigned("energy", 4, 0.001, 3)],
  [0x4e, unsigned("volume", 4, 0.001, 3)],
  [0x4f, unsigned("waterVolume", 4, 0.001, 3)],
  [0x50, unsigned("deviceTime", 4)],
  [0x51, unsigned("acceleration", 2, 0.001, 3)],
  [0x52, unsigned("angularVelocity", 2, 0.001, 3)],
  [0x55, unsigned("storedVolume", 4, 0.001, 3)],
  [0x56, unsigned("conductivity", 2)],
  [0x57, signed("temperature", 1)],
  [0x58, signed("temperature", 1, 0.35, 2)],
  [0x59, signed("count", 1)],
  [0x5a, signed("count", 2)],
  [0x5b, signed("count", 4)],
  [0x5c, signed("power", 4, 0.01, 2)],
  [0x5d, signed("current", 2, 0.001, 3)],
  [0x5e, unsigned("direction", 2, 0.01, 2)],
  [0x5f, unsigned("precipitation", 2, 0.1, 1)],
  [0x60, unsigned("channel", 1)],
  [0x61, unsigned("rotationalSpeed", 2)],
  [0x62, signed("speed", 4, 0.000_001, 6)],
  [0x63, signed("acceleration", 4, 0.000_001, 6)],
  [0x64, unsigned("lightLevel", 1)],
]);
