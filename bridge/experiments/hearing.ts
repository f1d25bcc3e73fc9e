// Whether what is heard can be judged now: a hole in the deliveries must never be taken for a silence.

/** Ticks after an outage in which the last events that waited come back through the broker. */
const lateTicks = 2;

/**
 * Asked at every tick whether steps may be judged.
 * @param isListening false while events are missing or still to come.
 * @param onResumed called once deliveries flow again and the late ones have come.
 */
export function createHearing(isListening: () => boolean, onResumed: () => void): () => boolean {
  let deafTicks = 0;
  return () => {
    if (!isListening()) {
      deafTicks = lateTicks;
      return false;
    }
    if (deafTicks === 0) return true;
    deafTicks -= 1;
    if (deafTicks === 0) onResumed();
    return false;
  };
}
