// Near, mid, far: what can honestly be said of a place from signal strength. Thresholds are below the power at 1 m,
// with hysteresis, so that a beacon on a border does not flicker.
import type { Zone } from "#contract/events.ts";

/** Enter near above A − 6 (about 1.9 m), leave it below A − 10 (about 2.9 m): constants `zone-enter-offset`, `zone-leave-offset`. */
const nearEnter = 6;
const nearLeave = 10;
/**
 * Enter far below A − 16 (about 5.3 m), leave it above A − 12 (about 3.5 m): the same 4 dB of hysteresis, as far beyond
 * the near zone as a body in the way (5 to 15 dB) does not always carry a beacon straight from near to far.
 */
const farEnter = 16;
const farLeave = 12;
/** Power at 1 m of a beacon that declares none: the common value (constant `beacon-power-common`), dBm. */
export const commonPower = -59;

/**
 * The zone of a smoothed strength.
 * @param previous zone until now; `undefined` for a beacon just found.
 * @param measuredPower dBm at 1 m; the common value when the beacon declares none.
 */
export function zoneOf(rssi: number, previous: Zone | undefined, measuredPower = commonPower): Zone {
  const below = measuredPower - rssi;
  if (below < nearEnter || (previous === "near" && below <= nearLeave)) return "near";
  if (below > farEnter || (previous === "far" && below >= farLeave)) return "far";
  return "mid";
}
