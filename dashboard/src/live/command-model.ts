// First values of a command's form. Pure.
import type { Capability } from "#contract/devices.ts";

/** A value for each argument: what the device begins with, else the middle of its range, the first of its list, no text. */
export function startValues(capability: Capability): Record<string, number | string> {
  return Object.fromEntries(
    capability.arguments.map((argument) => {
      if (argument.type === "choice") return [argument.name, argument.choices[0]?.value ?? ""];
      if (argument.type === "text") return [argument.name, ""];
      if (argument.initial !== undefined) return [argument.name, argument.initial];
      const steps = Math.floor((argument.max - argument.min) / 2 / argument.step);
      const middle = argument.min + steps * argument.step;
      return [argument.name, Number(middle.toFixed(decimalsOf(argument.step)))];
    }),
  );
}

/** Decimals a step needs: 1 → 0, 0.5 → 1, 0.01 → 2. */
export function decimalsOf(step: number): number {
  return Math.min(6, (String(step).split(".")[1] ?? "").length);
}
