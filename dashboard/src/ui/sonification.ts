// A curve as sound: pitch for value, silence for a gap. Pure; what plays it is `play-tones.ts`.

export interface Tone {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly seconds: number;
  /** Hertz. */
  readonly pitch: number;
  /** From −1, left, to 1, right: where on the chart. */
  readonly pan: number;
}

/** Three octaves, around the voice: heard on the small speaker of a laptop. */
const lowest = 180;
const octaves = 3;
const mostTones = 120;

/**
 * Tones of a curve, from left to right.
 * @param points ascending in x; `null` is a gap, and a silence.
 * @param seconds how long the whole lasts.
 * @param among all that shares its scale: the lowest of them is the lowest tone.
 * @returns about a hundred tones at most: each is the mean of what it stands for.
 */
export function tonesOf(
  points: readonly (readonly [number, number] | null)[],
  seconds: number,
  among = points,
): readonly Tone[] {
  const known = points.filter((point) => point !== null);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return [];
  let [low, high] = [first[1], first[1]];
  for (const [, y] of among.filter((point) => point !== null)) {
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const count = Math.min(mostTones, known.length);
  const width = last[0] - first[0];
  const each = seconds / count;
  const sums = Array.from({ length: count }, () => ({ sum: 0, n: 0 }));
  for (const [x, y] of known) {
    const slot = sums[width === 0 ? 0 : Math.min(count - 1, Math.floor(((x - first[0]) / width) * count))];
    if (slot === undefined) continue;
    slot.sum += y;
    slot.n += 1;
  }
  const filled = sums.map(({ n }) => n > 0);
  // Points further apart than one slot leave slots empty without being a gap: a tone lasts until the next, unless cut.
  const cuts = cutsOf(points);
  return sums.flatMap(({ sum, n }, i) => {
    if (n === 0) return [];
    let next = i + 1;
    while (next < count && !filled[next] && !cuts(slotX(i), slotX(next + 1))) next += 1;
    const share = high === low ? 0.5 : (sum / n - low) / (high - low);
    return [
      {
        at: i * each,
        seconds: (next - i) * each,
        pitch: lowest * 2 ** (share * octaves),
        pan: count === 1 ? 0 : (2 * i) / (count - 1) - 1,
      },
    ];
  });

  function slotX(slot: number): number {
    return (first?.[0] ?? 0) + (slot / count) * width;
  }
}

/** Whether a curve is cut between two places. */
function cutsOf(points: readonly (readonly [number, number] | null)[]) {
  const gaps: (readonly [number, number])[] = [];
  let before: number | undefined;
  let cut = false;
  for (const point of points) {
    if (point === null) cut = true;
    else {
      if (cut && before !== undefined) gaps.push([before, point[0]]);
      cut = false;
      before = point[0];
    }
  }
  return (from: number, to: number) => gaps.some(([left, right]) => left < to && right > from);
}
