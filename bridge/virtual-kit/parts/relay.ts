// A relay module: a transistor or an opto-coupler before the coil. A pin that drives nothing leaves it at rest.

/** Does its contact close. @param level on its IN, `undefined` while nobody drives it. @param activeLow closes on a low level. */
export const relayCloses = (level: boolean | undefined, activeLow: boolean): boolean =>
  level !== undefined && level !== activeLow;
