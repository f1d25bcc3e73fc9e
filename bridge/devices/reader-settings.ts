// Settings that readers share: how long a tag may go unheard. Remembered for the port, as everything a person decides.
import type { Capability } from "#contract/devices.ts";

export const leastHoldMs = 100;
export const mostHoldMs = 10_000;

/** @param initial what the reader begins with. */
export const holdTimeCapability = (initial: number): Capability => ({
  command: "hold-time.set",
  label: {
    fr: "Temps avant de croire une étiquette partie",
    en: "Time before a tag is taken to have left",
  },
  trainerOnly: true,
  arguments: [
    {
      type: "number",
      name: "ms",
      label: { fr: "Durée", en: "Duration" },
      min: leastHoldMs,
      max: mostHoldMs,
      step: 50,
      unit: "ms",
      initial,
    },
  ],
});

/** A remembered hold time, if it is one. */
export function rememberedHoldMs(value: number | string | undefined, fallback: number): number {
  return typeof value === "number" && value >= leastHoldMs && value <= mostHoldMs ? value : fallback;
}
