// The words of a sheet or an experiment in both languages at once: blocks taken by key, checked, numbers put in.
import { writePictureAddress } from "#contract/pictures.ts";
import type { Prose } from "#contract/sheets.ts";
import { type Language, languages, type Words } from "#contract/words.ts";
import { type Constants, putNumbersIn } from "./constants.ts";
import { countWords, type Known, lintText } from "./lint-text.ts";
import type { PrintedFigures } from "./printed-figures.ts";
import type { Place, Problems } from "./problem.ts";
import { type PartId, parseChoices, type TextBlock, type TextFile, type TextPart } from "./text-file.ts";
import { typeset } from "./typography.ts";

export interface WordsContext {
  readonly sheet: string;
  readonly constants: Constants;
  /** Those of an experiment; its prose may print them. */
  readonly figures?: PrintedFigures;
  readonly published: boolean;
  readonly known: Known;
  readonly problems: Problems;
}

/** The two texts of one sheet or experiment. */
export class Texts {
  readonly #files: Readonly<Record<Language, TextFile>>;
  readonly #context: WordsContext;

  constructor(fr: TextFile, en: TextFile, context: WordsContext) {
    this.#files = { fr, en };
    this.#context = context;
  }

  /** Every key of one file must be in the other, and every key must mean something. */
  checkKeys(expected: Iterable<string>): void {
    const known = new Set(expected);
    for (const language of languages) {
      const file = this.#files[language];
      const other = this.#files[language === "fr" ? "en" : "fr"];
      if (file.title.text === "") this.#missing(file.file, 1, "#", "title");
      for (const block of file.blocks.values()) {
        if (!known.has(block.key)) {
          this.#context.problems.error(
            "unknown-block",
            { file: file.file, line: block.line, field: block.key },
            { fr: `Le bloc « ${block.key} » ne sert à rien`, en: `The block “${block.key}” is used nowhere` },
            {
              fr: `Donne-lui un de ces noms : ${[...known].join(", ")}.`,
              en: `Give it one of these names: ${[...known].join(", ")}.`,
            },
          );
        }
        const twin = other.blocks.get(block.key);
        if (twin === undefined) {
          this.#untranslated(other.file, 1, `## ${block.key}`, `${file.file}:${block.line}`);
          continue;
        }
        for (const [part, { line }] of block.parts)
          if (!twin.parts.has(part))
            this.#untranslated(other.file, twin.line, `${block.key} / ${part}`, `${file.file}:${line}`);
        if ((block.heading === "") !== (twin.heading === "") && block.heading !== "")
          this.#untranslated(other.file, twin.line, `## ${block.key}: …`, `${file.file}:${block.line}`);
      }
    }
  }

  has(key: string, part?: PartId): boolean {
    return languages.every((language) => {
      const block = this.#files[language].blocks.get(key);
      return block !== undefined && (part === undefined || block.parts.has(part));
    });
  }

  /** Lines of the block (or part), for problems about it. */
  place(key: string, language: Language = "fr"): Place {
    const file = this.#files[language];
    return { file: file.file, line: file.blocks.get(key)?.line ?? 1, field: key };
  }

  title(): Prose {
    return this.#both((file) => file.title, "#", "words");
  }

  heading(key: string): Prose {
    return this.#both(
      (file) => {
        const block = file.blocks.get(key);
        return block === undefined || block.heading === ""
          ? undefined
          : { line: block.line, text: block.heading };
      },
      `## ${key}: …`,
      "words",
    );
  }

  body(key: string): Prose {
    return this.#both((file) => nonEmpty(file.blocks.get(key)?.body), `## ${key}`);
  }

  part(key: string, part: PartId): Prose {
    return this.#both(
      (file) => nonEmpty(file.blocks.get(key)?.parts.get(part)),
      `${key} / ${part}`,
      part === "question" ? "words" : "prose",
    );
  }

  /** A list of `- value: label` in a part of a block, or in its body. */
  choices(key: string, part?: PartId): Map<string, Prose> {
    const labels = new Map<string, Prose>();
    for (const language of languages) {
      const block: TextBlock | undefined = this.#files[language].blocks.get(key);
      const list = part === undefined ? block?.body : block?.parts.get(part);
      for (const { value, label, line } of list === undefined ? [] : parseChoices(list)) {
        const words = labels.get(value) ?? { fr: "", en: "" };
        labels.set(value, {
          ...words,
          [language]: this.#ready(language, { line, text: label }, key, "words"),
        });
      }
    }
    return labels;
  }

  /** How many words a block has in one language, its parts apart; or one of its parts. */
  words(key: string, language: Language, part?: PartId): number {
    const block = this.#files[language].blocks.get(key);
    return countWords((part === undefined ? block?.body : block?.parts.get(part))?.text ?? "");
  }

  warn(rule: string, key: string, language: Language, message: Words, remedy: Words): void {
    this.#context.problems.warning(rule, this.place(key, language), message, remedy);
  }

  /** @param kind words are shown as they are; only prose is read as Markdown, and may print a figure. */
  #both(
    take: (file: TextFile) => TextPart | undefined,
    field: string,
    kind: "prose" | "words" = "prose",
  ): Prose {
    const one = (language: Language): string => {
      const file = this.#files[language];
      const part = take(file);
      if (part === undefined) {
        this.#missing(file.file, file.blocks.get(field.split(" ")[0] ?? "")?.line ?? 1, field, field);
        return "";
      }
      return this.#ready(language, part, field, kind);
    };
    return { fr: one("fr"), en: one("en") };
  }

  #ready(language: Language, part: TextPart, field: string, kind: "prose" | "words"): string {
    const { constants, figures, published, known, problems, sheet } = this.#context;
    const at = { file: this.#files[language].file, line: part.line, field };
    lintText(part.text, language, at, known, problems);
    const numbered = putNumbersIn(
      ...([part.text, language, at, constants, published, problems] as const),
      kind === "prose" ? figures : undefined,
    );
    return typeset(language, numbered).replace(
      /\]\((?:\.\.\/)?images\/([^)\s]+)\)/g,
      (_, name: string) => `](${writePictureAddress({ sheet, name, size: known.images.get(name) })})`,
    );
  }

  #missing(file: string, line: number, field: string, what: string): void {
    this.#context.problems.error(
      "missing-text",
      { file, line, field },
      { fr: `Le texte « ${what} » manque`, en: `The text “${what}” is missing` },
      { fr: "Écris-le ici.", en: "Write it here." },
    );
  }

  #untranslated(file: string, line: number, what: string, where: string): void {
    this.#context.problems.error(
      "missing-translation",
      { file, line, field: what },
      {
        fr: `« ${what} » n’existe que dans ${where}`,
        en: `“${what}” exists only in ${where}`,
      },
      { fr: `Traduis-le dans ${file}.`, en: `Translate it in ${file}.` },
    );
  }
}

function nonEmpty(part: TextPart | undefined): TextPart | undefined {
  return part === undefined || part.text === "" ? undefined : part;
}
