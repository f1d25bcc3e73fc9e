// A code to scan, with its address for who types.
import encodeQr from "qr";
import { inks, type Paper } from "./paper.ts";

const side = 62;
const captionPoints = 7;
/** An address is whole on its line, unless it takes more than this of the width. */
const mostShare = 0.42;

/** At the right of what comes next, until `clear()`. */
export function writeCode(paper: Paper, address: string, caption: string): void {
  const { doc } = paper;
  const modules = encodeQr(address, "raw", { ecc: "medium", border: 1 });
  const module = side / modules.length;
  const right = paper.left + paper.width;
  const x = right - side;
  const { y } = doc;
  const typed = address.replace(/^https?:\/\//, "");
  doc.font("text").fontSize(captionPoints);
  const captionWidth = Math.min(Math.max(doc.widthOfString(typed) + 2, side), mostShare * paper.width);
  paper.place(
    paper.tag("Figure", { alt: `${caption} ${address}`, bbox: [x, y, right, y + side] }, () => {
      doc.fillColor("#000");
      modules.forEach((row, j) => {
        row.forEach((dark, i) => {
          if (dark) doc.rect(x + i * module, y + j * module, module + 0.02, module + 0.02);
        });
      });
      doc.fill();
    }),
  );
  doc.font("text").fontSize(captionPoints).fillColor(inks.soft);
  paper.place(
    paper.tag("P", {}, () => {
      doc.text(`${caption}\n${typed}`, right - captionWidth, y + side + 4, {
        width: captionWidth,
        align: "right",
        lineGap: 0,
      });
    }),
  );
  const end = doc.y;
  paper.plain();
  doc.y = y;
  paper.keepBeside(end + 4, captionWidth + 16);
}
