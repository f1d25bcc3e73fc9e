// The operator `capture`, case by case.
import { describe, expect, it } from "vitest";

import { make, storedCapture, timeAt, watch } from "../../../helpers/experiment-bench.ts";

const frames = (from: number, n: number, rssi: (i: number) => number = () => -60) =>
  Array.from({ length: n }, (_, i) => make.frame(from + i * 0.5, rssi(i)));
const at = (seconds: number) => ({ mono: seconds * 1000, time: timeAt(seconds) });

/** Takes a capture as the engine does: kept when it is one. */
function take(watched: ReturnType<typeof watch>, label: number | string, seconds: number) {
  const outcome = watched.condition.capture?.(label, at(seconds));
  if (outcome && "capture" in outcome) watched.captures.push(outcome.capture);
  return outcome;
}
const reason = (outcome: ReturnType<typeof take>) =>
  outcome && "refused" in outcome ? outcome.refused.fr : "";

describe("capture", () => {
  const check = {
    op: "capture",
    channel: "rssi",
    label_unit: "m",
    expect_label: 1,
    window: 20,
    min_samples: 20,
    stat: "median",
    sd_max: 8,
  };
  it("refuses an empty window and one sample", () => {
    const watched = watch(check);
    expect(reason(take(watched, 1, 1))).toContain("aucune valeur");
    watched.see(make.frame(1));
    expect(reason(take(watched, 1, 2))).toBe("Fenêtre trop courte\u00a0: 1 mesure, il en faut 20 ou plus.");
  });
  it("stores a steady window with its figures", () => {
    const watched = watch(check);
    watched.see(...frames(0, 20, (i) => (i % 2 ? -59 : -61)));
    const outcome = take(watched, 1, 10);
    expect(outcome).toMatchObject({ capture: { label: 1, samples: 20, median: -60, min: -61, max: -59 } });
    expect(watched.at(10).satisfied).toBe(true);
    expect(watched.at(10).sources).toEqual(["simulated"]);
  });
  it("refuses an unsteady window with the figure beside the limit, and keeps saying it", () => {
    const watched = watch(check);
    watched.see(...frames(0, 30, (i) => (i % 2 ? -51 : -69)));
    expect(reason(take(watched, 1, 15))).toMatch(
      /^Fenêtre trop instable\u00a0: écart-type 9,\d+\u00a0dB, il en faut 8 ou moins\.$/,
    );
    expect(watched.at(15).refusals).toHaveLength(1);
    expect(watched.at(15).satisfied).toBe(false);
  });
  it("takes what is in the window only: a gap empties it", () => {
    const watched = watch(check);
    watched.see(...frames(0, 30));
    expect(reason(take(watched, 1, 40))).not.toBe("");
  });
  it("waits longer for a device that speaks seldom, says how long, and takes no more than it needs", () => {
    const slow = { ...check, window_most: 120 };
    const every = (n: number) => Array.from({ length: n }, (_, i) => make.frame(i * 2, -60));
    const watched = watch(slow);
    watched.see(...every(15));
    expect(watched.at(28).why.fr).toContain(
      "parle toutes les 2\u00a0s\u00a0: le relevé dure plus longtemps, encore 10\u00a0s environ",
    );
    expect(reason(take(watched, 1, 28))).toContain("15 mesures, il en faut 20");
    watched.see(...every(30).slice(15));
    expect(take(watched, 1, 58)).toMatchObject({ capture: { samples: 20 } });
    // The same device, without the patience: eleven samples in twenty seconds, for ever.
    const hasty = watch(check);
    hasty.see(...every(30));
    expect(reason(take(hasty, 1, 58))).toContain("11 mesures, il en faut 20");
  });
  it("keeps the usual window of a device that speaks often enough", () => {
    const watched = watch({ ...check, window_most: 120 });
    watched.see(...frames(0, 80, (i) => (i < 20 ? -40 : -60)));
    const outcome = take(watched, 1, 40);
    expect(outcome).toMatchObject({ capture: { samples: 40, max: -60 } });
  });
  it("sends a device that speaks too seldom away, and never takes what was heard before a silence", () => {
    const watched = watch({ ...check, window_most: 120 });
    watched.see(...Array.from({ length: 5 }, (_, i) => make.frame(i * 10, -60)));
    expect(watched.at(40).why.en).toContain("A sample every 10\u00a0s: too few for 20 within 120\u00a0s");
    const silent = watch({ ...check, window_most: 120 });
    silent.see(...frames(0, 40));
    expect(reason(take(silent, 1, 60))).toContain("aucune valeur");
  });
  it("drops duplicates and doubtful values", () => {
    const watched = watch(check);
    const one = make.frame(1, -60, { id: "same" });
    watched.see(...Array.from({ length: 30 }, () => one), make.suspect(2, 0));
    expect(reason(take(watched, 1, 3))).toContain("1 mesure,");
  });
  it("wants the label of the step", () => {
    const watched = watch(check);
    watched.see(...frames(0, 20));
    expect(reason(take(watched, 2, 10))).toContain("«\u00a01\u00a0m\u00a0», pas «\u00a02\u00a0m\u00a0»");
  });
  it("never puts the same samples in two captures", () => {
    const watched = watch({ ...check, expect_label: undefined, count: 2 });
    watched.see(...frames(0, 20));
    take(watched, 1, 10);
    expect(watched.at(10).satisfied).toBe(false);
    expect(reason(take(watched, 2, 10.1))).not.toBe("");
    watched.see(...frames(11, 20));
    take(watched, 2, 21);
    expect(watched.at(21).satisfied).toBe(true);
  });
  it("table: one low, one high, each within bounds, growing", () => {
    const table = { op: "capture", channel: "lux", count: 3 };
    const full = (medians: readonly number[], more: object) => {
      const watched = watch({ ...table, ...more });
      medians.forEach((median, i) => {
        watched.captures.push(storedCapture({ channel: "lux", label: (i + 1) * 25, median }));
      });
      return watched.at(1);
    };
    const some = { some: [{ max: 80 }, { min: 200 }] };
    expect(full([50, 100, 300], some).satisfied).toBe(true);
    expect(full([50, 100, 300], some).why.fr).toBe("3 relevés.");
    // What was captured came: nobody is told that nothing did.
    expect(full([50, 100], some).why.fr).toBe("2 sur 3 relevés.");
    expect(full([90, 100, 300], some).why.fr).toContain("au plus 80\u00a0lx");
    expect(full([50, 100], some).satisfied).toBe(false);
    expect(full([10, 20, 30], { increasing: true }).satisfied).toBe(true);
    expect(full([10, 30, 30], { increasing: true }).satisfied).toBe(false);
    expect(full([10, 20, 30], { each: { max: 20 } }).satisfied).toBe(false);
  });
  it("bounds refuse a figure outside them, a relative spread too", () => {
    const dark = watch({ op: "capture", channel: "lux", max: 20, rel_sd_max: 5 });
    dark.see(make.board(1, { lux: 30 }), make.board(2, { lux: 30 }));
    expect(reason(take(dark, "noir", 3))).toContain("au plus 20\u00a0lx");
    dark.see(make.board(4, { lux: 10 }), make.board(5, { lux: 14 }));
    expect(reason(take(dark, "noir", 5))).toContain("instable");
  });
  it("a gate asks for a signal just before", () => {
    const watched = watch({
      op: "capture",
      channel: "rssi",
      gate: { event: "button-pressed", on: "carte", within: 5 },
    });
    watched.see(make.frame(1));
    expect(reason(take(watched, "ici", 2))).toContain("5\u00a0s");
    watched.see(make.press(3));
    expect(take(watched, "ici", 8)).toHaveProperty("capture");
  });
  it("stores the share of successful trials, and starts again", () => {
    const watched = watch({
      op: "capture",
      trials: { event: "tag-arrived", on: "lecteur", within: 3, n: 2 },
      stat: "mean",
      label_unit: "mm",
    });
    watched.act("trial-started", 0);
    watched.see(make.arrived(1, "a"));
    watched.act("trial-started", 10);
    expect(reason(take(watched, 10, 12))).toContain("1 essai,");
    watched.at(14);
    expect(take(watched, 10, 14)).toMatchObject({ capture: { channel: "trials", mean: 50, samples: 2 } });
    expect(reason(take(watched, 20, 15))).not.toBe("");
  });
  it("asks for each label of a list, in any order, and says which are missing", () => {
    const { expect_label: _, ...rest } = check;
    const watched = watch({ ...rest, labels: [0.5, 1, 2], min_samples: 5, label_tolerance: 0.01 });
    const capture = (label: number, from: number) => {
      watched.see(...frames(from, 10));
      return take(watched, label, from + 5);
    };
    expect(watched.at(0).why.fr).toContain("Il manque un relevé à 0,5, 1 et 2\u00a0m.");
    expect(reason(capture(3, 0))).toBe("Ici, on relève à 0,5, 1 ou 2\u00a0m\u00a0: écris un de ces nombres.");
    capture(2, 10);
    expect(watched.at(15).why.fr).toContain("Il manque un relevé à 0,5 et 1\u00a0m.");
    expect(watched.at(15).why.en).toContain("A capture is missing at 0.5 and 1\u00a0m.");
    capture(2, 20);
    capture(0.5, 30);
    expect(watched.at(35).satisfied).toBe(false);
    capture(1, 40);
    expect(watched.at(45).satisfied).toBe(true);
  });
  it("may store how many items came in a whole window, none being a count too", () => {
    const tally = { event: "tag-arrived", on: "lecteur" };
    const watched = watch({ op: "capture", tally, label_unit: "s", window: 10, labels: [1, 5] });
    watched.see(make.arrived(1, "a"), make.arrived(2, "b"));
    expect(watched.at(4).why.fr).toContain("2 en 4 sur 10\u00a0s.");
    expect(reason(take(watched, 1, 4))).toBe("Fenêtre trop courte\u00a0: 4\u00a0s, il en faut 10.");
    expect(take(watched, 1, 10)).toMatchObject({ capture: { channel: "tally", label: 1, median: 2 } });
    expect(reason(take(watched, 5, 15))).toContain("5\u00a0s, il en faut 10");
    expect(take(watched, 5, 20)).toMatchObject({ capture: { label: 5, median: 0, sources: ["simulated"] } });
    expect(watched.at(20).satisfied).toBe(true);
  });
});
