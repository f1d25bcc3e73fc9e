import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTopic } from "#contract/topics.ts";
import { readMessage } from "../../../bridge/mqtt/subscriber.ts";

const place = (topic: string) => {
  const parsed = parseTopic(topic);
  if (parsed === undefined) throw new Error(`${topic} is not of the tree`);
  return parsed;
};
const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

const event = {
  v: 1,
  id: "cave.b.1",
  seq: 0,
  time: "2026-01-01T12:00:00.000Z",
  mono: 1,
  bridge: "cave",
  device: "lecteur",
  source: "simulated",
  kind: "device-found",
};
const description = {
  id: "lecteur",
  bridge: "cave",
  name: { fr: "Lecteur", en: "Reader" },
  model: "labo-rfid",
  profile: "rfid-hf",
  transport: "serial",
  source: "simulated",
  channels: [],
  capabilities: [],
  facts: {},
};

describe("a message from the broker", () => {
  it("is believed when it is of the contract and in its place", () => {
    expect(readMessage(place("labo/cave/lecteur/event"), bytes(event), false)).toEqual({
      ok: true,
      message: { kind: "event", bridge: "cave", device: "lecteur", payload: event },
    });
  });

  it.each([
    ["labo/cave/lecteur/event", "{", false, "not-json"],
    ["labo/cave/lecteur/event", "", false, "not-json"],
    ["labo/cave/lecteur/event", Buffer.from([0xff, 0xfe]), false, "not-json"],
    ["labo/cave/lecteur/event", { ...event, kind: "exploded" }, false, "out-of-schema"],
    ["labo/cave/lecteur/event", { ...event, mono: "1" }, false, "out-of-schema"],
    ["labo/cave/lecteur/event", null, false, "out-of-schema"],
    ["labo/cave/lecteur/event", event, true, "retained"],
    ["labo/cave/lecteur/set", { id: "1", command: "light.set" }, true, "retained"],
    ["labo/autre/lecteur/event", event, false, "misplaced"],
    ["labo/cave/autre/event", event, false, "misplaced"],
    ["labo/autre/devices", { devices: [description] }, true, "misplaced"],
    ["labo/cave/state", { state: "asleep" }, true, "out-of-schema"],
    ["labo/cave/lecteur/event", `"${"x".repeat(9_000)}"`, false, "too-large"],
    ["labo/cave/lecteur/raw", `"${"x".repeat(9_000)}"`, false, "out-of-schema"],
    ["labo/cave/lecteur/raw", `"${"x".repeat(70_000)}"`, false, "too-large"],
  ])("on %s is refused for its reason (%#)", (topic, payload, isRetained, reason) => {
    const given = Buffer.isBuffer(payload) ? payload : bytes(payload);
    expect(readMessage(place(topic), given, isRetained)).toMatchObject({ ok: false, reason });
  });

  it("that is refused tells which field was wrong", () => {
    expect(
      readMessage(place("labo/cave/lecteur/event"), bytes({ ...event, mono: "1" }), false),
    ).toMatchObject({
      details: [expect.stringMatching(/^mono: /)],
    });
  });

  it("never makes the reader throw, whatever its bytes", () => {
    const topics = ["state", "info", "health", "devices"].map((leaf) => `labo/cave/${leaf}`);
    for (const leaf of ["state", "event", "availability", "raw", "set", "result"])
      topics.push(`labo/cave/lecteur/${leaf}`);
    fc.assert(
      fc.property(
        fc.constantFrom(...topics),
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => bytes(text)),
        ),
        fc.boolean(),
        (topic, payload, isRetained) => {
          const outcome = readMessage(place(topic), payload, isRetained);
          if (!outcome.ok) expect(outcome.reason).toBeTypeOf("string");
        },
      ),
      { numRuns: 500 },
    );
  });
});
