// Which sheet belongs to a device: the one a person chose, else the one that names its model, else its kind. Pure.
import type { Pairing } from "#contract/bench.ts";
import type { Device } from "#contract/devices.ts";
import type { SheetSummary } from "#contract/sheets.ts";

type Matching = Pick<SheetSummary, "id" | "models" | "profiles">;

/**
 * @param sheets in the order of the collection: the first that matches wins.
 * @param chosen sheet a person paired it with; ignored when that sheet is gone.
 */
export function matchSheet(
  device: Pick<Device, "model" | "profile">,
  sheets: readonly Matching[],
  chosen?: string,
): Pairing | undefined {
  if (chosen !== undefined && sheets.some((sheet) => sheet.id === chosen))
    return { sheet: chosen, by: "hand" };
  const found =
    sheets.find((sheet) => sheet.models.includes(device.model)) ??
    sheets.find((sheet) => sheet.profiles.includes(device.profile));
  return found === undefined ? undefined : { sheet: found.id, by: "match" };
}
