// A text as its author wrote it, in Markdown: paragraphs, lists, tables, and drawings beside the words that lead to them.
import drawSvg from "svg-to-pdfkit";
import { type Block, type Run, readMarkdown } from "./markdown.ts";
import { type FontName, inks, type Paper, type Part, type Structure } from "./paper.ts";
import { writeTable } from "./table.ts";

type Picture = Extract<Block, { kind: "picture" }>;

/** Between a drawing and the words beside it. */
const gutter = 18;
/** Less than this beside a drawing, and a block begins below it. */
const leastLines = 2;

/** @param scale of the words. */
export function writeProse(paper: Paper, text: string, scale = 1): void {
  paper.doc.fontSize(paper.options.points * scale);
  let before: Block[] = [];
  const flush = () => {
    for (const block of before) writeBlock(paper, block);
    before = [];
  };
  for (const block of readMarkdown(text)) {
    if (block.kind === "picture") {
      writeWithPicture(paper, before, block);
      before = [];
    } else if (block.kind === "table") {
      flush();
      writeBlock(paper, block);
    } else before.push(block);
  }
  flush();
  paper.plain();
}

/**
 * A paragraph of runs of words, that no author wrote in Markdown; it is not cut.
 * @param below height of what stands under it on the same page.
 */
export function writeRuns(paper: Paper, runs: readonly Run[], scale = 1, below = 0): void {
  paper.doc.fontSize(paper.options.points * scale);
  const words = runs.map(({ text }) => text).join("");
  paper.need(paper.doc.heightOfString(words, { width: paper.width }) + below);
  writeBlock(paper, { kind: "text", runs });
  paper.plain();
}

/** The blocks of a text without drawings, to write one at a time. */
export function proseInParts(text: string): ((paper: Paper) => void)[] {
  return readMarkdown(text).map((block) => (paper) => {
    paper.plain();
    writeBlock(paper, block);
  });
}

/** About as high as it will be; bold words are a little wider than is counted. */
function heightOf(paper: Paper, block: Block, width: number): number {
  const { doc } = paper;
  const size = paper.options.points;
  const wordsOf = (runs: readonly Run[]) => runs.map(({ text }) => text).join("");
  switch (block.kind) {
    case "text":
    case "heading":
      return doc.heightOfString(wordsOf(block.runs), { width: width * 0.97 }) + size * 0.4;
    case "list":
      return block.items
        .flat()
        .reduce((sum, item) => sum + heightOf(paper, item, width - size * 1.5) - size * 0.32, size * 0.35);
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** Smallest words of a drawing, points: it is as wide as that takes, within these shares of the width of the text. */
export const leastDrawnPoints = 6.8;
const shares = { least: 0.46, most: 0.64 };

function widthOf(svg: string, viewed: number, paper: Paper): number {
  const sizes = [...svg.matchAll(/font-size[=:]\s*"?([\d.]+)/g)].map(([, size]) => Number(size));
  const width = sizes.length === 0 ? 0 : (leastDrawnPoints * viewed) / Math.min(...sizes);
  return Math.min(Math.max(width, shares.least * paper.width), shares.most * paper.width);
}

/** About as high as a text without drawings will be. */
export function heightOfProse(paper: Paper, text: string): number {
  paper.plain();
  return readMarkdown(text).reduce((sum, block) => sum + heightOf(paper, block, paper.width), 0);
}

interface Pairing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** The first of the blocks that stand beside the drawing. */
  readonly from: number;
  /** How high those are. */
  readonly words: number;
}

/** The words that lead to a drawing and are about as high as it is; nothing when there is no such drawing. */
function pair(paper: Paper, before: readonly Block[], { address }: Picture): Pairing | undefined {
  const svg = paper.options.picture(address);
  const [, w = 1, h = 1] = /viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(svg ?? "") ?? [];
  if (svg === undefined) return undefined;
  const width = widthOf(svg, Number(w), paper);
  const height = (width * Number(h)) / Number(w);
  const heights = before.map((block) => heightOf(paper, block, paper.width - width - gutter));
  let from = before.length;
  let words = 0;
  while (from > 0 && words < height * 0.85) {
    from -= 1;
    words += heights[from] ?? 0;
  }
  // Far longer than the drawing, a block is better read at its full width: it takes less room so.
  const first = before[from];
  if (first !== undefined && words > height) {
    const below = words - (heights[from] ?? 0);
    const stacked = heightOf(paper, first, paper.width) + Math.max(height, below);
    if (stacked < words) {
      words = below;
      from += 1;
    }
  }
  return { svg, width, height, from, words };
}

/** Height of what a text begins with, where it cannot be cut: a title above it waits for it. */
export function heightOfBeginning(paper: Paper, text: string): number {
  const blocks = readMarkdown(text);
  const at = blocks.findIndex(({ kind }) => kind === "picture");
  const picture = blocks[at];
  if (picture?.kind !== "picture") return 0;
  const pairing = pair(paper, blocks.slice(0, at), picture);
  return pairing === undefined || pairing.from > 0 ? 0 : Math.max(pairing.height, pairing.words);
}

/** The drawing at the right of the words that lead to it. */
function writeWithPicture(paper: Paper, before: readonly Block[], picture: Picture): void {
  const { doc, left } = paper;
  const pairing = pair(paper, before, picture);
  for (const block of before.slice(0, pairing?.from)) writeBlock(paper, block);
  if (pairing === undefined) return;
  const { svg, width, height, from, words } = pairing;
  paper.clear();
  const beside = before.slice(from);
  paper.need(Math.min(Math.max(height, words) + 6, paper.tallest));
  const top = doc.y;
  paper.keepBeside(top + Math.max(height, words), width + gutter);
  for (const block of beside) writeBlock(paper, block);
  const end = doc.y;
  const isAlone = beside.length === 0;
  const x = isAlone ? left + (paper.width - width) / 2 : left + paper.width - width;
  drawPicture(paper, svg, picture.alt, { x, y: top + 2, width, height });
  const bottom = top + height + paper.options.points * 0.7;
  // What comes next goes on beside it.
  doc.y = isAlone ? bottom : end;
  paper.keepBeside(isAlone ? 0 : bottom, width + gutter);
}

const withoutSize = (svg: string) =>
  svg.replace(/<svg\b[^>]*>/, (root) => root.replace(/\s(?:width|height)="[^"]*"/g, ""));

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawPicture(paper: Paper, svg: string, alt: string, { x, y, width, height }: Place): void {
  const { doc } = paper;
  paper.place(
    paper.tag("Figure", { alt, bbox: [x, y, x + width, y + height] }, () => {
      doc.save();
      // Its own size would win over that of its place.
      drawSvg(doc, withoutSize(svg), x, y, {
        width,
        height,
        assumePt: true,
        fontCallback: (_, bold, italic) =>
          bold ? (italic ? "boldItalic" : "bold") : italic ? "italic" : "text",
        warningCallback: () => undefined,
      });
      doc.restore();
    }),
  );
  paper.plain();
}

function writeBlock(paper: Paper, block: Block, indent = 0, parent?: Structure): void {
  const { doc } = paper;
  const add = (element: Structure) => {
    if (parent === undefined) paper.place(element);
    else parent.add(element);
  };
  const size = paper.options.points;
  switch (block.kind) {
    case "text":
    case "heading":
      if (parent === undefined) paper.clearUnlessRoomFor(leastLines);
      paper.need(doc.currentLineHeight(true) * 2);
      add(
        paper.tag(
          block.kind === "heading" ? "H3" : "P",
          {},
          partsOf(paper, block.runs, indent, block.kind === "heading"),
        ),
      );
      doc.y += parent === undefined ? size * 0.4 : size * 0.08;
      break;
    case "list": {
      if (parent === undefined) paper.clearUnlessRoomFor(leastLines);
      const list = paper.tag("L");
      add(list);
      block.items.forEach((item, index) => {
        // As much as its first words ask: its mark does not stay behind.
        paper.need(doc.currentLineHeight(true) * 2);
        const entry = paper.tag("LI");
        list.add(entry);
        const top = doc.y;
        const label = block.ordered ? `${index + 1}.` : "•";
        entry.add(
          paper.tag("Lbl", {}, () => {
            doc.font("text").text(label, paper.left + indent, top, { lineBreak: false });
          }),
        );
        doc.y = top;
        const body = paper.tag("LBody");
        entry.add(body);
        for (const inner of item) writeBlock(paper, inner, indent + size * 1.5, body);
        body.end();
        entry.end();
      });
      list.end();
      doc.y += size * 0.35;
      break;
    }
    case "table": {
      const columns = block.rows[0]?.length ?? 1;
      writeTable(
        paper,
        Array.from({ length: columns }, () => 1 / columns),
        block.rows,
      );
      break;
    }
    case "picture":
      // Inside a list a drawing has no room.
      break;
  }
}

/** One part of a paragraph for each run; those that lead somewhere are links of their own. */
function partsOf(paper: Paper, runs: readonly Run[], indent: number, isBold: boolean): (Part | Structure)[] {
  const { doc, left } = paper;
  const width = paper.room - indent;
  return runs.map((run, index) => {
    const bold = run.bold === true || isBold;
    const name: FontName = bold ? (run.italic ? "boldItalic" : "bold") : run.italic ? "italic" : "text";
    const address = run.link?.startsWith("/") ? paper.options.base + run.link : run.link;
    const options = {
      continued: index < runs.length - 1,
      link: address ?? null,
      underline: address !== undefined,
    };
    const write = () => {
      doc.font(name).fillColor(address === undefined ? inks.text : inks.link);
      if (index === 0) doc.text(run.text, left + indent, doc.y, { ...options, width });
      else doc.text(run.text, options);
      doc.font("text").fillColor(inks.text);
    };
    return address === undefined ? write : paper.tag("Link", {}, write);
  });
}
