// What lies around a tag and what that does to the field it gets: metal behind it, foam between them, water before it.
// Simple physics of a small coil, by the same formula as its reach (coupling.ts); the figures chosen are told beside each.
import type { TagSurroundings } from "#contract/kit.ts";
import { distanceOfField, relativeField } from "./coupling.ts";

/** Between the coil of a sticker and the metal it is stuck to: paper and glue. Metres. */
const stickerGap = 0.0005;
/** Of foam slipped in between. */
const foamGap = 0.01;
/** How sharply a tag is tuned: a coil in a card, loaded by its chip. */
const quality = 10;
/** What is left when a sheet of ferrite leads the field past the metal, and the tag was tuned with both behind it. */
const ferriteShare = 0.5;
/** Depth at which tap water (0.05 S/m) has taken 63 % of a 13.56 MHz field: √(2/ωμσ), metres. */
const waterDepth = 0.61;

/**
 * Metal at a distance behind a tag mirrors the reader's coil, turned about: the image takes from the field, all of it at
 * the metal itself. It mirrors the tag's coil too, which is put out of tune the more the nearer it is.
 */
function beforeMetal(distance: number, gap: number): number {
  const left = relativeField(distance) - relativeField(distance + 2 * gap);
  return left / Math.hypot(1, quality * relativeField(2 * gap));
}

function fieldAt(distance: number, around: TagSurroundings): number {
  switch (around) {
    case "air":
      return relativeField(distance);
    case "metal":
      return beforeMetal(distance, stickerGap);
    case "foam":
      return beforeMetal(distance, foamGap);
    case "ferrite":
      return ferriteShare * relativeField(distance);
    case "water":
      return relativeField(distance) * Math.exp(-distance / waterDepth);
  }
}

/**
 * Where in free air a tag would get the field it gets here: what any reader needs to know of its surroundings.
 * @param distance metres from the coil.
 * @returns metres; infinite where no field is left.
 */
export function apparentDistance(distance: number, around: TagSurroundings): number {
  return around === "air" ? distance : distanceOfField(fieldAt(distance, around));
}
