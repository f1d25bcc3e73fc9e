// Signal strength over distance as somebody measured and published it: means of 350 measurements in a living room
// (blog.markmarolf.com). Constants `rssi-vector-d050` to `rssi-vector-d400`.
import type { Point } from "./fit.ts";

/** Metres, dBm. */
export const publishedRssi: readonly Point[] = [
  [0.5, -43.1],
  [1, -47.9],
  [1.5, -53.2],
  [2, -55.8],
  [2.5, -57.5],
  [3, -60.8],
  [4, -62],
];
/** How many measurements they are the means of (constant `rssi-vector-count`). */
export const publishedRssiCount = 350;
