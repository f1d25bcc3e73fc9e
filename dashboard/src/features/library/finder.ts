// Finding by words, whatever their accents and a letter or two wrong. The index is downloaded with the first search.
import MiniSearch from "minisearch";
import type { ExperimentSummary, SheetSummary } from "#contract/sheets.ts";
import { languages } from "#contract/words.ts";
import { familiesOf } from "./library-model.ts";

/** Letters alone, small, without accents or ligatures: « Étiquette » and “etiquette” are the same word. */
export function plainWord(word: string): string {
  return word
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly number: string;
  readonly about: string;
  readonly kind: string;
}

/** What a person would call the kinds of device, in the language of the page. */
export type FamilyNames = Readonly<Record<string, string>>;

export interface Finder {
  /** Ids of the sheets and experiments that the words are found in; of all of them when the words say nothing. */
  find(words: string): ReadonlySet<string>;
}

/** Shorter words must be written right: nearly everything is one letter away from them. */
const shortWord = 4;
/** Of the score of the best answer: below, an answer has little to do with what was asked. */
const goodShare = 0.3;

export function createFinder(
  sheets: readonly SheetSummary[],
  experiments: readonly ExperimentSummary[],
  names: FamilyNames,
): Finder {
  const index = new MiniSearch<Entry>({
    fields: ["title", "number", "about", "kind"],
    // Words in both languages: one looks for a “beacon” on a French page too.
    tokenize: (text) => text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== ""),
    processTerm: plainWord,
    searchOptions: {
      combineWith: "AND",
      prefix: true,
      fuzzy: (term) => (term.length < shortWord ? false : 0.25),
    },
  });
  const both = (...texts: readonly { readonly fr: string; readonly en: string }[]) =>
    texts.flatMap((text) => languages.map((language) => text[language])).join(" ");
  index.addAll([
    ...sheets.map((sheet) => ({
      id: sheet.id,
      title: both(sheet.title),
      number: sheet.number,
      about: both(sheet.question),
      kind: sheet.models.join(" "),
    })),
    ...experiments.map((experiment) => {
      // Who looks for « étiquette » wants what is done with one, whether or not its own words say so.
      const sheet = sheets.find(({ id }) => id === experiment.sheet);
      const subject = sheet === undefined ? [] : [sheet.title, sheet.question];
      return {
        id: experiment.id,
        title: both(experiment.title),
        number: experiment.number,
        about: both(experiment.aim, ...experiment.needs.map(({ name }) => name), ...subject),
        kind: familiesOf(experiment)
          .map((family) => names[family] ?? "")
          .join(" "),
      };
    }),
  ]);
  const everything = new Set([...sheets, ...experiments].map(({ id }) => id));
  return {
    find(words) {
      if (!/[\p{L}\p{N}]/u.test(words)) return everything;
      const found = index.search(words);
      if (found.length > 0) return new Set(found.map(({ id }) => String(id)));
      // A sentence has words that are nowhere: what answers best to the others is then enough.
      const some = index.search(words, { combineWith: "OR" });
      const enough = (some[0]?.score ?? 0) * goodShare;
      return new Set(some.filter(({ score }) => score >= enough).map(({ id }) => String(id)));
    },
  };
}
