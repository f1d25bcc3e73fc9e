// A sensor's value corrected by the two points somebody compared with the truth; the value as it came is kept beside. Pure.
import { type Calibration, type Component, isCalibratable, rawChannel } from "#contract/board-plan.ts";
import type { Channel } from "#contract/devices.ts";
import { type QuantityId, roundTo } from "#contract/quantities.ts";
import { detailed } from "./parts/part.ts";

/** On the straight line through both points. */
export function corrected({ points: [a, b] }: Calibration, value: number): number {
  return a.true + ((value - a.read) * (b.true - a.true)) / (b.read - a.read);
}

const calibrationOf = ({ kind, calibration }: Component): Calibration | undefined =>
  isCalibratable(kind) ? calibration : undefined;

/** A component's channels, with its value as it came behind the corrected one. */
export function withRawChannel(component: Component, channels: readonly Channel[]): Channel[] {
  const [first, ...others] = channels;
  if (first === undefined || calibrationOf(component) === undefined) return [...channels];
  const raw = { ...first, id: rawChannel(component.id), name: detailed(component, "brut", "raw") };
  return [first, raw, ...others];
}

/** Readings of a component, corrected. @param quantity of its value. */
export function withCorrection(
  component: Component,
  quantity: QuantityId,
  readings: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const calibration = calibrationOf(component);
  const value = readings[component.id];
  if (calibration === undefined || value === undefined) return readings;
  return {
    ...readings,
    [component.id]: roundTo(quantity, corrected(calibration, value)),
    [rawChannel(component.id)]: value,
  };
}
