// A QR code drawn on the spot: no image is asked of anybody. Always dark on light, as readers expect, with its quiet zone.
import encodeQR from "qr";
import { useMemo } from "react";
import type { QrLevel } from "#contract/code-pages.ts";

/** The standard asks for four clear modules all around. */
export const quietModules = 4;

const names = { L: "low", M: "medium", H: "high" } as const satisfies Record<QrLevel, string>;

/** Rows of modules, dark ones true, the quiet zone around them included. Pure. */
export function qrModules(text: string, level: QrLevel = "M"): readonly (readonly boolean[])[] {
  return encodeQR(text, "raw", { ecc: names[level], border: quietModules });
}

/** Dark modules as one path, and how many modules wide the code is, its quiet zone included. Pure. */
export function qrPath(text: string, level?: QrLevel): { readonly path: string; readonly size: number } {
  const modules = qrModules(text, level);
  const runs = modules.flatMap((row, y) => {
    const parts: string[] = [];
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x += 1;
      parts.push(`M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`);
    }
    return parts;
  });
  return { path: runs.join(""), size: modules.length };
}

export function QrCode({
  text,
  label,
  className,
  widthCm,
  level,
}: {
  readonly text: string;
  readonly label: string;
  readonly className?: string | undefined;
  /** On paper, from one side of the code to the other, its quiet zone not counted; without it, the width of its place. */
  readonly widthCm?: number | undefined;
  /** Of error correction: M when absent. */
  readonly level?: QrLevel | undefined;
}) {
  const { path, size } = useMemo(() => qrPath(text, level), [text, level]);
  const width = widthCm === undefined ? undefined : `${(widthCm * size) / (size - 2 * quietModules)}cm`;
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      className={className}
      {...(width === undefined ? {} : { style: { width } })}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
