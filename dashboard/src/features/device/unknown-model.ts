// What the page of an unknown device shows, of what the bench guessed. Pure.
import type { Pairing } from "#contract/bench.ts";
import type { Device } from "#contract/devices.ts";
import type { CandidateField, Framing, Inspection } from "#contract/inspection.ts";
import type { SheetSummary } from "#contract/sheets.ts";

/** Model of a serial port whose bytes nobody knows. */
export const unknownModel = "serial-unknown";
/** Format that raw frames of unknown bytes name. */
export const unknownFormat = "unknown";

/** The framing a person chose, as long as the bench still finds it; else the likeliest. */
export const shownFraming = (inspection: Inspection, chosen: string | undefined): Framing | undefined =>
  inspection.framings.find(({ id }) => id === chosen) ?? inspection.framings[0];

/** Bytes of a frame, each with the field it belongs to, when the frame is as long as those the fields are of. */
export function frameCells(
  hex: string,
  fields: readonly CandidateField[],
  frameLength: number,
): readonly { readonly hex: string; readonly field: number | undefined }[] {
  const pairs = hex.match(/../g) ?? [];
  const isOfFields = pairs.length === frameLength;
  return pairs.map((pair, at) => {
    const field = fields.findIndex(({ offset, length }) => at >= offset && at < offset + length);
    return { hex: pair, field: isOfFields && field >= 0 ? field : undefined };
  });
}

/** The bytes as text; what has no shape is a middle dot. */
export const textOf = (hex: string): string =>
  (hex.match(/../g) ?? [])
    .map((pair) => Number.parseInt(pair, 16))
    .map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "·"))
    .join("");

/** Where a field lies: "0", or "2–5". */
export const fieldPlace = ({ offset, length }: CandidateField): string =>
  length === 1 ? String(offset) : `${offset}–${offset + length - 1}`;

/** Whether a sheet of its own would help: none opens, or one that is for a whole family or for any unknown device. */
export function lacksSheet(
  device: Device,
  pairing: Pairing | undefined,
  sheets: readonly Pick<SheetSummary, "id" | "models">[],
): boolean {
  if (pairing === undefined) return true;
  if (pairing.by === "hand") return false;
  return !(sheets.find(({ id }) => id === pairing.sheet)?.models.includes(device.model) ?? false);
}
