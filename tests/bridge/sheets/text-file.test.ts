import { describe, expect, it } from "vitest";
import { Problems } from "../../../bridge/sheets/problem.ts";
import { parseChoices, parseText } from "../../../bridge/sheets/text-file.ts";

const text = `# Titre

## voir: Regarde
Une consigne.

\`\`\`
## pas un titre
\`\`\`

#### Un sous-titre
suite

### indice 1
Un coup de pouce.

### choix

- oui: Bien sûr
- non: Jamais
pas un choix

## suivre: Suis
Autre.
`;

describe("a text file", () => {
  const problems = new Problems();
  const file = parseText("a/fr.md", "fr", text, problems);

  it("is cut into its title, blocks and parts", () => {
    expect(problems.list).toEqual([]);
    expect(file.title.text).toBe("Titre");
    expect([...file.blocks.keys()]).toEqual(["voir", "suivre"]);
    const voir = file.blocks.get("voir");
    expect(voir?.heading).toBe("Regarde");
    expect([...(voir?.parts.keys() ?? [])]).toEqual(["hint-1", "choices"]);
    expect(voir?.parts.get("hint-1")?.text).toBe("Un coup de pouce.");
    expect(file.blocks.get("suivre")?.body.text).toBe("Autre.");
  });

  it("keeps headings inside code, and small ones, in the body", () => {
    expect(file.blocks.get("voir")?.body.text).toContain("## pas un titre");
    expect(file.blocks.get("voir")?.body.text).toContain("#### Un sous-titre");
  });

  it("remembers the line of each block", () => {
    expect(file.blocks.get("voir")?.line).toBe(3);
    expect(file.blocks.get("suivre")?.line).toBe(22);
  });

  it("reads choices as values and labels", () => {
    const part = file.blocks.get("voir")?.parts.get("choices");
    expect(part === undefined ? [] : parseChoices(part)).toEqual([
      { value: "oui", label: "Bien sûr", line: 18 },
      { value: "non", label: "Jamais", line: 19 },
    ]);
  });

  it("knows the headings of its own language only", () => {
    const found = new Problems();
    parseText("a/en.md", "en", "# T\n## a: A\n### indice 1\nx\n", found);
    expect(found.list.map(({ rule, line }) => [rule, line])).toEqual([["unknown-heading", 3]]);
  });

  it("reads Windows line ends alike", () => {
    const windows = parseText("a/fr.md", "fr", text.replaceAll("\n", "\r\n"), new Problems());
    expect(windows.blocks.get("voir")?.parts.get("hint-1")?.text).toBe("Un coup de pouce.");
  });
});
