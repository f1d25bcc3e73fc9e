// The language a person chose on this browser.
import type { Language } from "#contract/words.ts";

const storageKey = "labo.language";

export function storedLanguage(): Language | undefined {
  const value = window.localStorage.getItem(storageKey);
  return value === "fr" || value === "en" ? value : undefined;
}

export const storeLanguage = (language: Language): void => window.localStorage.setItem(storageKey, language);
