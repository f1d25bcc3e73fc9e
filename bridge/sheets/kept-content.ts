// The content as it was read last, kept in a file: reading it again takes most of a second of a start, and it seldom
// changes. Anything that does not fit, and it is read again.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { type ContentFolders, type LoadedSheets, loadSheets } from "./loader.ts";

const mostFiles = 2_000;
/** The code that reads content: when it changes, what it read may be other than before. */
const readers = ["../sheets/", "../contract/"].map((name) => fileURLToPath(new URL(name, import.meta.url)));

/** What tells that a file of a folder changed; the same text when none did. */
export async function signatureOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const stats = entries
    .filter((entry) => entry.isFile())
    .slice(0, mostFiles)
    .map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const { mtimeMs, size } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0 }));
      return `${file} ${mtimeMs} ${size}`;
    });
  return (await Promise.all(stats)).sort().join("\n");
}

interface Kept {
  readonly key: string;
  readonly content: Omit<LoadedSheets, "image">;
}

async function keyOf({ folder, own }: ContentFolders): Promise<string> {
  const folders = [...readers, folder, ...(own === undefined ? [] : [own])];
  const signatures = await Promise.all(folders.map(signatureOf));
  return createHash("sha256")
    .update([process.version, ...signatures].join("\n\n"))
    .digest("hex");
}

/**
 * Reads all content of the folders, as `loadSheets` does.
 * @param file where it is kept from one start to the next; a folder that cannot be written only costs the time.
 */
export async function loadKeptSheets(folders: ContentFolders, file: string): Promise<LoadedSheets> {
  const key = await keyOf(folders);
  try {
    const kept = deserialize(await readFile(file)) as Kept;
    if (kept.key === key) return withImages(kept.content);
  } catch {
    // Not there, or of another Node: read again.
  }
  const { image: _, ...content } = await loadSheets(folders);
  await keep(file, { key, content }).catch(() => undefined);
  return withImages(content);
}

/** Whole or not at all: another bench may start at the same time. */
async function keep(file: string, kept: Kept): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, serialize(kept));
  await rename(beside, file);
}

function withImages(content: Kept["content"]): LoadedSheets {
  return { ...content, image: (sheet, name) => content.images.get(sheet)?.get(name) };
}
