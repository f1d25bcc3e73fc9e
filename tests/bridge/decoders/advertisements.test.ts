// The decoders against published vectors and constructed frames: values, identities, and the bytes each came from.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { spanSchema } from "#contract/frames.ts";
import { refusalWords } from "#contract/refusals.ts";
import type { AcceptedAdvertisement, DecodingContext } from "../../../bridge/decoders/decoder.ts";
import { advertisementDecoders, decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { modelOf } from "../../../bridge/devices/beacons/description.ts";
import {
  contextOf,
  expectedOf,
  isNoise,
  isRefused,
  payloadOf,
  vectors,
} from "../../helpers/advertisement-rows.ts";
import { concat, eddystone, flags, fromHex, maker } from "./payloads.ts";

function accepted(payload: Uint8Array, context?: DecodingContext): AcceptedAdvertisement {
  const { outcomes } = decodeAdvertisement(payload, context);
  const [outcome] = outcomes;
  if (outcomes.length !== 1 || outcome?.ok !== true)
    throw new Error(`not accepted: ${JSON.stringify(outcomes)}`);
  return outcome;
}

const present = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

describe("published and constructed vectors", () => {
  it("are all here, each under its own name", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(150);
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });

  for (const row of vectors.filter((row) => !isRefused(row) && !isNoise(row))) {
    it(`decodes ${row.name} to its published values`, () => {
      const outcome = accepted(payloadOf(row), contextOf(row));
      const { readings, facts, actions, seal } = expectedOf(row);
      expect(outcome.readings).toEqual(present(readings));
      expect(outcome.facts).toEqual(facts);
      expect(outcome.actions ?? []).toEqual(actions ?? []);
      expect(outcome.seal).toBe(seal);
    });
  }

  for (const row of vectors.filter((row) => isRefused(row) && !isNoise(row))) {
    it(`reads nothing of ${row.name}`, () => {
      const { outcomes } = decodeAdvertisement(payloadOf(row), contextOf(row));
      expect(outcomes.filter(({ ok }) => ok)).toEqual([]);
      for (const outcome of outcomes)
        expect(outcome.ok || refusalWords(outcome.why).en).toMatch(/^.{10,}\.$/);
    });
  }

  for (const row of vectors.filter(isNoise)) {
    it(`counts ${row.name} as noise and decodes nothing of it`, () => {
      const { outcomes, noise } = decodeAdvertisement(payloadOf(row));
      expect(outcomes).toEqual([]);
      expect(noise).toMatch(/^(find-my|find-hub)$/);
    });
  }
});

describe("every decoder", () => {
  it("is named as its file, has its model, and is in the rows with something good and something refused", () => {
    for (const { name, model } of advertisementDecoders) {
      expect(existsSync(new URL(`../../../bridge/decoders/${name}.ts`, import.meta.url)), name).toBe(true);
      expect(modelOf(name)).toBe(model);
      const outcomes = vectors.flatMap((row) => decodeAdvertisement(payloadOf(row), contextOf(row)).outcomes);
      const own = outcomes.filter(({ format }) => format === name);
      expect(new Set(own.map(({ ok }) => ok)), name).toEqual(new Set([true, false]));
    }
  });
});

describe("the page of devices", () => {
  it("has a row for every format, and for no other", () => {
    const page = readFileSync(new URL("../../../DEVICES.md", import.meta.url), "utf8");
    const section = page.slice(page.indexOf("## Advertisements"), page.indexOf("### What is counted"));
    const named = [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(advertisementDecoders.map(({ name }) => name).sort());
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
      expect(outcome.measuredPower).toBeUndefined();
    }
  });

  it("of Eddystone is brought from 0 m to 1 m", () => {
    expect(accepted(eddystone("00ee00112233445566778899aabbccddeeff0000")).measuredPower).toBe(-59);
    expect(accepted(eddystone("007f00112233445566778899aabbccddeeff0000")).measuredPower).toBeUndefined();
  });
});

describe("spans", () => {
  const wholes = vectors.filter((row) => !isRefused(row) && !isNoise(row));

  it("fit the contract, lie inside the payload, and cover every byte of each frame", () => {
    for (const row of wholes) {
      const payload = payloadOf(row);
      const decoded = decodeAdvertisement(payload, contextOf(row));
      const spans = [...decoded.commonSpans(), ...decoded.outcomes.flatMap((outcome) => outcome.spans())];
      const covered = new Set<number>();
      for (const span of spans) {
        spanSchema.parse(span);
        expect(span.offset + span.length).toBeLessThanOrEqual(payload.length);
        for (let i = 0; i < span.length; i += 1) covered.add(span.offset + i);
      }
      // A zero length ends the payload, and means nothing.
      const meant =
        payload.at(-1) === 0 && row.part === "advertising_payload" ? payload.length - 1 : payload.length;
      expect([row.name, covered.size]).toEqual([row.name, meant]);
    }
  });

  it("say where the temperature of a Ruuvi frame is", () => {
    const payload = concat(flags, maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f"));
    const span = accepted(payload)
      .spans()
      .find(({ field }) => field === "temperature");
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
    expect(accepted(payload).spans().map(bytesOf)).toEqual(expected);
  });

  it("leave the value out when the field says it has none", () => {
    const outcome = accepted(eddystone("2000000080000000000000000000"));
    expect(outcome.spans().find(({ field }) => field === "temperature")).not.toHaveProperty("value");
    expect(outcome.spans().find(({ field }) => field === "battery voltage")).not.toHaveProperty("value");
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
    expect(accepted(maker("99040512fc5394c37c0004fffc040cac364200cdcbb8334c884f")).quality).toBeUndefined();
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
