// What a tag has written on it, when a reader tells it: news for people, not a measurement for charts.
import type { LaboEvent } from "./events.ts";

const sayings = ["tagText", "tagLink", "tagAddress"] as const;
export type TagSaying = (typeof sayings)[number];

/** What a tag says in this event, in words nobody vouches for; empty for any other event. */
export function tagSayings(event: LaboEvent): readonly (readonly [saying: TagSaying, text: string])[] {
  if (event.kind !== "reading-taken") return [];
  return sayings.flatMap((saying) => {
    const text = event.facts?.[saying];
    return text === undefined ? [] : [[saying, text] as const];
  });
}
