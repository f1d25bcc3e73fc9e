// Every error is documented, in both languages, and the page says nothing else.
// After a change of the table: LABO_UPDATE=1 npm test -- tests/repository/errors.test.ts
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type ErrorCode, errorTable, LaboError, problemFor } from "../../bridge/errors.ts";

const page = fileURLToPath(new URL("../../bridge/ERRORS.md", import.meta.url));
const codes = Object.keys(errorTable).sort() as ErrorCode[];

function written(): string {
  const rows = codes.map((code) => {
    const { status, message, remedy } = errorTable[code];
    return `| \`${code}\` | ${status} | ${message.fr}<br>${message.en} | ${remedy.fr}<br>${remedy.en} |`;
  });
  return [
    "# Errors",
    "",
    "Written from `bridge/errors.ts` and `bridge/errors/` by `tests/repository/errors.test.ts`; not to be edited by hand.",
    "",
    "| code | HTTP | meaning | what to do |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

describe("the errors", () => {
  it("are all documented as they are", () => {
    if (process.env.LABO_UPDATE === "1") writeFileSync(page, written());
    expect(readFileSync(page, "utf8")).toBe(written());
  });

  it.each(codes)("%s says what happened and what to do, in both languages", (code) => {
    for (const words of [errorTable[code].message, errorTable[code].remedy]) {
      expect(words.fr.length).toBeGreaterThan(9);
      expect(words.en.length).toBeGreaterThan(9);
      // Québec typography: no space before ; ! ?, a no-break space before a colon.
      expect(words.fr).not.toMatch(/\s[;!?]|[^\u00a0\d]:\s/);
    }
  });

  it("carry their code, details and cause", () => {
    const cause = new Error("why");
    const error = new LaboError("NOT_FOUND", ["device x"], cause);
    expect(error.status).toBe(404);
    expect(error.cause).toBe(cause);
    expect(error.toProblem()).toEqual(problemFor("NOT_FOUND", ["device x"]));
  });

  it("bound their details", () => {
    const { details } = problemFor(
      "REQUEST_INVALID",
      Array.from({ length: 80 }, () => "d".repeat(900)),
    );
    expect(details).toHaveLength(50);
    expect(details?.every((detail) => detail.length <= 300)).toBe(true);
  });
});
