// Places for what is on its way and not acknowledged: a broker says how many it takes at once and may cut who sends more
// (receive maximum, MQTT 5 §3.3.4). Pure.

export interface Slots {
  /** Runs `act` when there is a place, in the order asked; it is held until `free` is called. */
  take(act: (free: () => void) => void): void;
}

/** @param most places. */
export function createSlots(most: number): Slots {
  const waiting: ((free: () => void) => void)[] = [];
  let taken = 0;

  function next() {
    while (taken < most) {
      const act = waiting.shift();
      if (act === undefined) return;
      taken += 1;
      let isFree = false;
      act(() => {
        if (isFree) return;
        isFree = true;
        taken -= 1;
        next();
      });
    }
  }

  return {
    take(act) {
      waiting.push(act);
      next();
    },
  };
}
