import { describe, expect, it } from "vitest";
import { gapMs, silences } from "#contract/maths/gaps.ts";

const every = (ms: number, count: number, from = 0) => Array.from({ length: count }, (_, n) => from + n * ms);

describe("gaps", () => {
  it("are four times the usual pace, and a second and a half at least", () => {
    expect(gapMs(every(1000, 10))).toBe(4000);
    expect(gapMs(every(100, 10))).toBe(1500);
    expect(gapMs([])).toBe(1500);
  });
  it("are told of each channel by its own pace, with how long they were", () => {
    const fast = [...every(200, 5), ...every(200, 5, 6000)].map((mono) => ({ channel: "fast", mono }));
    const slow = every(2000, 5).map((mono) => ({ channel: "slow", mono }));
    const all = [...fast, ...slow].sort((a, b) => a.mono - b.mono);
    const told = silences(all);
    expect(told.filter((ms) => ms > 0)).toEqual([5200]);
    expect(all[told.indexOf(5200)]).toEqual({ channel: "fast", mono: 6000 });
  });
  it("are none where the clock began again", () => {
    expect(silences([9000, 9100, 50, 150].map((mono) => ({ channel: "a", mono })))).toEqual([0, 0, 0, 0]);
  });
});
