// Eddystone-TLM, plain: frame 0x20, version 0: battery, temperature, frames sent, time since power-up. 14 bytes, big-endian.
// https://github.com/google/eddystone/blob/master/eddystone-tlm/tlm-plain.md
// Identity: none in the frame.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { i16be, roundDecimals, u8, u16be, u32be } from "./bytes.ts";
import type { AdvertisementDecoder, DecodedReadings } from "./decoder.ts";
import { eddystoneFrame, headerSpans } from "./eddystone.ts";

const name = "eddystone-tlm";
const frameType = 0x20;
const plainVersion = 0x00;
const frameBytes = 14;
const noBattery = 0;
const noTemperature = -0x8000;
/** The format's step is 1/256 °C: three decimals hold it. */
const temperatureDecimals = 3;

const notes = {
  frame: { fr: "20 : la balise parle d’elle-même", en: "20: the beacon speaks of itself" },
  version: { fr: "00 : en clair", en: "00: in the clear" },
  battery: { fr: "tension de la pile; 0 veut dire sans pile", en: "battery voltage; 0 means no battery" },
  temperature: {
    fr: "température de la puce; 8000 veut dire sans capteur",
    en: "temperature of the chip; 8000 means no sensor",
  },
  count: { fr: "annonces émises depuis la mise en marche", en: "advertisements sent since power-up" },
  uptime: { fr: "en dixièmes de seconde", en: "in tenths of a second" },
} as const satisfies Record<string, Words>;

export const eddystoneTlm: AdvertisementDecoder = {
  name,
  model: "eddystone",
  reference: "https://github.com/google/eddystone/blob/master/eddystone-tlm/tlm-plain.md",
  decode(structures) {
    const frame = eddystoneFrame(structures, frameType);
    if (frame === undefined) return undefined;
    const { data, offset } = frame;
    const header = headerSpans(offset, frameType, notes.frame);
    // Version 1 is encrypted: another format, counted with the noise.
    if (data.length > 1 && u8(data, 1) === 0x01) return undefined;
    if (data.length !== frameBytes || u8(data, 1) !== plainVersion) {
      return {
        ok: false,
        format: name,
        reason: `a plain TLM frame has ${frameBytes} bytes and version 0, this one ${data.length} bytes`,
        spans: header,
      };
    }
    const millivolts = u16be(data, 2);
    const rawTemperature = i16be(data, 4);
    const temperature = roundDecimals(rawTemperature / 256, temperatureDecimals);
    const count = u32be(data, 6);
    const uptime = u32be(data, 10) / 10;
    const readings: DecodedReadings = {
      ...(millivolts === noBattery ? {} : { batteryVoltage: millivolts / 1000 }),
      ...(rawTemperature === noTemperature ? {} : { temperature }),
      advertisementCount: count,
      uptime,
    };
    const field = (
      at: number,
      length: number,
      label: string,
      value: string | undefined,
      note: Words,
    ): Span => ({
      offset: offset + at,
      length,
      field: label,
      note,
      ...(value === undefined ? {} : { value }),
    });
    return {
      ok: true,
      format: name,
      readings,
      facts: {},
      spans: [
        ...header,
        field(1, 1, "version", "0x00", notes.version),
        field(
          2,
          2,
          "battery voltage",
          millivolts === noBattery ? undefined : `${millivolts} mV`,
          notes.battery,
        ),
        field(
          4,
          2,
          "temperature",
          rawTemperature === noTemperature ? undefined : `${temperature} °C`,
          notes.temperature,
        ),
        field(6, 4, "advertisement count", String(count), notes.count),
        field(10, 4, "time since power-up", `${uptime} s`, notes.uptime),
      ],
    };
  },
};
