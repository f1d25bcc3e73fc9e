// How well a reader's coil reaches a tag: the near field of a small loop, the same formula the sheets teach (constants §3.2).

/** Coil radius, metres. */
const coilRadius = 0.02;
/** Up to here a tag answers every time, metres. */
const reliableDistance = 0.045;
/** From here on a tag gets no power, metres. */
const unpoweredDistance = 0.065;
/** What each further tag in the field takes from the others: they detune one another. */
const detuning = 0.93;

/** Field on the coil's axis relative to its centre, 1/(r²+d²)^1.5. @param distance metres. */
export function relativeField(distance: number): number {
  return (coilRadius / Math.hypot(coilRadius, distance)) ** 3;
}

/** The other way round: where a field is found, metres; infinite where there is none. @param field relative, 0 to 1. */
export function distanceOfField(field: number): number {
  if (field <= 0) return Number.POSITIVE_INFINITY;
  return coilRadius * Math.sqrt(Math.max(0, field ** (-2 / 3) - 1));
}

const full = relativeField(reliableDistance);
const none = relativeField(unpoweredDistance);

/**
 * Probability that one exchange with a tag succeeds: 1 close by, 0 where the field no longer powers it.
 * @param distance metres between coil and tag.
 * @param others tags in the same field besides this one.
 */
export function exchangeProbability(distance: number, others = 0): number {
  const field = relativeField(distance) * detuning ** others;
  return Math.min(1, Math.max(0, (field - none) / (full - none)));
}
