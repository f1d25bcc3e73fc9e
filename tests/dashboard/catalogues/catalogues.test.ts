import { createIntl } from "react-intl";
import { describe, expect, it } from "vitest";
import { en } from "../../../dashboard/src/catalogues/en.ts";
import { fr } from "../../../dashboard/src/catalogues/fr.ts";

const french: Record<string, string> = fr;
const english: Record<string, string> = en;
const keys = Object.keys(french);
const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)(?=[},])/g)].map(([, name]) => name ?? "").sort();
const unique = (names: string[]) => [...new Set(names)];
const sample = (text: string, count: number) =>
  Object.fromEntries(placeholders(text).map((name) => [name, count]));

describe("the catalogues", () => {
  it("have the same keys, none empty", () => {
    expect(Object.keys(english).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([french[key], english[key]], key).not.toContain("");
  });

  it("use the same values in both languages", () => {
    for (const key of keys) {
      expect(unique(placeholders(english[key] ?? "")), key).toEqual(unique(placeholders(french[key] ?? "")));
    }
  });

  it.each([
    ["fr-CA", french],
    ["en-CA", english],
  ] as const)("are valid ICU messages that leave no brace behind in %s", (locale, messages) => {
    const errors: string[] = [];
    const intl = createIntl({ locale, messages, onError: (error) => errors.push(error.message) });
    for (const [id, text] of Object.entries(messages)) {
      for (const count of [0, 1, 2]) {
        expect(intl.formatMessage({ id }, sample(text, count)), id).not.toMatch(/[{}]/);
      }
    }
    expect(errors).toEqual([]);
  });

  it("follow Quebec typography in French: a no-break space before the colon, none before ; ! ?", () => {
    for (const [id, text] of Object.entries(french)) {
      expect(text, id).not.toMatch(/[\s\u00a0\u202f][;!?]/);
      expect(text, id).not.toMatch(/[^\u00a0\d]: /);
      expect(text, id).not.toMatch(/«[^\u00a0]|[^\u00a0]»/);
      expect(text, id).not.toContain("'");
    }
  });
});
