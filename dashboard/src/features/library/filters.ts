// What a person asks of the library, kept in the page's address so that it can be sent and comes back with « back ». Pure.
import { type Level, levels, type Setting, settings } from "#contract/sheets.ts";
import { type Family, families } from "../../ui/families.ts";

export const kinds = ["all", "sheets", "experiments"] as const;
export type Kind = (typeof kinds)[number];

/** Longest times a person may ask for, minutes. */
export const durations = [10, 15, 25] as const;

export interface Filters {
  /** Words looked for; empty for none. */
  readonly words: string;
  readonly family: Family | undefined;
  readonly level: Level | undefined;
  /** At most this many minutes. */
  readonly minutes: number | undefined;
  readonly setting: Setting | undefined;
  /** Only what can be done with what is plugged in. */
  readonly now: boolean;
}

/** Names in the address, French as the addresses are. */
const names = {
  words: "q",
  family: "appareil",
  level: "niveau",
  minutes: "duree",
  setting: "lieu",
  now: "maintenant",
} as const;

const oneOf = <T extends string | number>(list: readonly T[], text: string | null): T | undefined =>
  list.find((item) => String(item) === text);

/** What an address asks for; what it says badly is not asked. */
export function readFilters(query: URLSearchParams): Filters {
  return {
    words: (query.get(names.words) ?? "").slice(0, 100),
    family: oneOf(families, query.get(names.family)),
    level: oneOf(levels, query.get(names.level)),
    minutes: oneOf(durations, query.get(names.minutes)),
    setting: oneOf(settings, query.get(names.setting)),
    now: query.get(names.now) === "1",
  };
}

export function writeFilters(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== "") query.set(name, String(value));
  };
  set(names.words, filters.words);
  set(names.family, filters.family);
  set(names.level, filters.level);
  set(names.minutes, filters.minutes);
  set(names.setting, filters.setting);
  set(names.now, filters.now ? 1 : undefined);
  return query;
}

/** Whether anything is asked at all. */
export function isAsking(filters: Filters): boolean {
  return writeFilters(filters).size > 0;
}
