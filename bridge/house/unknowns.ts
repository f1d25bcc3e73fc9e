// Devices nobody knows: their last bytes looked at, and a sheet begun with what is known of one.
import type { BenchDevice } from "#contract/bench.ts";
import { sheetSummarySchema } from "#contract/sheets.ts";
import type { BenchProjection } from "../bench/bench.ts";
import type { History } from "../bench/history.ts";
import { type Clock, isoTime } from "../clock.ts";
import type { UnknownsDoor } from "../http/doors.ts";
import { inspect } from "../inspect/inspect.ts";
import type { Settings } from "../settings.ts";
import { factsOfDevice } from "../sheets/device-facts.ts";
import type { Shelf } from "../sheets/shelf.ts";

interface UnknownsParts {
  readonly bench: Pick<BenchProjection, "device">;
  readonly history: Pick<History, "snapshot">;
  readonly sheets: Pick<Shelf, "write">;
  readonly settings: Pick<Settings, "pair">;
}

/** @see UnknownsDoor */
export function createUnknowns(
  { bench, history, sheets, settings }: UnknownsParts,
  clock: Pick<Clock, "now">,
): UnknownsDoor {
  const look = ({ device }: BenchDevice) =>
    inspect(history.snapshot(device.id).frames, device.transport === "ble");
  return {
    inspect: look,
    async makeSheet(shown, title, framingId) {
      const { device } = shown;
      const { framings } = look(shown);
      const framing = framings.find(({ id }) => id === framingId) ?? framings[0];
      const { sheet, folder, files } = await sheets.write({
        title,
        today: isoTime(clock.now()).slice(0, 10),
        ...factsOfDevice(device, framing),
      });
      // By its model it may open already; else a person just said which device it is of.
      if (bench.device(device.id)?.pairing?.sheet !== sheet.id) await settings.pair(device.id, sheet.id);
      return { sheet: sheetSummarySchema.parse(sheet), folder, files: [...files] };
    },
  };
}
