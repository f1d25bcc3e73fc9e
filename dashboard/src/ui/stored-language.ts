// The language a person chose on this browser, and the one a page begins in.
import { languageCookie } from "#contract/language-cookie.ts";
import type { Language } from "#contract/words.ts";

const yearInSeconds = 365 * 24 * 3600;

export function storedLanguage(): Language | undefined {
  const value = new RegExp(`(?:^|; )${languageCookie}=(fr|en)(?:;|$)`).exec(document.cookie)?.[1];
  return value as Language | undefined;
}

export function storeLanguage(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: half the phones of a room have no Cookie Store API
  document.cookie = `${languageCookie}=${language}; path=/; max-age=${yearInSeconds}; samesite=lax`;
}

/** The chosen one; of a page that came written, the one it is written in. */
export const firstLanguage = (): Language =>
  storedLanguage() ?? (document.documentElement.lang.startsWith("en") ? "en" : "fr");
