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

  it("may be words or a code, printed as they are and never compared with", () => {
    const problems = new Problems();
    const told = readConstants(
      "constants.yaml",
      `${yaml}  code: {text: {fr: "0x004C: le code", en: "0x004C"}, what: {fr: un code, en: a code}, source: here, status: chosen, checked_on: 2026-11-24}\n`,
      problems,
    );
    expect(putNumbersIn("{{code}} {{code|value}}", "fr", place, told, true, problems)).toBe(
      "0x004C\u00a0: le code 0x004C\u00a0: le code",
    );
    expect(problems.list).toEqual([]);
    putConstantsIn({ min: "$code" }, ["check"], {
      constants: told,
      published: true,
      problems,
      place: () => place,
    });
    expect(problems.list.map(({ rule, message }) => [rule, message.en])).toEqual([
      ["not-a-number", "“code” is told in words (0x004C): it is not a number to compare with"],
    ]);
  });
});

describe("a row that is wrong", () => {
  const good = {
    value: "2.5",
    unit: "s",
    what: "{fr: une pause, en: a pause}",
    source: "here",
    status: "chosen",
    checked_on: "2026-11-24",
  };
  const written = (changes: Readonly<Record<string, string | undefined>>) => {
    const fields = Object.entries({ ...good, ...changes })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}: ${value}`);
    return `sources: {here: "measured here"}
topics: {time: {fr: Temps, en: Time}}
constants:
  pause: {${fields.join(", ")}}
`;
  };

  it("is right before it is made wrong", () => {
    const problems = new Problems();
    const read = readConstants("constants.yaml", written({ topic: "time" }), problems);
    expect(read.get("pause")?.topic).toEqual({ id: "time", title: { fr: "Temps", en: "Time" } });
    expect(problems.list).toEqual([]);
  });

  it.each([
    [{ source: undefined }, "missing", /« source » manque/, /“source” is missing/],
    [{ source: "elsewhere" }, "unknown-source", /« elsewhere » n’existe pas/, /no source “elsewhere”/],
    [{ unit: "sec" }, "not-in-list", /"sec" n’est pas une valeur permise/, /"sec" is not an allowed value/],
    [{ unit: undefined }, "missing", /« unit » manque/, /“unit” is missing/],
    [{ value: ".nan" }, "not-finite", /NaN n’est pas un nombre/, /NaN is not a number/],
    [{ value: "-.inf" }, "not-finite", /-Infinity n’est pas/, /-Infinity is not/],
    [{ value: '"2,5"' }, "wrong-shape", /"2,5" n’a pas la forme/, /"2,5" does not have/],
    [{ what: "{fr: une pause}" }, "missing", /« what.en » manque/, /“what.en” is missing/],
    [{ topic: "tyme" }, "unknown-topic", /« tyme » n’existe pas/, /no topic “tyme”/],
    [{ status: "sure" }, "not-in-list", /"sure" n’est pas/, /"sure" is not/],
    [{ checked_on: undefined }, "missing", /quand on l’a vérifiée/, /when it was checked/],
    [{ checked_on: "yesterday" }, "wrong-shape", /"yesterday" n’a pas/, /"yesterday" does not/],
    [{ text: "{fr: long, en: long}" }, "unknown-key", /« value » n’existe pas ici/, /no key “value” here/],
  ] as const)("%j is refused with what to do, in both languages", (changes, rule, fr, en) => {
    const problems = new Problems();
    readConstants("constants.yaml", written(changes), problems);
    const found = problems.list.find((problem) => problem.rule === rule && fr.test(problem.message.fr));
    expect(problems.list, JSON.stringify(problems.list)).toContain(found);
    expect(found?.message.en).toMatch(en);
    expect(found?.remedy.fr).not.toBe("");
    expect(found?.remedy.en).not.toBe("");
    expect(found?.line).toBe(4);
  });
});
