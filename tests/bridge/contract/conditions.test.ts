// The language of conditions: closed, strict, three combinators deep, and rich enough for the experiments planned.
import { describe, expect, it } from "vitest";
import { checkSchema, combinatorNames, operatorNames, ops } from "#contract/conditions.ts";

const accepts = (check: unknown) => checkSchema.safeParse(check).success;

describe("checks", () => {
  it("are made of seventeen operators and four combinators", () => {
    expect(operatorNames).toHaveLength(17);
    expect(combinatorNames).toHaveLength(4);
    expect(ops).toHaveLength(21);
  });
  it("refuse an unknown operator, an unknown key, an unknown event", () => {
    expect(accepts({ op: "cuont", event: "tag-arrived" })).toBe(false);
    expect(accepts({ op: "count", event: "tag-arrived", mim: 2 })).toBe(false);
    expect(accepts({ op: "count", event: "tag.enter" })).toBe(false);
    expect(accepts({ op: "silence", on: "balise" })).toBe(false);
    expect(accepts({ op: "answer", correct: { fcat: "minor", of: "balise" } })).toBe(false);
    expect(accepts("seen")).toBe(false);
  });
  it("refuse an unresolved constant and a time that is not above zero", () => {
    expect(accepts({ op: "seen", on: "balise", within: "$e01-seen-within" })).toBe(false);
    expect(accepts({ op: "seen", on: "balise", within: 0 })).toBe(false);
  });
  it("nest three deep and no deeper", () => {
    const leaf = { op: "confirm" };
    const nested = (depth: number): object => (depth === 0 ? leaf : { op: "all", of: [nested(depth - 1)] });
    expect(accepts(nested(3))).toBe(true);
    expect(accepts(nested(4))).toBe(false);
  });
  it("fill in what is usual", () => {
    expect(checkSchema.parse({ op: "hold", channel: "knob", min: 47, for: 5 })).toMatchObject({
      allow_dropouts: 0.1,
      max_gap: 2,
    });
  });
});

describe("what the experiments planned ask for", () => {
  const lux = "lux";
  const needs: Record<string, unknown> = {
    "E02 attenuation": { op: "delta", a: { label: "libre" }, b: { label: "corps" }, stat: "median", min: 4 },
    "E03 factor": {
      op: "answer",
      correct: {
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
      },
      tolerance: { percent: 15 },
    },
    "E04 thresholds": {
      op: "answer",
      require: [{ value: { calc: "subtract", of: [{ answer: "entrer" }, { answer: "sortir" }] }, min: 3 }],
    },
    "E04 transitions": {
      op: "any",
      of: [
        { op: "count", event: "zone-entered", on: "balise", min: 3 },
        { op: "count", event: "beacon-moved", on: "balise", min: 6, max: 8 },
      ],
    },
    "E04 delay": {
      op: "latency",
      from: { event: "mark-placed", where: { name: "jy-suis" } },
      to: { event: "zone-entered" },
      max: 5,
      n: 3,
    },
    "E06 edge": {
      op: "answer",
      require: [{ value: { labelled: { answer: "bord" }, stat: "mean" }, min: 20, max: 80 }],
    },
    "E06 beyond": { op: "ratio", event: "tag-arrived", on: "lecteur", within: 5, n: 5, max: 1 },
    "E08 three stations": {
      op: "sequence",
      items: ["A", "B", "C"],
      event: "tag-arrived",
      field: "device",
      same: "tag.id",
      within: 300,
    },
    "E08 written": {
      op: "count",
      event: "reading-taken",
      where: { "facts.text": { equals: { event: "reading-taken", field: "facts.written" } } },
    },
    "E08 purge": { op: "distinct", event: "tag-arrived", field: "tag.id", max: 0, since: { mark: "purge" } },
    "E09 places": { op: "capture", channel: lux, count: 3, some: [{ max: 80 }, { min: 200 }] },
    "E10 law": {
      op: "fit",
      model: "power",
      baseline: { capture: { label: "noir" } },
      slope_between: [-2.4, -1.6],
      r2_min: 0.97,
    },
    "E11 error": { op: "stat", channel: "error", stat: "mean", window: 5, minus: 50, absolute: true, max: 1 },
    "E11 scarf": {
      op: "any",
      of: [
        { op: "delta", a: "tourne", b: "droit", stat: "sd", form: "ratio", min: 3 },
        { op: "stat", channel: "distance", stat: "dropout", expected_rate: 10, window: 10, min: 20 },
      ],
    },
    "E12 still": { op: "count", event: "button-released", min: 1, during: "je-suis-la" },
    "E14 bounce": {
      op: "stat",
      items: { event: "button-pressed", on: "carte" },
      stat: "max_gap",
      burst: 0.2,
      window: 10,
      max: 0.02,
    },
    "E14 exact": {
      op: "count",
      event: "button-pressed",
      min: 10,
      max: 10,
      since: { mark: "depart" },
      settle: 3,
    },
    "E15 sweep": {
      op: "all",
      of: [
        { op: "stat", channel: "knob", stat: "min", window: 30, max: 5 },
        { op: "stat", channel: "knob", stat: "max", window: 30, min: 95 },
      ],
    },
    "E16 aliasing": { op: "not", of: { op: "period", channel: "pull", min: 0.45, max: 0.55 } },
    "E17 gate": {
      op: "capture",
      channel: lux,
      count: 3,
      gate: { event: "reading-taken", within: 20 },
    },
    "E17 rule of ten": { op: "fit", model: "linear0", slope_between: [5, 25], min_points: 3 },
    "E23 growing": { op: "capture", channel: lux, count: 3, increasing: true },
    "E25 follows": {
      op: "stat",
      channel: "distance",
      with: "angle",
      stat: "corr",
      window: 30,
      min: 0.9,
      absolute: true,
    },
    "E28 card": { op: "count", event: "note-added", where: { lines: { min: 5 } }, min: 1 },
  };
  it.each(Object.entries(needs))("%s can be written", (_, check) => {
    const parsed = checkSchema.safeParse(check);
    expect(parsed.error?.issues ?? []).toEqual([]);
  });
});
