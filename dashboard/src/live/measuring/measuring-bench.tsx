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
import { moving } from "../../ui/moving.ts";
import type { Cursors, Overlay } from "../../ui/overlay.ts";
import { styleOf } from "../../ui/series-styles.ts";
import { Toolbar } from "../../ui/toolbar.tsx";
import { ListenToStrip } from "../listen-to-strip.tsx";
import { seriesKey } from "../merged-samples.ts";
import { StripFigure } from "../strip-figure.tsx";
import { useStripState } from "../strip-state.ts";
import { useBenchNotes } from "./bench-notes.ts";
import { CapturePanel } from "./capture-panel.tsx";
import { ComparePanel } from "./compare-panel.tsx";
import { CursorPanel, StatisticsPanel } from "./cursor-panel.tsx";
import { HistogramPanel, PeriodPanel, SpectrumPanel } from "./distribution-panels.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { FitPanel } from "./fit-panel.tsx";
import { LevelTools } from "./level-tools.tsx";
import classes from "./measuring.module.css";
import { type Chosen, type Measuring, printer } from "./measuring.ts";
import { type Capture, isOfCurve, nearestTo, readingsOf } from "./readings.ts";
import { BarsPanel, XyPanel } from "./scatter-panels.tsx";
import { seriesNames } from "./series-names.ts";
import {
  CalibrationPanel,
  InspectorPanel,
  MarkPanel,
  PredictionPanel,
  ValuePanel,
} from "./simple-panels.tsx";
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
  const [open, setOpen] = useState<readonly ToolId[]>([]);
  const [others, setOthers] = useState<readonly Chosen[]>([]);
  const [cursors] = useState(() => moving<Cursors>(undefined));
  const [notes, keep] = useBenchNotes(`${device.source} ${device.id} ${channel.id}`);
  const [said, setSaid] = useState("");
  const chosen: readonly Chosen[] = [{ device, channel }, ...others];
  const strip = useStripState([...new Set(chosen.map((one) => one.device.id))], startWindow);
  useTick(open.length > 0);

  const kept = strip.samples();
  const samples = useMemo(() => within(kept, strip.seconds), [kept, strip.seconds]);
  const names = seriesNames(chosen, words);
  const mixed = new Set(chosen.map((one) => one.device.source)).size > 1;
  const drawn = chosen.map((one, index) => {
    const key = seriesKey(device.id, one.device.id, one.channel.id);
    return {
      ...one,
      key,
      name: names[index] ?? key,
      style: styleOf(index),
      readings: readingsOf(samples, key, viewOf(one.channel.quantity).factor),
      badge: mixed && <SourceBadge source={one.device.source} />,
    };
  });
  const readings = drawn[0]?.readings ?? [];
  // Samples are the same list while nothing came, and so are the readings worth going through.
  const marks = useMemo(() => {
    const read = readingsOf(samples, channel.id, 1);
    return notes.marks.filter((mark) => isOfCurve(read, mark));
  }, [notes.marks, samples, channel.id]);
  const readNow = () =>
    readingsOf(within(strip.samples(), strip.seconds), channel.id, viewOf(channel.quantity).factor);
  const measuring: Measuring = {
    device,
    channel,
    drawn,
    samples,
    readings,
    readNow,
    seconds: strip.seconds,
    cursors,
    notes,
    marks,
    keep,
    runCaptures: run?.captures ?? [],
    watermark: useWatermark(chosen),
  };
  const overlay = useOverlay(measuring, run?.predictions ?? []);

  const toggle = (tool: ToolId) => {
    if (open.includes(tool)) {
      if (tool === "cursors") cursors.set(undefined);
      setOpen(open.filter((one) => one !== tool));
      return;
    }
    if (tool === "cursors") {
      // One measures on what stands still: the display stops, the recording goes on.
      if (!strip.paused) strip.toggle();
      const now = readNow();
      const at = (share: number) => now[Math.floor((now.length - 1) * share)]?.mono ?? 0;
      cursors.set([at(0.25), at(0.75)]);
    }
    setOpen([...open, tool]);
  };
  const pick = (mono: number) => {
    const out = cursors.get();
    const reading = readings[nearestTo(readings, mono)];
    if (out === undefined || reading === undefined) return;
    const [a, b] = out;
    cursors.set(Math.abs(mono - a) <= Math.abs(mono - b) ? [reading.mono, b] : [a, reading.mono]);
  };
  const speak = () => {
    const now = within(strip.samples(), strip.seconds);
    const sentences = drawn.flatMap(({ key, name, channel: one }) => {
      const read = readingsOf(now, key, viewOf(one.quantity).factor);
      const values = read.map(({ value }) => value);
      const last = read.at(-1);
      const first = read[0];
      if (last === undefined || first === undefined) return [];
      const print = printer(language, one);
      return t("measure.says", {
        name,
        value: print(last.value),
        time: formatDuration(language, last.mono - first.mono),
        low: print(Math.min(...values)),
        high: print(Math.max(...values)),
      });
    });
    setSaid(sentences.length === 0 ? t("chart.waiting") : sentences.join(" "));
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
        series={drawn}
        strip={strip}
        height={height}
        startWindow={startWindow}
        badge={!mixed && <SourceBadge source={device.source} />}
        overlay={overlay}
        onPick={pick}
      />
      <Toolbar label={t("measure.tools")} className={classes.bench}>
        <div className={classes.row}>
          <ListenToStrip series={drawn} strip={strip} />
          <Button variant="default" onClick={speak}>
            {t("measure.say")}
          </Button>
          <span role="status" className={classes.said}>
            {said}
          </span>
        </div>
        <LevelTools level={level} left={left} open={open} onToggle={toggle} />
      </Toolbar>
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

/** Where data come from that no hardware gave, as it is written across them. */
function useWatermark(chosen: readonly Chosen[]): string | undefined {
  const t = useText();
  const { language } = useLanguage();
  const sources = new Set(chosen.map(({ device }) => device.source));
  const unreal = (["simulated", "replay"] as const).filter((source) => sources.has(source));
  if (unreal.length === 0) return undefined;
  return unreal.map((source) => t(`source.${source}`).toLocaleUpperCase(language)).join(" · ");
}

/** What is drawn over the strip; its parts keep their identity while they stay the same. */
function useOverlay({ notes, marks, cursors, watermark }: Measuring, ofRun: readonly number[]): Overlay {
  const t = useText();
  const predictions = [...ofRun, ...(notes.prediction === undefined ? [] : [notes.prediction])];
  return {
    watermark,
    marks,
    predictions: predictions.map((value) => ({ value, label: t("measure.prediction") })),
    cursors,
  };
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
