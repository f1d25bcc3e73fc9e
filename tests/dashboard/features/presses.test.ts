import { expect, test } from "vitest";
import type { LaboEvent } from "#contract/events.ts";
import { barShare, pressesOf } from "../../../dashboard/src/features/device/press-model.ts";

let number = 0;
const event = (body: object): LaboEvent => {
  number += 1;
  return {
    v: 1,
    id: `e${number}`,
    seq: number,
    time: new Date(1_700_000_000_000 + number * 1000).toISOString(),
    mono: number * 1000,
    bridge: "banc",
    device: "microbit",
    source: "simulated",
    ...body,
  } as LaboEvent;
};
const down = (channel = "button-a", more = {}) => event({ kind: "button-pressed", channel, ...more });
const up = (durationMs: number, channel = "button-a") =>
  event({ kind: "button-released", channel, durationMs });

test("presses are paired with their releases, newest first, each with when it went down", () => {
  const [first, second] = [down(), down()];
  const seen = pressesOf([first, up(120), second, up(2400)], "button-a");
  expect(seen).toEqual([
    { id: second.id, time: second.time, durationMs: 2400 },
    { id: first.id, time: first.time, durationMs: 120 },
  ]);
});

test("one that is held has no duration yet", () => {
  const held = down();
  expect(pressesOf([down(), up(100), held], "button-a")[0]).toEqual({ id: held.id, time: held.time });
});

test("the other button, and everything else, is left alone", () => {
  const other = [down("button-b"), up(50, "button-b"), event({ kind: "device-found" })];
  expect(pressesOf(other, "button-a")).toEqual([]);
  const own = down();
  expect(pressesOf([own, ...other, up(900)], "button-a")).toEqual([
    { id: own.id, time: own.time, durationMs: 900 },
  ]);
});

test("devices that tell presses and no releases: each is one, with how", () => {
  const [once, twice] = [down("button-a", { press: "press" }), down("button-a", { press: "double" })];
  expect(pressesOf([once, twice], "button-a")).toEqual([
    { id: twice.id, time: twice.time, how: "double" },
    { id: once.id, time: once.time, how: "press" },
  ]);
});

test("a release whose press was not heard is a press all the same, and pairs with nobody else’s", () => {
  const [late, again] = [up(300), down()];
  const after = up(80);
  expect(pressesOf([late, again, after, up(10)], "button-a").map(({ durationMs }) => durationMs)).toEqual([
    10, 80, 300,
  ]);
});

test("bars grow with time and stay within their row", () => {
  expect(barShare(0)).toBeGreaterThan(0);
  expect(barShare(500)).toBeCloseTo(0.25);
  expect(barShare(60_000)).toBe(1);
});
