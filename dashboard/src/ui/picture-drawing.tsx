// A picture drawn as SVG: the same on a page, where inks follow the scheme, and in a file, where they are those of paper.
import type { Language } from "#contract/words.ts";
import { formatNumber } from "./format.ts";
import { type Layer, type Picture, type PictureAxis, type PicturePoint, ticksOf } from "./picture.ts";
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

export const pageInks: PictureInks = {
  ink: "var(--labo-ink)",
  muted: "var(--labo-muted)",
  rule: "var(--labo-rule)",
  paper: "var(--labo-card)",
  accent: "var(--labo-primary)",
  series: (index) => `var(${styleOf(index).colour})`,
  font: "inherit",
};

const text = 16;

export function PictureDrawing({
  picture,
  width,
  height,
  language,
  inks = pageInks,
  titled = false,
  foot,
  pointed,
}: {
  readonly picture: Picture;
  readonly width: number;
  readonly height: number;
  readonly language: Language;
  readonly inks?: PictureInks;
  /** Title inside the picture, for a file that stands alone. */
  readonly titled?: boolean;
  /** A line at the bottom: date, licence. */
  readonly foot?: string | undefined;
  /** The point the reader is at. */
  readonly pointed?: PicturePoint | undefined;
}) {
  const { x, y, right, layers, watermark } = picture;
  const named = layers.filter((layer) => layer.name !== undefined && layer.kind !== "mark");
  const keys =
    named.length > 1 || named.some((layer) => layer.kind === "across") ? keysOf(named, width - 28) : [];
  const legendHeight = 26 * ((keys.at(-1)?.row ?? -1) + 1);
  const top = 34 + (titled ? 32 : 0) + legendHeight;
  const bottom = height - 58 - (foot === undefined ? 0 : 26);
  const left = 78;
  const end = width - (right === undefined ? 18 : 78);
  const xOf = (value: number) => left + ((value - x.low) / (x.high - x.low)) * (end - left);
  const onSide = (axis: PictureAxis) => (value: number) =>
    bottom - ((value - axis.low) / (axis.high - axis.low)) * (bottom - top);
  const yOf = onSide(y);
  const rightOf = onSide(right ?? y);
  const xTicks = ticksOf(x, Math.max(2, Math.floor((end - left) / 110)));
  const yTicks = ticksOf(y, Math.max(2, Math.floor((bottom - top) / 44)));
  const rightTicks = right === undefined ? undefined : ticksOf(right, Math.floor((bottom - top) / 44));
  const labelRoom = right === undefined ? width - 28 : width / 2 - 20;
  const print = (value: number, decimals: number) => formatNumber(language, value, decimals);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fontSize={text}
      fontFamily={inks.font}
      fill={inks.ink}
    >
      <title>{picture.title}</title>
      {inks !== pageInks && <rect width={width} height={height} fill={inks.paper} />}
      {titled && (
        <text x={14} y={28} fontSize={20} fontWeight={600} {...fitted(picture.title, 20, width - 28)}>
          {picture.title}
        </text>
      )}
      {keys.map(({ layer, at, row }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys stand in the order of the layers
        <g key={index} transform={`translate(${14 + at} ${(titled ? 32 : 0) + 20 + 26 * row})`}>
          <KeyShape layer={layer} x={0} y={-5} inks={inks} />
          <text x={42}>{layer.name}</text>
        </g>
      ))}
      <text x={14} y={top - 12} fill={inks.muted} {...fitted(y.label, text, labelRoom)}>
        {y.label}
      </text>
      {right !== undefined && (
        <text
          x={width - 14}
          y={top - 12}
          fill={inks.muted}
          textAnchor="end"
          {...fitted(right.label, text, labelRoom)}
        >
          {right.label}
        </text>
      )}
      <g stroke={inks.rule}>
        {yTicks.values.map((value) => (
          <path key={value} d={`M${left} ${yOf(value)}H${end}`} />
        ))}
        {x.names === undefined &&
          xTicks.values.map((value) => <path key={value} d={`M${xOf(value)} ${top}V${bottom}`} />)}
      </g>
      {watermark !== undefined && (
        <text
          x={(left + end) / 2}
          y={(top + bottom) / 2}
          fontSize={Math.min(72, (end - left) / (watermark.length * 0.8))}
          fontWeight={600}
          textAnchor="middle"
          dominantBaseline="middle"
          fillOpacity={0.16}
        >
          {watermark}
        </text>
      )}
      <g fill={inks.muted}>
        {yTicks.values.map((value) => (
          <text key={value} x={left - 8} y={yOf(value) + 5} textAnchor="end">
            {print(value, yTicks.decimals)}
          </text>
        ))}
        {rightTicks?.values.map((value) => (
          <text key={value} x={end + 8} y={rightOf(value) + 5}>
            {print(value, rightTicks.decimals)}
          </text>
        ))}
        {(x.names ?? xTicks.values.map((at) => ({ at, name: print(at, xTicks.decimals) }))).map(
          ({ at, name }) => (
            <text key={at} x={xOf(at)} y={bottom + 22} textAnchor="middle">
              {name}
            </text>
          ),
        )}
        <text x={(left + end) / 2} y={bottom + 46} textAnchor="middle" {...fitted(x.label, text, end - left)}>
          {x.label}
        </text>
      </g>
      {layers.map((layer, index) => (
        <LayerShape
          // biome-ignore lint/suspicious/noArrayIndexKey: layers are drawn in their order and have no other name
          key={index}
          layer={layer}
          xOf={xOf}
          yOf={yOf}
          rightOf={rightOf}
          inks={inks}
          ends={[left, end, top, bottom]}
        />
      ))}
      {pointed !== undefined && (
        <circle
          cx={xOf(pointed[0])}
          cy={yOf(pointed[1])}
          r={10}
          fill="none"
          stroke={inks.ink}
          strokeWidth={2.5}
        />
      )}
      <path d={`M${left} ${top}V${bottom}H${end}`} stroke={inks.muted} fill="none" />
      {foot !== undefined && (
        <text x={14} y={height - 12} fill={inks.muted} {...fitted(foot, text, width - 28)}>
          {foot}
        </text>
      )}
    </svg>
  );
}

/** About how wide a text is: a letter is taken to be half as wide as it is high. */
const wideOf = (words: string, size: number) => words.length * size * 0.55;

/** A text that would go past its room is drawn narrower. */
function fitted(words: string, size: number, room: number) {
  return wideOf(words, size) > room ? { textLength: room, lengthAdjust: "spacingAndGlyphs" } : {};
}

function LayerShape({
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
function keysOf(layers: readonly Layer[], room: number) {
  let [next, row] = [0, 0];
  return layers.map((layer) => {
    const wide = 42 + wideOf(layer.name ?? "", text);
    if (next > 0 && next + wide > room) [next, row] = [0, row + 1];
    const at = next;
    next += wide + 16;
    return { layer, at, row };
  });
}

function KeyShape({
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
