// When conditions are judged: a condition looks through its whole window each time, and some devices speak very often.
import type { Observation } from "../observation.ts";

/** Readings closer than this are judged together, milliseconds. */
const judgedEveryMs = 50;

/** Says of each item, in order, whether to judge at it: of readings that follow each other closely only some are. */
export function createMoments(): (item: Observation) => boolean {
  let judgedMono = Number.NEGATIVE_INFINITY;
  return (item) => {
    if (item.kind === "reading-taken" && Math.abs(item.mono - judgedMono) < judgedEveryMs) return false;
    judgedMono = item.mono;
    return true;
  };
}
