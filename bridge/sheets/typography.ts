// French of Québec and English as they are set: no-break spaces and apostrophes put in, so that authors type plain text.
// Rules: Banque de dépannage linguistique (OQLF), « Espacement avant et après les principaux signes de ponctuation ».
import type { Language } from "#contract/words.ts";

const noBreak = "\u00a0";

/** Sets one text. Code spans and fenced code are left as they are. */
export function typeset(language: Language, text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((piece, index) => (index % 2 === 1 ? piece : setPiece(language, piece)))
    .join("");
}

/** Symbols that do not leave their number at the end of a line. */
const afterNumber =
  /(?<=\d) (?=(?:%|°C?|[kM]?Ω|[µm]?s|min|h|[kcm]?m|[kmµ]?V|m?A|mAh|[kMG]?Hz|dBm?|lx|[kM]o|kB|\$|bits?|bauds?|octets?|bytes?)(?![\p{L}\d]))/gu;
/** Neither do the sides of a sign: ± 4, n = 2, nor the level of a quality of service its number. */
const aroundSign =
  /(?<=\bQoS) (?=\d)|(?<=±) (?=\d)|(?<=(?<![\p{L}\d])\p{L}) (?==[ \u00a0]\d)|(?<=(?<![\p{L}\d])\p{L}[ \u00a0]=) (?=\d)/gu;

/** Also where a link or a bold word ends with that letter: the visitors' page, a [kit](/kit)'s page. */
const afterLetter = /(?<=\p{L}(?:\*{1,3}|\]\([^()\s]*\))?)'/gu;

function setPiece(language: Language, text: string): string {
  const apostrophes = text
    .replace(afterLetter, "’")
    .replace(afterNumber, noBreak)
    .replace(aroundSign, noBreak);
  if (language === "en") return apostrophes;
  return apostrophes
    .replace(/«[ \u00a0]?/g, `«${noBreak}`)
    .replace(/[ \u00a0]?»/g, `${noBreak}»`)
    .replace(/(?<=[\p{L}\p{N})»*’?!%])[ \u00a0]?:(?=\s|$|\*)/gmu, `${noBreak}:`);
}

/** Where a text keeps a space that French of Québec does not put: before `;`, `!` or `?`. */
export function misplacedSpace(text: string): string | undefined {
  return /\S*[ \u00a0\u202f][;!?](?=\s|$|[*_»)])/u.exec(text)?.[0];
}
