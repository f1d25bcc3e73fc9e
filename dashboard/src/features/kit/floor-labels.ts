// Where the names of things are written on the plan of the room: beside what they name, never over one another. Pure.
// Everything is in metres of the plan.
import type { Kit, Point } from "#contract/kit.ts";

/** Around the room, where names may still be written. */
export const planMargin = 0.45;
/** Half of what is drawn of a thing. */
const reach = 0.32;
const gap = 0.05;
/** Of one em: names are estimated wide, whatever the font. */
const wideCharacter = 0.62;
const lineHeight = 1.2;
/** How many lines away a name may be, with a thread to what it names. */
const farthest = 8;

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly at: Point;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Label {
  readonly box: Box;
  /** Middle of the name. */
  readonly middle: Point;
  /** So far from its thing that a thread leads to it. */
  readonly isFar: boolean;
}

/** Height of letters, by the width of the plan on the screen in rem: it shrinks with its place, words do not. */
export function letterSize(rem: number): number {
  if (rem > 0 && rem <= 24) return 0.4;
  return rem > 0 && rem <= 34 ? 0.3 : 0.21;
}

const around = ({ x, y }: Point, width: number, height: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Space a name takes. */
export function sizeOf(name: string, size: number): { readonly width: number; readonly height: number } {
  return { width: name.length * wideCharacter * size, height: lineHeight * size };
}

/** Under it first, then over it, beside it, then farther and farther off. */
function* places(at: Point, width: number, height: number): Generator<{ middle: Point; isFar: boolean }> {
  const up = reach + gap + height / 2;
  const aside = reach + gap + width / 2;
  for (const y of [up, -up]) yield { middle: { x: at.x, y: at.y + y }, isFar: false };
  for (const x of [aside, -aside]) yield { middle: { x: at.x + x, y: at.y }, isFar: false };
  for (let line = 0; line <= farthest; line += 1)
    for (const x of [width / 2, -width / 2, 0])
      for (const y of [up + line * height, -up - line * height])
        yield { middle: { x: at.x + x, y: at.y + y }, isFar: line > 0 };
}

/**
 * A place for each name; one that has none without covering another is left out: it is on the list beside the plan.
 * @param things in the order they choose.
 * @param taken what is drawn besides, names included.
 * @param size of letters.
 */
export function placeLabels(
  room: Kit["room"],
  things: readonly Named[],
  taken: readonly Box[],
  size: number,
): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>();
  const glyphs = things.map(({ id, at }) => ({ id, box: around(at, 2 * reach, 2 * reach) }));
  /** Pushed back into the plan where it would be cut. */
  const inside = ({ x, y }: Point, width: number, height: number): Point => {
    const keep = (value: number, half: number, end: number) =>
      Math.min(end + planMargin - half, Math.max(half - planMargin, value));
    return { x: keep(x, width / 2, room.width), y: keep(y, height / 2, room.depth) };
  };
  for (const { id, name, at } of things) {
    const { width, height } = sizeOf(name, size);
    const candidates = [...places(at, width, height)].map(({ middle, isFar }): Label => {
      const kept = inside(middle, width, height);
      return { box: around(kept, width, height), middle: kept, isFar };
    });
    const isFree = ({ box }: Label) =>
      !taken.some((other) => overlap(box, other)) &&
      ![...labels.values()].some((other) => overlap(box, other.box));
    const isClear = ({ box }: Label) => !glyphs.some((glyph) => overlap(box, glyph.box));
    const free = candidates.filter(isFree);
    const found = free.find(isClear) ?? free[0];
    if (found !== undefined) labels.set(id, found);
  }
  return labels;
}
