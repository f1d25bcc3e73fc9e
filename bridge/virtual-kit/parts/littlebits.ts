// littleBits in a row: the signal starts whole at the power bit, and each bit hands on what it lets through.
import type { KitBit } from "#contract/kit.ts";

const letsThrough = ({ bit, value }: KitBit): number => (bit === "led" ? 1 : value);

/** The row with its lights as bright as the signal that reaches them: what comes after a light changes nothing to it. */
export function lit(chain: readonly KitBit[]): KitBit[] {
  let signal = 1;
  return chain.map((one) => {
    signal *= letsThrough(one);
    return one.bit === "led" ? { ...one, value: signal } : one;
  });
}

/** What comes out of the last bit, 0 to 1. */
export const signalAtEnd = (chain: readonly KitBit[]): number =>
  chain.reduce((signal, one) => signal * letsThrough(one), 1);
