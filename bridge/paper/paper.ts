// A document on paper: fonts, pages, and the few kinds of blocks our texts are made of, each tagged for who reads by ear.
// Structure types: ISO 32000-1, 14.8.4 (P, H1 to H3, L, LI, Lbl, LBody, Table, TR, TH, TD, Figure, Link, Artifact).
import { fileURLToPath } from "node:url";
import PDFDocument from "pdfkit";
import encodeQr from "qr";
import drawSvg from "svg-to-pdfkit";
import type { Language } from "#contract/words.ts";
import { type Block, type Run, readMarkdown } from "./markdown.ts";

export const paperSizes = ["letter", "a4"] as const;
export type PaperSize = (typeof paperSizes)[number];

/** Source Serif 4, under the SIL Open Font License: it has the Greek, the arrows and the signs of our texts. */
const fontFiles = {
  text: "400Regular",
  italic: "400Regular_Italic",
  bold: "700Bold",
  boldItalic: "700Bold_Italic",
} as const;
type FontName = keyof typeof fontFiles;

const fontPath = (style: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/source-serif-4/${style}/SourceSerif4_${style}.ttf`));

const ink = "#1c1a17";
const muted = "#5b5347";
const rule = "#b9ad98";
const linkInk = "#1f5b57";
const margin = { top: 38, bottom: 44, side: 50 };

export interface PaperOptions {
  readonly size: PaperSize;
  readonly language: Language;
  readonly title: string;
  readonly author: string;
  /** Size of the words, points. */
  readonly points: number;
  /** Width of a drawing, of that of the text. */
  readonly pictureShare: number;
  /** Said at the bottom of each page, before its number. */
  readonly footer: string;
  /** Where addresses of the bench begin; no slash at the end. */
  readonly base: string;
  /** SVG text of a picture by its address on the bench. */
  readonly picture: (address: string) => string | undefined;
}

const withoutSize = (svg: string) =>
  svg.replace(/<svg\b[^>]*>/, (root) => root.replace(/\s(?:width|height)="[^"]*"/g, ""));

type Structure = PDFKit.PDFStructureElement;
type Part = () => void;

/** What a tag says besides its type; the package's types do not have the two last. */
interface TagOptions {
  readonly alt?: string;
  /** Left, top, right, bottom. */
  readonly bbox?: readonly number[];
  readonly scope?: "Column" | "Row";
}

/** A page being written from top to bottom. Lengths are in points. */
export class Paper {
  readonly #doc: PDFKit.PDFDocument;
  readonly #options: PaperOptions;
  readonly #left = margin.side;
  readonly #width: number;
  readonly #bottom: number;

  constructor(options: PaperOptions) {
    this.#options = options;
    const locale = { fr: "fr-CA", en: "en-CA" }[options.language];
    this.#doc = new PDFDocument({
      size: options.size === "a4" ? "A4" : "LETTER",
      margins: { top: margin.top, bottom: margin.bottom, left: margin.side, right: margin.side },
      bufferPages: true,
      tagged: true,
      pdfVersion: "1.7",
      displayTitle: true,
      lang: locale,
      info: { Title: options.title, Author: options.author, Keywords: "CC BY 4.0" },
    });
    for (const [name, style] of Object.entries(fontFiles)) this.#doc.registerFont(name, fontPath(style));
    this.#width = this.#doc.page.width - 2 * margin.side;
    this.#bottom = this.#doc.page.height - margin.bottom;
    this.#doc
      .font("text")
      .fontSize(options.points)
      .fillColor(ink)
      .lineGap(options.points * 0.14);
  }

  get pages(): number {
    return this.#doc.bufferedPageRange().count;
  }

  /** Room of the text, without what is beside it. */
  get width(): number {
    return this.#width;
  }

  newPage(): void {
    this.#doc.addPage();
  }

  /** A title, with its entry among the bookmarks of the document. */
  heading(
    level: 1 | 2 | 3,
    text: string,
    options: { readonly width?: number; readonly name?: string } = {},
  ): void {
    const doc = this.#doc;
    const { points } = this.#options;
    const size = points * { 1: 2.1, 2: 1.3, 3: 1.05 }[level];
    const width = options.width ?? this.#width;
    doc.font("bold").fontSize(size);
    const height = doc.heightOfString(text, { width });
    // A title alone at the bottom of a page belongs to nothing.
    this.#need(height + points * (level === 1 ? 10 : 4.5));
    if (doc.y > margin.top + 1) doc.y += points * { 1: 0, 2: 0.75, 3: 0.4 }[level];
    if (level < 3) doc.outline.addItem(text);
    doc.addStructure(
      this.#tag(`H${level}`, {}, () => {
        doc.text(text, this.#left, doc.y, {
          width,
          ...(options.name === undefined ? {} : { destination: options.name }),
        });
      }),
    );
    doc.font("text").fontSize(points);
    doc.y += points * 0.15;
  }

  /** Words of one style, smaller or larger than the text. */
  line(
    text: string,
    style: {
      readonly font?: FontName;
      readonly scale?: number;
      readonly soft?: boolean;
      readonly width?: number;
      readonly goTo?: string;
    } = {},
  ): void {
    const doc = this.#doc;
    const { points } = this.#options;
    const { font = "text", scale = 1, soft = false, width = this.#width, goTo } = style;
    doc.font(font).fontSize(points * scale);
    this.#need(doc.currentLineHeight(true));
    doc.fillColor(soft ? muted : ink);
    doc.addStructure(
      this.#tag("P", {}, () => {
        doc.text(text, this.#left, doc.y, { width, ...(goTo === undefined ? {} : { goTo }) });
      }),
    );
    doc.font("text").fontSize(points).fillColor(ink);
  }

  gap(lines: number): void {
    this.#doc.y += lines * this.#options.points;
  }

  /** A text as its author wrote it, in Markdown; `scale` of the words. */
  prose(text: string, scale = 1): void {
    this.#doc.fontSize(this.#options.points * scale);
    for (const block of readMarkdown(text)) this.#block(block);
    this.#doc.fontSize(this.#options.points);
  }

  /** @param columns share of the width of each. The first row names them; the first cell of each row names it. */
  table(columns: readonly number[], rows: readonly (readonly string[])[], scale = 0.88): void {
    const doc = this.#doc;
    const { points } = this.#options;
    doc.fontSize(points * scale);
    const gapX = 8;
    const widths = columns.map((share) => share * this.#width - gapX);
    const table = this.#tag("Table");
    doc.addStructure(table);
    rows.forEach((row, rowIndex) => {
      const isHead = rowIndex === 0;
      const font: FontName = isHead ? "bold" : "text";
      const height = Math.max(
        ...row.map((cell, column) => doc.font(font).heightOfString(cell, { width: widths[column] ?? 0 })),
      );
      this.#need(height + 4);
      const top = doc.y;
      const tr = this.#tag("TR");
      table.add(tr);
      let x = this.#left;
      row.forEach((cell, column) => {
        const at = x;
        const isName = isHead || column === 0;
        const struct = this.#tag(
          isName ? "TH" : "TD",
          isName ? { scope: isHead ? "Column" : "Row" } : {},
          () => {
            doc.font(font).text(cell, at, top + 2, { width: widths[column] ?? 0 });
          },
        );
        tr.add(struct);
        x += (columns[column] ?? 0) * this.#width;
      });
      tr.end();
      doc.y = top + height + 4;
      this.#rule(doc.y, isHead ? 0.9 : 0.4);
    });
    table.end();
    doc.font("text").fontSize(points);
    doc.x = this.#left;
    doc.y += points * 0.5;
  }

  /** A box to tick, and words beside it. */
  tickBox(text: string): void {
    const doc = this.#doc;
    const { points } = this.#options;
    const side = points * 0.85;
    const width = this.#width - side - 6;
    this.#need(doc.heightOfString(text, { width }));
    const top = doc.y;
    this.#artifact(() => {
      doc
        .lineWidth(0.8)
        .strokeColor(ink)
        .rect(this.#left, top + points * 0.1, side, side)
        .stroke();
    });
    doc.addStructure(
      this.#tag("P", {}, () => {
        doc.text(text, this.#left + side + 6, top, { width });
      }),
    );
    doc.x = this.#left;
  }

  /** Empty lines to write on. */
  writingLines(count: number): void {
    const doc = this.#doc;
    const pitch = 22;
    for (let line = 0; line < count; line += 1) {
      this.#need(pitch);
      doc.y += pitch;
      this.#rule(doc.y - 3, 0.5);
    }
    doc.y += 4;
  }

  /** An empty table to fill in by hand. */
  emptyTable(heads: readonly string[], rows: readonly string[]): void {
    const columns = heads.map(() => 1 / heads.length);
    this.table(columns, [heads, ...rows.map((row) => [row, ...heads.slice(1).map(() => "\n ")])], 0.95);
  }

  /** A code to scan, at the right of what comes next; the address is written under it. */
  code(address: string, caption: string): number {
    const doc = this.#doc;
    const modules = encodeQr(address, "raw", { ecc: "medium", border: 1 });
    const side = 62;
    const module = side / modules.length;
    const x = this.#left + this.#width - side;
    const y = doc.y;
    doc.addStructure(
      this.#tag("Figure", { alt: `${caption} ${address}`, bbox: [x, y, x + side, y + side] }, () => {
        doc.fillColor("#000");
        modules.forEach((row, j) => {
          row.forEach((dark, i) => {
            if (dark) doc.rect(x + i * module, y + j * module, module + 0.02, module + 0.02);
          });
        });
        doc.fill();
      }),
    );
    const wide = side + 34;
    doc.font("text").fontSize(6.5).fillColor(muted);
    doc.addStructure(
      this.#tag("P", {}, () => {
        doc.text(`${caption}\n${address.replace(/^https?:\/\//, "")}`, x + side - wide, y + side + 4, {
          width: wide,
          align: "right",
          lineGap: 0,
        });
      }),
    );
    doc.font("text").fontSize(this.#options.points).fillColor(ink);
    const end = doc.y;
    doc.x = this.#left;
    doc.y = y;
    this.#besideUntil = end;
    return this.#width - wide - 16;
  }

  /** Below whatever stands beside the text. */
  clear(): void {
    this.#doc.y = Math.max(this.#doc.y, this.#besideUntil);
    this.#besideUntil = 0;
  }

  #besideUntil = 0;

  /** Writes the page numbers and gives the document. */
  finish(): Promise<Buffer> {
    const doc = this.#doc;
    const { start, count } = doc.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      doc.switchToPage(page);
      const y = doc.page.height - margin.bottom + 18;
      // Text below the bottom margin would begin a page of its own.
      doc.page.margins.bottom = 0;
      this.#artifact(() => {
        doc.font("text").fontSize(7.5).fillColor(muted);
        doc.text(this.#options.footer, this.#left, y, {
          width: this.#width - 60,
          lineBreak: false,
          height: 10,
          ellipsis: true,
        });
        doc.text(`${page - start + 1} / ${count}`, this.#left + this.#width - 60, y, {
          width: 60,
          align: "right",
        });
      });
      doc.page.margins.bottom = margin.bottom;
    }
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      doc.on("data", (chunk: Buffer) => chunks.push(chunk));
      doc.on("end", () => resolve(Buffer.concat(chunks)));
      doc.on("error", reject);
      doc.end();
    });
  }

  /** An element of the structure; its parts are written once it has its place in the document. */
  #tag(type: string, options: TagOptions = {}, parts?: Part | readonly (Part | Structure)[]): Structure {
    const children = parts === undefined ? undefined : typeof parts === "function" ? [parts] : [...parts];
    return this.#doc.struct(type, options as PDFKit.Mixins.StructureElementOptions, children);
  }

  /** Begins a page when this height does not fit on the one at hand. */
  #need(height: number): void {
    if (this.#doc.y + height > this.#bottom) this.#doc.addPage();
  }

  #artifact(draw: Part): void {
    this.#doc.markContent("Artifact", { type: "Layout" });
    draw();
    this.#doc.endMarkedContent();
  }

  #rule(y: number, thick: number): void {
    this.#artifact(() => {
      this.#doc
        .lineWidth(thick)
        .strokeColor(rule)
        .moveTo(this.#left, y)
        .lineTo(this.#left + this.#width, y)
        .stroke();
    });
  }

  #block(block: Block, indent = 0, parent?: Structure): void {
    const doc = this.#doc;
    const add = (element: Structure) => {
      if (parent === undefined) doc.addStructure(element);
      else parent.add(element);
    };
    const size = this.#options.points;
    switch (block.kind) {
      case "text":
      case "heading":
        this.#need(doc.currentLineHeight(true) * 2);
        add(
          this.#tag(
            block.kind === "heading" ? "H3" : "P",
            {},
            this.#runs(block.runs, indent, block.kind === "heading"),
          ),
        );
        doc.y += parent === undefined ? size * 0.4 : size * 0.08;
        break;
      case "list": {
        const list = this.#tag("L");
        add(list);
        block.items.forEach((item, index) => {
          this.#need(doc.currentLineHeight(true));
          const entry = this.#tag("LI");
          list.add(entry);
          const top = doc.y;
          const label = block.ordered ? `${index + 1}.` : "•";
          entry.add(
            this.#tag("Lbl", {}, () => {
              doc.font("text").text(label, this.#left + indent, top, { lineBreak: false });
            }),
          );
          doc.y = top;
          const body = this.#tag("LBody");
          entry.add(body);
          for (const inner of item) this.#block(inner, indent + size * 1.5, body);
          body.end();
          entry.end();
        });
        list.end();
        doc.y += size * 0.35;
        break;
      }
      case "table": {
        const columns = block.rows[0]?.length ?? 1;
        this.table(
          Array.from({ length: columns }, () => 1 / columns),
          block.rows,
        );
        break;
      }
      case "picture":
        this.#picture(block.address, block.alt, add);
        break;
    }
  }

  /** One part of a paragraph for each run; those that lead somewhere are links of their own. */
  #runs(runs: readonly Run[], indent: number, isBold: boolean): (Part | Structure)[] {
    const doc = this.#doc;
    const width = this.#width - indent;
    return runs.map((run, index) => {
      const bold = run.bold === true || isBold;
      const name: FontName = bold ? (run.italic ? "boldItalic" : "bold") : run.italic ? "italic" : "text";
      const address = run.link?.startsWith("/") ? this.#options.base + run.link : run.link;
      const options = {
        continued: index < runs.length - 1,
        link: address ?? null,
        underline: address !== undefined,
      };
      const write = () => {
        doc.font(name).fillColor(address === undefined ? ink : linkInk);
        if (index === 0) doc.text(run.text, this.#left + indent, doc.y, { ...options, width });
        else doc.text(run.text, options);
        doc.font("text").fillColor(ink);
      };
      return address === undefined ? write : this.#tag("Link", {}, write);
    });
  }

  #picture(address: string, alt: string, add: (element: Structure) => void): void {
    const svg = this.#options.picture(address);
    const [, w = 1, h = 1] = /viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(svg ?? "") ?? [];
    if (svg === undefined) return;
    const doc = this.#doc;
    const width = this.#width * this.#options.pictureShare;
    const height = (width * Number(h)) / Number(w);
    this.#need(height + 6);
    const x = this.#left + (this.#width - width) / 2;
    const y = doc.y + 2;
    add(
      this.#tag("Figure", { alt, bbox: [x, y, x + width, y + height] }, () => {
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
    doc.font("text").fontSize(this.#options.points).fillColor(ink);
    doc.x = this.#left;
    doc.y = y + height + this.#options.points * 0.7;
  }
}
