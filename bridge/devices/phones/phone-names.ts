// A phone is named by an animal and a colour: easy to call across a room, and nothing of its owner or its maker.
import type { Words } from "#contract/words.ts";

interface Animal {
  readonly fr: string;
  readonly en: string;
  readonly feminine?: true;
}

/** Of the Bas-Saint-Laurent and its shores. */
const animals: readonly Animal[] = [
  { fr: "Loutre", en: "otter", feminine: true },
  { fr: "Renard", en: "fox" },
  { fr: "Castor", en: "beaver" },
  { fr: "Bernache", en: "goose", feminine: true },
  { fr: "Béluga", en: "beluga" },
  { fr: "Mésange", en: "chickadee", feminine: true },
  { fr: "Orignal", en: "moose" },
  { fr: "Tortue", en: "turtle", feminine: true },
  { fr: "Porc-épic", en: "porcupine" },
  { fr: "Chouette", en: "owl", feminine: true },
  { fr: "Saumon", en: "salmon" },
  { fr: "Baleine", en: "whale", feminine: true },
  { fr: "Lièvre", en: "hare" },
  { fr: "Grenouille", en: "frog", feminine: true },
  { fr: "Héron", en: "heron" },
  { fr: "Moufette", en: "skunk", feminine: true },
];

/** Masculine, feminine, English. */
const colours: readonly (readonly [string, string, string])[] = [
  ["rouge", "rouge", "Red"],
  ["bleu", "bleue", "Blue"],
  ["vert", "verte", "Green"],
  ["jaune", "jaune", "Yellow"],
  ["mauve", "mauve", "Purple"],
  ["gris", "grise", "Grey"],
  ["blanc", "blanche", "White"],
  ["noir", "noire", "Black"],
];

/** How many phones can have names of their own. */
export const phoneNameCount = animals.length * colours.length;

/** @param n any whole number: the same gives the same name. */
export function phoneName(n: number): Words {
  const animal = animals[n % animals.length] ?? animals[0];
  const colour = colours[Math.floor(n / animals.length) % colours.length] ?? colours[0];
  if (animal === undefined || colour === undefined) throw new Error("no names");
  const [masculine, feminine, english] = colour;
  return { fr: `${animal.fr} ${animal.feminine ? feminine : masculine}`, en: `${english} ${animal.en}` };
}
