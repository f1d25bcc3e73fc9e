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
/** Red, green and blue of one LED of a strip at full, seen from the front, candelas: the sizes usual for a WS2812B. */
const candelasOfColours = [0.4, 0.7, 0.2];
/** Between two LEDs of a strip of 60 a metre, metres. */
const pitch = 1 / 60;

/**
 * Illuminance of a lamp straight before a sensor, lux. A small bulb follows the inverse square of its distance; a disc that
 * diffuses as Lambert says gives I / (r² + d²): hardly less when one backs away, as long as it looks large.
 */
export function lampLux({ lit, metres, panel }: KitLight["lamp"]): number {
  if (!lit) return 0;
  return candelas / (metres ** 2 + (panel ? panelRadius ** 2 : 0));
}

/** Illuminance of a strip that lies straight before a sensor, lux. @param colours "#rrggbb" of each LED. */
export function stripLux(colours: readonly string[], metres: number): number {
  return colours.reduce((sum, colour, index) => {
    const aside = (index - (colours.length - 1) / 2) * pitch;
    // Lambert at the LED and at the sensor: two cosines, each metres over the way there.
    return sum + (candelasOf(colour) * metres ** 2) / (metres ** 2 + aside ** 2) ** 2;
  }, 0);
}

const candelasOf = (colour: string): number =>
  candelasOfColours.reduce(
    (sum, most, index) =>
      sum + (most * Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16)) / 255,
    0,
  );

/** What the photoresistors and light meters of the boards are in, lux: the room, the lamp, and every strip that shines. */
export function luxAtSensors({
  illuminance,
  light,
  boards,
}: Pick<Kit, "illuminance" | "light" | "boards">): number {
  const strips = boards
    .flatMap(({ components }) => components)
    .filter(({ kind }) => kind === "strip")
    .reduce((sum, { colours = [] }) => sum + stripLux(colours, light.stripMetres), 0);
  const open = illuminance * shares[light.place] + lampLux(light.lamp) + strips;
  return light.covered ? open * throughHand : open;
}
