// What of the list of numbers is asked for: words, a topic, a status, what uses it. Pure.
import type { ListedNumber, Numbers, NumberUse } from "#contract/numbers.ts";
import type { Language } from "#contract/words.ts";

export interface Asked {
  /** Words anywhere in a row, in any order; accents and capitals do not matter. */
  readonly words: string;
  readonly topic: string;
  readonly status: string;
  /** Id of a sheet or an experiment, or `kit`. */
  readonly use: string;
}

/** Each empty text asks for everything. */
export const askedForAll: Asked = { words: "", topic: "", status: "", use: "" };

/** A text without what people do not type: accents, capitals, curly apostrophes, no-break spaces. */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .replaceAll("’", "'")
    .replaceAll(/[\u00a0\u202f]/g, " ")
    .replaceAll("\u2212", "-")
    .toLowerCase();
}

/** Is this number among those asked for? Its words are looked for in the language of the page. */
export function answers(number: ListedNumber, asked: Asked, language: Language): boolean {
  if (asked.topic !== "" && number.topic !== asked.topic) return false;
  if (asked.status !== "" && number.status !== asked.status) return false;
  if (asked.use !== "" && !number.uses.some(({ id }) => id === asked.use)) return false;
  const wanted = plain(asked.words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const text = plain(
    [
      number.what[language],
      number.printed?.[language] ?? "",
      number.tolerance?.[language] ?? "",
      number.source[language],
      number.id,
      ...number.uses.map((use) => use.number),
    ].join(" "),
  );
  return wanted.every((word) => text.includes(word));
}

/** Topics that have an answer, in their order, each with its numbers. */
export function byTopic(
  { topics, numbers }: Numbers,
  asked: Asked,
  language: Language,
): readonly { readonly topic: Numbers["topics"][number]; readonly numbers: readonly ListedNumber[] }[] {
  const found = numbers.filter((number) => answers(number, asked, language));
  return topics
    .map((topic) => ({ topic, numbers: found.filter((number) => number.topic === topic.id) }))
    .filter((group) => group.numbers.length > 0);
}

/** Everything that uses a number, once: sheets, experiments, then the kit. */
export function usesIn(numbers: readonly ListedNumber[]): NumberUse[] {
  const order: readonly NumberUse["kind"][] = ["sheet", "experiment", "kit"];
  const all = new Map(numbers.flatMap(({ uses }) => uses.map((use) => [use.id, use] as const)));
  return [...all.values()].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.number.localeCompare(b.number),
  );
}
