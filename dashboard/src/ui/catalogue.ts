// The texts of a language, downloaded when first needed: a page is read in one language at a time, and the first pages say
// little of all there is to say.
import type { Language } from "#contract/words.ts";
import type { fr } from "../catalogues/fr.ts";

export type Catalogue = Readonly<Record<keyof typeof fr, string>>;
/** `first`: what the frame, the bench and a sheet say; `whole`: that and all the rest. */
export type Extent = "first" | "whole";

const downloads: Record<Language, Record<Extent, () => Promise<Partial<Catalogue>>>> = {
  fr: {
    first: async () => (await import("../catalogues/fr-first.ts")).frFirst,
    whole: async () => (await import("../catalogues/fr.ts")).fr,
  },
  en: {
    first: async () => (await import("../catalogues/en-first.ts")).enFirst,
    whole: async () => (await import("../catalogues/en.ts")).en,
  },
};
const kept = new Map<string, Promise<Partial<Catalogue>>>();

/** The same promise at each call, as React's `use` wants it; a download that failed is tried again at the next call. */
export function catalogueOf(language: Language, extent: Extent): Promise<Partial<Catalogue>> {
  const key = `${language} ${extent}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const download = downloads[language][extent]();
  kept.set(key, download);
  download.catch(() => kept.delete(key));
  return download;
}
