// Tells Home Assistant of everything on the bench, each device once: with two bridges on one broker, it is the one the
// bench shows. Told again when Home Assistant starts, and taken away when the bench forgets.
import type { Bench } from "#contract/bench.ts";
import type { Device } from "#contract/devices.ts";
import { haDiscoverySchema, homeAssistantTopics } from "#contract/home-assistant.ts";
import type { BenchDelta } from "#contract/live.ts";
import type { LaboMessage } from "#contract/messages.ts";
import type { Language } from "#contract/words.ts";
import type { Clock, Timer } from "../clock.ts";
import type { Logger } from "../logger.ts";
import type { MqttLink } from "../mqtt/link.ts";
import { homeAssistantPayload } from "./home-assistant-payload.ts";

export interface HomeAssistantOptions {
  readonly link: Pick<MqttLink, "retain" | "clearRetained" | "subscribe">;
  readonly bench: {
    snapshot(): Pick<Bench, "devices">;
    onDelta(listener: (delta: BenchDelta) => void): () => void;
  };
  /** What all bridges say: a beacon's button shows only when it is pressed. */
  readonly onMessage: (listener: (message: LaboMessage) => void) => () => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly language: Language;
  readonly version: string;
}

/** Home Assistant that starts again and again is answered no faster than this, clock milliseconds. */
const birthPaceMs = 1_000;
/** Buttons of one device that are no channels of it. */
const mostPressed = 16;

/**
 * To be made before the link is started: it subscribes to the birth message.
 * @returns how to stop; what was told stays, as devices do while the bench is closed.
 */
export function announceToHomeAssistant(options: HomeAssistantOptions): () => void {
  const { link, bench, clock, logger, language, version } = options;
  const told = new Map<string, string>();
  const pressed = new Map<string, Set<string>>();
  let birthTimer: Timer | undefined;

  function tell(device: Device) {
    const buttons = [...(pressed.get(device.id) ?? [])];
    // Values change many times a second and the description seldom: a look at it is all that costs.
    const what = JSON.stringify([device, buttons]);
    if (told.get(device.id) === what) return;
    told.set(device.id, what);
    const payload = haDiscoverySchema.safeParse(homeAssistantPayload(device, language, version, buttons));
    if (payload.success) {
      link.retain(homeAssistantTopics.config(device.id), JSON.stringify(payload.data), 1);
    } else {
      logger.error({ device: device.id, error: payload.error.message }, "not fit for Home Assistant");
    }
  }

  function takeAway(id: string) {
    pressed.delete(id);
    if (told.delete(id)) link.clearRetained(homeAssistantTopics.config(id));
  }

  function tellAll() {
    birthTimer = undefined;
    told.clear();
    for (const { device } of Object.values(bench.snapshot().devices)) tell(device);
  }

  link.subscribe(homeAssistantTopics.status, ({ payload }) => {
    // A retained birth message counts too: it may have come while this bridge was away.
    if (Buffer.from(payload).toString() === "online") birthTimer ??= clock.after(birthPaceMs, tellAll);
  });
  const stopListening = options.onMessage((message) => {
    if (message.kind !== "event" || message.payload.kind !== "button-pressed") return;
    const device = bench.snapshot().devices[message.device]?.device;
    const { channel } = message.payload;
    const known = pressed.get(message.device) ?? new Set();
    if (device === undefined || device.channels.some(({ id }) => id === channel)) return;
    if (known.has(channel) || known.size >= mostPressed) return;
    pressed.set(message.device, known.add(channel));
    tell(device);
  });
  const unsubscribe = bench.onDelta(({ devices }) => {
    for (const [id, one] of Object.entries(devices ?? {})) {
      if (one === null) takeAway(id);
      else tell(one.device);
    }
  });
  return () => {
    unsubscribe();
    stopListening();
    birthTimer?.cancel();
  };
}
