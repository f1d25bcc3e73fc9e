// ATC1441: Xiaomi thermometers with the open firmware of Aaron Christophel, data of service 0x181A, 13 bytes.
// https://github.com/atc1441/ATC_MiThermometer#advertising-format-of-the-custom-firmware
// Identity: the MAC in the payload. The service is Environmental Sensing, whose other data is told apart by its length.
import type { Words } from "#contract/words.ts";
import { hex, i16be, u8, u16be } from "./bytes.ts";
import { type Field, times } from "./layout.ts";
import { plainThermometer } from "./xiaomi.ts";

const notes = {
  temperature: {
    fr: "par pas de 0,1 °C, le grand octet d’abord",
    en: "in steps of 0.1 °C, the big byte first",
  },
  humidity: { fr: "par pas de 1 %", en: "in steps of 1%" },
  battery: { fr: "par pas de 1 %", en: "in steps of 1%" },
  voltage: { fr: "en millivolts", en: "in millivolts" },
  count: { fr: "monte de 1 à chaque mesure", en: "goes up by 1 with each measurement" },
} as const satisfies Record<string, Words>;

const fields: readonly Field[] = [
  {
    quantity: "temperature",
    at: 6,
    length: 2,
    read: (data) => i16be(data, 6),
    scale: times(0.1, 1),
    note: notes.temperature,
  },
  {
    quantity: "relativeHumidity",
    label: "humidity",
    at: 8,
    length: 1,
    read: (data) => u8(data, 8),
    note: notes.humidity,
  },
  { quantity: "batteryLevel", at: 9, length: 1, read: (data) => u8(data, 9), note: notes.battery },
  {
    quantity: "batteryVoltage",
    label: "battery voltage",
    at: 10,
    length: 2,
    read: (data) => u16be(data, 10),
    scale: times(0.001, 3),
    note: notes.voltage,
  },
  {
    quantity: "measurementSequence",
    label: "measurement sequence",
    at: 12,
    length: 1,
    read: (data) => u8(data, 12),
    note: notes.count,
  },
];

export const atc1441 = plainThermometer({
  name: "atc1441",
  reference: "https://github.com/atc1441/ATC_MiThermometer#advertising-format-of-the-custom-firmware",
  frameBytes: 13,
  macOf: (data) => hex(data, 0, 6),
  fields,
});
