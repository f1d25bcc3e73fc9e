// What a board says, in time: readings held together when they come too fast, buttons never.
import { describe, expect, it } from "vitest";
import type { DeviceState } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import type { Why } from "#contract/refusals.ts";
import { microbit } from "../../../../bridge/decoders/gatt/microbit.ts";
import { createBoardState } from "../../../../bridge/devices/gatt/board-state.ts";
import { createManualClock } from "../../../helpers/manual-clock.ts";

const battery = { service: "180f", uuid: "2a19" };
const humidity = { service: "181a", uuid: "2a6f" };
const buttonA = { service: microbit.buttons.service, uuid: microbit.buttons.a };

function board() {
  const clock = createManualClock();
  const events: EventBody[] = [];
  const discarded: Why[] = [];
  const states: Omit<DeviceState, "time">[] = [];
  const state = createBoardState({
    clock,
    emit: (_at, body) => void events.push(body),
    tell: (_at, told) => void states.push(told),
    discard: (_at, _bytes, why) => void discarded.push(why),
    frame: () => undefined,
  });
  const say = (place: typeof battery, bytes: readonly number[], isFirstLook = false) =>
    state.take(place, { bytes: Uint8Array.from(bytes), now: clock.now(), mono: clock.mono() }, isFirstLook);
  return { clock, events, discarded, states, state, say };
}

describe("readings", () => {
  it("are told at once, then at most twenty times a second, the last of each channel", () => {
    const { clock, events, say, states } = board();
    for (let level = 0; level <= 100; level += 1) say(battery, [level]);
    say(humidity, [0x39, 0x1b]);
    expect(events).toEqual([{ kind: "reading-taken", readings: { batteryLevel: 0 } }]);
    clock.advance(50);
    expect(events.slice(1)).toEqual([
      { kind: "reading-taken", readings: { batteryLevel: 100, relativeHumidity: 69.69 } },
    ]);
    expect(states.at(-1)?.readings).toEqual({ batteryLevel: 100, relativeHumidity: 69.69 });
    clock.advance(1000);
    expect(events).toHaveLength(2);
  });

  it("that wait are told when the link goes, and one that is not believed says so", () => {
    const { clock, events, say, state } = board();
    say(battery, [1]);
    say(humidity, [0x20, 0x4e]);
    state.letGo({ now: 0, mono: 0 });
    expect(events.at(-1)).toEqual({
      kind: "reading-taken",
      readings: { relativeHumidity: 200 },
      quality: "suspect",
    });
    clock.advance(1000);
    expect(events).toHaveLength(2);
  });

  it("that make no sense are thrown away and counted; an unknown value is let be", () => {
    const { events, discarded, say } = board();
    say(battery, [101]);
    say({ service: "1800", uuid: "2a00" }, [1]);
    expect(discarded.map((why) => (typeof why === "string" ? why : why.code))).toEqual(["out-of-range"]);
    expect(events).toEqual([]);
  });
});

describe("buttons", () => {
  it("are never held back, and one press is one event, long or not", () => {
    const { events, say } = board();
    for (const value of [0, 1, 2, 2, 0, 1, 0]) say(buttonA, [value]);
    expect(events.map(({ kind }) => kind)).toEqual([
      ...["button-pressed", "button-released", "button-pressed", "button-released"],
    ]);
  });

  it("found pressed at the first look were pressed by nobody here; those held when the link goes are let go", () => {
    const { events, say, state, states } = board();
    say(buttonA, [1], true);
    expect(events).toEqual([]);
    expect(states.at(-1)?.readings).toEqual({ "button-a": 1 });
    state.letGo({ now: 0, mono: 500 });
    expect(events).toEqual([]);
    say(buttonA, [1]);
    events.length = 0;
    state.letGo({ now: 0, mono: 500 });
    expect(events).toEqual([{ kind: "button-released", channel: "button-a", durationMs: 500 }]);
  });
});
