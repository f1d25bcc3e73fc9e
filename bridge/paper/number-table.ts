// The numbers of a sheet: two short tables side by side, and the sources that many of them share.
import type { PrintedConstant } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { columnsOf, cutInTwo, fillColumns } from "./columns.ts";
import type { Paper } from "./paper.ts";
import { paperWords } from "./paper-words.ts";
import { writeRuns } from "./prose.ts";
import { heightOfRow, holdsWords, writeTable } from "./table.ts";

/** Of the value, and of the mark of its source; the quantity has what they leave. */
const valueShares = [0.26, 0.29, 0.32, 0.35, 0.38] as const;
const markShare = 0.11;
/** Fewer rows than these are not left at the bottom of a page, nor alone at the top of the next. */
const leastRows = 4;

const sourcesOf = (numbers: readonly PrintedConstant[], language: Language): string[] => [
  ...new Set(numbers.map(({ source }) => source[language])),
];

/** Rows of the tables, heads first, and how high each is in its column. */
function layOut(paper: Paper, numbers: readonly PrintedConstant[], language: Language, scale: number) {
  const sources = sourcesOf(numbers, language);
  const head = [paperWords.what[language], paperWords.value[language], paperWords.reference[language]];
  const rows = numbers.map(({ what, printed, tolerance, source }) => [
    what[language],
    `${printed[language]}${tolerance === undefined ? "" : ` (${tolerance[language]})`}`,
    `[${sources.indexOf(source[language]) + 1}]`,
  ]);
  const column = columnsOf(paper)[0];
  return paper.inColumn(column, () => {
    // The lowest table whose words are all whole.
    const tries = valueShares.map((value) => {
      const shares = [1 - value - markShare, value, markShare];
      const heights = rows.map((row) => heightOfRow(paper, shares, row, { scale }));
      const cut = rows.filter((row) => !holdsWords(paper, shares, row, { scale })).length;
      return { shares, heights, cut, height: heights.reduce((sum, height) => sum + height, 0) };
    });
    const [best = { shares: [], heights: [] }] = tries.sort((a, b) => a.cut - b.cut || a.height - b.height);
    const { shares, heights } = best;
    return { head, rows, shares, heights, headHeight: heightOfRow(paper, shares, head, { scale }, true) };
  });
}

/** Height of what the title above them waits for: their heads, and a few rows. */
export function beginningOfNumbers(
  paper: Paper,
  numbers: readonly PrintedConstant[],
  language: Language,
  scale: number,
): number {
  if (numbers.length === 0) return 0;
  const { headHeight, heights } = layOut(paper, numbers, language, scale);
  return headHeight + cutInTwo(heights.slice(0, leastRows)).height;
}

/** @param scale of the words. */
export function writeNumbers(
  paper: Paper,
  numbers: readonly PrintedConstant[],
  language: Language,
  scale: number,
): void {
  if (numbers.length === 0) return;
  const { head, rows, shares, headHeight, heights } = layOut(paper, numbers, language, scale);
  fillColumns(paper, heights, { head: headHeight, least: leastRows }, (first, last) =>
    writeTable(paper, shares, [head, ...rows.slice(first, last)], { scale }),
  );
}

/**
 * Where they come from, at the end of the sheet, in the order the tables point at it.
 * @param below height of what stands under them on the same page.
 */
export function writeSources(
  paper: Paper,
  numbers: readonly PrintedConstant[],
  language: Language,
  scale: number,
  below: number,
): void {
  if (numbers.length === 0) return;
  const said = sourcesOf(numbers, language).map((source, index) => `[${index + 1}]\u00a0${source}`);
  writeRuns(paper, [{ text: `${paperWords.sources[language]} ${said.join("; ")}.` }], scale, below);
}
