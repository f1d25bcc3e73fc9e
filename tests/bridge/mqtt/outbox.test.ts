import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOutbox, type Ticket } from "../../../bridge/mqtt/outbox.ts";

describe("the outbox", () => {
  it("gives items in the order they came", () => {
    const outbox = createOutbox<number>(10);
    for (const n of [1, 2, 3]) outbox.push(n);
    expect([outbox.take()?.item, outbox.take()?.item, outbox.take()?.item, outbox.take()]).toEqual([
      1,
      2,
      3,
      undefined,
    ]);
    expect(outbox.handedOut).toBe(3);
  });

  it("drops the oldest waiting item when full, never one that was handed out, and counts it", () => {
    const outbox = createOutbox<number>(3);
    for (const n of [1, 2, 3]) outbox.push(n);
    expect(outbox.take()?.item).toBe(1);
    outbox.push(4);
    expect(outbox.dropped).toBe(1);
    outbox.takeBack();
    expect([outbox.take()?.item, outbox.take()?.item, outbox.take()?.item]).toEqual([1, 3, 4]);
  });

  it("puts what was not acknowledged back in front, in order", () => {
    const outbox = createOutbox<number>(10);
    for (const n of [1, 2, 3, 4]) outbox.push(n);
    const [, second] = [outbox.take(), outbox.take(), outbox.take()];
    if (second !== undefined) outbox.acknowledge(second);
    outbox.takeBack();
    expect([outbox.take()?.item, outbox.take()?.item, outbox.take()?.item]).toEqual([1, 3, 4]);
  });

  it("ignores an acknowledgement that comes twice or after the item was taken back", () => {
    const outbox = createOutbox<number>(10);
    outbox.push(1);
    const ticket = outbox.take();
    outbox.takeBack();
    if (ticket !== undefined) outbox.acknowledge(ticket);
    expect(outbox.waiting).toBe(1);
    expect(outbox.take()?.item).toBe(1);
  });

  it("keeps order and its bound whatever is done to it", () => {
    const action = fc.oneof(
      fc.constant("push" as const),
      fc.constant("take" as const),
      fc.constant("acknowledge" as const),
      fc.constant("take-back" as const),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 4_000 }), (actions) => {
        const capacity = 50;
        const outbox = createOutbox<number>(capacity);
        const out: Ticket<number>[] = [];
        const delivered: number[] = [];
        let next = 0;
        for (const step of actions) {
          if (step === "push") outbox.push(next++);
          if (step === "take") {
            const ticket = outbox.take();
            if (ticket !== undefined) out.push(ticket);
          }
          if (step === "acknowledge") {
            const ticket = out.shift();
            if (ticket !== undefined) {
              outbox.acknowledge(ticket);
              delivered.push(ticket.item);
            }
          }
          if (step === "take-back") {
            outbox.takeBack();
            out.length = 0;
          }
          expect(outbox.waiting + outbox.handedOut).toBeLessThanOrEqual(capacity);
        }
        expect(delivered).toEqual([...delivered].sort((a, b) => a - b));
        expect(new Set(delivered).size).toBe(delivered.length);
        expect(delivered.length + outbox.waiting + outbox.handedOut + outbox.dropped).toBe(next);
      }),
      { numRuns: 60 },
    );
  });
});
