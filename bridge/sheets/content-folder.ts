// Reading a folder of content: each file once, none too large, and what is not there is told as such.
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Problems } from "./problem.ts";

/** Far above any real content: a runaway file is not read into memory. */
const largestFile = 500_000;

/** The text of a file of the content; `undefined` when there is none, or when it is too large, which is reported. */
export type ReadText = (...parts: string[]) => Promise<string | undefined>;

export function createReader(folder: string, problems: Problems): ReadText {
  const read = async (name: string): Promise<string | undefined> => {
    try {
      const file = path.join(folder, name);
      if ((await stat(file)).size <= largestFile) return await readFile(file, "utf8");
    } catch {
      return undefined;
    }
    problems.error(
      "too-large",
      { file: name, line: 1 },
      { fr: "Le fichier est trop gros pour être lu", en: "The file is too large to be read" },
      { fr: "Garde-le sous 500 ko.", en: "Keep it under 500 kB." },
    );
    return undefined;
  };
  const texts = new Map<string, Promise<string | undefined>>();
  return (...parts) => {
    const name = parts.join("/");
    const text = texts.get(name) ?? read(name);
    texts.set(name, text);
    return text;
  };
}

export async function foldersOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}
