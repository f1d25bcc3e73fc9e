import { describe, expect, it } from "vitest";
import type { ListedNumber, Numbers } from "#contract/numbers.ts";
import {
  askedForAll,
  byTopic,
  plain,
  usesIn,
} from "../../../dashboard/src/features/numbers/numbers-model.ts";

const number = (id: string, more: Partial<ListedNumber> = {}): ListedNumber => ({
  id,
  printed: { fr: "−59\u00a0dBm", en: "−59\u00a0dBm" },
  what: { fr: "étiquette d’un bâton", en: "tag of a stick" },
  source: { fr: "NXP, fiche", en: "NXP, datasheet" },
  status: "published",
  checkedOn: "2026-11-26",
  topic: "tags",
  uses: [],
  ...more,
});
const list: Numbers = {
  topics: [
    { id: "light", title: { fr: "Lumière", en: "Light" } },
    { id: "tags", title: { fr: "Étiquettes", en: "Tags" } },
    { id: "empty", title: { fr: "Rien", en: "Nothing" } },
  ],
  numbers: [
    number("tag-power", { uses: [{ kind: "experiment", id: "e05-lire", number: "E05" }] }),
    number("ldr-gamma", {
      topic: "light",
      what: { fr: "exposant", en: "exponent" },
      uses: [
        { kind: "kit", id: "kit", number: "" },
        { kind: "sheet", id: "f3-capteurs", number: "F3" },
      ],
    }),
    number("rumour", { status: "unconfirmed", uses: [{ kind: "sheet", id: "f2-rfid", number: "F2" }] }),
  ],
};
const found = (asked: Partial<typeof askedForAll>, language: "fr" | "en" = "fr") =>
  byTopic(list, { ...askedForAll, ...asked }, language).flatMap(({ numbers }) => numbers.map(({ id }) => id));

describe("the list of numbers", () => {
  it("is grouped by topic, those with nothing to show left out", () => {
    expect(byTopic(list, askedForAll, "fr").map(({ topic }) => topic.id)).toEqual(["light", "tags"]);
  });

  it.each([
    ["Etiquette D'UN baton", ["tag-power", "rumour"]],
    ["-59 dbm exposant", ["ldr-gamma"]],
    ["e05", ["tag-power"]],
    ["gamma", ["ldr-gamma"]],
    ["tag of", []],
    ["  ", ["ldr-gamma", "tag-power", "rumour"]],
  ])("is searched without accents, capitals or order: %j", (words, ids) => {
    expect(found({ words })).toEqual(ids);
  });

  it("is searched in the language of the page", () => {
    expect(found({ words: "stick tag" }, "en")).toEqual(["tag-power", "rumour"]);
  });

  it("is narrowed by topic, status and what uses a number", () => {
    expect(found({ topic: "light" })).toEqual(["ldr-gamma"]);
    expect(found({ status: "unconfirmed" })).toEqual(["rumour"]);
    expect(found({ use: "kit" })).toEqual(["ldr-gamma"]);
    expect(found({ use: "kit", topic: "tags" })).toEqual([]);
  });

  it("names once what uses numbers: sheets, experiments, the kit", () => {
    expect(usesIn([...list.numbers, ...list.numbers]).map(({ id }) => id)).toEqual([
      "f2-rfid",
      "f3-capteurs",
      "e05-lire",
      "kit",
    ]);
  });

  it("reads a text as people type it", () => {
    expect(plain("L’É\u00a0\u2212")).toBe("l'e -");
  });
});
