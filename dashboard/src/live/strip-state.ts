// What a strip chart of one device shows: how long back, and whether it follows or stands still.
import { useRef, useState } from "react";
import type { Sample } from "#contract/live.ts";
import { useFeeds, useLiveReader } from "./live-context.tsx";

const none: readonly Sample[] = [];

export interface StripState {
  readonly seconds: number;
  setSeconds(seconds: number): void;
  readonly paused: boolean;
  /** Stops the display, never the recording; or follows again. */
  toggle(): void;
  /** The samples to show: those of the moment it was paused, else all that are kept. */
  samples(): readonly Sample[];
}

export function useStripState(device: string, startWindow: number): StripState {
  const reader = useLiveReader();
  const [seconds, setSeconds] = useState(startWindow);
  const [paused, setPaused] = useState(false);
  const frozen = useRef<readonly Sample[]>(none);
  useFeeds([`device:${device}`]);
  const live = () => reader.getState().feeds[device]?.samples ?? none;
  return {
    seconds,
    setSeconds,
    paused,
    toggle: () => {
      frozen.current = live();
      setPaused(!paused);
    },
    samples: () => (paused ? frozen.current : live()),
  };
}
