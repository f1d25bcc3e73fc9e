// One curve of a strip chart, as everything around the chart names and finds it.
import type { ReactNode } from "react";
import type { Channel } from "#contract/devices.ts";
import { viewOf } from "../ui/format.ts";
import type { SeriesStyle } from "../ui/series-styles.ts";

export interface DrawnSeries {
  /** Where its values are in the samples. */
  readonly key: string;
  readonly channel: Channel;
  /** What tells it from the others, without its unit. */
  readonly name: string;
  readonly style: SeriesStyle;
  /** Said beside its name, where not all of them come from the same. */
  readonly badge?: ReactNode;
}

/** Unit a channel is shown in; series of one unit share a scale. */
export function unitOf(channel: Channel | undefined): string {
  return channel === undefined ? "" : viewOf(channel.quantity).unit;
}
