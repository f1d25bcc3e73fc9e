// How series are told apart: a colour of a palette safe for colour-blind eyes, a dash and a marker, never colour alone.
// Colours are named in styles.css for both schemes, after Okabe and Ito, darkened where paper asks for it.

export const markers = ["circle", "square", "triangle", "diamond"] as const;
export type Marker = (typeof markers)[number];

export interface SeriesStyle {
  /** Name of a CSS colour variable. */
  readonly colour: string;
  readonly dash: readonly number[];
  readonly marker: Marker;
}

export const seriesStyles: readonly [SeriesStyle, ...SeriesStyle[]] = [
  { colour: "--labo-series-1", dash: [], marker: "circle" },
  { colour: "--labo-series-2", dash: [10, 5], marker: "square" },
  { colour: "--labo-series-3", dash: [2, 4], marker: "triangle" },
  { colour: "--labo-series-4", dash: [14, 4, 2, 4], marker: "diamond" },
];

/** As many series as one chart can tell apart. */
export const mostSeries = seriesStyles.length;

/** Style of the n-th series of a chart. */
export const styleOf = (index: number): SeriesStyle =>
  seriesStyles[index % seriesStyles.length] ?? seriesStyles[0];

/** Corners of a marker around (0, 0), `r` from the middle; of a circle, none. */
export function markerCorners(marker: Marker, r: number): readonly (readonly [number, number])[] {
  switch (marker) {
    case "circle":
      return [];
    case "square":
      return [
        [-r * 0.88, -r * 0.88],
        [r * 0.88, -r * 0.88],
        [r * 0.88, r * 0.88],
        [-r * 0.88, r * 0.88],
      ];
    case "triangle":
      return [
        [0, -r * 1.15],
        [r * 1.05, r * 0.8],
        [-r * 1.05, r * 0.8],
      ];
    case "diamond":
      return [
        [0, -r * 1.2],
        [r * 1.2, 0],
        [0, r * 1.2],
        [-r * 1.2, 0],
      ];
  }
}
