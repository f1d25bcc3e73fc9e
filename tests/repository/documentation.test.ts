// The papers say what the code does: options, commands and paths they name exist, and none is left out.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { options } from "../../bridge/options.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const papers = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  "DEVICES.md",
];

describe("the papers", () => {
  it("list every option with its environment name and its meaning, and no other", () => {
    const rows = read("README.md").match(/^\| `--[\w-]+` \| `\w+` \| .+ \|$/gm) ?? [];
    const expected = Object.values(options).map(
      (option) => `| \`--${option.flag}\` | \`${option.env}\` | ${option.help.en} |`,
    );
    expect(rows.map((row) => row.replace(/[^|]*\|$/, ""))).toEqual(expected);
  });

  it("name only commands that package.json has", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = papers.flatMap((paper) =>
      [...read(paper).matchAll(/`npm (?:run (?:-s )?)?(\w+)/g)].map((match) => match[1]),
    );
    expect(named.filter((name) => name !== undefined && !(name in scripts))).toEqual([]);
  });

  it("name only files and folders that exist", () => {
    const missing = papers.flatMap((paper) =>
      [
        ...read(paper).matchAll(
          /`((?:bridge|dashboard|firmware|sheets|tests)\/[\w./-]+)`|\]\((dashboard\/[\w./-]+)\)/g,
        ),
      ]
        .map((match) => match[1] ?? match[2] ?? "")
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${paper}: ${path}`),
    );
    expect(missing).toEqual([]);
  });
});
