import { expect, it } from "vitest";
import { MotionDetector } from "../../../../bridge/virtual-kit/parts/motion.ts";

/** When its output turns, seconds, for somebody who moves in these spans. */
function turns(spans: readonly (readonly [from: number, to: number])[], until = 30): string[] {
  const detector = new MotionDetector();
  const told: string[] = [];
  let before = false;
  for (let ms = 0; ms <= until * 1000; ms += 10) {
    const moving = spans.some(([from, to]) => ms >= from * 1000 && ms < to * 1000);
    const high = detector.output(moving, ms);
    if (high !== before) told.push(`${high ? "up" : "down"} ${(ms / 1000).toFixed(1)}`);
    before = high;
  }
  return told;
}

it("holds for five seconds after the last movement", () => {
  expect(turns([[1, 3]])).toEqual(["up 1.0", "down 8.0"]);
  expect(
    turns([
      [1, 3],
      [7, 8],
    ]),
  ).toEqual(["up 1.0", "down 13.0"]);
});

it("does not see who keeps still: it is no detector of presence", () => {
  expect(turns([[0, 1]], 20)).toEqual(["up 0.0", "down 6.0"]);
});

it("is blind for a moment after it lets go", () => {
  expect(
    turns([
      [0, 1],
      [6.5, 6.8],
    ]),
  ).toEqual(["up 0.0", "down 6.0"]);
  expect(
    turns([
      [0, 1],
      [6.5, 7.6],
    ]),
  ).toEqual(["up 0.0", "down 6.0", "up 7.2", "down 12.6"]);
});
