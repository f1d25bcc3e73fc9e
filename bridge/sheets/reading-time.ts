// Whether what is announced leaves the time to read. Most adults read such texts in silence at 175 to 300 words a minute
// (Brysbaert 2019, doi:10.1016/j.jml.2019.104047); the slowest of those rates is taken, and half of the time is left for the
// hands, the drawing and the thing on the table: that share is chosen.
import { languages, type Words } from "#contract/words.ts";
import { countWords } from "./lint-text.ts";
import type { Texts } from "./words.ts";

export const wordsPerMinute = 175;
export const shareForReading = 0.5;

/** @param minutes announced for all of it. */
export function lintReadingTime(
  read: readonly (Words | undefined)[],
  minutes: number,
  texts: Texts,
  key: string,
): void {
  for (const language of languages) {
    const count = read.reduce((sum, words) => sum + countWords(words?.[language] ?? ""), 0);
    const most = Math.floor(minutes * wordsPerMinute * shareForReading);
    if (count <= most) continue;
    const needed = Math.ceil(count / (wordsPerMinute * shareForReading));
    texts.warn(
      "reading-time",
      key,
      language,
      {
        fr: `${count} mots en ${minutes} min : il en tient ${most} si les mains ont la moitié du temps`,
        en: `${count} words in ${minutes} min: ${most} fit when hands have half of the time`,
      },
      {
        fr: `Raccourcis, ou annonce ${needed} min.`,
        en: `Shorten, or announce ${needed} min.`,
      },
    );
  }
}
