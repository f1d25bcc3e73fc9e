import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSlots } from "../../../bridge/mqtt/slots.ts";

describe("places for what is not acknowledged", () => {
  it("are never more than the broker takes, and given in the order asked, whatever is freed when", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 30 }),
        fc.array(fc.nat(), { maxLength: 60 }),
        (most, asked, frees) => {
          const slots = createSlots(most);
          const held: (() => void)[] = [];
          const order: number[] = [];
          for (let n = 0; n < asked; n += 1)
            slots.take((free) => {
              order.push(n);
              held.push(free);
            });
          for (const choice of frees) {
            expect(held.length).toBe(Math.min(most, held.length));
            const [free] = held.splice(held.length === 0 ? 0 : choice % held.length, 1);
            free?.();
            // Freed twice, it is one place.
            free?.();
          }
          expect(order).toEqual([...order].sort((a, b) => a - b));
          expect(order.length).toBe(Math.min(asked, most + Math.min(frees.length, asked)));
        },
      ),
    );
  });

  it("are given at once when one is freed while it is being given", () => {
    const slots = createSlots(1);
    const order: number[] = [];
    for (let n = 0; n < 5; n += 1)
      slots.take((free) => {
        order.push(n);
        free();
      });
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });
});
