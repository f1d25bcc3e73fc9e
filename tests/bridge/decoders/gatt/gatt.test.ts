// Characteristic values against published and constructed rows, every truncation, and bytes gone wrong.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldName } from "#contract/fields.ts";
import { spanSchema } from "#contract/frames.ts";
import { refusalWords } from "#contract/refusals.ts";
import { shortUuid } from "../../../../bridge/decoders/gatt/gatt-value.ts";
import {
  encodeDisplayMatrix,
  encodeDisplayText,
  longestDisplayText,
} from "../../../../bridge/decoders/gatt/microbit.ts";
import { characteristicDecoders, decodeCharacteristic } from "../../../../bridge/decoders/gatt/registry.ts";
import rows from "../../../fixtures/gatt.json" with { type: "json" };
import { fromHex } from "../payloads.ts";

interface Row {
  readonly name: string;
  readonly part: string;
  readonly hex: string;
  readonly refused?: boolean;
  /** `null` and not refused: the value says "not known". */
  readonly expected: Readonly<Record<string, unknown>> | null;
}
const vectors: readonly Row[] = rows;
const uuidOf = ({ part }: Row) => part.replace(/^characteristic_value\((?:0x)?|\)$/g, "");
const outcomeOf = (row: Row) => {
  const outcome = decodeCharacteristic(uuidOf(row), fromHex(row.hex));
  if (outcome === undefined) throw new Error(`nobody decodes ${row.part}`);
  return outcome;
};
const acceptedOf = (row: Row) => {
  const outcome = outcomeOf(row);
  if (!outcome.ok) throw new Error(`${row.name}: ${outcome.why.code}`);
  return outcome;
};

/** The published names, and the readings they are here. */
const names: Readonly<Record<string, string>> = {
  temperatureC: "temperature",
  humidity: "relativeHumidity",
  pressurePa: "pressure",
  battery: "batteryLevel",
  illuminanceLux: "illuminance",
  co2Ppm: "co2",
  elevationM: "altitude",
  txPower: "txPower",
  heartRate: "heartRate",
  energyExpended: "energyExpended",
  dewPointC: "dewPoint",
  uvIndex: "uvIndex",
  windSpeedMs: "speed",
  rainfallMm: "precipitation",
  bearing: "direction",
};
const mg = (value: unknown) => Math.round(Number(value) * 9.80665) / 1000;

function readingsOf(expected: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const readings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(expected)) {
    if (name in names) readings[names[name] ?? ""] = value;
    else if (/^[xyz]Mg$/.test(name)) readings[`acceleration${name[0]?.toUpperCase()}`] = mg(value);
    else if (name === "sensorContact") readings.skinContact = value === true ? 1 : 0;
    else if (name === "rrIntervalsSec" && Array.isArray(value)) readings.rrInterval = value.at(-1);
    else if (name === "fluxGauss" && Array.isArray(value))
      for (const [index, gauss] of value.entries())
        readings[`magneticField${"XYZ"[index]}`] = Math.round(gauss * 1000) / 10;
    else if (name !== "button" && name !== "state") throw new Error(`no reading for ${name}`);
  }
  return readings;
}

describe("published and constructed values", () => {
  it("are all here", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(18);
  });

  for (const row of vectors.filter(({ expected }) => expected !== null)) {
    it(`decodes ${row.name}`, () => {
      const outcome = acceptedOf(row);
      const expected = row.expected ?? {};
      expect(outcome.readings).toEqual(readingsOf(expected));
      if (expected.button !== undefined)
        expect(outcome.button).toEqual({
          channel: String(expected.button).toLowerCase(),
          state: expected.state,
        });
    });
  }

  it("shows every beat of a heart-rate value, not only the last", () => {
    const row = vectors.find(({ name }) => name === "gatt_heart_rate_all");
    const beats =
      row === undefined ? [] : acceptedOf(row).spans.filter(({ field }) => field === "rrInterval");
    expect(beats.map(({ value }) => value)).toEqual(["1 s", "0.5 s"]);
  });

  for (const row of vectors.filter(({ expected, refused }) => expected === null && refused !== true)) {
    it(`leaves the reading of ${row.name} out`, () => {
      const outcome = acceptedOf(row);
      expect(outcome.readings).toEqual({});
      expect(outcome.spans.every(({ value }) => value === undefined)).toBe(true);
    });
  }

  for (const row of vectors.filter(({ refused }) => refused === true)) {
    it(`refuses ${row.name} with a reason`, () => {
      const outcome = outcomeOf(row);
      expect(outcome.ok).toBe(false);
      if (!outcome.ok) expect(refusalWords(outcome.why).fr).toMatch(/^.{10,}\.$/);
    });
  }

  it("covers every decoder with an accepted and a refused or cut row", () => {
    const tried = new Set(
      vectors.filter(({ refused }) => refused !== true).map((row) => shortUuid(uuidOf(row))),
    );
    const missing = characteristicDecoders.filter(({ uuid }) => !tried.has(uuid)).map(({ format }) => format);
    // The magnetometer and the wind's direction have no published value.
    expect(missing).toEqual(["gatt-wind-direction", "microbit-magnetometer"]);
  });

  it("gives each accepted byte to one field, in order, and names every field", () => {
    for (const row of vectors.filter(({ refused }) => refused !== true)) {
      const { spans } = acceptedOf(row);
      let end = 0;
      for (const span of spans) {
        expect(spanSchema.safeParse(span).success).toBe(true);
        expect(span.offset, row.name).toBe(end);
        expect(fieldName(span.field).fr, span.field).not.toBe(span.field);
        end = span.offset + span.length;
      }
      expect(end, row.name).toBe(fromHex(row.hex).length);
    }
  });

  it("knows a characteristic however its number is written, and no other", () => {
    const bytes = fromHex("45");
    for (const uuid of ["2a19", "2A19", "00002a19-0000-1000-8000-00805f9b34fb"])
      expect(decodeCharacteristic(uuid, bytes)?.ok).toBe(true);
    expect(decodeCharacteristic("2a00", bytes)).toBeUndefined();
    expect(decodeCharacteristic("", bytes)).toBeUndefined();
  });
});

describe("bytes gone wrong", () => {
  const check = (uuid: string, bytes: Uint8Array) => {
    const outcome = decodeCharacteristic(uuid, bytes);
    if (outcome === undefined) throw new Error("lost its decoder");
    for (const { offset, length } of outcome.spans) expect(offset + length).toBeLessThanOrEqual(bytes.length);
    if (outcome.ok)
      for (const value of Object.values(outcome.readings)) expect(Number.isFinite(value)).toBe(true);
  };

  it("every truncation of every row is refused or read, never thrown", () => {
    for (const row of vectors) {
      const whole = fromHex(row.hex);
      for (let length = 0; length <= whole.length; length += 1) check(uuidOf(row), whole.subarray(0, length));
    }
  });

  it("random bytes never throw, never read outside, never give what is not a number", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...characteristicDecoders.map(({ uuid }) => uuid)),
        fc.uint8Array({ maxLength: 40 }),
        check,
      ),
      { numRuns: 20_000, seed: 7 },
    );
  });

  it("a hundred thousand mutated values per decoder never throw", () => {
    let state = 11;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 0x1_0000_0000) * below);
    };
    for (const { uuid } of characteristicDecoders) {
      const seeds = vectors.filter((row) => shortUuid(uuidOf(row)) === uuid).map(({ hex }) => fromHex(hex));
      seeds.push(new Uint8Array(6));
      for (let i = 0; i < 100_000; i += 1) {
        const bytes = Uint8Array.from(seeds[i % seeds.length] ?? []);
        if (bytes.length > 0) bytes[random(bytes.length)] = random(256);
        const outcome = decodeCharacteristic(uuid, bytes.subarray(0, random(bytes.length + 1)));
        if (outcome === undefined) throw new Error("lost its decoder");
      }
    }
  });
});

describe("the micro:bit's display", () => {
  it("takes printable text, cut to what fits", () => {
    expect(Buffer.from(encodeDisplayText("Bonjour!")).toString()).toBe("Bonjour!");
    expect(Buffer.from(encodeDisplayText("Forêt\n🌲")).toString()).toBe("For?t??");
    expect(encodeDisplayText("x".repeat(300)).length).toBe(longestDisplayText);
  });

  it("takes five rows of five lamps, whatever the numbers", () => {
    expect([...encodeDisplayMatrix([0b10001, 31, 0, 4, 63])]).toEqual([17, 31, 0, 4, 31]);
    expect([...encodeDisplayMatrix([])]).toEqual([0, 0, 0, 0, 0]);
  });
});
