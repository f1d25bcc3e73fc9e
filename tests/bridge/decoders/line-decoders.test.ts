// Lines of text that devices print: values of sketches, Nexmosphere controllers, GPS receivers.
import { describe, expect, it } from "vitest";
import { spanSchema } from "#contract/frames.ts";
import { discardReasonOf } from "#contract/refusals.ts";
import { decodeNexmosphereLine } from "../../../bridge/decoders/nexmosphere-line.ts";
import { decodeNmeaSentence } from "../../../bridge/decoders/nmea-sentence.ts";
import { decodeValueLine, mostValues } from "../../../bridge/decoders/value-line.ts";

const values = (line: string, header?: readonly string[]) => {
  const outcome = decodeValueLine(line, header);
  return outcome.kind === "values"
    ? outcome.values.map(({ name = "", value }) => [name, value])
    : outcome.kind;
};

describe("a line of values", () => {
  it.each([
    ["temperature:21.5", [["temperature", 21.5]]],
    [
      "temp:21.5,hum:40",
      [
        ["temp", 21.5],
        ["hum", 40],
      ],
    ],
    [
      "temp: 21.5 °C, hum: 40 %",
      [
        ["temp", 21.5],
        ["hum", 40],
      ],
    ],
    [
      "a:1\tb:-2.5e1",
      [
        ["a", 1],
        ["b", -25],
      ],
    ],
    [
      "a:1 b:2 c:3",
      [
        ["a", 1],
        ["b", 2],
        ["c", 3],
      ],
    ],
    [
      "x=1;y=2;",
      [
        ["x", 1],
        ["y", 2],
      ],
    ],
    ["Light level: 300", [["Light level", 300]]],
    ["température:21", [["température", 21]]],
    [
      "temp:nan,hum:40",
      [
        ["temp", undefined],
        ["hum", 40],
      ],
    ],
    ["512", [["", 512]]],
    [
      "1,2,3",
      [
        ["", 1],
        ["", 2],
        ["", 3],
      ],
    ],
    [
      "1, 2 ,3,",
      [
        ["", 1],
        ["", 2],
        ["", 3],
      ],
    ],
    [
      "1\t-2\t.5",
      [
        ["", 1],
        ["", -2],
        ["", 0.5],
      ],
    ],
    [
      "  1 2  3 ",
      [
        ["", 1],
        ["", 2],
        ["", 3],
      ],
    ],
    [
      '{"temp":21.5,"on":true,"who":"x"}',
      [
        ["temp", 21.5],
        ["on", 1],
      ],
    ],
    [
      '{"a":{"b":1,"c":{"d":2,"e":{"f":3}}}}',
      [
        ["a.b", 1],
        ["a.c.d", 2],
      ],
    ],
    [
      "[1,2]",
      [
        ["", 1],
        ["", 2],
      ],
    ],
    ['{"t":323,"s":145,"n":"light","v":91}', [["light", 91]]],
  ])("%j is read", (line, expected) => {
    expect(values(line)).toEqual(expected);
  });

  it("takes names from a first line, where they are as many as the values", () => {
    const outcome = decodeValueLine("temps,lumière (lx)");
    const names = outcome.kind === "header" ? outcome.names : [];
    expect(names).toEqual(["temps", "lumière (lx)"]);
    expect(values("12,300", names)).toEqual([
      ["temps", 12],
      ["lumière (lx)", 300],
    ]);
    expect(values("12,300,4", names)).toEqual([
      ["", 12],
      ["", 300],
      ["", 4],
    ]);
  });

  it.each([
    "",
    "   ",
    "Ready!",
    "Time: 12:30:45",
    "$GPGGA,1,2*47",
    "temp:",
    ":21",
    "temp:abc",
    "temp:1,nonsense",
    "0x1F",
    "1,2,x",
    "nan,nan",
    '{"temp":21.5',
    "{}",
    '{"a":"b"}',
    "[]",
    "1e999",
    "<b>:1",
    "temp:2\uFFFD1",
  ])("%j is text for people, not values", (line) => {
    expect(values(line)).toBe("text");
  });

  it("is bounded in values, and its names are plain and short", () => {
    expect(values(Array.from({ length: 60 }, (_, index) => index).join(","))).toHaveLength(mostValues);
    const json = JSON.stringify(
      Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index])),
    );
    expect(values(json)).toHaveLength(mostValues);
    const hostile = decodeValueLine(`{"${"x".repeat(100)}\u202E":1,"__proto__":2}`);
    const names = hostile.kind === "values" ? hostile.values.map(({ name = "" }) => name) : [];
    expect(names[0]).toHaveLength(40);
    expect(names[0]).not.toContain("\u202E");
    expect(({} as Record<string, unknown>).value).toBeUndefined();
  });

  it("tells which bytes gave which value", () => {
    const line = "température:21, hum:40";
    const outcome = decodeValueLine(line);
    const bytes = new TextEncoder().encode(line);
    expect(
      outcome.spans.map(({ offset, length }) =>
        new TextDecoder().decode(bytes.subarray(offset, offset + length)),
      ),
    ).toEqual(["température:21", "hum:40"]);
  });
});

describe("a line of a Nexmosphere controller", () => {
  it.each([
    ["XR[PU002]", { type: "tag-moved", action: "picked-up", tag: 2 }],
    ["XR[PB002]", { type: "tag-moved", action: "put-back", tag: 2 }],
    ["X001A[1]", { type: "element-state", address: 1, state: 1 }],
    [
      "X001B[TD=UID:04A2B3C4D5E6F7]",
      { type: "tag-seen", action: "detected", address: 1, uid: "04a2b3c4d5e6f7" },
    ],
    ["X003B[TR=TNR:00042]", { type: "tag-seen", action: "removed", address: 3, tag: 42 }],
    [
      "X003B[TD=UID:04A2B3C4,TNR:00042,LB1:coupe]",
      { type: "tag-seen", action: "detected", address: 3, uid: "04a2b3c4", tag: 42 },
    ],
    ["X004B[Bs=NEAR]", { type: "other", address: 4 }],
    ["D001B[TYPE=XRDR1  ]", { type: "element-model", address: 1, model: "XRDR1" }],
    ["D001B[TYPE]=XRDR2", { type: "other", address: 1 }],
  ])("%s is read", (line, message) => {
    const outcome = decodeNexmosphereLine(line);
    expect(outcome).toMatchObject({ ok: true, message });
    for (const { offset, length, value } of outcome.spans)
      expect(line.slice(offset, offset + length)).toBe(value);
  });

  it.each([
    "",
    "XR[PX002]",
    "XR[PU000]",
    "XR[PU99999]",
    "XR[PU002",
    "X1A[1]",
    "X001A[x]",
    "X001B[TD=UID:04A2B3C4D]",
    "X001B[TD=TNR:00000]",
    "X001B[TD=LB1:coupe]",
    "temp:21",
    "X001B[TD=]",
  ])("%j is refused or not understood", (line) => {
    const outcome = decodeNexmosphereLine(line);
    expect(outcome.ok && outcome.message.type !== "other").toBe(false);
  });
});

describe("a sentence of a GPS receiver", () => {
  const checked = (body: string) => {
    const sum = [...body].reduce((xor, character) => xor ^ character.charCodeAt(0), 0);
    return `$${body}*${sum.toString(16).toUpperCase().padStart(2, "0")}`;
  };

  it("gives position, altitude and quality", () => {
    expect(
      decodeNmeaSentence("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47"),
    ).toMatchObject({
      ok: true,
      hasFix: true,
      readings: { latitude: 48.1173, longitude: 11.516667, altitude: 545.4, satellites: 8, hdop: 0.9 },
    });
  });

  it("gives speed in metres a second, and the west and the south as negative", () => {
    const line = checked("GNRMC,123519.00,A,4826.900,S,06831.200,W,022.4,084.4,230394,,,A");
    expect(decodeNmeaSentence(line)).toMatchObject({
      readings: { latitude: -48.448333, longitude: -68.52, speed: 11.52 },
    });
  });

  it("without a position says so, and gives none", () => {
    for (const body of [
      "GPGGA,123519,,,,,0,03,,,M,,M,,",
      "GPRMC,123519,V,4807.038,N,01131.000,E,022.4,084.4,230394,,",
      "GPGLL,,,,,123519,V",
      "GNGNS,123519.00,,,,,NN,00,99.9,,,,",
    ]) {
      const outcome = decodeNmeaSentence(checked(body));
      expect(outcome, body).toMatchObject({ ok: true, hasFix: false });
      expect(outcome.ok && outcome.readings.latitude).toBeUndefined();
    }
  });

  it("of another kind is known and left alone; glued behind a torn one it is found", () => {
    expect(decodeNmeaSentence(checked("GPGSV,1,1,01,05,45,180,40"))).toMatchObject({
      ok: true,
      type: "GSV",
      readings: {},
    });
    const glued = decodeNmeaSentence(`$GPGGA,1235${checked("GPGLL,4807.038,N,01131.000,E,123519,A")}`);
    expect(glued).toMatchObject({ ok: true, type: "GLL", hasFix: true });
    for (const span of glued.spans) spanSchema.parse(span);
  });

  it.each([
    ["a wrong checksum", "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*48", "bad-checksum"],
    ["no checksum", "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,", "malformed"],
    ["no place on Earth", checked("GPGLL,9907.038,N,01131.000,E,123519,A"), "malformed"],
    ["a status that is none", checked("GPGLL,4807.038,N,01131.000,E,123519,Q"), "malformed"],
    ["an inherited name as type", checked("GPconstructor,1"), "malformed"],
    ["nothing", "", "malformed"],
    ["no comma", "$GPGGA*56", "malformed"],
    ["too many characters", checked(`GPTXT,${"x".repeat(200)}`), "malformed"],
  ])("with %s is refused", (_name, line, discard) => {
    const outcome = decodeNmeaSentence(line);
    expect(outcome.ok || discardReasonOf(outcome.why)).toBe(discard);
  });
});
