// What is drawn over a strip chart. Apart from what draws it, so that a page can say it before the chart library comes.
import { type Moving, moving } from "./moving.ts";

/** Instants of the monotonic clock, milliseconds; absent while the cursors are put away. */
export type Cursors = readonly [a: number, b: number] | undefined;

export interface Overlay {
  /** Written across the chart: data that no hardware gave. */
  readonly watermark?: string | undefined;
  /** Lines across time, each at an instant of the monotonic clock, milliseconds. */
  readonly marks: readonly { readonly mono: number; readonly label: string }[];
  /** Lines across values, in the unit of the left axis as shown. */
  readonly predictions: readonly { readonly value: number; readonly label: string }[];
  readonly cursors: Moving<Cursors>;
}

export const noOverlay: Overlay = { marks: [], predictions: [], cursors: moving<Cursors>(undefined) };
