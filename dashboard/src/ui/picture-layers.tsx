// The pieces of a drawn picture: its layers, their markers, and the keys of its legend.
import type { Layer } from "./picture.ts";
import { markerCorners, styleOf } from "./series-styles.ts";

export interface PictureInks {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  readonly accent: string;
  /** Of the n-th series. */
  series(index: number): string;
  readonly font: string;
}

/** Height of the letters. */
export const text = 16;

/** About how wide a text is: a letter is taken to be half as wide as it is high. */
export const wideOf = (words: string, size: number) => words.length * size * 0.55;

export function LayerShape({
  layer,
  xOf,
  yOf,
  rightOf,
  inks,
  ends: [left, end, top, bottom],
}: {
  readonly layer: Layer;
  readonly xOf: (x: number) => number;
  readonly yOf: (y: number) => number;
  readonly rightOf: (y: number) => number;
  readonly inks: PictureInks;
  readonly ends: readonly [left: number, end: number, top: number, bottom: number];
}) {
  switch (layer.kind) {
    case "line": {
      const place = layer.side === "right" ? rightOf : yOf;
      let pen = "M";
      const path = layer.points
        .map((point) => {
          if (point === null) {
            pen = "M";
            return "";
          }
          const step = `${pen}${xOf(point[0]).toFixed(1)} ${place(point[1]).toFixed(1)}`;
          pen = "L";
          return step;
        })
        .join("");
      const { dash } = styleOf(layer.series);
      return (
        <path
          d={path}
          fill="none"
          stroke={inks.series(layer.series)}
          strokeWidth={layer.thought ? 1.75 : 2.25}
          strokeDasharray={(layer.thought ? [3, 5] : dash).join(" ")}
        />
      );
    }
    case "points":
      return (
        <g
          fill={layer.thought ? inks.paper : inks.series(layer.series)}
          stroke={inks.series(layer.series)}
          strokeWidth={2}
        >
          {layer.points.map(([x, y], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: points are drawn in their order and may be equal
            <MarkerShape key={index} series={layer.series} x={xOf(x)} y={yOf(y)} />
          ))}
        </g>
      );
    case "bars":
      return (
        <g fill={inks.series(layer.series)} fillOpacity={0.75} stroke={inks.series(layer.series)}>
          {layer.bars.map(({ from, to, value }) => {
            const base = Math.min(bottom, Math.max(top, yOf(0)));
            const y = yOf(value);
            return (
              <rect
                key={from}
                x={xOf(from) + 1}
                width={Math.max(1, xOf(to) - xOf(from) - 2)}
                y={Math.min(base, y)}
                height={Math.abs(base - y)}
              />
            );
          })}
        </g>
      );
    case "across":
      return (
        <path
          d={`M${left} ${yOf(layer.y)}H${end}`}
          stroke={inks.accent}
          strokeWidth={2}
          strokeDasharray="3 5"
        />
      );
    case "mark": {
      const x = xOf(layer.x);
      const isLast = x + 5 + wideOf(layer.name, text) > end;
      return (
        <g>
          <path d={`M${x} ${top}V${bottom}`} stroke={inks.muted} strokeWidth={1.5} strokeDasharray="6 4" />
          <text x={x + (isLast ? -5 : 5)} y={top + 16} textAnchor={isLast ? "end" : "start"}>
            {layer.name}
          </text>
        </g>
      );
    }
  }
}

function MarkerShape({ series, x, y }: { readonly series: number; readonly x: number; readonly y: number }) {
  const corners = markerCorners(styleOf(series).marker, 5);
  if (corners.length === 0) return <circle cx={x} cy={y} r={5} />;
  return <polygon points={corners.map(([dx, dy]) => `${x + dx},${y + dy}`).join(" ")} />;
}

/** Where each key of the legend stands: one after the other, on as many rows as the room asks for. */
export function keysOf(layers: readonly Layer[], room: number) {
  let [next, row] = [0, 0];
  return layers.map((layer) => {
    const wide = 42 + wideOf(layer.name ?? "", text);
    if (next > 0 && next + wide > room) [next, row] = [0, row + 1];
    const at = next;
    next += wide + 16;
    return { layer, at, row };
  });
}

export function KeyShape({
  layer,
  x,
  y,
  inks,
}: {
  readonly layer: Layer;
  readonly x: number;
  readonly y: number;
  readonly inks: PictureInks;
}) {
  if (layer.kind === "across" || layer.kind === "mark")
    return <path d={`M${x} ${y}h34`} stroke={inks.accent} strokeWidth={2} strokeDasharray="3 5" />;
  const ink = inks.series(layer.series);
  if (layer.kind === "bars")
    return <rect x={x + 8} y={y - 7} width={18} height={14} fill={ink} fillOpacity={0.75} stroke={ink} />;
  if (layer.kind === "points")
    return (
      <g fill={layer.thought ? inks.paper : ink} stroke={ink} strokeWidth={2}>
        <MarkerShape series={layer.series} x={x + 17} y={y} />
      </g>
    );
  const dash = layer.thought ? [3, 5] : styleOf(layer.series).dash;
  return <path d={`M${x} ${y}h34`} stroke={ink} strokeWidth={2.25} strokeDasharray={dash.join(" ")} />;
}
