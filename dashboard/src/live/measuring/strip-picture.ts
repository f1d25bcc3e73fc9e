// The strip chart as a picture to keep, from the very columns the screen draws. Pure.
import type { ChartColumns } from "../../ui/chart-data.ts";
import { axisOf, type Layer, type Picture, type PicturePoint } from "../../ui/picture.ts";
import type { Mark } from "./notes-store.ts";

export interface StripSeriesName {
  readonly name: string;
  readonly unit: string;
  /** What its values are: the name of its axis. */
  readonly measures: string;
}

/**
 * @param series one for each column of values, in their order; those of the first one's unit stand on the left.
 */
export function stripPicture(
  { x, ys, newest }: ChartColumns,
  series: readonly StripSeriesName[],
  {
    title,
    time,
    seconds,
    marks,
    prediction,
    watermark,
  }: {
    readonly title: string;
    /** Name of the horizontal axis. */
    readonly time: string;
    readonly seconds: number;
    readonly marks: readonly Mark[];
    readonly prediction: { readonly value: number; readonly name: string } | undefined;
    readonly watermark: string | undefined;
  },
): Picture {
  const unit = series[0]?.unit ?? "";
  const isLeft = (index: number) => series[index]?.unit === unit;
  const label = (side: readonly StripSeriesName[]) =>
    `${[...new Set(side.map(({ measures }) => measures))].join(", ")}${side[0]?.unit ? ` (${side[0].unit})` : ""}`;
  const left = series.filter((_, index) => isLeft(index));
  const right = series.filter((_, index) => !isLeft(index));
  const values = (wanted: boolean) =>
    ys.flatMap((column, index) =>
      isLeft(index) === wanted ? column.filter((y) => y !== null && y !== undefined) : [],
    );
  const lines = series.map(
    ({ name }, index): Layer => ({
      kind: "line",
      points: x.flatMap((at, i): (PicturePoint | null)[] => {
        const y = ys[index]?.[i];
        return y === undefined ? [] : [y === null ? null : [at, y]];
      }),
      series: index,
      side: isLeft(index) ? "left" : "right",
      ...(series.length > 1 ? { name } : {}),
    }),
  );
  const shownMarks = marks.flatMap(({ mono, label: name }): Layer[] => {
    const at = (mono - newest) / 1000;
    return at < -seconds || at > 0 ? [] : [{ kind: "mark", x: at, name }];
  });
  return {
    title,
    x: { label: time, low: -seconds, high: 0 },
    y: axisOf(label(left), [...values(true), ...(prediction === undefined ? [] : [prediction.value])]),
    right: right.length === 0 ? undefined : axisOf(label(right), values(false)),
    layers: [
      ...lines,
      ...(prediction === undefined
        ? []
        : [{ kind: "across", y: prediction.value, name: prediction.name } as const]),
      ...shownMarks,
    ],
    watermark,
  };
}
