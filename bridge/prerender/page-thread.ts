// Writes pages in a thread: drawing one takes a tenth of a second, which the bench's own thread does not have.
import { parentPort, workerData } from "node:worker_threads";
import type { OpenSheet } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";

export interface PageThreadData {
  /** Address of the built program that draws pages. */
  readonly program: string;
}

export interface PageToWrite {
  readonly id: number;
  /** The frame of the page, with nothing in it. */
  readonly frame: string;
  readonly sheet: OpenSheet;
  readonly language: Language;
}

export type PageWritten = { readonly id: number } & ({ readonly html: string } | { readonly error: string });

interface Program {
  renderSheet(frame: string, sheet: OpenSheet, language: Language): Promise<string>;
}

const { program } = workerData as PageThreadData;
const loaded: Promise<Program> = import(program);
const tell = (written: PageWritten) => parentPort?.postMessage(written);

parentPort?.on("message", ({ id, frame, sheet, language }: PageToWrite) => {
  loaded
    .then(({ renderSheet }) => renderSheet(frame, sheet, language))
    .then((html) => tell({ id, html }))
    .catch((error: unknown) =>
      tell({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
});
