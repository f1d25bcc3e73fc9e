// What is drawn over a strip chart, on its canvas: where data are not real, marks, cursors, a prediction, markers.
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

/** Everything of the overlay that is not a marker. */
export function drawOverlay(plot: uPlot, overlay: Overlay, newest: number, inks: Inks): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${16 * ratio}px ${inks.font}`;
  // The axes leave their own alignment behind.
  ctx.textAlign = "left";
  if (overlay.watermark !== undefined) {
    ctx.save();
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = inks.ink;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = `600 ${Math.min(56 * ratio, bbox.height / 3, bbox.width / 6)}px ${inks.font}`;
    ctx.fillText(overlay.watermark, bbox.left + bbox.width / 2, bbox.top + bbox.height / 2);
    ctx.restore();
  }
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
  overlay.lines.forEach(({ mono, label, kind }, index) => {
    const x = plot.valToPos((mono - newest) / 1000, "x", true);
    if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) return;
    ctx.strokeStyle = kind === "cursor" ? inks.ink : inks.muted;
    ctx.setLineDash(kind === "cursor" ? [] : [6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    tag(label, x + 4 * ratio, bbox.top + (kind === "cursor" ? 2 : 24 + (index % 2) * 20) * ratio);
  });
  ctx.restore();
}
