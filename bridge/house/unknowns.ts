// Devices nobody knows: their last bytes looked at, and a sheet begun with what is known of one.
import type { BenchDevice } from "#contract/bench.ts";
import type { Inspection } from "#contract/inspection.ts";
import { sheetSummarySchema } from "#contract/sheets.ts";
import type { BenchProjection } from "../bench/bench.ts";
import type { History } from "../bench/history.ts";
import { type Clock, isoTime } from "../clock.ts";
import type { UnknownsDoor } from "../http/doors.ts";
import { inspect } from "../inspect/inspect.ts";
import type { Settings } from "../settings.ts";
import { factsOfDevice } from "../sheets/device-facts.ts";
import type { Shelf } from "../sheets/shelf.ts";

/** A whole room may look at one device, each page once a second: they share one look. Milliseconds. */
const lookHoldsMs = 800;
const mostLooks = 32;

interface UnknownsParts {
  readonly bench: Pick<BenchProjection, "device">;
  readonly history: Pick<History, "snapshot">;
  readonly sheets: Pick<Shelf, "write">;
  readonly settings: Pick<Settings, "pair">;
}

/** @see UnknownsDoor */
export function createUnknowns(
  { bench, history, sheets, settings }: UnknownsParts,
  clock: Pick<Clock, "now" | "mono">,
): UnknownsDoor {
  const looks = new Map<string, { readonly until: number; readonly found: Inspection }>();
  const look = ({ device: { id, transport } }: BenchDevice): Inspection => {
    const mono = clock.mono();
    const known = looks.get(id);
    if (known !== undefined && mono < known.until) return known.found;
    looks.delete(id);
    const [oldest] = looks.keys();
    if (looks.size >= mostLooks && oldest !== undefined) looks.delete(oldest);
    const found = inspect(history.snapshot(id).frames, transport === "ble");
    looks.set(id, { until: mono + lookHoldsMs, found });
    return found;
  };
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
