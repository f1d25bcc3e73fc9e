// What a connected board last said: its values and buttons as events, and the latest of each.
import type { DeviceState } from "#contract/devices.ts";
import type { DiscardReason, EventBody } from "#contract/events.ts";
import { decodeCharacteristic } from "../../decoders/gatt/registry.ts";
import type { Chunk, GattPlace } from "../../transports/transport.ts";
import type { Instant } from "../event-factory.ts";
import type { RawLook } from "../raw-watch.ts";
import { buttonChannel } from "./values.ts";

type ToldState = Omit<DeviceState, "time">;

export interface BoardStateOptions {
  readonly emit: (at: Instant, body: EventBody) => void;
  readonly tell: (at: Instant, state: ToldState) => void;
  readonly discard: (at: Instant, bytes: Uint8Array, reason: DiscardReason) => void;
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

export function createBoardState({ emit, tell, discard, frame }: BoardStateOptions): BoardState {
  const pressed = new Map<string, Instant>();
  let latest: Record<string, number> = {};
  let facts: Record<string, string> = {};

  const tellAll = (at: Instant, more: Partial<ToldState> = {}): void =>
    tell(at, { facts, ...more, readings: latest });

  function release(channel: string, since: Instant, at: Instant): void {
    pressed.delete(channel);
    latest = { ...latest, [channel]: 0 };
    emit(at, { kind: "button-released", channel, durationMs: Math.max(0, at.mono - since.mono) });
  }

  function takeButton(at: Instant, button: string, isPressed: boolean, isFirstLook: boolean): void {
    const channel = buttonChannel(button);
    const since = pressed.get(channel);
    latest = { ...latest, [channel]: isPressed ? 1 : 0 };
    if (isPressed && since === undefined) {
      pressed.set(channel, at);
      if (!isFirstLook) emit(at, { kind: "button-pressed", channel });
    } else if (!isPressed && since !== undefined) release(channel, since, at);
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
        ...(outcome.ok ? {} : { discarded: "malformed" as const }),
      }));
      if (!outcome.ok) {
        discard(at, bytes, "malformed");
        return;
      }
      const { button, readings, quality } = outcome;
      if (button !== undefined) takeButton(at, button.channel, button.state !== "released", isFirstLook);
      if (Object.keys(readings).length === 0) return;
      latest = { ...latest, ...readings };
      emit(at, {
        kind: "reading-taken",
        readings: { ...readings },
        ...(quality === undefined ? {} : { quality }),
      });
      tellAll(at);
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
      for (const [channel, since] of pressed) release(channel, since, at);
    },
  };
}
