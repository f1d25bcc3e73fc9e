// A chip on the I²C bus as its driver sees it: registers to write and read, nothing of Firmata. Drivers are pure but for the bus.

/** One chip's end of the bus. */
export interface ChipBus {
  /** Sends these bytes; the first is usually the register. */
  write(...bytes: number[]): void;
  /**
   * Reads bytes from a register, or from where the chip stands when `undefined`.
   * @throws ChipSilent when the chip does not answer.
   */
  read(register: number | undefined, count: number): Promise<Uint8Array>;
  /** Waits: some chips take their time. */
  wait(ms: number): Promise<void>;
}

/** Nobody answers at that address: a wire is loose, or the address is another. */
export class ChipSilent extends Error {}

/** Somebody answers, but it is another chip. */
export class OtherChip extends Error {}

/** What a chip measured; a value it cannot tell is absent. */
export type ChipValues = Readonly<Partial<Record<string, number>>>;

/**
 * Wakes the chip up and says how to take a measurement from it.
 * @throws ChipSilent or OtherChip.
 */
export type ChipDriver = (bus: ChipBus) => Promise<() => Promise<ChipValues>>;

export const uint16le = (bytes: Uint8Array, at = 0): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
export const uint16be = (bytes: Uint8Array, at = 0): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
export const int16 = (word: number): number => (word << 16) >> 16;
export const int8 = (byte: number): number => (byte << 24) >> 24;

/** Reads an identity register and compares. @throws OtherChip. */
export async function expectIdentity(bus: ChipBus, register: number, identity: number): Promise<void> {
  const [found] = await bus.read(register, 1);
  if (found !== identity)
    throw new OtherChip(`0x${found?.toString(16)} where 0x${identity.toString(16)} was expected`);
}
