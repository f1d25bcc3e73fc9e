// The eye of the virtual kit's phone: what its sensor gets of a printed code, from how far, with some of it covered.
// Only pixels come out; whether they can be read is for a decoder to say. Pure.

/** How many pixels wide something is that is as wide as it is far. */
const focalPixels = 620;
const imagePixels = 300;
/** Looks at each pixel in so many places, either way: what is smaller than a pixel blurs. */
const looksPerPixel = 2;
/** Light of paper and ink, and the sensor's noise around them, of 255. */
const paper = 225;
const ink = 35;
const noise = 8;

export interface Photograph {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity. */
  readonly data: Uint8ClampedArray;
}

export interface Shot {
  /** From one side of the code to the other, its quiet zone not counted. */
  readonly widthCm: number;
  readonly distanceCm: number;
  /** Share of the code under a square of white paper, percent. */
  readonly coveredPercent: number;
}

/** Where the middle of the covering paper lies: that of the code, away from the three squares of its corners. */
const coverAt = 0.5;

/**
 * @param modules rows of the code, dark ones true, its quiet zone included.
 * @param quiet modules of the quiet zone.
 */
function photograph(modules: readonly (readonly boolean[])[], quiet: number, shot: Shot): Photograph {
  const side = modules.length - 2 * quiet;
  const pixelsPerModule = (focalPixels * shot.widthCm) / shot.distanceCm / side;
  const cover = Math.sqrt(shot.coveredPercent / 100) * side;
  const isDark = (x: number, y: number): boolean => {
    const isCovered = Math.abs(x - side * coverAt) < cover / 2 && Math.abs(y - side * coverAt) < cover / 2;
    return !isCovered && modules[Math.floor(y) + quiet]?.[Math.floor(x) + quiet] === true;
  };
  const data = new Uint8ClampedArray(imagePixels * imagePixels * 4).fill(255);
  const chance = chanceFrom(1);
  const looks = looksPerPixel * looksPerPixel;
  const between = 1 / (looksPerPixel * pixelsPerModule);
  // Where the first look falls on the code, whose middle is that of the picture.
  const first = side / 2 - imagePixels / 2 / pixelsPerModule + between / 2;
  let at = 0;
  for (let row = 0; row < imagePixels; row += 1)
    for (let column = 0; column < imagePixels; column += 1) {
      let dark = 0;
      for (let down = 0; down < looksPerPixel; down += 1)
        for (let across = 0; across < looksPerPixel; across += 1) {
          const x = first + (column * looksPerPixel + across) * between;
          const y = first + (row * looksPerPixel + down) * between;
          if (isDark(x, y)) dark += 1;
        }
      const light = paper - ((paper - ink) * dark) / looks + (chance() - 0.5) * 2 * noise;
      data[at] = light;
      data[at + 1] = light;
      data[at + 2] = light;
      at += 4;
    }
  return { width: imagePixels, height: imagePixels, data };
}

/** How the distance changes from one picture to the next, in the hand that holds the phone. */
const sways = [1, 0.98, 1.02, 0.96, 1.04];

/** Picture after picture, as a camera takes them: what cannot be read in one may be in the next. */
export function* film(
  modules: readonly (readonly boolean[])[],
  quiet: number,
  shot: Shot,
): Generator<Photograph, void> {
  for (const sway of sways) yield photograph(modules, quiet, { ...shot, distanceCm: shot.distanceCm * sway });
}

/** The same noise each time: a linear congruential generator, with the figures of Numerical Recipes. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
