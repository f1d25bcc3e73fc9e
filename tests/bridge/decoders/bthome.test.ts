// BTHome v2 object by object, from the format's own table, and what the format asks of a reader.
import { describe, expect, it } from "vitest";
import { quantities, quantityOf } from "#contract/quantities.ts";
import { numberObjects } from "../../../bridge/decoders/bthome-objects.ts";
import type { AcceptedAdvertisement, DecodingContext } from "../../../bridge/decoders/decoder.ts";
import { decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { ad, fromHex } from "./payloads.ts";

const payload = (hex: string) => ad(0x16, fromHex(`d2fc${hex}`));
function read(hex: string, context?: DecodingContext): AcceptedAdvertisement {
  const [outcome] = decodeAdvertisement(payload(hex), context).outcomes;
  if (outcome?.ok !== true) throw new Error(`refused: ${outcome?.why.code}`);
  return outcome;
}

/** https://bthome.io/format/, typed from the page and not from the decoder: value bytes → value in the kit's unit. */
const numbers: readonly (readonly [id: string, bytes: string, quantity: string, value: number])[] = [
  ["00", "09", "packetId", 9],
  ["01", "61", "batteryLevel", 97],
  ["02", "ca09", "temperature", 25.06],
  ["02", "9cff", "temperature", -1],
  ["03", "bf13", "relativeHumidity", 50.55],
  ["04", "138a01", "pressure", 100_883],
  ["05", "138a14", "illuminance", 13_460.67],
  ["06", "5e1f", "mass", 80.3],
  ["07", "3e1d", "mass", 33.956],
  ["08", "ca06", "dewPoint", 17.38],
  ["08", "9cff", "dewPoint", -1],
  ["09", "60", "count", 96],
  ["0a", "138a14", "energy", 1346.067],
  ["0b", "021b00", "power", 69.14],
  ["0c", "020c", "voltage", 3.074],
  ["0d", "120c", "pm25", 3090],
  ["0e", "021c", "pm10", 7170],
  ["12", "e204", "co2", 1250],
  ["13", "3301", "tvoc", 307],
  ["14", "020c", "moisture", 30.74],
  ["2e", "23", "relativeHumidity", 35],
  ["2f", "23", "moisture", 35],
  ["3d", "0960", "count", 24_585],
  ["3e", "2a2c0960", "count", 1_611_213_866],
  ["3f", "020c", "rotation", 307.4],
  ["3f", "f6ff", "rotation", -1],
  ["40", "0c00", "measuredDistance", 0.012],
  ["41", "4e00", "measuredDistance", 7.8],
  ["42", "4e3400", "duration", 13.39],
  ["43", "4e34", "current", 13.39],
  ["44", "4e34", "speed", 133.9],
  ["45", "1101", "temperature", 27.3],
  ["46", "32", "uvIndex", 5],
  ["47", "8756", "volume", 2215.1],
  ["48", "dc87", "volume", 34.78],
  ["49", "dc87", "flow", 34.78],
  ["4a", "020c", "voltage", 307.4],
  ["4b", "138a14", "gasVolume", 1346.067],
  ["4c", "41018a01", "gasVolume", 25_821.505],
  ["4d", "12138a14", "energy", 344_593.17],
  ["4e", "87562a01", "volume", 19_551.879],
  ["4f", "87562a01", "waterVolume", 19_551.879],
  ["50", "5d396164", "deviceTime", 1_684_093_277],
  ["51", "8756", "acceleration", 22.151],
  ["52", "8756", "angularVelocity", 22.151],
  ["55", "87562a01", "storedVolume", 19_551.879],
  ["56", "e803", "conductivity", 1000],
  ["57", "ea", "temperature", -22],
  ["58", "ea", "temperature", -7.7],
  ["59", "ea", "count", -22],
  ["5a", "eaea", "count", -5398],
  ["5b", "ea0234ea", "count", -365_690_134],
  ["5c", "02fbffff", "power", -12.78],
  ["5d", "02ea", "current", -5.63],
  ["5e", "9f8c", "direction", 359.99],
  ["5f", "8300", "precipitation", 13.1],
  ["60", "01", "channel", 1],
  ["61", "ac0d", "rotationalSpeed", 3500],
  ["62", "4099dfff", "speed", -2.123456],
  ["63", "0057d0ff", "acceleration", -3.123456],
  ["64", "02", "lightLevel", 2],
];

const states: readonly (readonly [id: string, quantity: string])[] = [
  ["0f", "state"],
  ["10", "powerOn"],
  ["11", "opening"],
  ["15", "batteryLow"],
  ["16", "charging"],
  ["17", "carbonMonoxide"],
  ["18", "cold"],
  ["19", "connectivity"],
  ["1a", "door"],
  ["1b", "garageDoor"],
  ["1c", "gas"],
  ["1d", "heat"],
  ["1e", "light"],
  ["1f", "lock"],
  ["20", "wet"],
  ["21", "motion"],
  ["22", "moving"],
  ["23", "occupancy"],
  ["24", "plug"],
  ["25", "presence"],
  ["26", "problem"],
  ["27", "running"],
  ["28", "safety"],
  ["29", "smoke"],
  ["2a", "sound"],
  ["2b", "tamper"],
  ["2c", "vibration"],
  ["2d", "window"],
];

describe("every object of the format", () => {
  it.for(numbers)("%s %s is %s %d", ([id, bytes, quantity, value]) => {
    expect(read(`40${id}${bytes}`).readings).toEqual({ [quantity]: value });
  });

  it.for(states)("%s is the two states of %s", ([id, quantity]) => {
    expect(read(`40${id}01`).readings).toEqual({ [quantity]: 1 });
    expect(read(`40${id}00`).readings).toEqual({ [quantity]: 0 });
    const found = quantityOf(quantity);
    expect(found && quantities[found.quantity]).toHaveProperty("states");
  });

  it("is in one of the two tables above, and in no other", () => {
    const typed = new Set([...numbers, ...states].map(([id]) => Number.parseInt(id, 16)));
    expect([...numberObjects.keys()].sort((a, b) => a - b)).toEqual([...typed].sort((a, b) => a - b));
  });

  it("says what 1 means: for a lock unlocked, for safety safe", () => {
    expect(quantities.lock.states.on.en).toBe("unlocked");
    expect(quantities.safety.states.on.en).toBe("safe");
    expect(quantities.batteryLow.states.on.en).toBe("low");
  });
});

const spansOf = (hex: string) =>
  read(hex)
    .spans()
    .map(({ offset, length, field, value, note }) => ({
      bytes: [offset, length],
      field,
      value,
      note: note?.en,
    }));

describe("a frame that is not as it should be", () => {
  it("in disorder is read, and the number out of place is marked", () => {
    const marked = spansOf("4003bf1302ca09").filter(({ note }) => note?.startsWith("smaller than"));
    expect(marked.map(({ value }) => value)).toEqual(["0x02"]);
    expect(spansOf("4002ca0903bf13").filter(({ note }) => note?.startsWith("smaller than"))).toEqual([]);
  });

  it("with an unknown object is read up to it, and the rest is shown as left unread", () => {
    expect(spansOf("40015dfe5d0903b718").at(-1)).toMatchObject({ bytes: [7, 6], field: "unread" });
    expect(read("40feca09").readings).toEqual({});
  });

  it("cut short keeps what came before", () => {
    expect(spansOf("4002ca0903bf").at(-1)).toMatchObject({ field: "unread", note: /cut short/ });
    expect(spansOf("40530c48656c").at(-1)).toMatchObject({ field: "unread" });
  });

  it("with more objects than any honest one stops at a bound", () => {
    expect(Object.keys(read(`40${"0105".repeat(60)}`).readings)).toHaveLength(32);
  });
});

describe("several objects of one quantity", () => {
  it("are numbered across different objects of it, and never written over", () => {
    expect(read("4002ca0902cf0945110157ea").readings).toEqual({
      temperature_1: 25.06,
      temperature_2: 25.11,
      temperature_3: 27.3,
      temperature_4: -22,
    });
  });
});

describe("hostile text", () => {
  it("loses its control characters and its direction marks", () => {
    const text = Buffer.from("a\u0007b\u202e<i>", "utf8");
    const hex = `53${text.length.toString(16).padStart(2, "0")}${text.toString("hex")}`;
    expect(read(`40${hex}`).facts.text).toBe("a·b·<i>");
  });
});

describe("an encrypted frame", () => {
  const key = fromHex("231d39c1d7cc1ab1aee224cd096db932");
  const address = "5448e68f80a5";
  const known: DecodingContext = { address, keyFor: (one) => (one === address ? key : undefined) };
  const sealed = "41a47266c95f730011223378237214";

  it("shows its parts, and what was inside once opened", () => {
    const fields = (context?: DecodingContext) =>
      read(sealed, context)
        .spans()
        .map(({ field, value }) => [field, value]);
    expect(fields({ address, keyFor: () => undefined })).toEqual([
      ["service uuid", "0xfcd2"],
      ["device information", "0x41"],
      ["ciphertext", undefined],
      ["counter", "857870592"],
      ["mic", "78237214"],
    ]);
    expect(fields(known)[2]).toEqual(["ciphertext", "temperature 25.06 °C, relativeHumidity 50.55 %"]);
  });

  it("with one bit changed anywhere is refused", () => {
    const bytes = fromHex(sealed);
    for (let i = 1; i < bytes.length; i += 1) {
      for (const bit of [0x01, 0x80]) {
        const changed = Uint8Array.from(bytes);
        changed[i] = (changed[i] ?? 0) ^ bit;
        const hex = Buffer.from(changed).toString("hex");
        expect(decodeAdvertisement(payload(hex), known).outcomes[0]).toMatchObject({
          ok: false,
          why: { code: "wrong-key" },
        });
      }
    }
  });

  it("of another address does not open with this one's key", () => {
    const other: DecodingContext = { address: "5448e68f80a6", keyFor: () => key };
    expect(decodeAdvertisement(payload(sealed), other).outcomes[0]).toMatchObject({ ok: false });
  });

  it("known to be so is never believed in the clear, by address or by the MAC it says", () => {
    const refused = { ok: false, why: { code: "unsealed" } };
    expect(decodeAdvertisement(payload("4002ca09"), known).outcomes[0]).toMatchObject(refused);
    const elsewhere: DecodingContext = { ...known, address: "c00000000001" };
    expect(decodeAdvertisement(payload("42a5808fe6485402ca09"), elsewhere).outcomes[0]).toMatchObject(
      refused,
    );
    expect(read("4002ca09", elsewhere).readings).toEqual({ temperature: 25.06 });
  });

  it("whose address is hidden stays sealed, whatever keys there are", () => {
    expect(read(sealed, { keyFor: () => key })).toMatchObject({ seal: "closed", readings: {} });
  });

  it("never tells its key in a span or a reason", () => {
    const told = JSON.stringify([
      decodeAdvertisement(payload(sealed), known).outcomes.map((outcome) => [outcome, outcome.spans()]),
      decodeAdvertisement(payload("4002ca09"), known).outcomes.map((outcome) => [outcome, outcome.spans()]),
    ]);
    expect(told).not.toContain("231d39c1");
  });
});
