// A document on paper: fonts, pages, and what stands on them, each thing tagged for who reads by ear.
// Structure types: ISO 32000-1, 14.8.4 (Document, P, H1 to H3, L, LI, Lbl, LBody, Table, TR, TH, TD, Figure, Link, Artifact).
import { fileURLToPath } from "node:url";
import PDFDocument from "pdfkit";
import type { Language } from "#contract/words.ts";

export const paperSizes = ["letter", "a4"] as const;
export type PaperSize = (typeof paperSizes)[number];

/** Source Serif 4, under the SIL Open Font License: it has the Greek, the arrows and the signs of our texts. */
const fontFiles = {
  text: "400Regular",
  italic: "400Regular_Italic",
  bold: "700Bold",
  boldItalic: "700Bold_Italic",
} as const;
export type FontName = keyof typeof fontFiles;

const fontPath = (style: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/source-serif-4/${style}/SourceSerif4_${style}.ttf`));

export const inks = { text: "#1c1a17", soft: "#5b5347", rule: "#b9ad98", link: "#1f5b57" } as const;
const margin = { top: 34, bottom: 42, side: 43 };

export interface PaperOptions {
  readonly size: PaperSize;
  readonly language: Language;
  readonly title: string;
  readonly author: string;
  /** Size of the words, points. */
  readonly points: number;
  /** Said at the bottom of each page, before its number. */
  readonly footer: string;
  /** Where addresses of the bench begin; no slash at the end. */
  readonly base: string;
  /** SVG text of a picture by its address on the bench. */
  readonly picture: (address: string) => string | undefined;
}

/** A part of the width of a page. Points. */
export interface Column {
  readonly left: number;
  readonly width: number;
}

/** Higher than anything that is measured on it: as high as a page of PDF may be (ISO 32000-1, annex C). */
const rollHeight = 14_400;

export type Structure = PDFKit.PDFStructureElement;
export type Part = () => void;

/** What a tag says besides its type; the package's types do not have the two last. */
export interface TagOptions {
  readonly alt?: string;
  /** Left, top, right, bottom. */
  readonly bbox?: readonly number[];
  readonly scope?: "Column" | "Row";
}

/** A page being written from top to bottom. Lengths are in points. */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly options: PaperOptions;
  #column: Column;
  #isInColumn = false;
  readonly #bottom: number;
  readonly #root: Structure;
  /** What stands at the right of the text: until which height, and how much of the width it takes. */
  #beside = { until: 0, taken: 0 };

  /** @param column only on a roll: what is written there is measured, and never printed. */
  constructor(options: PaperOptions, column?: Column) {
    this.options = options;
    const locale = { fr: "fr-CA", en: "en-CA" }[options.language];
    const size = options.size === "a4" ? "A4" : "LETTER";
    this.doc = new PDFDocument({
      size: column === undefined ? size : [2 * column.left + column.width, rollHeight],
      margins: { top: margin.top, bottom: margin.bottom, left: margin.side, right: margin.side },
      bufferPages: true,
      tagged: true,
      pdfVersion: "1.7",
      displayTitle: true,
      lang: locale,
      info: { Title: options.title, Author: options.author, Keywords: "CC BY 4.0" },
    });
    for (const [name, style] of Object.entries(fontFiles)) this.doc.registerFont(name, fontPath(style));
    this.#column = column ?? { left: margin.side, width: this.doc.page.width - 2 * margin.side };
    this.#bottom = this.doc.page.height - margin.bottom;
    this.#root = this.doc.struct("Document");
    this.doc.addStructure(this.#root);
    this.doc.lineGap(options.points * 0.14);
    this.plain();
  }

  get left(): number {
    return this.#column.left;
  }

  /** Room of the text, without what is beside it. */
  get width(): number {
    return this.#column.width;
  }

  get pages(): number {
    return this.doc.bufferedPageRange().count;
  }

  /** Width of the text at this height. */
  get room(): number {
    return this.doc.y < this.#beside.until ? this.width - this.#beside.taken : this.width;
  }

  newPage(): void {
    this.doc.addPage();
    this.#beside = { until: 0, taken: 0 };
  }

  /** Begins a page when this height does not fit on the one at hand. */
  need(height: number): void {
    if (!this.fits(height)) this.newPage();
  }

  /** Whether this height fits on the page at hand. */
  fits(height: number): boolean {
    return this.#isInColumn || this.doc.y + height <= this.#bottom;
  }

  get isAtTop(): boolean {
    return this.doc.y <= margin.top + 1;
  }

  /** Height between here and the bottom of the page. */
  get remaining(): number {
    return this.#bottom - this.doc.y;
  }

  /** Does something in a column, where no page is begun. */
  inColumn<Done>(column: Column, act: () => Done): Done {
    const whole = this.#column;
    this.#column = column;
    this.#isInColumn = true;
    this.plain();
    const done = act();
    this.#column = whole;
    this.#isInColumn = false;
    this.plain();
    return done;
  }

  /** Heights of parts in a column of this width, each below something else. */
  heightsInColumn({ width }: Column, parts: readonly ((roll: Paper) => void)[]): number[] {
    if (parts.length === 0) return [];
    const roll = new Paper(this.options, { left: margin.side, width });
    roll.gap(1);
    return parts.map((part) => {
      const top = roll.doc.y;
      part(roll);
      return roll.doc.y - top;
    });
  }

  /** Most that fits on a page. */
  get tallest(): number {
    return this.#bottom - margin.top;
  }

  /** Keeps room at the right of what comes next, down to a height of the page. */
  keepBeside(until: number, taken: number): void {
    this.#beside = { until, taken };
  }

  /** Below whatever stands beside the text. */
  clear(): void {
    this.doc.y = Math.max(this.doc.y, this.#beside.until);
    this.#beside = { until: 0, taken: 0 };
  }

  /** The same, when what is beside leaves less than so many lines. */
  clearUnlessRoomFor(lines: number): void {
    if (this.#beside.until - this.doc.y < lines * this.doc.currentLineHeight(true)) this.clear();
  }

  gap(lines: number): void {
    this.doc.y += lines * this.options.points;
  }

  /** Back to words of the text, at the left. */
  plain(): void {
    this.doc.font("text").fontSize(this.options.points).fillColor(inks.text);
    this.doc.x = this.left;
  }

  /** A title, with its entry among the bookmarks of the document. */
  heading(
    level: 1 | 2 | 3,
    text: string,
    options: {
      readonly name?: string;
      /** Height of what must stand under it on the same page. */
      readonly above?: number;
      /** For who reads by ear, where it looks smaller than its place in the order of titles. */
      readonly rank?: 2;
    } = {},
  ): void {
    // What follows a title is not beside what came before it; only the code at the head of a page is.
    if (level > 1) this.clear();
    const { doc, room: width } = this;
    const { points } = this.options;
    doc.font("bold").fontSize(points * { 1: 2.1, 2: 1.3, 3: 1.05 }[level]);
    const height = doc.heightOfString(text, { width });
    // A title alone at the bottom of a page belongs to nothing.
    this.need(height + Math.max(points * (level === 1 ? 10 : 4.5), (options.above ?? 0) + points * 0.9 + 6));
    if (!this.isAtTop) doc.y += points * { 1: 0, 2: 0.75, 3: 0.4 }[level];
    if (level < 3) doc.outline.addItem(text);
    this.place(
      this.tag(`H${options.rank ?? level}`, {}, () => {
        doc.text(text, this.left, doc.y, {
          width,
          ...(options.name === undefined ? {} : { destination: options.name }),
        });
      }),
    );
    this.plain();
    doc.y += points * 0.15;
  }

  /** Words of one style, smaller or larger than the text. */
  line(
    text: string,
    style: {
      readonly font?: FontName;
      readonly scale?: number;
      readonly soft?: boolean;
      readonly goTo?: string;
    } = {},
  ): void {
    const { doc, room: width } = this;
    const { font = "text", scale = 1, soft = false, goTo } = style;
    doc.font(font).fontSize(this.options.points * scale);
    this.need(doc.heightOfString(text, { width }));
    doc.fillColor(soft ? inks.soft : inks.text);
    this.place(
      this.tag("P", {}, () => {
        doc.text(text, this.left, doc.y, { width, ...(goTo === undefined ? {} : { goTo }) });
      }),
    );
    this.plain();
  }

  /** Gives an element its place in the document, below its one root (ISO 32000-1, 14.8.4.2). */
  place(element: Structure): void {
    this.#root.add(element);
  }

  /** An element of the structure; its parts are written once it has its place in the document. */
  tag(type: string, options: TagOptions = {}, parts?: Part | readonly (Part | Structure)[]): Structure {
    const children = parts === undefined ? undefined : typeof parts === "function" ? [parts] : [...parts];
    return this.doc.struct(type, options as PDFKit.Mixins.StructureElementOptions, children);
  }

  /** What is drawn for the eye alone. */
  artifact(draw: Part): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    draw();
    this.doc.endMarkedContent();
  }

  /** A line across the text, or across a part of it. */
  rule(y: number, thick: number, { left, width }: Column = this.#column): void {
    this.artifact(() => {
      this.doc
        .lineWidth(thick)
        .strokeColor(inks.rule)
        .moveTo(left, y)
        .lineTo(left + width, y)
        .stroke();
    });
  }

  /** Writes the page numbers and gives the document. */
  finish(): Promise<Buffer> {
    const { doc } = this;
    const { start, count } = doc.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      doc.switchToPage(page);
      const y = doc.page.height - margin.bottom + 18;
      // Text below the bottom margin would begin a page of its own.
      doc.page.margins.bottom = 0;
      this.artifact(() => {
        doc.font("text").fontSize(7.5).fillColor(inks.soft);
        doc.text(this.options.footer, this.left, y, {
          width: this.width - 60,
          lineBreak: false,
          height: 10,
          ellipsis: true,
        });
        doc.text(`${page - start + 1} / ${count}`, this.left + this.width - 60, y, {
          width: 60,
          align: "right",
        });
      });
      doc.page.margins.bottom = margin.bottom;
    }
    this.#root.end();
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      doc.on("data", (chunk: Buffer) => chunks.push(chunk));
      doc.on("end", () => resolve(Buffer.concat(chunks)));
      doc.on("error", reject);
      doc.end();
    });
  }
}
