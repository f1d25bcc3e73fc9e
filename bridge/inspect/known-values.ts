// What a number could be, by its size: formats of small devices nearly always write the same few scales. Pure.
import type { FieldGuess } from "#contract/inspection.ts";
import { type QuantityId, roundTo } from "#contract/quantities.ts";

interface Scale {
  readonly quantity: QuantityId;
  readonly formula: string;
  /** Bits the number has at least; a text or a float has any. */
  readonly leastBits: number;
  /** Only of numbers with a fraction, or of so few bits. */
  readonly mostBits?: number;
  value(raw: number): number;
  /** What such a device may give, in the quantity's unit. */
  readonly possible: readonly [number, number];
  /** What it gives in a room. */
  readonly likely: readonly [number, number];
}

const times = (factor: number) => (raw: number) => raw * factor;
const room = {
  temperature: { quantity: "temperature", possible: [-30, 60], likely: [15, 30] },
  humidity: { quantity: "relativeHumidity", possible: [5, 100], likely: [25, 70] },
  pressure: { quantity: "pressure", possible: [85_000, 108_000], likely: [96_000, 104_500] },
} as const;

const scales: readonly Scale[] = [
  { ...room.temperature, formula: "÷ 100", leastBits: 16, value: times(0.01) },
  { ...room.temperature, formula: "÷ 10", leastBits: 16, value: times(0.1) },
  { ...room.temperature, formula: "× 1", leastBits: 0, mostBits: 8, value: times(1) },
  { ...room.pressure, formula: "× 1", leastBits: 32, value: times(1) },
  { ...room.pressure, formula: "× 10", leastBits: 16, value: times(10) },
  { ...room.pressure, formula: "× 100", leastBits: 0, mostBits: 0, value: times(100) },
  { ...room.pressure, formula: "+ 50000", leastBits: 16, value: (raw) => raw + 50_000 },
  {
    quantity: "batteryVoltage",
    formula: "÷ 1000",
    leastBits: 16,
    value: times(0.001),
    possible: [1.8, 5.5],
    likely: [2.6, 3.4],
  },
  { ...room.humidity, formula: "÷ 100", leastBits: 16, value: times(0.01) },
  { ...room.humidity, formula: "÷ 10", leastBits: 16, value: times(0.1) },
  { ...room.humidity, formula: "× 1", leastBits: 0, mostBits: 8, value: times(1) },
  {
    quantity: "co2",
    formula: "× 1",
    leastBits: 16,
    value: times(1),
    possible: [350, 5000],
    likely: [400, 1500],
  },
  {
    quantity: "measuredDistance",
    formula: "÷ 1000",
    leastBits: 16,
    value: times(0.001),
    possible: [0.02, 4],
    likely: [0.05, 1.5],
  },
];

const mostGuesses = 3;

/**
 * @param lowest and `highest` seen: all that was seen must be possible.
 * @param bits of the number; 0 of a float, or of a number written as text with a fraction.
 * @returns the likeliest first.
 */
export function guessQuantities(latest: number, lowest: number, highest: number, bits: number): FieldGuess[] {
  const isIn = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
  return scales
    .filter(({ leastBits, mostBits = 64 }) => bits >= leastBits && bits <= mostBits)
    .filter(({ value, possible }) => isIn(value(lowest), possible) && isIn(value(highest), possible))
    .map((scale) => ({ scale, isLikely: isIn(scale.value(latest), scale.likely) }))
    .sort((a, b) => Number(b.isLikely) - Number(a.isLikely))
    .slice(0, mostGuesses)
    .map(({ scale: { quantity, formula, value } }) => ({
      quantity,
      formula,
      value: roundTo(quantity, value(latest)),
    }));
}

/** Whether what was seen is what a room gives, in the first of its guesses. */
export function isLikely(guess: FieldGuess | undefined): boolean {
  const scale = scales.find(
    ({ quantity, formula }) => quantity === guess?.quantity && formula === guess.formula,
  );
  return (
    guess !== undefined &&
    scale !== undefined &&
    guess.value >= scale.likely[0] &&
    guess.value <= scale.likely[1]
  );
}
