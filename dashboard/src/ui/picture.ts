// A chart as a picture: axes and layers of points, lines and bars, and the round numbers its axes carry. Pure.
import { roundStep } from "#contract/maths/histogram.ts";

export interface PictureAxis {
  /** Name and unit. */
  readonly label: string;
  readonly low: number;
  readonly high: number;
  /** Names at places, where the axis is not one of numbers. */
  readonly names?: readonly { readonly at: number; readonly name: string }[];
}

export type PicturePoint = readonly [x: number, y: number];
export type Side = "left" | "right";

export type Layer =
  | {
      readonly kind: "line";
      /** `null` cuts the line. */
      readonly points: readonly (PicturePoint | null)[];
      /** Which of the series styles. */
      readonly series: number;
      readonly name?: string;
      readonly side?: Side;
      /** A law or a prediction rather than what was measured: drawn thinner, with short dashes. */
      readonly thought?: boolean;
    }
  | {
      readonly kind: "points";
      readonly points: readonly PicturePoint[];
      readonly series: number;
      readonly name?: string;
      /** Not measured: drawn hollow. */
      readonly thought?: boolean;
    }
  | {
      readonly kind: "bars";
      readonly bars: readonly { readonly from: number; readonly to: number; readonly value: number }[];
      readonly series: number;
      readonly name?: string;
    }
  | { readonly kind: "across"; readonly y: number; readonly name: string }
  | { readonly kind: "mark"; readonly x: number; readonly name: string };

export interface Picture {
  readonly title: string;
  readonly x: PictureAxis;
  readonly y: PictureAxis;
  /** Where two units share the chart. */
  readonly right?: PictureAxis | undefined;
  readonly layers: readonly Layer[];
  /** Written across: data that no hardware gave. */
  readonly watermark?: string | undefined;
}

/** Round numbers within an axis, about `wanted` of them and two at least, and how many decimals they need. */
export function ticksOf(
  { low, high }: Pick<PictureAxis, "low" | "high">,
  wanted: number,
): { readonly values: readonly number[]; readonly decimals: number } {
  if (!(high > low)) return { values: [low], decimals: 0 };
  const step = roundStep((high - low) / Math.max(1, wanted));
  // One number alone gives no scale: the step is made finer.
  if (Math.floor(high / step) - Math.ceil(low / step) < 1 && wanted < 8)
    return ticksOf({ low, high }, Math.max(1, wanted) * 1.5);
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return { values: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step), decimals };
}

/**
 * An axis that holds all values with a little room around them.
 * @param from the values. @param zero whether it begins at zero, as bars must.
 */
export function axisOf(label: string, from: readonly number[], zero = false): PictureAxis {
  let low = zero ? 0 : Number.POSITIVE_INFINITY;
  let high = zero ? 0 : Number.NEGATIVE_INFINITY;
  for (const value of from) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { label, low: 0, high: 1 };
  const margin = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.05, 0.5);
  return {
    label,
    low: zero && low === 0 ? 0 : low - margin,
    high: zero && high === 0 && low < 0 ? 0 : high + margin,
  };
}

/** Points of all layers that stand on the left scale: what a reader goes through one by one. */
export function readablePoints(picture: Picture): readonly PicturePoint[] {
  return picture.layers.flatMap((layer): PicturePoint[] => {
    if (layer.kind === "points" && layer.thought !== true) return [...layer.points];
    if (layer.kind === "line" && layer.thought !== true && layer.side !== "right")
      return layer.points.filter((point) => point !== null);
    if (layer.kind === "bars")
      return layer.bars.map(({ from, to, value }): PicturePoint => [(from + to) / 2, value]);
    return [];
  });
}
