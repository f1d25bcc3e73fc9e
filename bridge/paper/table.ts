// Tables on paper, written in or empty. A table that goes on to another page says its heads again there.
import { columnsOf, fillColumns } from "./columns.ts";
import type { FontName, Paper } from "./paper.ts";

const gapX = 8;
const padding = 3;

export interface TableStyle {
  /** Of the words. */
  readonly scale?: number;
  /** Least height of a row that is not the heads, points. */
  readonly least?: number;
}

const defaultScale = 0.88;

/** Height of one row, with the rule under it. */
export function heightOfRow(
  paper: Paper,
  columns: readonly number[],
  row: readonly string[],
  { scale = defaultScale, least = 0 }: TableStyle = {},
  isHead = false,
): number {
  const { doc, width } = paper;
  doc.font(isHead ? "bold" : "text").fontSize(paper.options.points * scale);
  return (
    padding +
    Math.max(
      isHead ? 0 : least - padding,
      ...row.map((cell, column) =>
        doc.heightOfString(cell, { width: (columns[column] ?? 0) * width - gapX }),
      ),
    )
  );
}

/** Whether each word of a row fits in its column with the space after it: what is wider would be cut anywhere. */
export function holdsWords(
  paper: Paper,
  columns: readonly number[],
  row: readonly string[],
  { scale = defaultScale }: TableStyle = {},
): boolean {
  const { doc, width } = paper;
  doc.font("text").fontSize(paper.options.points * scale);
  return row.every((cell, column) =>
    cell
      .split(/[ \n]/)
      .every((word) => doc.widthOfString(`${word} `) <= (columns[column] ?? 0) * width - gapX),
  );
}

/** @param columns share of the width of each. The first row names them; the first cell of each row names it. */
export function writeTable(
  paper: Paper,
  columns: readonly number[],
  rows: readonly (readonly string[])[],
  style: TableStyle = {},
): void {
  paper.clear();
  const { scale = defaultScale } = style;
  const { doc, left, width } = paper;
  const { points } = paper.options;
  const fontOf = (isHead: boolean): FontName => (isHead ? "bold" : "text");
  const widths = columns.map((share) => share * width - gapX);
  const heightOf = (row: readonly string[], isHead: boolean): number =>
    heightOfRow(paper, columns, row, style, isHead);
  const write = (
    row: readonly string[],
    isHead: boolean,
    cell: (column: number, draw: () => void) => void,
  ) => {
    const height = heightOf(row, isHead);
    doc.fontSize(points * scale);
    const top = doc.y;
    let x = left;
    row.forEach((text, column) => {
      const at = x;
      cell(column, () => {
        doc.font(fontOf(isHead)).text(text, at, top + padding / 2, { width: widths[column] ?? 0 });
      });
      x += (columns[column] ?? 0) * width;
    });
    doc.y = top + height;
    paper.rule(doc.y, isHead ? 0.9 : 0.4);
  };

  const [head = [], ...body] = rows;
  // Heads alone at the bottom of a page name nothing: two rows at least come with them.
  const beginning = body.slice(0, 2).reduce((sum, row) => sum + heightOf(row, false), heightOf(head, true));
  paper.need(beginning);
  const table = paper.tag("Table");
  paper.place(table);
  rows.forEach((row, index) => {
    const isHead = index === 0;
    // The last row does not go alone either.
    const isLastButOne = index > 0 && index === rows.length - 2;
    const next = isLastButOne ? heightOf(rows[index + 1] ?? [], false) : 0;
    if (!isHead && !paper.fits(heightOf(row, false) + next)) {
      paper.newPage();
      write(head, true, (_, draw) => paper.artifact(draw));
    }
    const tr = paper.tag("TR");
    table.add(tr);
    write(row, isHead, (column, draw) => {
      const isName = isHead || column === 0;
      tr.add(paper.tag(isName ? "TH" : "TD", isName ? { scope: isHead ? "Column" : "Row" } : {}, draw));
    });
    tr.end();
  });
  table.end();
  paper.plain();
  doc.y += points * 0.5;
}

/** High enough for a hand that writes: 25 points are 9 mm. */
const handStyle = { scale: 0.95, least: 25 } as const;
const emptyCell = " ";
/** Shorter tables stand on their own; longer ones are cut in two, side by side. */
const leastInTwo = 5;

/** An empty table to fill in by hand; the first cell of each row says which it is. */
export function writeEmptyTable(paper: Paper, heads: readonly string[], rows: readonly string[]): void {
  const isInTwo = rows.length >= leastInTwo;
  const { doc } = paper;
  doc.font("bold").fontSize(paper.options.points * handStyle.scale);
  const widest = Math.max(...[heads[0] ?? "", ...rows].map((text) => doc.widthOfString(text))) + gapX + 2;
  // Where its rows are named already, the first column leaves the others all it does not need.
  const first = rows.every((row) => row !== "")
    ? Math.min(widest / (isInTwo ? columnsOf(paper)[0].width : paper.width), 1 / heads.length)
    : 1 / heads.length;
  const columns = heads.map((_, index) => (index === 0 ? first : (1 - first) / (heads.length - 1)));
  const write = (some: readonly string[]) =>
    writeTable(
      paper,
      columns,
      [heads, ...some.map((row) => [row, ...heads.slice(1).map(() => emptyCell)])],
      handStyle,
    );
  if (!isInTwo) {
    write(rows);
    return;
  }
  const heightOf = (row: readonly string[], isHead: boolean) =>
    paper.inColumn(columnsOf(paper)[0], () => heightOfRow(paper, columns, row, handStyle, isHead));
  const height = heightOf([emptyCell], false);
  fillColumns(
    paper,
    rows.map(() => height),
    { head: heightOf(heads, true), least: Math.min(leastInTwo, rows.length) },
    (from, to) => write(rows.slice(from, to)),
  );
}
