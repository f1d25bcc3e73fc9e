// The first pages come with few texts: whatever their code names must be among them, and nothing else weighs on them.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fr } from "../../../dashboard/src/catalogues/fr.ts";
import { frFirst } from "../../../dashboard/src/catalogues/fr-first.ts";

const source = fileURLToPath(new URL("../../../dashboard/src", import.meta.url));
const textOf = (file: string) => readFileSync(file, "utf8");

/** A file and all that it imports at once; types come from nowhere. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file) || !existsSync(file)) return found;
  found.add(file);
  if (!/\.tsx?$/.test(file)) return found;
  const imports = /(?:^|\n)\s*import\s(?!type)[^;]*?from\s+["'](\.[^"']+)["']/g;
  for (const [, name = ""] of textOf(file).matchAll(imports)) withImports(join(dirname(file), name), found);
  return found;
}

/** Modules shown by `later(…, "first")`, wherever that is said. */
function shownFirst(files: Iterable<string>): string[] {
  const said = /later\(\s*async \(\) =>\s*\(?\s*await import\("([^"]+)"\)\)?[^;]*?,\s*"first",?\s*\);/g;
  return [...files].flatMap((file) =>
    [...textOf(file).matchAll(said)].map(([, name = ""]) => join(dirname(file), name)),
  );
}

function firstFiles(): string[] {
  const found = withImports(join(source, "app", "mount.tsx"));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const file of shownFirst([...found].filter((one) => one.endsWith(".tsx")))) withImports(file, found);
  }
  return [...found].filter((file) => /\.tsx?$/.test(file) && !file.includes("catalogues"));
}

const files = firstFiles();
const code = files.map(textOf).join("\n");
const beginnings = [...code.matchAll(/`([a-zA-Z]+\.(?:[a-zA-Z]+\.)*)\$\{/g)].map(([, name = ""]) => name);
const isNamed = (key: string) =>
  code.includes(`"${key}"`) || beginnings.some((beginning) => key.startsWith(beginning));

describe("the first texts", () => {
  it("are looked for in the frame, the bench, a sheet and what stands on them", () => {
    for (const name of [
      "shell.tsx",
      "bench-page.tsx",
      "sheet-body.tsx",
      "kit-panel.tsx",
      "keyboard-strip.tsx",
    ])
      expect(
        files.some((file) => file.endsWith(name)),
        name,
      ).toBe(true);
  });

  it("are all that the first pages name", () => {
    const lacking = Object.keys(fr).filter((key) => isNamed(key) && !Object.hasOwn(frFirst, key));
    expect(lacking, "move these to fr-first.ts and en-first.ts").toEqual([]);
  });

  it("are nothing else", () => {
    const idle = Object.keys(frFirst).filter((key) => !isNamed(key));
    expect(idle, "move these to fr.ts and en.ts").toEqual([]);
  });
});
