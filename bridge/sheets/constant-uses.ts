// Which content uses which constant, noted where it is taken: a list kept beside would be wrong one day.
import type { Constant } from "./constants.ts";

/** The same constants, and the ids of those that were asked for. */
export class NotedConstants extends Map<string, Constant> {
  readonly taken = new Set<string>();

  override get(id: string): Constant | undefined {
    const found = super.get(id);
    if (found !== undefined) this.taken.add(id);
    return found;
  }
}
