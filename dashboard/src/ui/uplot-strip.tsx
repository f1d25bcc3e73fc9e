// The canvas part of a strip chart: uPlot, fed once per animation frame, or once a second for who prefers less motion.
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Language } from "#contract/words.ts";
import { type ChartColumns, thinned } from "./chart-data.ts";
import { formatNumber } from "./format.ts";
import type { Overlay } from "./overlay.ts";
import type { SeriesStyle } from "./series-styles.ts";
import { addLayer, drawMarkers, drawOverlay, drawWatermark } from "./strip-overlay.ts";

export interface StripSeries extends SeriesStyle {
  readonly label: string;
  /** Which scale: left, or right where two units share the chart. */
  readonly side: "left" | "right";
}

/** The values of one side. */
export interface StripAxis {
  readonly decimals: number;
  /** Scale of the part; without it the axis follows the data. */
  readonly range?: readonly [number, number] | undefined;
}

export interface StripProps {
  readonly series: readonly StripSeries[];
  readonly left: StripAxis;
  /** Only where a series stands on the right. */
  readonly right?: StripAxis | undefined;
  readonly columns: () => ChartColumns;
  /** What `columns` are made of: while it stays the same thing, there is nothing new to draw. */
  readonly made: () => unknown;
  readonly subscribe: (listener: () => void) => () => void;
  readonly windowSeconds: number;
  readonly height: number;
  readonly language: Language;
  /** Light or dark: a change draws the chart anew with the other inks. */
  readonly scheme: string;
  readonly overlay: Overlay;
  /** A place pointed at, on the monotonic clock, milliseconds. */
  readonly onPick?: ((mono: number) => void) | undefined;
}

const calmStepMs = 1000;
/** Pixels of the chart that one slot of time takes once samples come closer: less than a line is seen to need. */
const slotPixels = 3;

export function UplotStrip(props: StripProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const plotted = useRef<uPlot>(undefined);
  const drawOver = useRef<() => void>(undefined);
  const { series, windowSeconds, left, right, height, language, scheme, overlay } = props;
  const shape = JSON.stringify([series, left, right, height, language, scheme, windowSeconds]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` holds everything the chart is built from
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const styles = getComputedStyle(element);
    const ink = (name: string) => styles.getPropertyValue(name).trim();
    const font = ink("--labo-sans");
    const inks = {
      ink: ink("--labo-ink"),
      muted: ink("--labo-muted"),
      paper: ink("--labo-card"),
      accent: ink("--labo-primary"),
      font,
    };
    const axis = {
      stroke: inks.muted,
      grid: { stroke: ink("--labo-rule"), width: 1 },
      ticks: { show: false },
      font: `16px ${font}`,
    };
    const read = () => {
      const slotSeconds = (windowSeconds * slotPixels) / Math.max(1, element.clientWidth);
      return thinned(latest.current.columns(), slotSeconds);
    };
    let drawn = read();
    const toData = (): uPlot.AlignedData => {
      drawn = read();
      return [drawn.x, ...drawn.ys];
    };
    const scaleOf = ({ range }: StripAxis, predicted: () => readonly number[]): uPlot.Scale => ({
      range: (_, min, max) => reaching(range ?? roomy(min, max), predicted()),
    });
    const values = (decimals: number) => (_: uPlot, splits: number[]) =>
      splits.map((s) =>
        formatNumber(language, s, Number.isInteger(s) ? 0 : Math.max(1, Math.min(decimals, 2))),
      );
    const options: uPlot.Options = {
      width: element.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [-windowSeconds, 0] },
        y: scaleOf(left, () => latest.current.overlay.predictions.map(({ value }) => value)),
        ...(right === undefined ? {} : { right: scaleOf(right, () => []) }),
      },
      axes: [
        {
          ...axis,
          // The lowest value of the scale stands beside the first instant.
          size: 38,
          gap: 11,
          space: 90,
          values: (_, splits) => splits.map((s) => `${formatNumber(language, s)}\u00a0s`),
        },
        { ...axis, scale: "y", size: 64, values: values(left.decimals) },
        ...(right === undefined
          ? []
          : [
              {
                ...axis,
                scale: "right",
                side: 1 as const,
                size: 64,
                grid: { show: false },
                values: values(right.decimals),
              },
            ]),
      ],
      series: [
        {},
        ...series.map(({ label, colour, dash, side }) => ({
          label,
          scale: side === "left" ? "y" : "right",
          stroke: ink(colour),
          width: 2,
          dash: [...dash],
          points: { show: false },
          spanGaps: false,
        })),
      ],
      hooks: {
        drawSeries: [
          (plot, index) => {
            const one = series[index - 1];
            if (one === undefined || series.length < 2) return;
            drawMarkers(plot, index, drawn, windowSeconds, { marker: one.marker, ink: ink(one.colour) });
          },
        ],
        draw: [
          (plot) => {
            const { watermark } = latest.current.overlay;
            if (watermark !== undefined) drawWatermark(plot, watermark, inks);
            drawOver.current?.();
          },
        ],
      },
    };
    const plot = new uPlot(options, toData(), element);
    plotted.current = plot;
    const layer = addLayer(plot);
    drawOver.current = () => drawOverlay(layer, plot, latest.current.overlay, drawn.newest, inks);
    const pick = (event: PointerEvent) => {
      if (event.type === "pointermove" && event.buttons === 0) return;
      const x = plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x");
      latest.current.onPick?.(drawn.newest + x * 1000);
    };
    plot.over.addEventListener("pointerdown", pick);
    plot.over.addEventListener("pointermove", pick);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let last = 0;
    let made = latest.current.made();
    const unsubscribe = latest.current.subscribe(() => {
      const now = performance.now();
      if (calm && now - last < calmStepMs) return;
      const madeNow = latest.current.made();
      if (madeNow === made) return;
      made = madeNow;
      last = now;
      plot.setData(toData());
    });
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      unsubscribe();
      resize.disconnect();
      plot.destroy();
      plotted.current = undefined;
      drawOver.current = undefined;
    };
  }, [shape]);

  useEffect(() => overlay.cursors.subscribe(() => drawOver.current?.()), [overlay.cursors]);
  // What is drawn over a chart that stands still must show too. Some of it moves the scale, or stands among the lines.
  const { marks } = overlay;
  const withLines = JSON.stringify([overlay.predictions, overlay.watermark]);
  const before = useRef({ marks, withLines });
  useEffect(() => {
    if (before.current.withLines !== withLines) plotted.current?.redraw();
    else if (before.current.marks !== marks) drawOver.current?.();
    before.current = { marks, withLines };
  }, [marks, withLines]);

  return (
    <div
      ref={place}
      aria-hidden="true"
      style={{ width: "100%", minWidth: 0, height, overflow: "hidden", touchAction: "pan-y" }}
    />
  );
}

/** What was predicted is in sight, however far off. */
function reaching([low, high]: readonly [number, number], values: readonly number[]): [number, number] {
  const least = Math.min(low, ...values);
  const most = Math.max(high, ...values);
  const margin = (most - least) * 0.08;
  return [least < low ? least - margin : low, most > high ? most + margin : high];
}

function roomy(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1];
  const margin = Math.max((max - min) * 0.15, Math.abs(max) * 0.01, 0.5);
  return [min - margin, max + margin];
}
