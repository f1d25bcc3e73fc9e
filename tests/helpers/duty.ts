// Duties in real milliseconds, on machines that have other things to do.

/**
 * How long something takes when the machine lets it (or how uneven it is): the least of a few tries, the first within the
 * duty being enough.
 * A program that is too slow by itself is too slow every time.
 * @param once does it and resolves with the milliseconds.
 */
export async function fastestOf(once: () => Promise<number>, dutyMs: number, tries = 4): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let tried = 0; tried < tries && fastest >= dutyMs; tried += 1)
    fastest = Math.min(fastest, await once());
  return fastest;
}
