// Parts of a text in two columns: short lines are easier on the eye, and two pages hold more of them.
import type { Column, Paper } from "./paper.ts";

/** Writes a part, title and all, on the paper it is given. */
export type WritePart = (paper: Paper) => void;

const gutter = 24;

/** The two columns of a page. */
export function columnsOf({ left, width }: Paper): readonly [Column, Column] {
  const half = (width - gutter) / 2;
  return [
    { left, width: half },
    { left: left + half + gutter, width: half },
  ];
}

/** Where to cut a row of heights so that the higher of both columns is as low as can be, and how high that is. */
export function cutInTwo(heights: readonly number[]): { readonly at: number; readonly height: number } {
  const sum = (some: readonly number[]) => some.reduce((total, height) => total + height, 0);
  let best = { at: heights.length, height: sum(heights) };
  for (let at = 1; at < heights.length; at += 1) {
    const height = Math.max(sum(heights.slice(0, at)), sum(heights.slice(at)));
    if (height <= best.height) best = { at, height };
  }
  return best;
}

/**
 * Things of these heights down the left column, then down the right one: as many as fit on the page at hand stand
 * there, the others on the next.
 * @param head height of what `write` puts above them in each column.
 * @param least how many at least stand on a page, unless there are no more.
 * @param write puts some of them in the column it is called in.
 */
export function fillColumns(
  paper: Paper,
  heights: readonly number[],
  { head = 0, least = 1 }: { readonly head?: number; readonly least?: number },
  write: (first: number, last: number) => void,
): void {
  paper.clear();
  let from = 0;
  while (from < heights.length) {
    let to = heights.length;
    while (to > from && head + cutInTwo(heights.slice(from, to)).height > paper.remaining) to -= 1;
    // What goes on to the next page does not go alone either.
    const others = heights.length - to;
    if (others > 0 && others < least) to = Math.max(from, heights.length - least);
    const wanted = Math.min(least, heights.length - from);
    if (to - from < wanted && !paper.isAtTop) {
      paper.newPage();
      continue;
    }
    // What is higher than a page begins one, and is cut by its foot.
    to = Math.max(to, from + 1);
    const { doc } = paper;
    const top = doc.y;
    const cut = from + cutInTwo(heights.slice(from, to)).at;
    const [left, right] = columnsOf(paper);
    const fill = (column: Column, first: number, last: number): number => {
      doc.y = top;
      return paper.inColumn(column, () => {
        if (first < last) write(first, last);
        return doc.y;
      });
    };
    doc.y = Math.max(fill(left, from, cut), fill(right, cut, to));
    from = to;
  }
}

/** Parts of a text, none of them cut. One that is higher than a page is written across it. */
export function writeInColumns(paper: Paper, parts: readonly WritePart[]): void {
  const heights = paper.heightsInColumn(columnsOf(paper)[0], parts);
  let narrow: number[] = [];
  const flush = () => {
    const some = narrow;
    fillColumns(
      paper,
      some.map((index) => heights[index] ?? 0),
      {},
      (first, last) => {
        for (const index of some.slice(first, last)) parts[index]?.(paper);
      },
    );
    narrow = [];
  };
  parts.forEach((part, index) => {
    if ((heights[index] ?? 0) <= paper.tallest) narrow.push(index);
    else {
      flush();
      part(paper);
    }
  });
  flush();
}
