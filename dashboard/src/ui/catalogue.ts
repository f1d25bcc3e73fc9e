// The texts of a language, downloaded when first needed: a page is read in one language at a time.
import type { Language } from "#contract/words.ts";
import type { fr } from "../catalogues/fr.ts";

export type Catalogue = Readonly<Record<keyof typeof fr, string>>;

const downloads: Record<Language, () => Promise<Catalogue>> = {
  fr: async () => (await import("../catalogues/fr.ts")).fr,
  en: async () => (await import("../catalogues/en.ts")).en,
};
const kept = new Map<Language, Promise<Catalogue>>();

/** The same promise at each call, as React's `use` wants it; a download that failed is tried again at the next call. */
export function catalogueOf(language: Language): Promise<Catalogue> {
  const known = kept.get(language);
  if (known !== undefined) return known;
  const download = downloads[language]();
  kept.set(language, download);
  download.catch(() => kept.delete(language));
  return download;
}
