// Places to tick and to write in by hand.
import { inks, type Paper } from "./paper.ts";

/** A box to tick, and words beside it. */
export function writeTickBox(paper: Paper, text: string): void {
  const { doc, left } = paper;
  const { points } = paper.options;
  const side = points * 0.85;
  const width = paper.room - side - 6;
  paper.need(doc.heightOfString(text, { width }));
  const top = doc.y;
  paper.artifact(() => {
    doc
      .lineWidth(0.8)
      .strokeColor(inks.text)
      .rect(left, top + points * 0.1, side, side)
      .stroke();
  });
  doc.addStructure(
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
