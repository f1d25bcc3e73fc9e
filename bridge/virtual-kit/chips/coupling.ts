// How well a reader's coil reaches a tag: the near field of a small loop, the same formula the sheets teach .
import { figures } from "../figures.ts";

/** What each further tag in the field takes from the others: they detune one another. */
const detuning = 0.93;

/** Field on the coil's axis relative to its centre, 1/(r²+d²)^1.5. @param distance metres. */
export function relativeField(distance: number): number {
  return (figures.coilRadius / Math.hypot(figures.coilRadius, distance)) ** 3;
}

/** The other way round: where a field is found, metres; infinite where there is none. @param field relative, 0 to 1. */
export function distanceOfField(field: number): number {
  if (field <= 0) return Number.POSITIVE_INFINITY;
  return figures.coilRadius * Math.sqrt(Math.max(0, field ** (-2 / 3) - 1));
}

/**
 * Probability that one exchange with a tag succeeds: 1 close by, 0 where the field no longer powers it.
 * @param distance metres between coil and tag.
 * @param others tags in the same field besides this one.
 */
export function exchangeProbability(distance: number, others = 0): number {
  const full = relativeField(figures.readerReliable);
  const none = relativeField(figures.readerUnpowered);
  const field = relativeField(distance) * detuning ** others;
  return Math.min(1, Math.max(0, (field - none) / (full - none)));
}
