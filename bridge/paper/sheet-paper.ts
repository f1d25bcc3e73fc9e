// A sheet as two printed pages at the first level, or whole in the booklet of all sheets.
import type { ExperimentSummary, Sheet } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { Paper, type PaperSize } from "./paper.ts";
import { levelNames, minutes, paperWords, roleNames } from "./paper-words.ts";

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

/** Sizes of words, points, and widths of drawings: the first that fits is taken; the last is still read at arm’s length. */
const settings = [
  { points: 10.2, pictureShare: 0.6 },
  { points: 9.6, pictureShare: 0.56 },
  { points: 9.2, pictureShare: 0.52 },
  { points: 8.8, pictureShare: 0.48 },
  { points: 8.4, pictureShare: 0.45 },
  { points: 8, pictureShare: 0.42 },
  { points: 7.7, pictureShare: 0.41 },
  { points: 7.5, pictureShare: 0.38 },
  { points: 7.5, pictureShare: 0.33 },
] as const;
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
  const open = (setting: (typeof settings)[number]) => {
    const paper = new Paper({
      ...{ size, language, title, base, ...setting },
      author: sheet.authors.join(", "),
      footer: `Labo Explorer · ${sheet.number} · ${title} · CC BY 4.0`,
      picture: pictureOf(content),
    });
    writeSheet(paper, sheet, content, options, false);
    return paper;
  };
  // The largest that fits, by halves: to lay a sheet out takes a while.
  let low = 0;
  let high = settings.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (open(settings[middle] ?? settings[0]).pages <= pagesOfSheet) high = middle;
    else low = middle + 1;
  }
  const paper = open(settings[low] ?? settings[0]);
  return paper.finish();
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
    const width = paper.code(`${base}/fiches`, paperWords.live[language]);
    paper.line("Labo Explorer", { scale: 1.2, soft: true, width });
    paper.heading(1, paperWords.booklet[language], { width });
    paper.line(paperWords.bookletLead[language], { font: "italic", scale: 1.4, width });
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
  const width = paper.code(`${base}/fiches/${sheet.id}`, paperWords.live[language]);
  paper.line(
    `${paperWords.sheet[language]} ${sheet.number} · ${levelNames[sheet.level][language]} · ${roleNames[sheet.role][language]}`,
    { scale: 0.9, soft: true, width },
  );
  paper.heading(1, sheet.title[language], { width, name: sheet.id });
  paper.line(sheet.question[language], { font: "italic", scale: 1.25, width });
  paper.clear();
  paper.gap(0.4);
  for (const section of sheet.sections) {
    if (section.folded && !isWhole) continue;
    const time = section.minutes === undefined ? "" : ` (${minutes(section.minutes)})`;
    if (section.id === "in-a-sentence") {
      paper.prose(section.body[language], 1.1);
      continue;
    }
    paper.heading(2, `${section.title[language]}${time}`);
    paper.prose(section.body[language]);
    if (section.id === "numbers") writeNumbers(paper, sheet, language);
  }
  const experiments = content.experiments.filter(({ id }) => sheet.experiments.includes(id));
  if (experiments.length > 0) {
    paper.heading(2, paperWords.experiments[language]);
    const links = experiments.map(
      ({ id, number, title, level, minutes: time }) =>
        `[${number} · ${title[language]}](/experiences/${id}) (${levelNames[level][language]}, ${minutes(time)})`,
    );
    paper.prose(`${links.join("; ")}.`);
  }
  if (sheet.glossary.length > 0) {
    paper.heading(2, paperWords.glossary[language]);
    const terms = sheet.glossary.map(
      ({ term, definition }) => `**${term[language]}** · ${definition[language]}`,
    );
    paper.prose(terms.join(" "), 0.9);
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
  paper.table(
    [0.4, 0.2, 0.4],
    [
      [paperWords.what[language], paperWords.value[language], paperWords.source[language]],
      ...sheet.numbers.map(({ what, printed, tolerance, source }) => [
        what[language],
        `${printed[language]}${tolerance === undefined ? "" : ` (${tolerance[language]})`}`,
        source[language],
      ]),
    ],
    0.8,
  );
}
