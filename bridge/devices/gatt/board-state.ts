// What a connected board last said: its values and buttons as events, and the latest of each.
import type { DeviceState } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import type { Why } from "#contract/refusals.ts";
import type { Clock, Timer } from "../../clock.ts";
import { decodeCharacteristic } from "../../decoders/gatt/registry.ts";
import type { Chunk, GattPlace } from "../../transports/transport.ts";
import type { Instant } from "../event-factory.ts";
import type { RawLook } from "../raw-watch.ts";
import { buttonChannel } from "./values.ts";

/** Between two readings; what comes meanwhile is the last of each channel. A board may tell hundreds of values a second. */
const readingMs = 50;

type ToldState = Omit<DeviceState, "time">;

export interface BoardStateOptions {
  readonly clock: Clock;
  readonly emit: (at: Instant, body: EventBody) => void;
  readonly tell: (at: Instant, state: ToldState) => void;
  readonly discard: (at: Instant, bytes: Uint8Array, why: Why) => void;
  /** A value for the packet inspector; `look` is called only while somebody watches. */
  readonly frame: (at: Instant, direction: "in", bytes: Uint8Array, look: () => RawLook) => void;
}

export interface BoardState {
  /** @param isFirstLook read once connected: what is found pressed was pressed while nobody listened. */
  take(place: GattPlace, chunk: Chunk, isFirstLook: boolean): void;
  /** A line of text nobody understood. */
  line(text: string, at: Instant): void;
  /** What a protocol on the board's line made of it. */
  understood(at: Instant, state: ToldState): void;
  /** The link is gone: no button is held any more, as far as anybody knows. */
  letGo(at: Instant): void;
}

export function createBoardState({ clock, emit, tell, discard, frame }: BoardStateOptions): BoardState {
  /** Since when, or `undefined` of a press nobody here saw begin. */
  const pressed = new Map<string, Instant | undefined>();
  let latest: Record<string, number> = {};
  let facts: Record<string, string> = {};
  let gathered: { readings: Record<string, number>; isSuspect: boolean; at: Instant } | undefined;
  let pause: Timer | undefined;

  const tellAll = (at: Instant, more: Partial<ToldState> = {}): void =>
    tell(at, { facts, ...more, readings: latest });

  function tellReadings(): void {
    pause = undefined;
    if (gathered === undefined) return;
    const { readings, isSuspect, at } = gathered;
    gathered = undefined;
    emit(at, { kind: "reading-taken", readings, ...(isSuspect ? { quality: "suspect" as const } : {}) });
    tellAll(at);
    pause = clock.after(readingMs, tellReadings);
  }

  /** The first after a pause is told at once. */
  function gather(at: Instant, readings: Readonly<Record<string, number>>, isSuspect: boolean): void {
    latest = { ...latest, ...readings };
    gathered = {
      readings: { ...gathered?.readings, ...readings },
      isSuspect: isSuspect || gathered?.isSuspect === true,
      at,
    };
    if (pause === undefined) tellReadings();
  }

  function release(channel: string, at: Instant): void {
    const since = pressed.get(channel);
    pressed.delete(channel);
    latest = { ...latest, [channel]: 0 };
    // A release without its press: it began while nobody listened.
    if (since !== undefined)
      emit(at, { kind: "button-released", channel, durationMs: Math.max(0, at.mono - since.mono) });
  }

  function takeButton(at: Instant, button: string, isPressed: boolean, isFirstLook: boolean): void {
    const channel = buttonChannel(button);
    latest = { ...latest, [channel]: isPressed ? 1 : 0 };
    if (isPressed && !pressed.has(channel)) {
      pressed.set(channel, isFirstLook ? undefined : at);
      if (!isFirstLook) emit(at, { kind: "button-pressed", channel });
    } else if (!isPressed && pressed.has(channel)) release(channel, at);
    tellAll(at);
  }

  return {
    take(place, { bytes, now, mono }, isFirstLook) {
      const at = { now, mono };
      const outcome = decodeCharacteristic(place.uuid, bytes);
      if (outcome === undefined) return;
      frame(at, "in", bytes, () => ({
        format: outcome.format,
        spans: outcome.spans,
        ...(outcome.ok ? {} : { discarded: outcome.why }),
      }));
      if (!outcome.ok) {
        discard(at, bytes, outcome.why);
        return;
      }
      const { button, readings, quality } = outcome;
      if (button !== undefined) takeButton(at, button.channel, button.state !== "released", isFirstLook);
      if (Object.keys(readings).length > 0) gather(at, readings, quality !== undefined);
    },
    line(text, at) {
      facts = { line: text };
      emit(at, { kind: "reading-taken", readings: {}, facts: { line: text } });
      tellAll(at);
    },
    understood(at, { readings, ...more }) {
      // Its line has a meaning from now on: the last text is no news any more.
      facts = {};
      latest = { ...latest, ...readings };
      tellAll(at, more);
    },
    letGo(at) {
      pause?.cancel();
      tellReadings();
      pause?.cancel();
      pause = undefined;
      for (const channel of [...pressed.keys()]) release(channel, at);
    },
  };
}
