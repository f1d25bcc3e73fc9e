// A picture drawn as SVG: the same on a page, where inks follow the scheme, and in a file, where they are those of paper.
import type { Language } from "#contract/words.ts";
import { formatNumber } from "./format.ts";
import { type Picture, type PictureAxis, type PicturePoint, ticksOf } from "./picture.ts";
import { KeyShape, keysOf, LayerShape, type PictureInks, text, wideOf } from "./picture-layers.tsx";
import { styleOf } from "./series-styles.ts";

export const pageInks: PictureInks = {
  ink: "var(--labo-ink)",
  muted: "var(--labo-muted)",
  rule: "var(--labo-rule)",
  paper: "var(--labo-card)",
  accent: "var(--labo-primary)",
  series: (index) => `var(${styleOf(index).colour})`,
  font: "inherit",
};

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

/** A text that would go past its room is drawn narrower. */
function fitted(words: string, size: number, room: number) {
  return wideOf(words, size) > room ? { textLength: room, lengthAdjust: "spacingAndGlyphs" } : {};
}
