// The operator `answer`, case by case.
import { describe, expect, it } from "vitest";

import { make, storedCapture, watch } from "../../../helpers/experiment-bench.ts";

const given = (
  check: object,
  value: string | number,
  prepare?: (watched: ReturnType<typeof watch>) => void,
) => {
  const watched = watch({ op: "answer", ...check });
  prepare?.(watched);
  watched.answers.set("step", value);
  return watched.act("answer-given", 1, { step: "step", value });
};

describe("answer", () => {
  it("awaits an answer first", () => {
    const result = watch({ op: "answer", correct: 5 }).at(1);
    expect(result.satisfied).toBe(false);
    expect(result.answerCorrect).toBeUndefined();
  });
  it("simply given is enough without a right value, and rests on a person", () => {
    const result = given({}, "peut-être");
    expect(result.satisfied).toBe(true);
    expect(result.confirmedBy).toBe("participant");
    expect(result.answerCorrect).toBeUndefined();
  });
  it("tolerates a percentage, edges inside, decimal comma welcome", () => {
    const check = { correct: 4.9, tolerance: { percent: 5 }, unit: "mV" };
    expect(given(check, "4,88 mV").satisfied).toBe(true);
    expect(given(check, 4.655).satisfied).toBe(true);
    expect(given(check, 5.145).satisfied).toBe(true);
    expect(given(check, 5.15).satisfied).toBe(false);
  });
  it("tolerates an absolute difference, or none", () => {
    expect(given({ correct: 10, tolerance: { absolute: 2 } }, 12).satisfied).toBe(true);
    expect(given({ correct: 10, tolerance: { absolute: 2 } }, 12.1).satisfied).toBe(false);
    expect(given({ correct: 2 }, "2,0").satisfied).toBe(true);
    expect(given({ correct: 2 }, 2.1).satisfied).toBe(false);
  });
  it("a wrong answer says so without telling the right one", () => {
    const result = given({ correct: 124000, tolerance: { percent: 1 } }, "12");
    expect(result.answerCorrect).toBe(false);
    expect(result.why.fr).toContain("«\u00a012\u00a0»");
    expect(result.why.fr).not.toContain("124");
  });
  it("texts may differ by case, accents and spaces; several may be right", () => {
    expect(given({ correct: "Énergie bleue" }, "  energie   BLEUE").satisfied).toBe(true);
    expect(given({ correct: ["égal", "equal"] }, "EQUAL").satisfied).toBe(true);
    expect(given({ correct: ["égal", "equal"] }, "plus").satisfied).toBe(false);
  });
  it("is checked against a fact of the device", () => {
    const check = {
      correct: [
        { fact: "minor", of: "balise" },
        { fact: "instance", of: "balise" },
      ],
    };
    const beacon = (watched: ReturnType<typeof watch>) => {
      watched.facts.balise = { major: "1", minor: "101" };
      watched.see(make.frame(0.5));
    };
    const right = given(check, " 101 ", beacon);
    expect(right.satisfied).toBe(true);
    expect(right.sources).toContain("simulated");
    expect(given(check, "102", beacon).answerCorrect).toBe(false);
    const unknown = given({ correct: { fact: "minor", of: "balise" } }, "101");
    expect(unknown.satisfied).toBe(false);
    expect(unknown.answerCorrect).toBeUndefined();
    expect(unknown.why.fr).toContain("«\u00a0Balise dans le groupe\u00a0»");
  });
  it("may be several things beside each other, whatever stands between them", () => {
    const watched = watch({
      op: "answer",
      correct: [
        {
          join: [
            { fact: "major", of: "balise" },
            { fact: "minor", of: "balise" },
          ],
        },
        { fact: "mac", of: "balise", default: "" },
      ],
    });
    watched.facts.balise = { major: "1", minor: "7" };
    const accepted = (answer: string) => {
      watched.answers.set("step", answer);
      return watched.at(1).satisfied;
    };
    expect(["1/7", "1 / 7", "1, 7", "1-7", " 1 7 "].map(accepted)).toEqual(Array(5).fill(true));
    expect(["7", "1", "7/1", "17", "1/7/0", "/"].map(accepted)).toEqual(Array(6).fill(false));
    // A beacon without these numbers is judged by what it has instead.
    watched.facts.balise = { mac: "c2:6f" };
    expect(["1/7", "C2:6F"].map(accepted)).toEqual([false, true]);
  });

  it("is checked against a fit: 10^(σ/(10n)) within 15 %", () => {
    const correct = {
      calc: "power",
      of: [
        10,
        {
          calc: "divide",
          of: [
            { fit: "loi", figure: "residual" },
            { fit: "loi", figure: "n", times: 10 },
          ],
        },
      ],
    };
    const fitted = (watched: ReturnType<typeof watch>) =>
      watched.context.setFit("loi", {
        model: "logdistance",
        slope: 2,
        intercept: -50,
        r2: 1,
        residual: 4,
        slopeError: 0,
        interceptError: 0,
        points: 4,
      });
    expect(given({ correct, tolerance: { percent: 15 } }, 1.6, fitted).satisfied).toBe(true);
    expect(given({ correct, tolerance: { percent: 15 } }, 2, fitted).satisfied).toBe(false);
    expect(given({ correct }, 1.6).ready).toBe(false);
  });
  it("may have to relate to another answer", () => {
    const check = {
      require: [
        { value: { calc: "subtract", of: [{ answer: "entrer" }, { answer: "step" }] }, min: 3, unit: "dB" },
      ],
    };
    const enter = (watched: ReturnType<typeof watch>) => watched.answers.set("entrer", -60);
    expect(given(check, -63, enter).satisfied).toBe(true);
    expect(given(check, "-62", enter).why.fr).toContain("2\u00a0dB; il faut au moins 3\u00a0dB");
    expect(given(check, -63).ready).toBe(false);
  });
  it("is accepted where the measured success lies between bounds, between two labels too", () => {
    const check = { require: [{ value: { labelled: { answer: "step" }, stat: "mean" }, min: 20, max: 80 }] };
    const measured = (watched: ReturnType<typeof watch>) =>
      watched.captures.push(
        storedCapture({ label: 30, median: 100 }),
        storedCapture({ label: 40, median: 0 }),
      );
    expect(given(check, 35, measured).satisfied).toBe(true);
    expect(given(check, 31, measured).satisfied).toBe(false);
    expect(given(check, 90, measured).ready).toBe(false);
  });
  it("is checked against the last item heard", () => {
    const check = {
      correct: { event: "tag-left", field: "durationMs", times: 0.001 },
      tolerance: { percent: 20 },
    };
    const held = (watched: ReturnType<typeof watch>) => watched.see(make.left(0.5, "a", 5000));
    expect(given(check, 6, held).satisfied).toBe(true);
    expect(given(check, 6.1, held).satisfied).toBe(false);
  });
});
