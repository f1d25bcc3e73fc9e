// noble remembers every radio it ever heard, and phones change address every few minutes: its tables grow for ever.
// This keeps them to the radios heard last.

type Table = Record<string, unknown>;

/** noble's own tables: by address without colons, or (in its GAP layer) by address. */
export interface NobleTables {
  readonly byId: readonly (() => Table | undefined)[];
  readonly byAddress: readonly (() => Table | undefined)[];
}

export interface TableKeeper {
  /** This radio was just heard; the one heard longest ago leaves when there are too many. */
  touch(id: string, address: string): void;
  /** A connected radio may be silent and must stay; until `unpin`. */
  pin(id: string): void;
  unpin(id: string): void;
  readonly size: number;
}

/** @param limit how many radios noble may remember. */
export function createTableKeeper(tables: NobleTables, limit: number): TableKeeper {
  const heard = new Map<string, string>();
  const pinned = new Set<string>();
  const forget = (list: readonly (() => Table | undefined)[], key: string) => {
    for (const table of list) {
      const entries = table();
      if (entries !== undefined) delete entries[key];
    }
  };
  function firstFree(): [string, string] | undefined {
    for (const entry of heard) if (!pinned.has(entry[0])) return entry;
    return undefined;
  }
  return {
    touch(id, address) {
      heard.delete(id);
      heard.set(id, address);
      if (heard.size <= limit) return;
      const oldest = firstFree();
      if (oldest === undefined) return;
      heard.delete(oldest[0]);
      forget(tables.byId, oldest[0]);
      forget(tables.byAddress, oldest[1]);
    },
    pin: (id) => void pinned.add(id),
    unpin: (id) => void pinned.delete(id),
    get size() {
      return heard.size;
    },
  };
}
