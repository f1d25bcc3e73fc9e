// Content written in while the bench is open: seen at the next look, kept as it was while it is broken.
import path from "node:path";
import { describe, expect, it } from "vitest";
import { problemsOf } from "#contract/content-problems.ts";
import { openShelf } from "../../../bridge/sheets/shelf.ts";
import { type ContentCopy, copyContent } from "./content-copy.ts";

const inE01 = "f1-balise/e01-qui-est-la";

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
    const [problem] = problemsOf(shelf.problems(), "f1-balise").filter(
      ({ severity }) => severity === "error",
    );
    expect(problem).toMatchObject({ file: "f1-balise/sheet.yaml", severity: "error" });
    expect(problem?.message.fr).not.toBe(problem?.message.en);
    expect(problemsOf(shelf.problems(), "f2-rfid-nfc")).toEqual([]);
    await content.replace("f1-balise/sheet.yaml", "role: lien", "role: link");
    await shelf.refresh();
    expect(problemsOf(shelf.problems(), "f1-balise")).toEqual([]);
  });

  it.each([
    { what: "a missing language", break_: ({ remove }: ContentCopy) => remove(`${inE01}/en.md`) },
    {
      what: "an unknown operator",
      break_: ({ replace }: ContentCopy) => replace(`${inE01}/experiment.yaml`, "op: seen", "op: vu"),
    },
    {
      what: "a condition on a device nobody named",
      break_: ({ replace }: ContentCopy) =>
        replace(`${inE01}/experiment.yaml`, "op: seen, on: balise", "op: seen, on: phare"),
    },
  ])("tells its author of $what, where the experiment stands as it was", async ({ break_ }) => {
    const { content, shelf, experiment } = await open();
    await using _ = content;
    await break_(content);
    await shelf.refresh();
    expect(experiment()).toBeDefined();
    const errors = problemsOf(shelf.problems(), "e01-qui-est-la").filter(
      ({ severity }) => severity === "error",
    );
    expect(errors.length).toBeGreaterThan(0);
    for (const { file: where, message, remedy } of errors) {
      expect(where).toMatch(/^f1-balise\/e01-qui-est-la\//);
      for (const words of [message, remedy]) expect(words.fr).not.toBe(words.en);
    }
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
