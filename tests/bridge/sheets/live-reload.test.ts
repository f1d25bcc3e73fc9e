// Content written in while the bench is open: seen at the next look, kept as it was while it is broken.
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openShelf } from "../../../bridge/sheets/shelf.ts";
import { copyContent } from "./content-copy.ts";

async function open() {
  const content = await copyContent();
  let changes = 0;
  const shelf = await openShelf({ folder: content.folder, own: path.join(content.folder, "none") }, () => {
    changes += 1;
  });
  const sheet = () => shelf.sheets.find(({ id }) => id === "f1-balise");
  const experiment = () => shelf.experiments.find(({ id }) => id === "e01-qui-est-la");
  return { content, shelf, sheet, experiment, changes: () => changes };
}

describe("content that is being written", () => {
  it("is seen at the next look, and read once for everybody who looks", async () => {
    const { content, shelf, sheet, experiment, changes } = await open();
    await using _ = content;
    await shelf.refresh();
    expect(changes()).toBe(0);
    await content.replace("f1-balise/fr.md", /^# .*$/m, "# La balise qui parle");
    await content.replace("f1-balise/e01-qui-est-la/en.md", /^# .*$/m, "# Who is it, really?");
    await Promise.all([shelf.refresh(), shelf.refresh(), shelf.refresh()]);
    expect(changes()).toBe(1);
    expect(sheet()?.title.fr).toBe("La balise qui parle");
    expect(experiment()?.title.en).toBe("Who is it, really?");
  });

  it("stays as it was while a sheet is broken", async () => {
    const { content, shelf, sheet } = await open();
    await using _ = content;
    const before = sheet();
    await content.replace("f1-balise/sheet.yaml", "role: link", "role: lien");
    await shelf.refresh();
    expect(sheet()).toEqual(before);
  });

  it("keeps the steps that runs are made of until the next start", async () => {
    const { content, shelf, experiment } = await open();
    await using _ = content;
    const steps = experiment()?.steps.map(({ id }) => id);
    for (const file of ["experiment.yaml", "fr.md", "en.md", "scenarios.yaml"])
      await content.replace(
        `f1-balise/e01-qui-est-la/${file}`,
        /\bcadence\b(?!:)|\bcadence(?=:)/g,
        "cadencer",
      );
    await shelf.refresh();
    expect(experiment()?.steps.map(({ id }) => id)).toEqual(steps);
  });
});
