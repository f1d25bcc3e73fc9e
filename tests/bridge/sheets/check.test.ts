import { describe, expect, it } from "vitest";
import { checkSheets } from "../../../bridge/sheets/check.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { contentFolder, copyContent } from "./content-copy.ts";

describe("the check of sheets", () => {
  it("ends well on the real content and counts it", async () => {
    const said: string[] = [];
    expect(await checkSheets(contentFolder, "en", (text) => said.push(text))).toBe(0);
    const { sheets, experiments } = await loadSheets({ folder: contentFolder });
    expect(said).toEqual([`${sheets.length} sheet(s), ${experiments.length} experiment(s), 0 problem(s)`]);
  });

  it("says where, what and what to do, in the language asked for", async () => {
    await using content = await copyContent();
    await content.replace("f1-balise/sheet.yaml", "role: link", "role: lien");
    const said: string[] = [];
    expect(await checkSheets(content.folder, "fr", (text) => said.push(text))).toBe(1);
    expect(said[0]).toBe(
      'f1-balise/sheet.yaml:6 (role)\n  erreur — "lien" n’est pas une valeur permise\n  → Voulais-tu dire « link »? Écris une de ces valeurs : energy, input, output, link.',
    );
  });
});
