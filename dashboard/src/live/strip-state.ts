// What a strip chart shows of one device or several: how long back, and whether it follows or stands still.
import { useRef, useState } from "react";
import type { Sample } from "#contract/live.ts";
import { useFeeds, useLive, useLiveReader } from "./live-context.tsx";
import { mergedSamples } from "./merged-samples.ts";

const none: readonly Sample[] = [];

export interface StripState {
  readonly seconds: number;
  setSeconds(seconds: number): void;
  readonly paused: boolean;
  /** Stops the display, never the recording; or follows again. */
  toggle(): void;
  /** Whether anything was measured yet. */
  readonly heard: boolean;
  /** The samples to show: those of the moment it was paused, else all that are kept. The same list while nothing came. */
  readonly samples: () => readonly Sample[];
}

/** @param devices of one bridge; the first one's readings keep their names, see `seriesKey`. */
export function useStripState(devices: readonly string[], startWindow: number): StripState {
  const reader = useLiveReader();
  const [seconds, setSeconds] = useState(startWindow);
  const [paused, setPaused] = useState(false);
  const frozen = useRef<Frozen>(undefined);
  const last = useRef<{ readonly parts: readonly (readonly Sample[])[]; readonly all: readonly Sample[] }>(
    undefined,
  );
  useFeeds(devices.map((device) => `device:${device}` as const));
  const live = (device: string) => reader.getState().feeds[device]?.samples ?? none;
  // Drawn again when the first samples of a device come, even while the chart stands still.
  const heard = useLive(({ feeds }) =>
    devices.filter((device) => (feeds[device]?.samples.length ?? 0) > 0).join(" "),
  );
  const samples = () => {
    const parts = devices.map((device) => frozen.current?.samples(device, live(device)) ?? live(device));
    const before = last.current;
    if (before?.parts.length === parts.length && parts.every((part, i) => part === before.parts[i]))
      return before.all;
    const all = mergedSamples(devices.map((device, i) => ({ device, samples: parts[i] ?? none })));
    last.current = { parts, all };
    return all;
  };
  return {
    seconds,
    setSeconds,
    paused,
    toggle: () => {
      frozen.current = paused ? undefined : new Frozen(samples().at(-1)?.mono ?? 0);
      for (const device of devices) frozen.current?.samples(device, live(device));
      setPaused(!paused);
    },
    heard: heard !== "",
    samples,
  };
}

/** What was kept at an instant, of devices asked for then or later. */
class Frozen {
  readonly #until: number;
  readonly #kept = new Map<string, readonly Sample[]>();

  constructor(until: number) {
    this.#until = until;
  }

  samples(device: string, live: readonly Sample[]): readonly Sample[] {
    const kept = this.#kept.get(device);
    if (kept !== undefined || live.length === 0) return kept ?? live;
    const now = live.filter(({ mono }) => mono <= this.#until);
    this.#kept.set(device, now);
    return now;
  }
}
