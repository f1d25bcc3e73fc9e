// The canvas part of a strip chart: uPlot, fed once per animation frame, or once a second for who prefers less motion.
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Language } from "#contract/words.ts";
import type { ChartColumns } from "./chart-data.ts";
import { formatNumber } from "./format.ts";

export interface StripSeries {
  readonly label: string;
  /** Name of a CSS colour variable. */
  readonly colour: string;
  readonly dash: readonly number[];
}

export interface StripProps {
  readonly series: readonly StripSeries[];
  readonly columns: () => ChartColumns;
  readonly subscribe: (listener: () => void) => () => void;
  readonly windowSeconds: number;
  /** Scale of the part; without it the axis follows the data. */
  readonly range?: readonly [number, number] | undefined;
  readonly decimals: number;
  readonly height: number;
  readonly language: Language;
  readonly paused: boolean;
  /** Light or dark: a change draws the chart anew with the other inks. */
  readonly scheme: string;
}

const calmStepMs = 1000;

export function UplotStrip(props: StripProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const { series, windowSeconds, range, height, language, scheme, decimals } = props;
  const shape = JSON.stringify([series, range, height, language, scheme, decimals, windowSeconds]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` holds everything the chart is built from
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const styles = getComputedStyle(element);
    const ink = (name: string) => styles.getPropertyValue(name).trim();
    const axis = {
      stroke: ink("--labo-muted"),
      grid: { stroke: ink("--labo-rule"), width: 1 },
      ticks: { show: false },
      font: `12px ${ink("--labo-sans")}`,
    };
    const toData = (): uPlot.AlignedData => {
      const { x, ys } = latest.current.columns();
      return [x, ...ys];
    };
    const options: uPlot.Options = {
      width: element.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [-windowSeconds, 0] },
        y: { range: (_, min, max) => (range === undefined ? roomy(min, max) : [range[0], range[1]]) },
      },
      axes: [
        {
          ...axis,
          size: 28,
          values: (_, splits) => splits.map((s) => `${formatNumber(language, s)}\u00a0s`),
        },
        {
          ...axis,
          size: 52,
          values: (_, splits) =>
            splits.map((s) =>
              formatNumber(language, s, Number.isInteger(s) ? 0 : Math.max(1, Math.min(decimals, 2))),
            ),
        },
      ],
      series: [
        {},
        ...series.map(({ label, colour, dash }) => ({
          label,
          stroke: ink(colour),
          width: 2,
          dash: [...dash],
          points: { show: false },
          spanGaps: false,
        })),
      ],
    };
    const plot = new uPlot(options, toData(), element);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let drawn = 0;
    const unsubscribe = latest.current.subscribe(() => {
      const now = performance.now();
      if (latest.current.paused || (calm && now - drawn < calmStepMs)) return;
      drawn = now;
      plot.setData(toData());
    });
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      unsubscribe();
      resize.disconnect();
      plot.destroy();
    };
  }, [shape]);

  return (
    <div ref={place} aria-hidden="true" style={{ width: "100%", minWidth: 0, height, overflow: "hidden" }} />
  );
}

function roomy(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1];
  const margin = Math.max((max - min) * 0.15, Math.abs(max) * 0.01, 0.5);
  return [min - margin, max + margin];
}
