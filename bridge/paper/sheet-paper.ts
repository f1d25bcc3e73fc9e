// A sheet as two printed pages at the first level, or whole in the booklet of all sheets.
import { readPictureAddress } from "#contract/pictures.ts";
import type { ExperimentSummary, Sheet } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { writeCode } from "./code.ts";
import { type WritePart, writeInColumns } from "./columns.ts";
import { readMarkdown } from "./markdown.ts";
import { beginningOfNumbers, writeNumbers, writeSources } from "./number-table.ts";
import { Paper, type PaperSize } from "./paper.ts";
import { levelNames, minutes, paperWords, roleNames } from "./paper-words.ts";
import { heightOfBeginning, heightOfProse, proseInParts, writeProse } from "./prose.ts";

export interface PrintOptions {
  readonly language: Language;
  readonly size: PaperSize;
  /** Address of the bench, without a slash at the end: printed codes lead there. */
  readonly base: string;
}

export interface PrintedContent {
  readonly sheets: readonly Sheet[];
  readonly experiments: readonly ExperimentSummary[];
  image(sheet: string, name: string): string | undefined;
}

/** Least size of the words of a text, points: what is smaller tires the eyes. A longer sheet takes a third page. */
export const leastPoints = 8.8;
/** Sizes of words, points: the first that fits is taken. */
const sizes: readonly number[] = [10.5, 10.2, 9.9, 9.6, 9.3, 9, leastPoints];
const pagesOfSheet = 2;
/** Of what is looked up rather than read: numbers, glossary, licence. */
const smallScale = 0.86;
/** Most sheets are three whole pages at this size. */
const bookletPoints = 9.3;

export const pictureOf = (content: PrintedContent) => (address: string) => {
  const found = readPictureAddress(address);
  return found && content.image(found.sheet, found.name);
};

const authorsOf = (sheets: readonly Sheet[]): string =>
  [...new Set(sheets.flatMap(({ authors }) => authors))].join(", ");

/** Two pages of Letter or A4, tagged, with the folded parts left to the live version. */
export async function printSheet(
  sheet: Sheet,
  content: PrintedContent,
  options: PrintOptions,
): Promise<Buffer> {
  const { language, size, base } = options;
  const title = sheet.title[language];
  const open = (points: number) => {
    const paper = new Paper({
      ...{ size, language, title, base, points },
      author: sheet.authors.join(", "),
      footer: `Labo Explorer · ${sheet.number} · ${title} · CC BY 4.0`,
      picture: pictureOf(content),
    });
    writeSheet(paper, sheet, content, options, false);
    return paper;
  };
  // The largest that fits, by halves: to lay a sheet out takes a while.
  let low = 0;
  let high = sizes.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (open(sizes[middle] ?? leastPoints).pages <= pagesOfSheet) high = middle;
    else low = middle + 1;
  }
  return open(sizes[low] ?? leastPoints).finish();
}

/** Every sheet, whole, one after the other, with its table of contents. */
export async function printBooklet(content: PrintedContent, options: PrintOptions): Promise<Buffer> {
  const { language, size, base } = options;
  const sheets = [...content.sheets].sort((a, b) => a.number.localeCompare(b.number));
  const title = `Labo Explorer · ${paperWords.booklet[language]}`;
  // The pages of the sheets are known once they are written: the second time, the contents name them.
  const compose = (firstPages: ReadonlyMap<string, number>) => {
    const found = new Map<string, number>();
    const paper = new Paper({
      ...{ size, language, title, base, points: bookletPoints },
      author: authorsOf(sheets),
      footer: `${title} · CC BY 4.0`,
      picture: pictureOf(content),
    });
    writeCode(paper, `${base}/fiches`, paperWords.live[language]);
    paper.line("Labo Explorer", { scale: 1.2, soft: true });
    paper.heading(1, paperWords.booklet[language]);
    paper.line(paperWords.bookletLead[language], { font: "italic", scale: 1.4 });
    paper.clear();
    paper.gap(2);
    paper.heading(2, paperWords.contents[language]);
    for (const sheet of sheets) {
      const page = firstPages.get(sheet.id);
      paper.line(
        `${sheet.number} · ${sheet.title[language]}${page === undefined ? "" : `, ${paperWords.page[language]} ${page}`}`,
        { goTo: sheet.id },
      );
      paper.line(sheet.question[language], { font: "italic", soft: true });
      paper.gap(0.4);
    }
    paper.gap(1);
    paper.line(authorsOf(sheets), { scale: 0.9, soft: true });
    paper.line(paperWords.licence[language], { scale: 0.9, soft: true });
    for (const sheet of sheets) {
      paper.newPage();
      found.set(sheet.id, paper.pages);
      writeSheet(paper, sheet, content, options, true);
    }
    return { paper, found };
  };
  const { found } = compose(new Map());
  return compose(found).paper.finish();
}

function writeSheet(
  paper: Paper,
  sheet: Sheet,
  content: PrintedContent,
  { language, base }: PrintOptions,
  isWhole: boolean,
): void {
  writeCode(paper, `${base}/fiches/${sheet.id}`, paperWords.live[language]);
  paper.line(
    `${paperWords.sheet[language]} ${sheet.number} · ${levelNames[sheet.level][language]} · ${roleNames[sheet.role][language]}`,
    { scale: 0.9, soft: true },
  );
  paper.heading(1, sheet.title[language], { name: sheet.id });
  paper.line(sheet.question[language], { font: "italic", scale: 1.25 });
  paper.gap(0.4);
  let narrow: WritePart[] = [];
  const flush = () => {
    writeInColumns(paper, narrow);
    narrow = [];
  };
  for (const section of sheet.sections) {
    if (section.folded && !isWhole) continue;
    const body = section.body[language];
    if (section.id === "in-a-sentence") {
      writeProse(paper, body, 1.1);
      paper.clear();
      continue;
    }
    const time = section.minutes === undefined ? "" : ` (${minutes(section.minutes)})`;
    const heading = `${section.title[language]}${time}`;
    if (fitsInColumn(section, body)) {
      const [first, ...others] = proseInParts(body);
      const beginning: WritePart = (on) => {
        on.heading(2, heading);
        first?.(on);
      };
      narrow.push(beginning, ...others);
      continue;
    }
    flush();
    const above =
      section.id === "numbers"
        ? heightOfProse(paper, body) + beginningOfNumbers(paper, sheet.numbers, language, smallScale)
        : heightOfBeginning(paper, body);
    paper.heading(2, heading, { above });
    writeProse(paper, body);
    for (const fold of section.folds) {
      const words = fold.body[language];
      paper.heading(3, levelNames[fold.level][language], { above: heightOfBeginning(paper, words) });
      writeProse(paper, words);
    }
    if (section.id === "numbers") writeNumbers(paper, sheet.numbers, language, smallScale);
  }
  const experiments = content.experiments.filter(({ id }) => sheet.experiments.includes(id));
  if (experiments.length > 0) {
    const links = experiments.map(
      ({ id, number, title, level, bonus, minutes: time }) =>
        `- [${number}\u00a0· ${title[language]}](/experiences/${id}) (${levelNames[level][language]}, ${bonus ? `${paperWords.bonus[language]}, ` : ""}${minutes(time)})`,
    );
    narrow.push((on) => {
      on.heading(2, paperWords.experiments[language]);
      writeProse(on, links.join("\n"));
    });
  }
  if (sheet.glossary.length > 0) {
    const terms = sheet.glossary.map(
      ({ term, definition }) => `**${term[language]}** · ${definition[language]}`,
    );
    narrow.push((on) => {
      on.heading(2, paperWords.glossary[language]);
      writeProse(on, terms.join(" "), smallScale);
    });
  }
  flush();
  paper.gap(0.3);
  // The last line of a sheet does not go alone on a page.
  writeSources(paper, sheet.numbers, language, smallScale, paper.options.points * 2);
  const version = {
    fr: `version ${sheet.version}, relu le ${sheet.checkedOn}`,
    en: `version ${sheet.version}, checked on ${sheet.checkedOn}`,
  };
  paper.line(`${sheet.authors.join(", ")} · ${version[language]} · ${paperWords.licenceShort[language]}`, {
    scale: smallScale,
    soft: true,
  });
}

/** Short lines suit words alone; a drawing or a table takes the width, and what goes further is read across. */
function fitsInColumn({ id, folded }: Sheet["sections"][number], body: string): boolean {
  if (folded || id === "numbers") return false;
  return readMarkdown(body).every(({ kind }) => kind !== "picture" && kind !== "table");
}
