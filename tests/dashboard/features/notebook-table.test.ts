import { expect, test } from "vitest";
import { notebookTable } from "../../../dashboard/src/features/notebook/notebook-table.ts";

const time = "2026-01-01T10:00:00.000Z";
const notebook = {
  visitors: [
    {
      id: "visitor-0a1b2c",
      visits: [
        { time, stop: "Quai" },
        { time, stop: '=1+1, "phare"' },
      ],
    },
  ],
};

test("a pseudonym, a time and a stop a line, formulas defused", () => {
  expect(notebookTable(notebook, ["pseudonym", "time", "stop"], "en")).toBe(
    `pseudonym,time,stop\r\nvisitor-0a1b2c,${time},Quai\r\nvisitor-0a1b2c,${time},"'=1+1, ""phare"""\r\n`,
  );
});

test("spreadsheets in French get semicolons and the mark of UTF-8", () => {
  const text = notebookTable(notebook, ["pseudonyme", "heure", "halte"], "fr");
  expect(text.startsWith("\ufeffpseudonyme;heure;halte\r\n")).toBe(true);
});
