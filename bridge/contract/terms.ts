// Words of the glossary as they are found in a text: in the singular or a plain plural, whole, whatever their case. Pure.

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** "résolution, exactitude", "force du signal (RSSI)": each of the ways a term is said. */
export function waysOf(term: string): readonly string[] {
  return term
    .split(/[,()]/)
    .map((way) => way.trim())
    .filter((way) => way.length > 2);
}

/** A term as one word or several; nothing when it has no way to be said. */
export function patternOf(term: string): RegExp | undefined {
  const ways = waysOf(term).map((way) =>
    way
      .split(/\s+/)
      .map((word) => `${escaped(word)}(?:s|x)?`)
      .join("\\s+"),
  );
  return ways.length === 0
    ? undefined
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${ways.join("|")})(?![\\p{L}\\p{N}])`, "iu");
}
