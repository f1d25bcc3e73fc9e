// A throwaway copy of the real content that a test may damage, one file at a time.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const contentFolder = fileURLToPath(new URL("../../../sheets", import.meta.url));

export interface ContentCopy extends AsyncDisposable {
  readonly folder: string;
  /** Replaces text in a file; the text must be there, so that no test passes for having changed nothing. */
  replace(file: string, from: string | RegExp, to: string): Promise<void>;
  write(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
}

export async function copyContent(): Promise<ContentCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), "labo-sheets-"));
  await cp(contentFolder, folder, { recursive: true });
  const at = (file: string) => path.join(folder, file);
  return {
    folder,
    async replace(file, from, to) {
      const before = await readFile(at(file), "utf8");
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file} does not contain ${from}`);
      await writeFile(at(file), after);
    },
    write: (file, text) => writeFile(at(file), text),
    remove: (file) => rm(at(file)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
