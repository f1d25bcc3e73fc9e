// What the bench prints: made when first asked for, kept while the content is the same.
import type { Experiment, Sheet } from "#contract/sheets.ts";
import { printExperiment } from "./experiment-paper.ts";
import { type PrintedContent, type PrintOptions, printBooklet, printSheet } from "./sheet-paper.ts";

export interface Papers {
  sheet(sheet: Sheet, options: PrintOptions): Promise<Buffer>;
  experiment(experiment: Experiment, options: PrintOptions): Promise<Buffer>;
  booklet(options: PrintOptions): Promise<Buffer>;
}

/** Both languages and both sizes of what a class prints in a day. */
const mostKept = 48;

/** @param content read at each print: a sheet that was written anew is another object. */
export function createPapers(content: PrintedContent): Papers {
  const kept = new Map<string, { readonly of: unknown; readonly pdf: Promise<Buffer> }>();
  const keep = (
    what: string,
    of: unknown,
    options: PrintOptions,
    print: () => Promise<Buffer>,
  ): Promise<Buffer> => {
    const key = [what, options.language, options.size, options.base].join(" ");
    const known = kept.get(key);
    if (known !== undefined && known.of === of) return known.pdf;
    const pdf = print();
    kept.delete(key);
    kept.set(key, { of, pdf });
    pdf.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return pdf;
  };
  return {
    sheet: (sheet, options) =>
      keep(`sheet ${sheet.id}`, sheet, options, () => printSheet(sheet, content, options)),
    experiment: (experiment, options) =>
      keep(`experiment ${experiment.id}`, experiment, options, () =>
        printExperiment(experiment, content, options),
      ),
    booklet: (options) => keep("booklet", content.sheets, options, () => printBooklet(content, options)),
  };
}
