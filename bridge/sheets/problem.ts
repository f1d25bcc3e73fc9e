// What is wrong with a content file, said so that its author can mend it: where, what, and what to write instead.
import type { ContentProblem } from "#contract/content-problems.ts";
import type { Words } from "#contract/words.ts";

export type SheetProblem = Readonly<ContentProblem>;

/** Where a problem is. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly field?: string;
}

/** Collects problems of one piece of content; says whether it may still be shown. */
export class Problems {
  readonly list: SheetProblem[] = [];

  error(rule: string, place: Place, message: Words, remedy: Words): void {
    this.list.push({ severity: "error", rule, ...place, message, remedy });
  }

  warning(rule: string, place: Place, message: Words, remedy: Words): void {
    this.list.push({ severity: "warning", rule, ...place, message, remedy });
  }

  get hasErrors(): boolean {
    return this.list.some((problem) => problem.severity === "error");
  }
}

/** The known word nearest to a mistyped one, when it is near enough to be what was meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(word, candidate);
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  return best !== undefined && best.distance <= Math.max(2, Math.floor(word.length / 3))
    ? best.word
    : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
