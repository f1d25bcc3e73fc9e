// The measuring bench: the strip chart of a channel, and around it the tools of the reader's level, the others one click
// away. On the page of a device and beside the steps of a run.
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Channel, Device } from "#contract/devices.ts";
import type { Level } from "#contract/sheets.ts";
import { within } from "../../ui/chart-data.ts";
import { formatDuration, viewOf } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { SourceBadge } from "../../ui/marks.tsx";
import type { Overlay } from "../../ui/overlay.ts";
import { styleOf } from "../../ui/series-styles.ts";
import { ListenToStrip } from "../listen-to-strip.tsx";
import { StripFigure } from "../strip-figure.tsx";
import { useStripState } from "../strip-state.ts";
import { useBenchNotes } from "./bench-notes.ts";
import { CapturePanel } from "./capture-panel.tsx";
import { CursorPanel, StatisticsPanel } from "./cursor-panel.tsx";
import { HistogramPanel, PeriodPanel, SpectrumPanel } from "./distribution-panels.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { FitPanel } from "./fit-panel.tsx";
import classes from "./measuring.module.css";
import { type Measuring, printer } from "./measuring.ts";
import { between, type Capture, nearestTo, readingsOf } from "./readings.ts";
import { BarsPanel, XyPanel } from "./scatter-panels.tsx";
import {
  CalibrationPanel,
  ComparePanel,
  InspectorPanel,
  MarkPanel,
  PredictionPanel,
  ValuePanel,
} from "./simple-panels.tsx";
import { ToolBar } from "./tool-bar.tsx";
import type { ToolId } from "./tools.ts";

/** What a run brings to the bench, and takes from it. */
export interface RunPart {
  readonly captures: readonly Capture[];
  /** Predictions of the run in the unit of the channel, as shown. */
  readonly predictions: readonly number[];
  onMark(label: string): void;
}

/** Panels follow what is measured at this pace: nobody reads figures that change ten times a second. */
const tickMs = 1000;

export function MeasuringBench({
  device,
  channel,
  level,
  height = 260,
  startWindow = 60,
  left = [],
  run,
}: {
  readonly device: Device;
  readonly channel: Channel;
  /** Tools up to this level are there from the start. */
  readonly level: Level;
  readonly height?: number;
  readonly startWindow?: number;
  /** Tools that the place has otherwise. */
  readonly left?: readonly ToolId[];
  readonly run?: RunPart | undefined;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const strip = useStripState(device.id, startWindow);
  const [open, setOpen] = useState<readonly ToolId[]>([]);
  const [others, setOthers] = useState<readonly string[]>([]);
  const [cursors, setCursors] = useState<readonly [number, number]>();
  const [notes, keep] = useBenchNotes(`${device.id} ${channel.id}`);
  const [said, setSaid] = useState("");
  useTick(open.length > 0 && !strip.paused);

  const drawn = [channel, ...device.channels.filter(({ id }) => others.includes(id))].map((one, index) => ({
    channel: one,
    style: styleOf(index),
  }));
  const { factor } = viewOf(channel.quantity);
  const kept = strip.samples();
  const samples = useMemo(() => within(kept, strip.seconds), [kept, strip.seconds]);
  const readings = useMemo(() => readingsOf(samples, channel.id, factor), [samples, channel.id, factor]);
  const readNow = () => readingsOf(within(strip.samples(), strip.seconds), channel.id, factor);
  const withCursors = open.includes("cursors") ? cursors : undefined;
  const watermark =
    device.source === "simulated" || device.source === "replay"
      ? t(`source.${device.source}`).toLocaleUpperCase(language)
      : undefined;
  const measuring: Measuring = {
    device,
    channel,
    drawn,
    samples,
    readings,
    readNow,
    selection: withCursors === undefined ? readings : between(readings, ...withCursors),
    seconds: strip.seconds,
    cursors: withCursors,
    setCursors,
    notes,
    keep,
    runCaptures: run?.captures ?? [],
    watermark,
  };
  const overlay = useOverlay(measuring, run?.predictions ?? []);

  const toggle = (tool: ToolId) => {
    if (open.includes(tool)) {
      setOpen(open.filter((one) => one !== tool));
      return;
    }
    if (tool === "cursors") {
      // One measures on what stands still: the display stops, the recording goes on.
      if (!strip.paused) strip.toggle();
      const now = readNow();
      const at = (share: number) => now[Math.floor((now.length - 1) * share)]?.mono ?? 0;
      setCursors([at(0.25), at(0.75)]);
    }
    setOpen([...open, tool]);
  };
  const pick = (mono: number) => {
    if (withCursors === undefined) return;
    const [a, b] = withCursors;
    const reading = readings[nearestTo(readings, mono)];
    if (reading === undefined) return;
    setCursors(Math.abs(mono - a) <= Math.abs(mono - b) ? [reading.mono, b] : [a, reading.mono]);
  };
  const speak = () => {
    const now = readNow();
    const values = now.map(({ value }) => value);
    const last = now.at(-1);
    const first = now[0];
    const print = printer(language, channel);
    setSaid(
      last === undefined || first === undefined
        ? t("chart.waiting")
        : t("measure.says", {
            name: words(channel.name),
            value: print(last.value),
            time: formatDuration(language, last.mono - first.mono),
            low: print(Math.min(...values)),
            high: print(Math.max(...values)),
          }),
    );
  };
  const panels: Record<ToolId, () => ReactNode> = {
    value: () => <ValuePanel measuring={measuring} />,
    mark: () => <MarkPanel measuring={measuring} onMark={run?.onMark} />,
    prediction: () => <PredictionPanel measuring={measuring} />,
    compare: () => <ComparePanel measuring={measuring} others={others} onOthers={setOthers} />,
    cursors: () => <CursorPanel measuring={measuring} />,
    statistics: () => <StatisticsPanel measuring={measuring} />,
    capture: () => <CapturePanel measuring={measuring} />,
    xy: () => <XyPanel measuring={measuring} />,
    bars: () => <BarsPanel measuring={measuring} />,
    fit: () => <FitPanel measuring={measuring} />,
    calibration: () => <CalibrationPanel measuring={measuring} />,
    histogram: () => <HistogramPanel measuring={measuring} />,
    period: () => <PeriodPanel measuring={measuring} />,
    spectrum: () => <SpectrumPanel measuring={measuring} />,
    export: () => <ExportPanel measuring={measuring} />,
    inspector: () => <InspectorPanel measuring={measuring} />,
  };
  return (
    <div className={classes.bench}>
      <StripFigure
        device={device.id}
        series={drawn}
        strip={strip}
        height={height}
        startWindow={startWindow}
        badge={<SourceBadge source={device.source} />}
        overlay={overlay}
        onPick={withCursors === undefined ? undefined : pick}
      />
      <div className={classes.row} data-no-print>
        <ListenToStrip channel={channel} strip={strip} />
        <Button variant="default" onClick={speak}>
          {t("measure.say")}
        </Button>
        <span role="status" className={classes.said}>
          {said}
        </span>
      </div>
      <ToolBar level={level} left={left} open={open} onToggle={toggle} />
      {open.map((tool) => (
        <section key={tool} className={classes.panel} aria-labelledby={`outil-${tool}`}>
          <div className={classes.panelHead}>
            <h3 id={`outil-${tool}`}>{t(`measure.tool.${tool}`)}</h3>
            <Button variant="subtle" color="gray" onClick={() => toggle(tool)}>
              {t("close")}
            </Button>
          </div>
          {panels[tool]()}
        </section>
      ))}
    </div>
  );
}

/** What is drawn over the strip; of the same identity while nothing of it changes. */
function useOverlay({ notes, cursors, watermark }: Measuring, ofRun: readonly number[]): Overlay {
  const t = useText();
  const predictions = [...ofRun, ...(notes.prediction === undefined ? [] : [notes.prediction])];
  const key = JSON.stringify([notes.marks, cursors, watermark, predictions]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` holds everything that is drawn
  return useMemo(
    () => ({
      watermark,
      lines: [
        ...notes.marks.map(({ mono, label }) => ({ mono, label, kind: "mark" as const })),
        ...(cursors ?? []).map((mono, index) => ({
          mono,
          label: index === 0 ? "A" : "B",
          kind: "cursor" as const,
        })),
      ],
      predictions: predictions.map((value) => ({ value, label: t("measure.prediction") })),
    }),
    [key, t],
  );
}

/** Draws again from time to time while something that follows the samples is open. */
function useTick(on: boolean): void {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = window.setInterval(() => draw((n) => n + 1), tickMs);
    return () => window.clearInterval(timer);
  }, [on]);
}
