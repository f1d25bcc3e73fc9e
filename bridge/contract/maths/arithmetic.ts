// Arithmetic over values known only while an experiment runs. Pure.

export const calculations = ["add", "subtract", "multiply", "divide", "power", "minimum", "maximum"] as const;
export type Calculation = (typeof calculations)[number];

/** From the first value on, in order. @returns `undefined` when nothing finite comes of it. */
export function calculate(calculation: Calculation, values: readonly number[]): number | undefined {
  const [first = 0, ...rest] = values;
  const result = (() => {
    switch (calculation) {
      case "add":
        return values.reduce((a, b) => a + b, 0);
      case "subtract":
        return rest.reduce((a, b) => a - b, first);
      case "multiply":
        return values.reduce((a, b) => a * b, 1);
      case "divide":
        return rest.reduce((a, b) => a / b, first);
      case "power":
        return rest.reduce((a, b) => a ** b, first);
      case "minimum":
        return Math.min(...values);
      case "maximum":
        return Math.max(...values);
    }
  })();
  return Number.isFinite(result) ? result : undefined;
}
