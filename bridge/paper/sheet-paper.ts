// A sheet as two printed pages at the first level, or whole in the booklet of all sheets.
import type { ExperimentSummary, Sheet } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { writeCode } from "./code.ts";
import { Paper, type PaperSize } from "./paper.ts";
import { levelNames, minutes, paperWords, roleNames } from "./paper-words.ts";
import { heightOfBeginning, writeProse } from "./prose.ts";
import { writeTable } from "./table.ts";

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

/** Sizes of words, points: the first that fits is taken; the last is still read at arm’s length. */
const sizes: readonly number[] = [10.2, 9.9, 9.6, 9.3, 9, 8.8, 8.6, 8.4, 8.2, 8, 7.8, 7.6];
const smallest = 7.4;
/** Words in a drawing are about a fiftieth of its width: below these shares they are no longer read. */
const shareAt = (points: number) => (points > smallest + 0.5 ? 0.58 : 0.55);
const pagesOfSheet = 2;
const bookletSetting = { points: 10, pictureShare: 0.6 };

export const pictureOf = (content: PrintedContent) => (address: string) => {
  const [, sheet = "", name = ""] =
    /^\/api\/sheets\/([a-z0-9.-]+)\/images\/([a-z0-9.-]+)$/.exec(address) ?? [];
  return content.image(sheet, name);
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
      pictureShare: shareAt(points),
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
    if (open(sizes[middle] ?? smallest).pages <= pagesOfSheet) high = middle;
    else low = middle + 1;
  }
  return open(sizes[low] ?? smallest).finish();
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
      ...{ size, language, title, base },
      ...bookletSetting,
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
  for (const section of sheet.sections) {
    if (section.folded && !isWhole) continue;
    const time = section.minutes === undefined ? "" : ` (${minutes(section.minutes)})`;
    if (section.id === "in-a-sentence") {
      writeProse(paper, section.body[language], 1.1);
      paper.clear();
      continue;
    }
    const above = heightOfBeginning(paper, section.body[language]);
    paper.heading(2, `${section.title[language]}${time}`, { above });
    writeProse(paper, section.body[language]);
    for (const fold of section.folds) {
      const words = fold.body[language];
      paper.heading(3, levelNames[fold.level][language], { above: heightOfBeginning(paper, words) });
      writeProse(paper, words);
    }
    if (section.id === "numbers") writeNumbers(paper, sheet, language);
  }
  const experiments = content.experiments.filter(({ id }) => sheet.experiments.includes(id));
  if (experiments.length > 0) {
    paper.heading(2, paperWords.experiments[language]);
    const links = experiments.map(
      ({ id, number, title, level, bonus, minutes: time }) =>
        `[${number}\u00a0· ${title[language]}](/experiences/${id}) (${levelNames[level][language]}, ${bonus ? `${paperWords.bonus[language]}, ` : ""}${minutes(time)})`,
    );
    writeProse(paper, `${links.join("; ")}.`);
  }
  if (sheet.glossary.length > 0) {
    paper.heading(2, paperWords.glossary[language]);
    const terms = sheet.glossary.map(
      ({ term, definition }) => `**${term[language]}** · ${definition[language]}`,
    );
    writeProse(paper, terms.join(" "), 0.9);
  }
  paper.gap(0.3);
  const version = {
    fr: `version ${sheet.version}, relu le ${sheet.checkedOn}`,
    en: `version ${sheet.version}, checked on ${sheet.checkedOn}`,
  };
  paper.line(`${sheet.authors.join(", ")} · ${version[language]}. ${paperWords.licence[language]}`, {
    scale: 0.75,
    soft: true,
  });
}

function writeNumbers(paper: Paper, sheet: Sheet, language: Language): void {
  if (sheet.numbers.length === 0) return;
  writeTable(
    paper,
    [0.4, 0.2, 0.4],
    [
      [paperWords.what[language], paperWords.value[language], paperWords.source[language]],
      ...sheet.numbers.map(({ what, printed, tolerance, source }) => [
        what[language],
        `${printed[language]}${tolerance === undefined ? "" : ` (${tolerance[language]})`}`,
        source[language],
      ]),
    ],
    { scale: 0.8, same: paperWords.sameSource[language] },
  );
}
