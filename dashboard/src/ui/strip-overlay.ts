// What a strip chart draws besides its lines: on their canvas, markers and where data are not real; on a layer of its own
// over them, marks, cursors and predictions, so that moving a cursor draws no line again.
import uPlot from "uplot";
import type { ChartColumns } from "./chart-data.ts";
import type { Overlay } from "./overlay.ts";
import { type Marker, markerCorners } from "./series-styles.ts";

export interface Inks {
  readonly ink: string;
  readonly muted: string;
  readonly paper: string;
  readonly accent: string;
  readonly font: string;
}

/** Markers along one line, at instants that stay with the data while the chart moves. */
export function drawMarkers(
  plot: uPlot,
  index: number,
  columns: ChartColumns,
  windowSeconds: number,
  style: { readonly marker: Marker; readonly ink: string },
): void {
  const scale = plot.series[index]?.scale ?? "y";
  const ys = columns.ys[index - 1];
  if (ys === undefined) return;
  const { ctx } = plot;
  const r = 4.5 * uPlot.pxRatio;
  const everySeconds = windowSeconds / 10;
  let last = Number.NaN;
  ctx.save();
  ctx.fillStyle = style.ink;
  columns.x.forEach((x, i) => {
    const y = ys[i];
    const turn = Math.floor((columns.newest / 1000 + x) / everySeconds + index / 4);
    if (y === null || y === undefined || turn === last) return;
    // The first one seen of a stretch cut by the left edge would come and go.
    const first = Number.isNaN(last);
    last = turn;
    if (first) return;
    const cx = plot.valToPos(x, "x", true);
    const cy = plot.valToPos(y, scale, true);
    ctx.beginPath();
    const corners = markerCorners(style.marker, r);
    if (corners.length === 0) ctx.arc(cx, cy, r, 0, 2 * Math.PI);
    for (const [dx, dy] of corners) ctx.lineTo(cx + dx, cy + dy);
    ctx.fill();
  });
  ctx.restore();
}

/** Across the lines: that no hardware gave them. */
export function drawWatermark({ ctx, bbox }: uPlot, words: string, inks: Inks): void {
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = inks.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `600 ${Math.min(56 * ratio, bbox.height / 3, bbox.width / (words.length * 0.8))}px ${inks.font}`;
  ctx.fillText(words, bbox.left + bbox.width / 2, bbox.top + bbox.height / 2);
  ctx.restore();
}

/** A layer over the lines of a chart, of the same size, below what listens to the pointer. */
export function addLayer(plot: uPlot): HTMLCanvasElement {
  const layer = document.createElement("canvas");
  layer.className = "labo-strip-layer";
  layer.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%";
  plot.over.before(layer);
  return layer;
}

/** Marks, cursors and predictions, on their layer. */
export function drawOverlay(
  layer: HTMLCanvasElement,
  plot: uPlot,
  overlay: Overlay,
  newest: number,
  inks: Inks,
): void {
  const ctx = layer.getContext("2d");
  if (ctx === null) return;
  const { bbox } = plot;
  const { width, height } = plot.ctx.canvas;
  const ratio = uPlot.pxRatio;
  if (layer.width !== width || layer.height !== height) Object.assign(layer, { width, height });
  ctx.clearRect(0, 0, width, height);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${16 * ratio}px ${inks.font}`;
  const tag = (text: string, x: number, y: number) => {
    const width = ctx.measureText(text).width;
    const left = Math.max(bbox.left, Math.min(x, bbox.left + bbox.width - width - 4 * ratio));
    ctx.fillStyle = inks.paper;
    ctx.globalAlpha = 0.85;
    ctx.fillRect(left, y, width + 6 * ratio, 20 * ratio);
    ctx.globalAlpha = 1;
    ctx.fillStyle = inks.ink;
    ctx.textBaseline = "top";
    ctx.fillText(text, left + 3 * ratio, y + 2 * ratio);
  };
  ctx.lineWidth = 2 * ratio;
  for (const { value, label } of overlay.predictions) {
    const y = plot.valToPos(value, "y", true);
    ctx.strokeStyle = inks.accent;
    ctx.setLineDash([3 * ratio, 5 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    tag(label, bbox.left + 6 * ratio, y - 22 * ratio);
  }
  const across = (mono: number, ink: string, dash: number[], label: string, down: number) => {
    const x = plot.valToPos((mono - newest) / 1000, "x", true);
    if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) return;
    ctx.strokeStyle = ink;
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    tag(label, x + 4 * ratio, bbox.top + down * ratio);
  };
  overlay.marks.forEach(({ mono, label }, index) => {
    across(mono, inks.muted, [6, 4], label, 24 + (index % 2) * 20);
  });
  overlay.cursors.get()?.forEach((mono, index) => {
    across(mono, inks.ink, [], index === 0 ? "A" : "B", 2);
  });
  ctx.restore();
}
