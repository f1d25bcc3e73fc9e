// Places to tick and to write in by hand.
import { type FontName, inks, type Paper } from "./paper.ts";

/** A box to tick, and words beside it. A round one is one of several of which one alone is chosen. */
export function writeTickBox(paper: Paper, text: string, { round = false } = {}): void {
  const { doc, left } = paper;
  const { points } = paper.options;
  const side = points * 0.85;
  const width = paper.room - side - 6;
  paper.need(doc.heightOfString(text, { width }));
  const top = doc.y;
  paper.artifact(() => {
    doc.lineWidth(0.8).strokeColor(inks.text);
    const y = top + points * 0.1;
    (round ? doc.circle(left + side / 2, y + side / 2, side / 2) : doc.rect(left, y, side, side)).stroke();
  });
  paper.place(
    paper.tag("P", {}, () => {
      doc.text(text, left + side + 6, top, { width });
    }),
  );
  paper.plain();
}

const pitch = 22;

/** Empty lines to write on. */
export function writeLines(paper: Paper, count: number): void {
  for (let line = 0; line < count; line += 1) {
    paper.need(pitch);
    paper.doc.y += pitch;
    paper.rule(paper.doc.y - 3, 0.5);
  }
  paper.doc.y += 4;
}

export interface Blank {
  readonly text: string;
  /** Of the width. */
  readonly share: number;
}

/** Less room than this after its words is no place to write, points. */
const leastBlank = 110;

/** Words, each with room to write after it on the same line. */
export function writeBlanks(paper: Paper, blanks: readonly Blank[], font: FontName = "text"): void {
  const { doc, left, room } = paper;
  // The line runs a little below the feet of the words.
  const foot = paper.options.points * 1.2;
  paper.need(pitch + 4);
  const top = doc.y + pitch - foot - 2;
  let x = left;
  for (const { text, share } of blanks) {
    const width = share * room;
    const at = x;
    const taken = doc.font(font).widthOfString(text) + 5;
    paper.place(paper.tag("P", {}, () => void doc.text(text, at, top, { lineBreak: false })));
    paper.rule(top + foot, 0.5, { left: at + taken, width: width - taken - (blanks.length > 1 ? 8 : 0) });
    x += width;
  }
  paper.plain();
  doc.y = top + foot + 5;
}

/** One of them, over the width; words too long for that stand above their line. */
export function writeBlank(paper: Paper, text: string, font: FontName = "text"): void {
  if (paper.room - paper.doc.font(font).widthOfString(text) >= leastBlank) {
    writeBlanks(paper, [{ text, share: 1 }], font);
    return;
  }
  paper.line(text, { font });
  writeLines(paper, 1);
}
