/**
 * Cookie that names the language a person chose on this browser. A cookie, so that the bench can answer a page that is
 * written in that language already; it holds nothing else. Nothing is imported here: the page's first script reads it.
 */
export const languageCookie = "labo_language";
