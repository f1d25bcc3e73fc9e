// The thread that writes pages, for as long as there are some to write: what it holds in memory goes with it.
import { Worker } from "node:worker_threads";
import type { OpenSheet } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import type { PageThreadData, PageToWrite, PageWritten } from "./page-thread.ts";

export interface PageWriter {
  /** @throws Error when a component does, or the thread cannot be had. */
  write(frame: string, sheet: OpenSheet, language: Language): Promise<string>;
}

const thread = new URL("./page-thread.ts", import.meta.url);
const mostMegabytes = 128;

/** @param program address of the built program that draws pages. */
export function createPageWriter(program: string): PageWriter {
  const waiting = new Map<number, { resolve(html: string): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let last = 0;

  const fail = (error: Error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const take = (written: PageWritten) => {
    const one = waiting.get(written.id);
    waiting.delete(written.id);
    if ("html" in written) one?.resolve(written.html);
    else one?.reject(new Error(written.error));
    if (waiting.size > 0) return;
    const done = worker;
    worker = undefined;
    void done?.terminate();
  };
  const start = () => {
    const workerData: PageThreadData = { program };
    const started = new Worker(thread, {
      workerData,
      name: "pages",
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    started.on("message", take);
    started.on(
      "error",
      (error) => worker === started && fail(error instanceof Error ? error : new Error(String(error))),
    );
    // A page that nobody waits for any more keeps no bench from closing.
    started.unref();
    return started;
  };
  return {
    write: (frame, sheet, language) =>
      new Promise((resolve, reject) => {
        const page: PageToWrite = { id: ++last, frame, sheet, language };
        waiting.set(page.id, { resolve, reject });
        worker ??= start();
        worker.postMessage(page);
      }),
  };
}
