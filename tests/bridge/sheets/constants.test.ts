import { describe, expect, it } from "vitest";
import { putConstantsIn, putNumbersIn, readConstants } from "../../../bridge/sheets/constants.ts";
import { Problems } from "../../../bridge/sheets/problem.ts";

const yaml = `sources: {here: "measured here"}
constants:
  pause: {value: 2.50, unit: s, what: {fr: "une pause: courte", en: a pause}, source: here, status: chosen, checked_on: 2026-11-24}
  rumour: {value: 3, unit: m, what: {fr: on-dit, en: rumour}, source: here, status: unconfirmed}
`;
const place = { file: "a.md", line: 10 };
const constants = readConstants("constants.yaml", yaml, new Problems());

describe("constants", () => {
  it("keep the decimals they were written with", () => {
    expect(constants.get("pause")?.constant.printed).toEqual({ fr: "2,50\u00a0s", en: "2.50\u00a0s" });
    expect(constants.get("pause")?.constant.what.fr).toBe("une pause\u00a0: courte");
  });

  it("are printed in a text with their unit, alone, or as an example", () => {
    const problems = new Problems();
    const text = "Attends {{pause}}, soit {{ pause|value }}, {{exemple: 3 cm}}.";
    expect(putNumbersIn(text, "fr", place, constants, true, problems)).toBe(
      "Attends 2,50\u00a0s, soit 2,50, 3 cm.",
    );
    expect(problems.list).toEqual([]);
  });

  it("are refused in a text at the line where they stand", () => {
    const problems = new Problems();
    putNumbersIn("un\ndeux {{nowhere}}\n{{rumour}}\n{{pause|loud}}", "fr", place, constants, true, problems);
    expect(problems.list.map(({ rule, line }) => [rule, line])).toEqual([
      ["unknown-constant", 11],
      ["unconfirmed", 12],
      ["unknown-form", 13],
    ]);
  });

  it("may be unconfirmed in a draft", () => {
    const problems = new Problems();
    expect(putNumbersIn("{{rumour}}", "en", place, constants, false, problems)).toBe("3\u00a0m");
    expect(problems.list).toEqual([]);
  });

  it("become numbers in a condition, converted when asked, wherever they are", () => {
    const problems = new Problems();
    const context = { constants, published: true, problems, place: () => place };
    const { value, uses } = putConstantsIn(
      { op: "hold", for: "$pause", of: [{ max: "$pause:ms" }, "plain", 4] },
      ["check"],
      context,
    );
    expect(value).toEqual({ op: "hold", for: 2.5, of: [{ max: 2500 }, "plain", 4] });
    expect(uses).toEqual([
      { path: ["check", "for"], id: "pause", unit: "s" },
      { path: ["check", "of", 0, "max"], id: "pause", unit: "ms" },
    ]);
  });
});
