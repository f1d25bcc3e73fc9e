// PVVX custom: Xiaomi thermometers with the open firmware of Victor, data of service 0x181A, 15 bytes, little-endian.
// https://github.com/pvvx/ATC_MiThermometer#custom-format-all-data-little-endian
// Identity: the MAC in the payload, which is written backwards.
import type { Words } from "#contract/words.ts";
import { i16le, reversedHex, u8, u16le } from "./bytes.ts";
import { byteSpan, type Field, times } from "./layout.ts";
import { plainThermometer } from "./xiaomi.ts";

const notes = {
  temperature: {
    fr: "par pas de 0,01 °C, le petit octet d’abord",
    en: "in steps of 0.01 °C, the small byte first",
  },
  humidity: { fr: "par pas de 0,01 %", en: "in steps of 0.01 %" },
  voltage: { fr: "en millivolts", en: "in millivolts" },
  battery: { fr: "par pas de 1 %", en: "in steps of 1%" },
  count: { fr: "monte de 1 à chaque mesure", en: "goes up by 1 with each measurement" },
  flags: {
    fr: "bit 0 : l’entrée de l’aimant; 1 et 2 : la sortie; 3 et 4 : les seuils de température et d’humidité",
    en: "bit 0: the magnet’s input; 1 and 2: the output; 3 and 4: the thresholds of temperature and humidity",
  },
} as const satisfies Record<string, Words>;

const fields: readonly Field[] = [
  {
    quantity: "temperature",
    at: 6,
    length: 2,
    read: (data) => i16le(data, 6),
    scale: times(0.01, 2),
    note: notes.temperature,
  },
  {
    quantity: "relativeHumidity",
    label: "humidity",
    at: 8,
    length: 2,
    read: (data) => u16le(data, 8),
    scale: times(0.01, 2),
    note: notes.humidity,
  },
  {
    quantity: "batteryVoltage",
    label: "battery voltage",
    at: 10,
    length: 2,
    read: (data) => u16le(data, 10),
    scale: times(0.001, 3),
    note: notes.voltage,
  },
  { quantity: "batteryLevel", at: 12, length: 1, read: (data) => u8(data, 12), note: notes.battery },
  {
    quantity: "measurementSequence",
    label: "measurement sequence",
    at: 13,
    length: 1,
    read: (data) => u8(data, 13),
    note: notes.count,
  },
];

export const pvvx = plainThermometer({
  name: "pvvx",
  reference: "https://github.com/pvvx/ATC_MiThermometer#custom-format-all-data-little-endian",
  frameBytes: 15,
  macOf: (data) => reversedHex(data, 0, 6),
  fields,
  more: (data, offset) => [byteSpan(offset + 14, "flags", u8(data, 14), notes.flags)],
});
