// What is drawn over a strip chart. Apart from what draws it, so that a page can say it before the chart library comes.

export interface Overlay {
  /** Written across the chart: data that no hardware gave. */
  readonly watermark?: string | undefined;
  /** Lines across time, each at an instant of the monotonic clock, milliseconds. */
  readonly lines: readonly {
    readonly mono: number;
    readonly label: string;
    readonly kind: "mark" | "cursor";
  }[];
  /** Lines across values, in the unit of the left axis as shown. */
  readonly predictions: readonly { readonly value: number; readonly label: string }[];
}

export const noOverlay: Overlay = { lines: [], predictions: [] };
