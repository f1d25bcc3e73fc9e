// Figures that depend on the device at hand: how far a reader reaches, how high a step of a board's converter is. An
// experiment declares each once; its texts print it, its conditions and questions compare with it, on both sides by the
// same function. Where no device plays the role, or it does not tell, the figure is that of the kit.
import { z } from "zod";
import { idSchema } from "./identifiers.ts";
import { calculate, calculations } from "./maths/arithmetic.ts";
import { wordsSchema } from "./words.ts";

/**
 * What a figure is worth.
 * - `model`: by the model of the device that plays this role.
 * - `fact`: what the device of a role tells of itself.
 * - `calc`: arithmetic over such values.
 */
export type FigureValue =
  | number
  | { model: string; is: Record<string, number>; default: number }
  | { fact: string; of: string; default: number }
  | { calc: (typeof calculations)[number]; of: FigureValue[] };

function valueAt(depth: number): z.ZodType<FigureValue> {
  const flat = [
    z.number(),
    z.strictObject({ model: idSchema, is: z.record(idSchema, z.number()), default: z.number() }),
    z.strictObject({ fact: z.string().min(1).max(40), of: idSchema, default: z.number() }),
  ] as const;
  if (depth === 0) return z.union(flat);
  return z.union([
    ...flat,
    z.strictObject({
      calc: z.enum(calculations),
      of: z
        .array(valueAt(depth - 1))
        .min(1)
        .max(8),
    }),
  ]);
}
export const figureValueSchema = valueAt(3);

export const figureSchema = z.object({
  id: idSchema,
  value: figureValueSchema,
  /** As printed behind it. */
  unit: wordsSchema,
  /** Significant digits it is printed with, at most. */
  digits: z.number().int().min(1).max(6),
});
export type Figure = z.infer<typeof figureSchema>;

/** A device, as far as figures depend on it. */
export interface FigureDevice {
  readonly model: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** @param device of a role; nothing where none plays it. */
export function figureValue(value: FigureValue, device: (role: string) => FigureDevice | undefined): number {
  if (typeof value === "number") return value;
  if ("model" in value) return value.is[device(value.model)?.model ?? ""] ?? value.default;
  if ("fact" in value) {
    const told = device(value.of)?.facts[value.fact];
    const number = told === undefined || told.trim() === "" ? Number.NaN : Number(told);
    return Number.isFinite(number) ? number : value.default;
  }
  const values = value.of.map((part) => figureValue(part, device));
  return calculate(value.calc, values) ?? Number.NaN;
}

/** A value with no more significant digits than asked: 4.8828 with three is 4.88. */
export const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

const scheme = "#figure-";
const aloneMark = ":value";

/**
 * Where a text names a figure: a Markdown link of its own kind around what it is with the kit, so that whoever knows no
 * figures prints that. @param alone without its unit.
 */
export const figureLink = (printed: string, id: string, alone: boolean): string =>
  `[${printed}](${scheme}${id}${alone ? aloneMark : ""})`;

/** The figure an address of a text stands for; nothing for an ordinary address. */
export function figureOfLink(address: string): { readonly id: string; readonly alone: boolean } | undefined {
  if (!address.startsWith(scheme)) return undefined;
  const alone = address.endsWith(aloneMark);
  return { id: address.slice(scheme.length, alone ? -aloneMark.length : undefined), alone };
}
