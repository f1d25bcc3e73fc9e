// Sysex of an addressable strip, as labo-firmata takes it: node-pixel's protocol (github.com/ajfisher/node-pixel, protocol.md).

const command = 0x51;
const verb = { config: 0x01, show: 0x02, pixel: 0x03, fill: 0x04 };

/** Percent of each colour. */
export interface Pixel {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** The same colour, darker. */
export const dimmed = ({ red, green, blue }: Pixel, factor: number): Pixel => ({
  red: red * factor,
  green: green * factor,
  blue: blue * factor,
});

/** 24 bits, red first, in four groups of seven, the least first. */
function colour({ red, green, blue }: Pixel): number[] {
  const byte = (percent: number) => Math.round((percent / 100) * 255);
  const packed = (byte(red) << 16) | (byte(green) << 8) | byte(blue);
  return [packed & 0x7f, (packed >> 7) & 0x7f, (packed >> 14) & 0x7f, (packed >> 21) & 0x7f];
}

const pair = (value: number): number[] => [value & 0x7f, (value >> 7) & 0x7f];

export const encodeConfig = (pin: number, length: number): number[] => [
  command,
  verb.config,
  pin,
  ...pair(length),
];
export const encodeFill = (pixel: Pixel): number[] => [command, verb.fill, ...colour(pixel)];
export const encodePixel = (index: number, pixel: Pixel): number[] => [
  command,
  verb.pixel,
  ...pair(index),
  ...colour(pixel),
];
/** Nothing lights before this. */
export const encodeShow = (): number[] => [command, verb.show];
