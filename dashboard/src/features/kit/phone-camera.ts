// The eye of the virtual kit's phone: what its sensor gets of a printed code, from how far, with some of it covered.
// Only pixels come out; whether they can be read is for a decoder to say. Pure.

/** How many pixels wide something is that is as wide as it is far. */
const focalPixels = 620;
const imagePixels = 400;
/** Looks at each pixel in so many places, either way: what is smaller than a pixel blurs. */
const looksPerPixel = 3;
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
export function photograph(modules: readonly (readonly boolean[])[], quiet: number, shot: Shot): Photograph {
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
  for (let row = 0; row < imagePixels; row += 1)
    for (let column = 0; column < imagePixels; column += 1) {
      let dark = 0;
      for (let look = 0; look < looks; look += 1) {
        const x = column + ((look % looksPerPixel) + 0.5) / looksPerPixel;
        const y = row + (Math.floor(look / looksPerPixel) + 0.5) / looksPerPixel;
        const at = (pixel: number) => (pixel - imagePixels / 2) / pixelsPerModule + side / 2;
        if (isDark(at(x), at(y))) dark += 1;
      }
      const light = paper - ((paper - ink) * dark) / looks + (chance() - 0.5) * 2 * noise;
      data.fill(light, (row * imagePixels + column) * 4, (row * imagePixels + column) * 4 + 3);
    }
  return { width: imagePixels, height: imagePixels, data };
}

/** The same noise each time: a linear congruential generator, with the figures of Numerical Recipes. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
