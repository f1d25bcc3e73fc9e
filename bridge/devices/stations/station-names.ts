// A station is named by something of the shore; its id and the group level of its topics are that word, plain.
import type { Words } from "#contract/words.ts";

export interface StationName {
  /** Second level of its topics: lower case, no accents. */
  readonly group: string;
  readonly name: Words;
}

const of = (group: string, fr: string, en: string): StationName => ({
  group,
  name: { fr: `Station ${fr}`, en: `${en} station` },
});

export const stationNames: readonly StationName[] = [
  of("phare", "Phare", "Lighthouse"),
  of("quai", "Quai", "Wharf"),
  of("bouee", "Bouée", "Buoy"),
  of("voile", "Voile", "Sail"),
  of("ancre", "Ancre", "Anchor"),
  of("maree", "Marée", "Tide"),
  of("chaloupe", "Chaloupe", "Rowboat"),
  of("mouette", "Mouette", "Gull"),
  of("galet", "Galet", "Pebble"),
  of("varech", "Varech", "Seaweed"),
  of("dune", "Dune", "Dune"),
  of("ile", "Île", "Island"),
  of("cap", "Cap", "Cape"),
  of("baie", "Baie", "Bay"),
  of("rocher", "Rocher", "Rock"),
  of("brume", "Brume", "Fog"),
];
