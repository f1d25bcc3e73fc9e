// The light at the sensors of boards: the room's, by where they lie, and a lamp's. Pure.
import type { Kit, KitLight } from "#contract/kit.ts";

/** Share of the room's light that comes there. */
const shares: Readonly<Record<KitLight["place"], number>> = {
  window: 4,
  table: 1,
  corner: 0.35,
  showcase: 0.15,
};
/** Through a hand. */
const throughHand = 0.002;
/** A bulb of 800 lm that shines alike all around, candelas. */
const candelas = 64;
/** Half the width of the diffusing panel, metres. */
const panelRadius = 0.3;

/**
 * Illuminance of a lamp straight before a sensor, lux. A small bulb follows the inverse square of its distance; a disc that
 * diffuses as Lambert says gives I / (r² + d²): hardly less when one backs away, as long as it looks large.
 */
export function lampLux({ lit, metres, panel }: KitLight["lamp"]): number {
  if (!lit) return 0;
  return candelas / (metres ** 2 + (panel ? panelRadius ** 2 : 0));
}

/** What the photoresistors and light meters of the boards are in, lux. */
export function luxAtSensors({ illuminance, light }: Pick<Kit, "illuminance" | "light">): number {
  const open = illuminance * shares[light.place] + lampLux(light.lamp);
  return light.covered ? open * throughHand : open;
}
