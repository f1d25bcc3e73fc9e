// What all payloads are made of: AD structures (Core Specification Supplement, part A) and numbers as bytes.

/** General discoverable, no classic Bluetooth. */
export const flags: readonly number[] = [0x02, 0x01, 0x06];

/** One AD structure; 29 data bytes at most fit a payload. */
export function adStructure(type: number, data: readonly number[]): number[] {
  return [data.length + 1, type, ...data];
}

/** Data of a company. @param company its number. */
export const makerData = (company: number, data: readonly number[]): number[] =>
  adStructure(0xff, [...le16(company), ...data]);

/** Data of a 16-bit service. */
export const serviceData = (service: number, data: readonly number[]): number[] =>
  adStructure(0x16, [...le16(service), ...data]);

export const be16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
export const le16 = (value: number): number[] => be16(value).reverse();
export const be32 = (value: number): number[] => [
  ...be16(Math.floor(value / 65_536) & 0xffff),
  ...be16(value % 65_536),
];
export const le24 = (value: number): number[] => [...le16(value), (value >> 16) & 0xff];
export const le32 = (value: number): number[] => be32(value).reverse();

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)));

/** A number of two bytes in steps of its own, never beyond what they hold. */
export const signedSteps = (value: number, step: number): number => clamp(value / step, -32_767, 32_767);
export const unsignedSteps = (value: number, step: number): number => clamp(value / step, 0, 0xffff);

export const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
