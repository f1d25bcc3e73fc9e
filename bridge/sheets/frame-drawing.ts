// A frame drawn as a row of boxes, one per field: a picture without words, so that one serves both languages. Pure.
import type { CandidateField, FieldKind } from "#contract/inspection.ts";

const width = 680;
const height = 120;
const margin = 24;
const boxTop = 34;
const boxHeight = 52;

const fills: Readonly<Record<FieldKind, string>> = {
  constant: "#e2d9c5",
  length: "#e2d9c5",
  counter: "#b9d3c6",
  measurement: "#e8b48f",
  flags: "#b7cbe0",
  checksum: "#cfc2dd",
  unclear: "#fbf7ee",
};

/** Of a device whose frame nobody knows yet. */
const unknownFrame: readonly Pick<CandidateField, "length" | "kind">[] = [
  { length: 2, kind: "constant" },
  { length: 1, kind: "counter" },
  { length: 4, kind: "unclear" },
  { length: 1, kind: "checksum" },
];

/** SVG of a frame, its fields in their order; widths follow lengths, one small field stays visible. */
export function frameDrawing(fields: readonly Pick<CandidateField, "length" | "kind">[]): string {
  const drawn = fields.length === 0 ? unknownFrame : fields;
  const weights = drawn.map(({ length }) => Math.sqrt(length));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let x = margin;
  const boxes = drawn.map(({ kind }, index) => {
    const wide = ((weights[index] ?? 1) / total) * (width - 2 * margin);
    const box = `  <rect x="${x.toFixed(1)}" y="${boxTop}" width="${wide.toFixed(1)}" height="${boxHeight}" fill="${fills[kind]}" stroke="#2b2a27" stroke-width="2"/>`;
    x += wide;
    return box;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `  <rect x="1" y="1" width="${width - 2}" height="${height - 2}" rx="14" fill="#fbf7ee" stroke="#e2d9c5"/>`,
    ...boxes,
    "</svg>",
    "",
  ].join("\n");
}
