import { describe, expect, it } from "vitest";
import { misplacedSpace, typeset } from "../../../bridge/sheets/typography.ts";

const nb = "\u00a0";

describe("French typesetting", () => {
  it.each([
    ["Retiens ceci : des zones", `Retiens ceci${nb}: des zones`],
    ["Retiens ceci: des zones", `Retiens ceci${nb}: des zones`],
    ["« je suis là »", `«${nb}je suis là${nb}»`],
    ["«là»", `«${nb}là${nb}»`],
    ["l'étiquette d'Amélie", "l’étiquette d’Amélie"],
    ["**La surprise :** rien", `**La surprise${nb}:** rien`],
    ["`a: b` et l'autre", "`a: b` et l’autre"],
    ["voir https://labo.example/a:b", "voir https://labo.example/a:b"],
    ["à 10:30 demain", "à 10:30 demain"],
    ["|:--|", "|:--|"],
    ["10 bits, 3,3 V (n = 2)", `10${nb}bits, 3,3${nb}V (n${nb}=${nb}2)`],
    ["une rafale à la QoS 0", `une rafale à la QoS${nb}0`],
    ["à 1 m, ± 4 dB", `à 1${nb}m, ±${nb}4${nb}dB`],
    ["trois cartes à 5 sous", "trois cartes à 5 sous"],
  ])("%s is set as it should", (plain, set) => {
    expect(typeset("fr", plain)).toBe(set);
  });

  it("changes nothing the second time", () => {
    const once = typeset("fr", "Dis « bonjour » : c'est l'heure!");
    expect(typeset("fr", once)).toBe(once);
  });

  it.each([
    ["the visitors' page", "the visitors’ page"],
    ["the [virtual kit](/kit)'s page", "the [virtual kit](/kit)’s page"],
    ["a **beacon**'s name", "a **beacon**’s name"],
    ["l'**anticollision**", "l’**anticollision**"],
  ])("%s has its apostrophe", (plain, set) => {
    expect(typeset("en", plain)).toBe(set);
  });

  it("leaves English colons alone", () => {
    expect(typeset("en", "Remember: don't")).toBe("Remember: don’t");
  });
});

describe("a stray space", () => {
  it("is found before a question mark, and only there", () => {
    expect(misplacedSpace("Qui est là ?")).toBe("là ?");
    expect(misplacedSpace("Qui est là? Personne; rien!")).toBeUndefined();
    expect(misplacedSpace("si a != b")).toBeUndefined();
  });
});
