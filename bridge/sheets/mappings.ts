// What a condition is made of as it is written, before its constants are numbers.

export type Path = readonly PropertyKey[];
export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every mapping inside a condition, with its path and the operator it belongs to. */
export function* mappings(value: unknown, path: Path, owner: Mapping): Generator<[Mapping, Path, Mapping]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* mappings(item, [...path, index], owner);
  } else if (isMapping(value)) {
    const own = typeof value.op === "string" ? value : owner;
    yield [value, path, own];
    for (const [key, item] of Object.entries(value)) yield* mappings(item, [...path, key], own);
  }
}
