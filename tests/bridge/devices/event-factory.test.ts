import { expect, it } from "vitest";
import { type EventBody, eventSchema } from "#contract/events.ts";
import { createEventFactory } from "../../../bridge/devices/event-factory.ts";

const at = { now: Date.UTC(2026, 10, 24, 14, 0, 0, 250), mono: 1234.56789 };

it("every event says which bridge, device and source, when, and which one it is", () => {
  const events = createEventFactory("banc", "k3x");
  expect(events.make("usb-1", "hardware", at, { kind: "device-found" })).toEqual({
    v: 1,
    id: "banc.k3x.1",
    seq: 0,
    time: "2026-11-24T14:00:00.250Z",
    mono: 1234.568,
    bridge: "banc",
    device: "usb-1",
    source: "hardware",
    kind: "device-found",
  });
});

it("ids never repeat, numbers follow one another for each device by itself", () => {
  const events = createEventFactory("banc", "k3x");
  const made = ["a-1", "b-1", "a-1", "a-1", "b-1"].map((device) =>
    events.make(device, "simulated", at, { kind: "device-found" }),
  );
  expect(made.map(({ device, seq }) => `${device} ${seq}`)).toEqual([
    "a-1 0",
    "b-1 0",
    "a-1 1",
    "a-1 2",
    "b-1 1",
  ]);
  expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
});

it("boards that come and go for years do not fill the memory: the one silent longest is counted anew", () => {
  const events = createEventFactory("banc", "k3x");
  const tell = (device: string) => events.make(device, "hardware", at, { kind: "device-found" }).seq;
  expect(tell("faithful")).toBe(0);
  expect(tell("visitor")).toBe(0);
  for (let n = 0; n < 999; n += 1) {
    tell("faithful");
    tell(`board-${n}`);
  }
  expect(tell("faithful")).toBe(1000);
  expect(tell("visitor")).toBe(0);
  expect(tell("board-998")).toBe(1);
});

const tag = { id: "foreign-0a1b2c", known: false, family: "mifare-ultralight-ntag", uidBytes: 7 } as const;
const bodies: readonly EventBody[] = [
  { kind: "tag-left", reader: "reader-1", tag, durationMs: 40 },
  { kind: "beacon-moved", rssi: -60.5, zone: "far", from: "near" },
  { kind: "reading-taken", readings: { light: 0.5 }, facts: { url: "https://exemple.ca" }, quality: "ok" },
  { kind: "frame-discarded", reason: "noise", bytes: 2, hex: "0a0b", count: 1 },
  { kind: "device-found" },
];

it.each(bodies)("with its envelope, a body is an event of the contract: $kind", (body) => {
  const made = createEventFactory("banc", "k3x").make("usb-1", "hardware", at, body);
  expect(eventSchema.parse(made)).toEqual(made);
  expect(made).toMatchObject(body);
});

it("what is not of the contract is a fault of the bridge, and thrown: a body, a device, a bridge", () => {
  const events = createEventFactory("banc", "k3x");
  expect(() => events.make("Usb 1", "hardware", at, { kind: "device-found" })).toThrow();
  expect(() => events.make("usb-1", "hardware", at, { kind: "weather" } as unknown as EventBody)).toThrow();
  expect(() => createEventFactory("Le banc", "k3x")).toThrow();
  expect(() =>
    events.make("usb-1", "hardware", at, { kind: "button-released", channel: "button", durationMs: -1 }),
  ).toThrow();
});
