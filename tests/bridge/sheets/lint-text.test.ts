import { describe, expect, it } from "vitest";
import { countWords, lintDrawnText, lintImage, lintText } from "../../../bridge/sheets/lint-text.ts";
import { Problems } from "../../../bridge/sheets/problem.ts";

const known = {
  sheets: new Set(["f1-balise"]),
  experiments: new Set(["e01-qui-est-la"]),
  images: new Map([["a.svg", undefined]]),
};
const rulesOf = (text: string) => {
  const problems = new Problems();
  lintText(text, "fr", { file: "a.md", line: 1 }, known, problems);
  return problems.list.map(({ rule }) => rule);
};

describe("bare figures", () => {
  it.each([
    "à 3 m du mur",
    "3,5 V",
    "72 %",
    "10 ms",
    "115 200 bauds",
    "5 mètres",
    "2 secondes",
    "10 fois par seconde",
    "21 °C",
    "4.7 kΩ",
  ])("“%s” is found", (text) => {
    expect(rulesOf(text)).toEqual(["bare-figure"]);
  });

  it.each([
    "3 étiquettes",
    "E05",
    "F1",
    "1/(r² + d²)^1,5",
    "{{pause}} et {{exemple: 3 m}}",
    "log₁₀(d)",
    "broche 13",
    "`5 V`",
    "deux mètres",
    "ESP32",
  ])("“%s” is left alone", (text) => {
    expect(rulesOf(text)).toEqual([]);
  });
});

describe("links and pictures", () => {
  it.each([
    ["[ici](/fiches/f1-balise)", []],
    ["[ici](/experiences/e01-qui-est-la)", []],
    ["[le kit](/kit)", []],
    ["[ailleurs](https://labo.example)", []],
    ["[rien](/fiches/f9)", ["broken-link"]],
    ["[plié](/fiches/f1-balise#avance)", []],
    ["[ailleurs](/fiches/f1-balise#comment)", ["broken-link"]],
    ["[sans pli](/experiences/e01-qui-est-la#expert)", ["broken-link"]],
    ["[piège](javascript:alert(1))", ["broken-link"]],
    ["[clair](http://labo.example)", ["broken-link"]],
    ["![une balise qui parle](images/a.svg)", []],
    ["![une balise qui parle](../images/a.svg)", []],
    ["![court](images/a.svg)", ["missing-alt"]],
    ["![une balise qui parle](https://labo.example/a.svg)", ["missing-image"]],
  ])("%s gives %j", (text, rules) => {
    expect(rulesOf(text)).toEqual(rules);
  });
});

describe("a picture", () => {
  const check = (svg: string) => {
    const problems = new Problems();
    lintImage("a.svg", svg, problems);
    return problems.list.length;
  };
  it.each([
    ['<svg viewBox="0 0 1 1"><image href="https://labo.example/x"/></svg>'],
    ['<svg viewBox="0 0 1 1" onload="x()"></svg>'],
    ['<svg viewBox="0 0 1 1"><style>@import "x"</style></svg>'],
    ['<svg viewBox="0 0 1 1"><rect fill="url(https://labo.example/#a)"/></svg>'],
    ["<svg></svg>"],
    [`<svg viewBox="0 0 1 1">${" ".repeat(100_001)}</svg>`],
  ])("is refused when it reaches out or has no size", (svg) => {
    expect(check(svg)).toBeGreaterThan(0);
  });

  it("may refer to itself", () => {
    expect(check('<svg viewBox="0 0 1 1"><use href="#a"/><rect fill="url(#b)"/></svg>')).toBe(0);
  });
});

it.each([
  ["<text x='1'>à 3 m</text>", 1],
  ["<text x='1'>à <tspan>3 m</tspan></text>", 1],
  ["<text><tspan>{{pause}}</tspan> du mur</text>", 0],
])("a figure drawn by hand in %s is found %i time", (svg, times) => {
  const problems = new Problems();
  lintDrawnText("a.svg", `<svg>\n${svg}</svg>`, problems);
  expect(problems.list.map(({ rule, line }) => [rule, line])).toEqual(
    Array.from({ length: times }, () => ["bare-figure", 2]),
  );
});

it("counts words, not marks, pictures or numbers' names", () => {
  expect(countWords("**Un** mot : {{une-constante}} — ![deux mots](images/a.svg) fin.")).toBe(4);
});
