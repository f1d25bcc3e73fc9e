// Captures outlive the page, within bounds; what is in the storage is read as anything from outside is.
import { describe, expect, it } from "vitest";
import {
  mostCurves,
  mostKept,
  NotesStore,
  noNotes,
} from "../../../dashboard/src/live/measuring/notes-store.ts";
import { isOfCurve } from "../../../dashboard/src/live/measuring/readings.ts";

const noon = Date.UTC(2026, 2, 21, 12);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

class Browser {
  readonly kept = new Map<string, string>();
  nowMs = noon;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  open = () =>
    new NotesStore(
      () => this,
      () => this.nowMs,
    );
}

const capture = (label: number | string) => ({
  label,
  time: new Date(noon).toISOString(),
  n: 10,
  median: -60,
  mean: -60.2,
  sd: 1.5,
  predicted: -58,
});
const mark = { mono: 5000, time: new Date(noon).toISOString(), label: "main devant" };

describe("notes of the measuring bench", () => {
  it("are there again on the next page, of each curve its own", () => {
    const browser = new Browser();
    const first = browser.open();
    first.change("simulated balise rssi", {
      captures: [capture(0.5), capture("mur")],
      labelName: "Distance (m)",
    });
    first.change("hardware balise rssi", { marks: [mark], prediction: -50 });
    const second = browser.open();
    expect(second.get("simulated balise rssi")).toMatchObject({
      captures: [capture(0.5), capture("mur")],
      labelName: "Distance (m)",
      marks: [],
    });
    expect(second.get("hardware balise rssi")).toMatchObject({
      marks: [mark],
      prediction: -50,
      captures: [],
    });
    expect(second.get("other")).toBe(noNotes);
  });

  it("lose a mark and a prediction once their curve is out of sight, and the rest after a week untouched", () => {
    const browser = new Browser();
    browser.open().change("a", { captures: [capture(1)], marks: [mark], prediction: -50 });
    browser.nowMs += 9 * minuteMs;
    expect(browser.open().get("a")).toMatchObject({ marks: [mark], prediction: -50 });
    browser.nowMs += 2 * minuteMs;
    expect(browser.open().get("a")).toMatchObject({
      captures: [capture(1)],
      marks: [],
      prediction: undefined,
    });
    browser.nowMs += 7 * dayMs;
    expect(browser.open().get("a")).toBe(noNotes);
  });

  it("are bounded: the oldest captures go, and the curves longest untouched", () => {
    const browser = new Browser();
    const store = browser.open();
    store.change("many", { captures: Array.from({ length: mostKept + 5 }, (_, n) => capture(n)) });
    for (let n = 0; n < mostCurves; n += 1) {
      browser.nowMs += 1;
      if (n === 1) store.change("many", { labelName: "Distance (m)" });
      else store.change(`curve ${n}`, { prediction: n });
    }
    browser.nowMs += 1;
    store.change("one more", { prediction: 0 });
    const again = browser.open();
    expect(again.get("many").captures).toHaveLength(mostKept);
    expect(again.get("many").captures[0]?.label).toBe(5);
    expect(again.get("curve 0")).toBe(noNotes);
    expect(again.get("curve 2").prediction).toBe(2);
  });

  it.each([
    ["no JSON", "{"],
    ["another shape", '{"a":{"captures":"all"}}'],
    ["a list", "[1]"],
    ["far too much", `{"a":{"touchedMs":0,"marks":[],"labelName":"","captures":[${"1,".repeat(300)}1]}}`],
  ])("begin anew where the storage holds %s", (_, text) => {
    const browser = new Browser();
    browser.kept.set("labo.measures", text);
    const store = browser.open();
    expect(store.get("a")).toBe(noNotes);
    store.change("a", { prediction: 4 });
    expect(browser.open().get("a").prediction).toBe(4);
  });

  it("stay as long as the page in a browser that keeps nothing", () => {
    const store = new NotesStore(
      () => {
        throw new DOMException("denied", "SecurityError");
      },
      () => noon,
    );
    store.change("a", { captures: [capture(1)] });
    expect(store.get("a").captures).toHaveLength(1);
  });

  it("follow what another page of the browser changes", () => {
    const browser = new Browser();
    const [here, there] = [browser.open(), browser.open()];
    let told = 0;
    const stop = here.subscribe(() => {
      told += 1;
    });
    there.change("a", { captures: [capture(1)] });
    here.reload();
    expect(here.get("a").captures).toHaveLength(1);
    stop();
    here.reload();
    expect(told).toBe(1);
  });
});

describe("a mark", () => {
  const readings = [0, 1000, 2000].map((mono) => ({
    mono: 4000 + mono,
    time: new Date(noon - 1000 + mono).toISOString(),
    value: 1,
  }));
  it("is of the curve it was put on", () => {
    expect(isOfCurve(readings, mark)).toBe(true);
  });
  it("is not of one of another start of the bench, whose clock says the same instant", () => {
    const before = { ...mark, time: new Date(noon - 5 * minuteMs).toISOString() };
    expect(isOfCurve(readings, before)).toBe(false);
    expect(isOfCurve([], mark)).toBe(false);
  });
});
