// The operator `ratio`, case by case.
import { describe, expect, it } from "vitest";

import { make, watch } from "../../../helpers/experiment-bench.ts";

describe("ratio", () => {
  const check = { op: "ratio", event: "tag-arrived", on: "lecteur", within: 5, n: 3, min: 2 };
  const trials = (watched: ReturnType<typeof watch>, successes: readonly boolean[]) => {
    successes.forEach((success, i) => {
      watched.act("trial-started", i * 10);
      if (success) watched.see(make.arrived(i * 10 + 1, "a"));
      watched.at(i * 10 + 6);
    });
    return watched.at(successes.length * 10);
  };
  it("does not count a success without a trial, and says how to start one", () => {
    const result = watch(check).see(make.arrived(1, "a"), make.arrived(2, "a"), make.arrived(3, "a"));
    expect(result.figures.trials).toBe(0);
    expect(result.refusals[0]?.fr).toContain("bouton d’essai");
  });
  it("asks for trials alone where any count will do", () => {
    const result = trials(watch({ ...check, min: 0 }), [false, true]);
    expect(result.why.fr).toBe("2 essais sur 3, dont 1 réussi. Chacun compte, réussi ou pas.");
    expect(result.why.en).toBe("2 of 3 trials, 1 of them successful. Each one counts, either way.");
  });
  it("holds with enough successes in n trials", () => {
    const result = trials(watch(check), [true, false, true]);
    expect(result.satisfied).toBe(true);
    expect(result.why.fr).toContain("2/3");
  });
  it("waits for all n trials, even when enough succeeded", () =>
    expect(trials(watch(check), [true, true]).satisfied).toBe(false));
  it("does not hold with too few, until the last n are good", () => {
    const watched = watch(check);
    expect(trials(watched, [false, false, true]).satisfied).toBe(false);
    watched.act("trial-started", 40);
    expect(watched.see(make.arrived(41, "a")).satisfied).toBe(true);
  });
  it("a late success fails the trial, one at the limit does not", () => {
    const late = watch(check);
    late.act("trial-started", 0);
    expect(late.see(make.arrived(5.1, "a")).figures).toMatchObject({ trials: 1, successes: 0 });
    const timely = watch(check);
    timely.act("trial-started", 0);
    expect(timely.see(make.arrived(5, "a")).figures).toMatchObject({ trials: 1, successes: 1 });
  });
  it("counts a second success of one trial once, and duplicates never", () => {
    const watched = watch(check);
    watched.act("trial-started", 0);
    const one = make.arrived(1, "a");
    expect(watched.see(one, one, make.arrived(2, "a")).figures).toMatchObject({ trials: 1, successes: 1 });
  });
  it("a trial ended by hand failed; it says whether one is running", () => {
    const watched = watch(check);
    expect(watched.act("trial-started", 0).trialRunning).toBe(true);
    const ended = watched.act("trial-ended", 1);
    expect(ended.trialRunning).toBe(false);
    expect(ended.figures).toMatchObject({ trials: 1, successes: 0 });
  });
  it("trials in which nothing came rest on the device that said nothing, and say what it is", () => {
    const beyond = { ...check, min: undefined, max: 0 };
    expect(trials(watch(beyond), [false, false, false]).sources).toEqual(["simulated", "manual"]);
  });
  it("may ask for few successes instead", () => {
    const beyond = { ...check, min: undefined, max: 1 };
    expect(trials(watch(beyond), [false, false, true]).satisfied).toBe(true);
    expect(trials(watch(beyond), [true, false, true]).satisfied).toBe(false);
  });
});
