import { describe, expect, it } from "vitest";
import { createTurns } from "../../../../bridge/transports/recording/turns.ts";

const start = { now: 1_000_000, mono: 0 };

describe("a clock of turns", () => {
  it("stands still within a turn, and fires each timer at its own instant", async () => {
    const turns = createTurns(start, 1);
    const fired: [string, number, number][] = [];
    const note = (name: string) => fired.push([name, turns.clock.mono(), turns.clock.now()]);
    await turns.turn(start, () => {
      turns.clock.every(100, () => note("every"));
      turns.clock.after(250, () => note("after"));
    });
    await turns.turn({ now: 1_000_040, mono: 40 }, () => note("outside"));
    await turns.passTo(300);
    expect(fired).toEqual([
      ["outside", 40, 1_000_040],
      ["every", 100, 1_000_100],
      ["every", 200, 1_000_200],
      ["after", 250, 1_000_250],
      ["every", 300, 1_000_300],
    ]);
  });

  it("fires timers of one instant in the order they were set, a new one after them", async () => {
    const turns = createTurns(start, 1);
    const fired: string[] = [];
    await turns.turn(start, () => {
      turns.clock.after(10, () => {
        fired.push("a");
        turns.clock.after(0, () => fired.push("c"));
      });
      turns.clock.after(10, () => fired.push("b"));
    });
    await turns.passTo(10);
    expect(fired).toEqual(["a", "b", "c"]);
  });

  it("lets what follows from a turn happen before the next one", async () => {
    const turns = createTurns(start, 1);
    const order: string[] = [];
    await turns.turn(start, () => {
      turns.clock.after(1, () => {
        order.push("first");
        void Promise.resolve()
          .then(() => undefined)
          .then(() => order.push("what follows"));
      });
      turns.clock.after(2, () => order.push("second"));
    });
    await turns.passTo(5);
    expect(order).toEqual(["first", "what follows", "second"]);
  });

  it("waits for work in another thread before time passes", async () => {
    const turns = createTurns(start, 1);
    const order: string[] = [];
    await turns.turn(start, () => {
      turns.clock.after(1, () => {
        const work = new Promise<void>((resolve) => setTimeout(resolve, 30)).then(
          () => void order.push("work"),
        );
        turns.clock.hold?.(work);
      });
      turns.clock.after(2, () => order.push("next"));
    });
    await turns.passTo(5);
    expect(order).toEqual(["work", "next"]);
  });

  it("forgets a timer that was cancelled", async () => {
    const turns = createTurns(start, 1);
    let fired = 0;
    await turns.turn(start, () => turns.clock.every(10, () => (fired += 1)).cancel());
    await turns.passTo(100);
    expect(fired).toBe(0);
    expect(turns.nextDue()).toBeUndefined();
  });
});
