// Looking for words in the real content, as people type them.
import { describe, expect, it } from "vitest";
import { loadSheets } from "../../../../bridge/sheets/loader.ts";
import { createFinder, plainWord } from "../../../../dashboard/src/features/library/finder.ts";
import { contentFolder } from "../../../bridge/sheets/content-copy.ts";

const { sheets, experiments } = await loadSheets({ folder: contentFolder });
const finder = createFinder(sheets, experiments, { reader: "Lecteur RFID" });
const find = (words: string) => [...finder.find(words)];

describe("the finder", () => {
  it.each([
    ["étiquette", "f2-rfid-nfc"],
    ["etiquette", "f2-rfid-nfc"],
    ["ETIQUETE", "f2-rfid-nfc"],
    ["tag", "f2-rfid-nfc"],
    ["étiq", "f2-rfid-nfc"],
    ["E05", "e05-lire-sans-toucher"],
    ["e05", "e05-lire-sans-toucher"],
    ["balize", "f1-balise"],
    ["bluetoth", "f1-balise"],
    ["lire sans toucher", "e05-lire-sans-toucher"],
    ["un objet sans pile", "f2-rfid-nfc"],
  ])("finds %j", (words, id) => {
    expect(find(words)).toContain(id);
  });

  it("wants every word where it can have them", () => {
    expect(find("lire sans toucher")).not.toContain("f1-balise");
  });

  it("finds what answers best to a sentence whose words are not all there", () => {
    expect(find("comment fait-on pour lire un objet sans pile dans un placard")).toContain("f2-rfid-nfc");
  });

  it("finds nothing for what is nowhere, and everything for no word at all", () => {
    expect(find("zzzzzzzz")).toEqual([]);
    expect(find(" ?! ")).toHaveLength(sheets.length + experiments.length);
  });

  it("takes anything that is typed", () => {
    for (const text of ["*", "a".repeat(100), "\u0000", "{{id}}", "(", "🎈", "́"])
      expect(() => find(text)).not.toThrow();
  });

  it("reads words without their accents, ligatures and capitals", () => {
    expect(plainWord("Œuvre")).toBe("oeuvre");
    expect(plainWord("ÉTÉ")).toBe("ete");
  });
});
