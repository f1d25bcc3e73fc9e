import { describe, expect, it } from "vitest";
import type { Clock } from "../../../bridge/clock.ts";
import { watchSilence } from "../../../bridge/devices/line-silence.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";

describe("how long a line is silent", () => {
  it("is told each second, from the last bytes on", () => {
    const clock = createManualClock();
    const told: number[] = [];
    const silence = watchSilence(clock, (silentMs) => void told.push(silentMs));
    clock.advance(2400);
    silence.broken();
    clock.advance(1600);
    silence.stop();
    clock.advance(5000);
    expect(told).toEqual([1000, 2000, 600, 1600]);
  });

  it("does not grow while a busy computer kept this program from looking", () => {
    let mono = 0;
    let look = () => {};
    const clock: Clock = {
      rate: 1,
      now: () => mono,
      mono: () => mono,
      after: () => ({ cancel: () => undefined }),
      every(_ms, act) {
        look = act;
        return { cancel: () => undefined };
      },
    };
    let silent = 0;
    watchSilence(clock, (silentMs) => {
      silent = silentMs;
    });
    mono = 1000;
    look();
    expect(silent).toBe(1000);
    mono = 61_000;
    look();
    expect(silent).toBeLessThan(3000);
    mono = 62_000;
    look();
    expect(silent).toBeLessThan(4000);
  });
});
