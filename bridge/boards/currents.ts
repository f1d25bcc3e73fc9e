// The current of each part, from constants, so that a plan can say what it asks of its supply. Milliamperes, at most.
// An estimate: no part of the kit measures it.

/** Each with its source; those "to confirm" are typical values that a datasheet of the kit's own part should confirm. */
export const milliamps = {
  /** The Uno itself: to confirm, Arduino documentation. */
  board: 50,
  /** LED of 2 V behind 220 Ω on 5 V: (5 − 2) / 220. */
  led: 13.6,
  /** One colour of one WS2812 at full; 60 mA for white: to confirm, WS2812B datasheet. */
  pixelColour: 20,
  /** SG90 held back: to confirm, SG90 datasheet. */
  servo: 600,
  /** Active buzzer of 5 V: to confirm, TMB12A05 datasheet. */
  buzzer: 30,
  /** What a pin may give, as advised: to confirm, Arduino documentation. */
  pin: 20,
  /** Coil of 70 Ω on 5 V: to confirm, SRD-05VDC-SL-C datasheet. */
  relay: 71.4,
  /** Display of two lines and its back light: to confirm, datasheet of the module. */
  lcd: 30,
  /** To confirm, HC-SR04 datasheet. */
  sonar: 15,
  /** While its laser shines: to confirm, VL53L0X datasheet. */
  timeOfFlight: 40,
  /** A sensor of the kit: a divider of 10 kΩ takes 0.5 mA, a chip on the bus less than 4 (to confirm, their datasheets). */
  sensor: 4,
} as const;

/** What a USB 2.0 port gives, milliamperes: to confirm, USB 2.0 specification. */
export const usbMilliamps = 500;

/** Current of a strip, milliamperes. @param colours sum over its LEDs of red, green and blue, each 0 to 1. */
export const stripMilliamps = (colours: number): number => colours * milliamps.pixelColour;
