// Lines of a stream, one at a time, and never more of one than is worth reading.

/**
 * @param mostCharacters of one line; `undefined` stands for a line that is longer, its characters thrown away.
 */
export async function* inputLines(
  input: AsyncIterable<Uint8Array>,
  mostCharacters: number,
): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder();
  let held = "";
  let isTooLong = false;
  for await (const chunk of input) {
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    for (const [index, piece] of pieces.entries()) {
      if (!isTooLong) held += piece;
      if (held.length > mostCharacters) {
        isTooLong = true;
        held = "";
      }
      if (index === pieces.length - 1) break;
      yield isTooLong ? undefined : held;
      held = "";
      isTooLong = false;
    }
  }
  if (isTooLong) yield undefined;
  else if (held !== "") yield held;
}
