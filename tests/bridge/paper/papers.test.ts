// Sheets and experiments on paper, read back by an independent reader: pages, words, structure, fonts.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { constants, inflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { languages } from "../../../bridge/contract/words.ts";
import { readMarkdown } from "../../../bridge/paper/markdown.ts";
import { paperSizes } from "../../../bridge/paper/paper.ts";
import { createPapers } from "../../../bridge/paper/papers.ts";
import { leastDrawnPoints } from "../../../bridge/paper/prose.ts";
import { leastPoints } from "../../../bridge/paper/sheet-paper.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { contentFolder } from "../sheets/content-copy.ts";

const loaded = await loadSheets({ folder: contentFolder });
const base = "http://192.168.1.20:3000";
const [sheet] = loaded.sheets;
const [experiment] = loaded.experiments;
if (sheet === undefined || experiment === undefined) throw new Error("there is no content to print");

const canRead = spawnSync("pdfinfo", ["-v"]).error === undefined;
const folder = mkdtempSync(path.join(tmpdir(), "labo-paper-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function read(pdf: Buffer) {
  files += 1;
  const file = path.join(folder, `${files}.pdf`);
  writeFileSync(file, pdf);
  const run = (tool: string, ...args: string[]) =>
    execFileSync(tool, args, { encoding: "utf8", stdio: "pipe" });
  return {
    info: run("pdfinfo", file),
    pages: run("pdftotext", file, "-").split("\f").slice(0, -1),
    // In the order it was written; words may be cut at the end of a line: lines are put together again.
    text: run("pdftotext", "-raw", file, "-")
      .replace(/\s+/g, " ")
      .replace(/(\p{L}-) /gu, "$1"),
    structure: run("pdfinfo", "-struct-text", file),
    fonts: run("pdffonts", file),
  };
}

/** How many characters are written at each size, points; words of drawings are at the size of their own space. */
function charactersBySize(pdf: Buffer): Map<number, number> {
  const counted = new Map<number, number>();
  for (const { index, 0: mark } of pdf.toString("latin1").matchAll(/(?<!end)stream\r?\n/g)) {
    let page: string;
    try {
      page = inflateSync(pdf.subarray(index + mark.length), { finishFlush: constants.Z_SYNC_FLUSH }).toString(
        "latin1",
      );
    } catch {
      continue; // A stream that is not compressed holds no page.
    }
    let size = 0;
    for (const [, set, glyphs] of page.matchAll(/\/F\d+ ([\d.]+) Tf|<([0-9a-f]+)>/g)) {
      if (set !== undefined) size = Number(set);
      else if (size > 0) counted.set(size, (counted.get(size) ?? 0) + (glyphs?.length ?? 0) / 4);
    }
  }
  return counted;
}

/** Words of a text at `least` points or more, and nothing smaller than what a caption is. */
function expectReadable(pdf: Buffer, least: number): void {
  const sizes = [...charactersBySize(pdf)].sort(([, a], [, b]) => b - a);
  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes[0]?.[0]).toBeGreaterThanOrEqual(least);
  expect(Math.min(...sizes.map(([size]) => size))).toBeGreaterThanOrEqual(7);
}

const plain = (markdown: string) =>
  readMarkdown(markdown).flatMap((block) =>
    block.kind === "text" ? [block.runs.map(({ text }) => text).join("")] : [],
  );

describe.skipIf(!canRead)(
  canRead ? "paper" : "paper (left out: pdfinfo is missing: apt-get install poppler-utils)",
  () => {
    const papers = createPapers(loaded);

    it.each(loaded.sheets.map((one) => [one.number, one] as const))(
      "%s is two pages in both languages, on Letter and on A4, whole but for its folded parts",
      { timeout: 240_000 },
      async (_, one) => {
        for (const [language, size] of languages.flatMap((one) =>
          paperSizes.map((size) => [one, size] as const),
        )) {
          const pdf = await papers.sheet(one, { language, size, base });
          const { info, text } = read(pdf);
          expectReadable(pdf, leastPoints);
          expect(info).toMatch(/Tagged:\s+yes/);
          expect(info, `${one.id} ${language} ${size}`).toMatch(/Pages:\s+2\n/);
          expect(info).toContain(size === "a4" ? "(A4)" : "(letter)");
          expect(text).toContain(one.title[language]);
          for (const section of one.sections) {
            if (section.id === "in-a-sentence") continue;
            if (section.folded) expect(text).not.toContain(section.title[language]);
            else expect(text).toContain(section.title[language]);
          }
          // No word of the numbers is cut in its narrow column.
          for (const { printed } of one.numbers)
            expect(text).toContain(printed[language].replace(/\s+/g, " "));
          expect(text).toContain("CC BY 4.0");
          expect(text).toContain(`192.168.1.20:3000/fiches/${one.id}`.slice(0, 24));
        }
      },
    );

    it("prints every word of a text, with characters of embedded fonts alone", async () => {
      const { text, fonts } = read(await papers.sheet(sheet, { language: "fr", size: "letter", base }));
      const words = sheet.sections.filter(({ folded }) => !folded).flatMap(({ body }) => plain(body.fr));
      expect(words.length).toBeGreaterThan(5);
      for (const paragraph of words) expect(text).toContain(paragraph.replace(/\s+/g, " "));
      for (const line of fonts.trim().split("\n").slice(2)) expect(line).toMatch(/SourceSerif4.*yes yes yes/);
    });

    it("has a structure: headings, lists, a table whose cells are named, drawings described", async () => {
      const { structure } = read(await papers.sheet(sheet, { language: "en", size: "letter", base }));
      expect(structure).toMatch(/^Document/);
      expect(structure.match(/^\S.*/gm)).toHaveLength(1);
      for (const tag of ["H1", "H2", "L ", "LI", "LBody", "Table", "TH", "TD", "Figure", "Link"])
        expect(structure).toMatch(new RegExp(`^\\s*${tag}`, "m"));
      expect(structure).toContain(sheet.title.en);
    });

    it("skips no level of titles", async () => {
      for (const pdf of [
        await papers.sheet(sheet, { language: "en", size: "a4", base }),
        await papers.experiment(experiment, { language: "en", size: "a4", base }),
      ]) {
        const levels = [...read(pdf).structure.matchAll(/^\s*H([1-6])/gm)].map(([, level]) => Number(level));
        expect(levels[0]).toBe(1);
        expect(levels.length).toBeGreaterThan(4);
        levels.forEach((level, index) => {
          expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
        });
      }
    });

    it("makes one booklet of all sheets, with the pages they begin at", { timeout: 240_000 }, async () => {
      const { text, info } = read(await papers.booklet({ language: "fr", size: "letter", base }));
      const pages = Number(/Pages:\s+(\d+)/.exec(info)?.[1]);
      for (const one of loaded.sheets) {
        const page = Number(new RegExp(`${one.number} · .{1,80}?, page (\\d+)`).exec(text)?.[1]);
        expect(page).toBeGreaterThan(1);
        expect(page).toBeLessThanOrEqual(pages);
        const further = one.sections.find(({ id }) => id === "further");
        expect(text).toContain(further?.title.fr);
      }
    });

    it("says the heads of a table again where it goes on", async () => {
      const numbers = Array.from({ length: 10 }, () => sheet.numbers).flat();
      const long = createPapers({ ...loaded, sheets: [{ ...sheet, numbers }] });
      const { pages } = read(await long.booklet({ language: "fr", size: "a4", base }));
      const withRows = pages.filter((page) => sheet.numbers.some(({ what }) => page.includes(what.fr)));
      expect(withRows.length).toBeGreaterThan(2);
      for (const page of withRows) expect(page).toMatch(/Grandeur\s+Valeur\s+Réf\./);
    });

    it("leaves no mark of a list, and no title, alone at the bottom of a page", async () => {
      const titles = new Set(
        loaded.sheets.flatMap(({ sections }) => sections.map(({ title }) => title.fr.replace(/\s+/g, " "))),
      );
      const { pages } = read(await papers.booklet({ language: "fr", size: "letter", base }));
      for (const page of pages) {
        const lines = page.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
        const words = lines.filter((line) => line !== "" && !/^Labo Explorer ·|^\d+ \/ \d+$/.test(line));
        const last = words.at(-1) ?? "";
        expect(last).not.toBe("•");
        expect([...titles].filter((title) => last.startsWith(`${title} (`) || last === title)).toEqual([]);
      }
    }, 240_000);

    it("prints an experiment to do by hand, with its steps and a place for each answer", async () => {
      const { text, info } = read(
        await papers.experiment(experiment, { language: "fr", size: "letter", base }),
      );
      expect(info).toMatch(/Tagged:\s+yes/);
      for (const step of experiment.steps) expect(text).toContain(step.title.fr);
      expect(text).toContain("c’est toi qui confirmes");
      // What was not asked for is not given away.
      for (const step of experiment.steps) {
        const answer = step.hints[2]?.fr.replace(/[*_]/g, "").slice(0, 40);
        if (answer !== undefined) expect(text).not.toContain(answer);
      }
    });

    it("leaves room on paper for something of every step of every experiment", {
      timeout: 240_000,
    }, async () => {
      for (const one of loaded.experiments) {
        const { text } = read(await papers.experiment(one, { language: "en", size: "letter", base }));
        const ticks = text.match(/Done\.|Another person confirms it\.|The trainer confirms it\./g) ?? [];
        expect(ticks, one.number).toHaveLength(one.steps.length);
        const gestures = new Set(["mark", "command", "confirm"]);
        const watched = one.steps.filter(({ inputs }) => inputs.every(({ type }) => gestures.has(type)));
        expect(text.match(/What I saw or read:/g) ?? [], one.number).toHaveLength(watched.length);
      }
    });

    it.each([
      ["E02", /Reading \(dBm\) Note/],
      // How often the bench was wrong is no signal strength.
      ["E04", /How many times Note/],
      ["E07", /Successes of \d+ Note .*Note/],
      ["E18", /all of these people Note Done\./],
      ["E18", /Five codes.* 1 2 3 Trial Time \(s\) Note 4 5 .*Five tags/],
      ["E23", /Reading \(lx\) Note 25 50 100/],
      ["E24", /Time \(ms\) Note.*Reading \(ms\) Note/],
    ])(
      "%s is written down in the unit it is read in, as many times as it is asked",
      async (number, table) => {
        const one = loaded.experiments.find((some) => some.number === number);
        if (one === undefined) throw new Error(`${number} is there`);
        const { text } = read(await papers.experiment(one, { language: "en", size: "letter", base }));
        expect(text).toMatch(table);
      },
    );

    it.each([
      ["fr", "Remarque 0,5"],
      ["en", "Note 0.5"],
    ] as const)(
      "prints in %s the distance a capture is asked for, as that language writes it",
      async (language, half) => {
        const e03 = loaded.experiments.find(({ number }) => number === "E03");
        if (e03 === undefined) throw new Error("E03 is there");
        const { text } = read(await papers.experiment(e03, { language, size: "letter", base }));
        expect(text).toContain(`${half} `);
      },
    );
  },
);

describe("drawings", () => {
  const all = [...loaded.images].flatMap(([id, images]) =>
    [...images].map(([name, svg]) => ({ name: `${id}/${name}`, svg })),
  );
  it.each(all)("$name is read when it is printed at its narrowest", ({ svg }) => {
    const [, width = Number.NaN] = /viewBox="[\d.-]+ [\d.-]+ ([\d.]+)/.exec(svg)?.map(Number) ?? [];
    const sizes = [...svg.matchAll(/font-size[=:]\s*"?([\d.]+)/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(0);
    // The text of A4, the narrower page, is 509 points wide, and a drawing takes at most 0.64 of it.
    expect((Math.min(...sizes) / width) * 509 * 0.64).toBeGreaterThanOrEqual(leastDrawnPoints - 0.3);
  });
});

describe("what was printed", () => {
  it("is kept while the sheet is the same, and printed anew when it was written in", async () => {
    const papers = createPapers(loaded);
    const options = { language: "fr", size: "letter", base } as const;
    const first = await papers.sheet(sheet, options);
    expect(await papers.sheet(sheet, options)).toBe(first);
    expect(await papers.sheet({ ...sheet }, options)).not.toBe(first);
  });
});

describe("Markdown on paper", () => {
  it("begins no line by the space after a word of another style", () => {
    const [block] = readMarkdown("**Une étiquette.** *Essaie :* plus près du [lecteur](/kit), à plat.");
    expect(block).toEqual({
      kind: "text",
      runs: [
        { text: "Une étiquette. ", bold: true },
        { text: "Essaie : ", italic: true },
        { text: "plus près du " },
        // The line under a link is no longer than its words.
        { text: "lecteur,", link: "/kit" },
        { text: " à plat." },
      ],
    });
  });

  it("knows the blocks of our texts, and shows no HTML", () => {
    const text =
      "Un **mot** et [un lien](/kit).\n\n- a\n- b\n\n| x | y |\n| - | - |\n| 1 | 2 |\n\n<script>alert(1)</script>\n\n![Une image](/api/sheets/f/images/a.svg)";
    expect(readMarkdown(text)).toEqual([
      {
        kind: "text",
        runs: [
          { text: "Un " },
          { text: "mot ", bold: true },
          { text: "et " },
          { text: "un lien.", link: "/kit" },
        ],
      },
      {
        kind: "list",
        ordered: false,
        items: [[{ kind: "text", runs: [{ text: "a" }] }], [{ kind: "text", runs: [{ text: "b" }] }]],
      },
      {
        kind: "table",
        rows: [
          ["x", "y"],
          ["1", "2"],
        ],
      },
      { kind: "picture", address: "/api/sheets/f/images/a.svg", alt: "Une image" },
    ]);
  });
});
