// The decoders against published vectors, constructed frames, every truncation, and bytes gone wrong.
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spanSchema } from "#contract/frames.ts";
import { quantityIds } from "#contract/quantities.ts";
import type { AdvertisementOutcome } from "../../../bridge/decoders/decoder.ts";
import { advertisementDecoders, decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { modelOf } from "../../../bridge/devices/beacons/description.ts";
import rows from "../../fixtures/advertisements.json" with { type: "json" };
import { concat, eddystone, flags, fromHex, maker } from "./payloads.ts";

type Accepted = Extract<AdvertisementOutcome, { ok: true }>;
interface Row {
  readonly name: string;
  readonly format: string;
  /** Which part of the payload `hex` is; the whole of it when absent. */
  readonly part?: string;
  readonly hex: string;
  readonly expected: Record<string, unknown> | null;
}
const vectors: readonly Row[] = rows;
const noiseFrames = ["find_my", "find-my", "google_find_hub"];

function payloadOf({ part = "", hex }: Row): Uint8Array {
  if (part.startsWith("service_data(0xFEAA)")) return concat(flags, eddystone(hex));
  if (part.startsWith("manufacturer_data(after company id 0x0499)"))
    return concat(flags, maker(`9904${hex}`));
  if (part.startsWith("manufacturer_data")) return concat(flags, maker(hex));
  return fromHex(hex);
}

function accepted(payload: Uint8Array): Accepted {
  const { outcomes } = decodeAdvertisement(payload);
  const [outcome] = outcomes;
  if (outcomes.length !== 1 || outcome?.ok !== true)
    throw new Error(`not accepted: ${JSON.stringify(outcomes)}`);
  return outcome;
}

const isNoise = (row: Row) =>
  row.format === "apple-continuity" || noiseFrames.includes(String(row.expected?.frame));
const mg = (value: number | null | undefined) =>
  value === null || value === undefined ? undefined : Math.round(value * 9.80665) / 1000;
const known = (value: unknown) => (value === null ? undefined : value);

/** What the decoder must say: as the row tells it, or drawn from the names a published vector uses. */
function expectedOf({ format, expected }: Row): {
  readings: Record<string, unknown>;
  facts: Record<string, unknown>;
} {
  const e = expected ?? {};
  if ("readings" in e) {
    const { readings, facts } = e as { readings: Record<string, unknown>; facts?: Record<string, unknown> };
    return { readings, facts: facts ?? {} };
  }
  if (format === "ibeacon") {
    return {
      readings: { measuredPower: e.measuredPower },
      facts: {
        uuid: String(e.uuid).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
        major: String(e.major),
        minor: String(e.minor),
      },
    };
  }
  if (format === "eddystone") {
    const power = { measuredPower: Number(e.txPower0m) - 41 };
    if (e.frame === "uid")
      return { readings: power, facts: { namespace: e.namespace, instance: e.instance } };
    if (e.frame === "url") return { readings: power, facts: { url: e.url } };
    return {
      readings: {
        batteryVoltage: typeof e.batteryMv === "number" ? e.batteryMv / 1000 : undefined,
        temperature: known(e.temperatureC),
        advertisementCount: e.advCount,
        uptime: e.uptimeSec,
      },
      facts: {},
    };
  }
  const acceleration = Array.isArray(e.accelerationMg) ? e.accelerationMg : [];
  return {
    readings: {
      temperature: known(e.temperatureC),
      relativeHumidity: known(e.humidity),
      pressure: known(e.pressurePa),
      accelerationX: mg(acceleration[0]),
      accelerationY: mg(acceleration[1]),
      accelerationZ: mg(acceleration[2]),
      batteryVoltage: typeof e.batteryMv === "number" ? e.batteryMv / 1000 : undefined,
      txPower: known(e.txPowerDbm),
      movementCount: known(e.movementCounter),
      measurementSequence: known(e.sequence),
    },
    facts: e.mac === null ? {} : { mac: e.mac },
  };
}

const present = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

describe("published and constructed vectors", () => {
  it("are all here", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(24);
  });

  for (const row of vectors.filter((row) => row.expected !== null && !isNoise(row))) {
    it(`decodes ${row.name} to its published values`, () => {
      const outcome = accepted(payloadOf(row));
      const { readings, facts } = expectedOf(row);
      expect(outcome.readings).toEqual(present(readings));
      expect(outcome.facts).toEqual(facts);
    });
  }

  for (const row of vectors.filter((row) => row.expected === null && !isNoise(row))) {
    it(`refuses ${row.name} with a reason`, () => {
      const { outcomes } = decodeAdvertisement(payloadOf(row));
      expect(outcomes).toHaveLength(1);
      expect(outcomes[0]).toMatchObject({ ok: false, reason: expect.stringMatching(/\w+/) });
    });
  }

  for (const row of vectors.filter(isNoise)) {
    it(`counts ${row.name} as noise and decodes nothing of it`, () => {
      const { outcomes, noise } = decodeAdvertisement(payloadOf(row));
      expect(outcomes).toEqual([]);
      expect(noise).toMatch(/^(apple|find-my|find-hub)$/);
    });
  }
});

describe("every decoder", () => {
  it("is named as its file, has its model, and is in the rows with something good and something refused", () => {
    for (const { name, model } of advertisementDecoders) {
      expect(existsSync(new URL(`../../../bridge/decoders/${name}.ts`, import.meta.url)), name).toBe(true);
      expect(modelOf(name)).toBe(model);
      const outcomes = vectors.flatMap((row) => decodeAdvertisement(payloadOf(row)).outcomes);
      const own = outcomes.filter(({ format }) => format === name);
      expect(new Set(own.map(({ ok }) => ok)), name).toEqual(new Set([true, false]));
    }
  });
});

describe("identity", () => {
  it("is the UUID, major and minor of an iBeacon", () => {
    const outcome = accepted(maker("4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002cc"));
    expect(outcome.identity).toBe("ibeacon:2f234454cf6d4a0fadf2f4911ba9ffa6-1-2");
  });

  it("is the namespace and instance of an Eddystone-UID", () => {
    expect(accepted(eddystone("00fc00112233445566778899aabbccddeeff0000")).identity).toBe(
      "eddystone:00112233445566778899-aabbccddeeff",
    );
  });

  it("is the MAC inside a Ruuvi frame, and absent when the frame has none", () => {
    expect(accepted(maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f")).identity).toBe(
      "ruuvi:cbb8334c884f",
    );
    expect(accepted(maker("9904058000ffffffff800080008000ffffffffffffffffffffff")).identity).toBeUndefined();
  });

  it("is not in Eddystone URL and TLM frames", () => {
    expect(accepted(eddystone("10000367657470617265746f07")).identity).toBeUndefined();
    expect(accepted(eddystone("20000bb815000000004500000258")).identity).toBeUndefined();
  });
});

describe("measured power", () => {
  it("of an iBeacon is the byte as it is", () => {
    expect(accepted(maker("4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002c5")).measuredPower).toBe(-59);
  });

  it("that is not negative is reported but gives no distance", () => {
    for (const [byte, value] of [
      ["1a", 26],
      ["64", 100],
      ["00", 0],
    ] as const) {
      const outcome = accepted(maker(`4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002${byte}`));
      expect(outcome.readings.measuredPower).toBe(value);
      expect(outcome).not.toHaveProperty("measuredPower");
    }
  });

  it("of Eddystone is brought from 0 m to 1 m", () => {
    expect(accepted(eddystone("00ee00112233445566778899aabbccddeeff0000")).measuredPower).toBe(-59);
    expect(accepted(eddystone("007f00112233445566778899aabbccddeeff0000"))).not.toHaveProperty(
      "measuredPower",
    );
  });
});

describe("spans", () => {
  const wholes = vectors.filter((row) => row.expected !== null && !isNoise(row));

  it("fit the contract, lie inside the payload, and cover every byte of each frame", () => {
    for (const row of wholes) {
      const payload = payloadOf(row);
      const decoded = decodeAdvertisement(payload);
      const spans = [...decoded.commonSpans(), ...decoded.outcomes.flatMap((outcome) => outcome.spans)];
      const covered = new Set<number>();
      for (const span of spans) {
        spanSchema.parse(span);
        expect(span.offset + span.length).toBeLessThanOrEqual(payload.length);
        for (let i = 0; i < span.length; i += 1) covered.add(span.offset + i);
      }
      expect([row.name, covered.size]).toEqual([row.name, payload.length]);
    }
  });

  it("say where the temperature of a Ruuvi frame is", () => {
    const payload = concat(flags, maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f"));
    const span = accepted(payload).spans.find(({ field }) => field === "temperature");
    expect(span).toMatchObject({ offset: 8, length: 2, value: "24.3 °C" });
    expect([...payload.subarray(8, 10)]).toEqual([0x12, 0xfc]);
  });

  // Flags take three bytes; then length, type; then the maker's or the service's number.
  it.each([
    [
      "iBeacon",
      maker("4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002c5"),
      [
        "company id 4c00",
        "type and length 0215",
        "uuid 2f234454cf6d4a0fadf2f4911ba9ffa6",
        "major 0001",
        "minor 0002",
        "measured power c5",
      ],
    ],
    [
      "Eddystone-UID",
      eddystone("00fc00112233445566778899aabbccddeeff1234"),
      [
        "service uuid aafe",
        "frame type 00",
        "tx power at 0 m fc",
        "namespace 00112233445566778899",
        "instance aabbccddeeff",
        "reserved 1234",
      ],
    ],
    [
      "Eddystone-URL",
      eddystone("10e90367657470617265746f07"),
      [
        "service uuid aafe",
        "frame type 10",
        "tx power at 0 m e9",
        "scheme 03",
        "encoded url 67657470617265746f07",
      ],
    ],
    [
      "Eddystone-TLM",
      eddystone("20000c4815200001020304050607"),
      [
        "service uuid aafe",
        "frame type 20",
        "version 00",
        "battery voltage 0c48",
        "temperature 1520",
        "advertisement count 00010203",
        "time since power-up 04050607",
      ],
    ],
    [
      "RuuviTag RAWv2",
      maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f"),
      [
        "company id 9904",
        "data format 05",
        "temperature 12fc",
        "humidity 5394",
        "pressure c37c",
        "acceleration X 0004",
        "acceleration Y fffc",
        "acceleration Z 040c",
        "battery voltage (11 bits) ac36",
        "tx power (5 bits) 36",
        "movement counter 42",
        "measurement sequence 00cd",
        "mac cbb8334c884f",
      ],
    ],
  ] as const)("of every field of %s lie on the field's own bytes", (_format, frame, expected) => {
    const payload = concat(flags, frame);
    const bytesOf = ({ field, offset, length }: { field: string; offset: number; length: number }) =>
      `${field} ${Buffer.from(payload.subarray(offset, offset + length)).toString("hex")}`;
    expect(accepted(payload).spans.map(bytesOf)).toEqual(expected);
  });

  it("leave the value out when the field says it has none", () => {
    const outcome = accepted(eddystone("2000000080000000000000000000"));
    expect(outcome.spans.find(({ field }) => field === "temperature")).not.toHaveProperty("value");
    expect(outcome.spans.find(({ field }) => field === "battery voltage")).not.toHaveProperty("value");
  });

  it("show a name heard on the air without its control characters", () => {
    const name = Buffer.from("a\u0000b\u202ec<b>", "utf8").toString("hex");
    const payload = concat(fromHex(`${(name.length / 2 + 1).toString(16).padStart(2, "0")}09${name}`));
    expect(decodeAdvertisement(payload).commonSpans().at(-1)?.value).toBe("a·b·c<b>");
  });
});

describe("numbers", () => {
  it("are rounded to the format's resolution", () => {
    const outcome = accepted(maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f"));
    expect(outcome.readings.accelerationZ).toBe(10.16);
    for (const value of Object.values(outcome.readings)) expect(String(value)).not.toMatch(/\d{7}/);
  });

  it("above what nature allows are kept and marked suspect", () => {
    expect(accepted(maker("9904057ffffffefffe7fff7fff7fffffdefefffecbb8334c884f")).quality).toBe("suspect");
    expect(accepted(maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f"))).not.toHaveProperty(
      "quality",
    );
  });
});

describe("several frames in one payload", () => {
  it("are each decoded", () => {
    const payload = concat(
      flags,
      maker("4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002c5"),
      eddystone("20000bb815000000004500000258"),
    );
    expect(decodeAdvertisement(payload).outcomes.map(({ format }) => format)).toEqual([
      "ibeacon",
      "eddystone-tlm",
    ]);
  });
});

/** What must hold for any bytes at all. */
function holdsFor(payload: Uint8Array): void {
  const decoded = decodeAdvertisement(payload);
  for (const outcome of decoded.outcomes) {
    for (const span of [...outcome.spans, ...decoded.commonSpans()]) {
      if (span.length < 1 || span.offset + span.length > payload.length) throw new Error("span outside");
      if ((span.value ?? "").length > 200) throw new Error("value too long");
    }
    if (!outcome.ok) continue;
    for (const [quantity, value] of Object.entries(outcome.readings)) {
      if (!(quantityIds as readonly string[]).includes(quantity)) throw new Error(`unknown ${quantity}`);
      if (!Number.isFinite(value)) throw new Error(`${quantity} is ${value}`);
    }
    for (const fact of Object.values(outcome.facts)) if (fact.length > 200) throw new Error("fact too long");
  }
}

/** A small seeded generator, so that a failure can be replayed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

describe("bytes gone wrong", () => {
  const whole = vectors.map(payloadOf);

  it("every truncation of every vector refuses or yields less, and never more", () => {
    for (const row of vectors) {
      const payload = payloadOf(row);
      for (let length = 0; length < payload.length; length += 1) {
        // Cut on the air (the structure then overruns) …
        holdsFor(payload.subarray(0, length));
        const { outcomes } = decodeAdvertisement(payload.subarray(0, length));
        expect(outcomes.filter(({ ok }) => ok)).toEqual([]);
      }
      for (let cut = 1; cut < payload.length - flags.length - 2; cut += 1) {
        // … and cut at the source, with a length that agrees.
        const short = payload.slice(0, payload.length - cut);
        short[flags.length] = short.length - flags.length - 1;
        holdsFor(short);
        const [outcome] = decodeAdvertisement(short).outcomes;
        if (outcome?.ok === true) expect(outcome.format).toMatch(/^eddystone-(url|uid)$/);
      }
    }
  });

  it("random bytes never throw nor point outside", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 255 }), holdsFor), { numRuns: 3000 });
  });

  it("random data behind real headers never throws nor points outside", () => {
    const heads = ["4c000215", "4c00", "9904", "990405", "aafe00", "aafe10", "aafe20", "aafe"];
    fc.assert(
      fc.property(
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom(0x16, 0xff),
        (head, tail, type) =>
          holdsFor(
            concat(
              flags,
              fromHex(
                `${(head.length / 2 + tail.length + 1).toString(16).padStart(2, "0")}${type.toString(16)}${head}`,
              ),
              tail,
            ),
          ),
      ),
      { numRuns: 5000 },
    );
  });

  it("20,000 seeded mutations of real frames never throw nor point outside", () => {
    const random = seeded(20_000);
    for (let i = 0; i < 20_000; i += 1) {
      const payload = Uint8Array.from(whole[Math.floor(random() * whole.length)] ?? []);
      const edits = 1 + Math.floor(random() * 4);
      for (let edit = 0; edit < edits; edit += 1) {
        payload[Math.floor(random() * payload.length)] = Math.floor(random() * 256);
      }
      holdsFor(payload.subarray(0, 1 + Math.floor(random() * payload.length)));
    }
  });
});
