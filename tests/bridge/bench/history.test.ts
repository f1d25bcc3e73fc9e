import { describe, expect, it, vi } from "vitest";
import type { LaboEvent } from "#contract/events.ts";
import type { DeviceFeed } from "#contract/live.ts";
import type { LaboMessage } from "#contract/messages.ts";
import { createHistory } from "../../../bridge/bench/history.ts";
import type { Clock } from "../../../bridge/clock.ts";
import { clock, eventMaker } from "../../helpers/mqtt.ts";

const make = eventMaker();

/** A reading whose only channel says its own number. */
function reading(device: string, n: number): LaboEvent {
  const { v, id, seq, time, bridge, source } = make(device);
  return { v, id, seq, time, bridge, source, device, mono: n, kind: "reading-taken", readings: { rssi: n } };
}

const heard = (event: LaboEvent) =>
  ({ kind: "event", bridge: event.bridge, device: event.device, payload: event }) as const;

const frame = (hex: string): LaboMessage => ({
  kind: "raw",
  bridge: "cave",
  device: "a",
  payload: {
    frames: [{ time: "2026-01-01T12:00:00.000Z", direction: "in", hex, format: "ibeacon", spans: [] }],
  },
});

/** Time that passes when told. */
function handClock(): { clock: Clock; pass(ms: number): void } {
  let now = 1_000_000;
  const pass = (ms: number) => {
    now += ms;
  };
  return { clock: { ...clock, now: () => now, mono: () => now }, pass };
}

const valuesOf = (feed: DeviceFeed) => feed.samples.map((sample) => sample.readings.rssi);

describe("the history of a device", () => {
  it("keeps what a tag says as an event: nobody draws it as a chart", () => {
    const history = createHistory(clock);
    const { v, id, seq, time, bridge, source } = make("a");
    const facts = { tagLink: "https://labo.example/" };
    const said = {
      v,
      id,
      seq,
      time,
      bridge,
      source,
      device: "a",
      mono: 1,
      kind: "reading-taken",
      readings: {},
      facts,
    };
    history.apply(heard(said as LaboEvent));
    history.apply(heard(reading("a", 2)));
    expect(history.snapshot("a")).toMatchObject({
      events: [{ facts }],
      samples: [{ readings: { rssi: 2 } }],
    });
  });

  it("keeps readings as samples, all other events as events, and raw frames", () => {
    const history = createHistory(clock);
    const found = make("a");
    history.apply(heard(reading("a", -60)));
    history.apply(heard(found));
    history.apply(frame("0102"));
    expect(history.snapshot("a")).toMatchObject({
      samples: [{ mono: -60, readings: { rssi: -60 } }],
      events: [found],
      frames: [{ hex: "0102" }],
    });
    expect(history.snapshot("b")).toEqual({ samples: [], events: [], frames: [] });
  });

  it("gives only what came since a cursor", () => {
    const history = createHistory(clock);
    history.apply(heard(reading("a", 1)));
    const { cursor } = history.since("a");
    history.apply(heard(reading("a", 2)));
    history.apply(heard(reading("b", 3)));
    const next = history.since("a", cursor);
    expect(valuesOf(next.news)).toEqual([2]);
    expect(valuesOf(history.since("a", next.cursor).news)).toEqual([]);
  });

  it("tells its followers what came, gathered, each thing once", async () => {
    const history = createHistory(clock);
    history.apply(heard(reading("a", 0)));
    const told: DeviceFeed[] = [];
    const stop = history.follow("a", (news) => told.push(news));
    for (let n = 1; n <= 100; n += 1) history.apply(heard(reading("a", n)));
    await vi.waitFor(() => expect(told.flatMap(valuesOf)).toHaveLength(100), {
      timeout: 10_000,
      interval: 5,
    });
    history.apply(heard(reading("a", 101)));
    await vi.waitFor(() => expect(told.flatMap(valuesOf)).toHaveLength(101), {
      timeout: 10_000,
      interval: 5,
    });
    expect(told.flatMap(valuesOf)).toEqual(Array.from({ length: 101 }, (_, i) => i + 1));
    expect(told).toHaveLength(2);
    stop();
  });

  it("forgets what is older than its age, and what is more than its count", () => {
    const hand = handClock();
    const history = createHistory(hand.clock, { ageMs: 1_000, samples: 5, events: 2, frames: 1 });
    for (let n = 0; n < 8; n += 1) history.apply(heard(reading("a", n)));
    expect(valuesOf(history.snapshot("a"))).toEqual([3, 4, 5, 6, 7]);
    hand.pass(600);
    history.apply(heard(reading("a", 8)));
    hand.pass(600);
    expect(valuesOf(history.snapshot("a"))).toEqual([8]);
    for (let n = 0; n < 5; n += 1) history.apply(heard(make("a")));
    for (const hex of ["01", "02"]) history.apply(frame(hex));
    expect(history.snapshot("a").events).toHaveLength(2);
    expect(history.snapshot("a").frames.map((one) => one.hex)).toEqual(["02"]);
  });

  it("forgets the device not heard for the longest when there are too many devices or values", () => {
    const history = createHistory(clock, { devices: 2, allValues: 10 });
    for (const device of ["a", "b", "a", "c"]) history.apply(heard(reading(device, 1)));
    expect(["a", "b", "c"].map((device) => valuesOf(history.snapshot(device)).length)).toEqual([2, 0, 1]);
    for (let n = 0; n < 9; n += 1) history.apply(heard(reading("c", n)));
    expect(["a", "c"].map((device) => valuesOf(history.snapshot(device)).length)).toEqual([0, 10]);
  });

  it("counts what is large as large: wide readings, events and frames", () => {
    const history = createHistory(clock, { allValues: 450 });
    const sizes = () =>
      ["wide", "talkative", "a"].map((device) => {
        const { samples, events, frames } = history.snapshot(device);
        return samples.length + events.length + frames.length;
      });
    const wide = {
      ...reading("wide", 1),
      readings: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`c${i}`, i])),
    };
    for (let n = 0; n < 4; n += 1) history.apply(heard(wide as LaboEvent));
    for (let n = 0; n < 2; n += 1) history.apply(heard(make("talkative")));
    expect(sizes()).toEqual([4, 2, 0]);
    history.apply(frame("01"));
    expect(sizes()).toEqual([0, 2, 1]);
    for (let n = 0; n < 2; n += 1) history.apply(frame("02"));
    expect(sizes()).toEqual([0, 0, 3]);
  });
});
