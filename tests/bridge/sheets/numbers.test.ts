import { describe, expect, it } from "vitest";
import { numbersSchema } from "#contract/numbers.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { listNumbers } from "../../../bridge/sheets/numbers.ts";
import { contentFolder } from "./content-copy.ts";

const loaded = await loadSheets({ folder: contentFolder });
const list = listNumbers(loaded, ["ldr-gamma", "tag-tap"]);
const find = (id: string) => list.numbers.find((number) => number.id === id);

describe("the list of numbers", () => {
  it("is every constant of the file, once, with its topic, as the contract has it", () => {
    expect(numbersSchema.parse(list)).toEqual(list);
    expect(list.numbers.map(({ id }) => id)).toEqual([...loaded.constants.keys()]);
    const topics = list.topics.map(({ id }) => id);
    expect(new Set(topics).size).toBe(topics.length);
    for (const { topic } of list.numbers) expect(topics).toContain(topic);
  });

  it("prints no figure that is not confirmed, and says where to confirm it", () => {
    for (const { id, status, printed } of list.numbers)
      expect(printed === undefined, id).toBe(status === "unconfirmed");
    expect(find("body-attenuation-low")).toMatchObject({
      source: { en: expect.stringMatching(/^to confirm/) },
    });
  });

  it("says what uses each: texts, tables, drawings and conditions of sheets and experiments, and the kit", () => {
    expect(find("ldr-gamma")?.uses).toContainEqual({ kind: "kit", id: "kit", number: "" });
    expect(find("beacon-power-common")?.uses).toContainEqual({
      kind: "sheet",
      id: "f1-balise",
      number: "F1",
    });
    expect(find("e05-hold-min")?.uses).toEqual([
      { kind: "experiment", id: "e05-lire-sans-toucher", number: "E05" },
    ]);
    expect(find("capsule-total")?.uses).toEqual([]);
  });

  it("has in it, of what content uses, nothing that may not be printed", () => {
    for (const { id, status, uses } of list.numbers)
      if (status === "unconfirmed") expect(uses, id).toEqual([]);
  });
});
