// Each rule of the check on real content made wrong in one place: found where it is, said in both languages, with what to
// write instead.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { benchPages } from "../../../bridge/sheets/lint-text.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { copyContent } from "./content-copy.ts";

interface Sample {
  readonly name: string;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly rule: string;
  /** A piece of the line the problem must point at. */
  readonly at: string;
  readonly fr: RegExp;
  readonly en: RegExp;
  readonly remedy: RegExp;
}

const e01 = "f1-balise/e01-qui-est-la";
const e26 = "f8-prototyper-une-interaction/e26-la-vitrine-qui-parle";
const e05 = "f2-rfid-nfc/e05-lire-sans-toucher";
const e06 = "f2-rfid-nfc/e06-a-quelle-distance";
const e08 = "f2-rfid-nfc/e08-le-carnet-du-visiteur";
const e02 = "f1-balise/e02-main-corps-boite";
const e03 = "f1-balise/e03-loi-de-la-distance";
const e09 = "f3-capteurs/e09-combien-de-lux";
const e20 = "f6-mqtt/e20-publier-s-abonner";

const e13 = "f4-microcontroleur/e13-du-volt-au-nombre";

const f1 = "f1-balise";

const unsatisfiable: readonly Sample[] = [
  {
    name: "a term that is explained and that the sheet does not say",
    file: `${f1}/sheet.yaml`,
    from: "glossary: [beacon,",
    to: "glossary: [anticollision, beacon,",
    rule: "dead-term",
    at: "glossary: [anticollision",
    fr: /« anticollision » est expliqué, mais la fiche ne le dit pas \(fr\.md\)/,
    en: /“anticollision” is explained, and the sheet does not say it \(fr\.md\)/,
    remedy: /take it off the list/,
  },
  {
    name: "a term of the glossary that the sheet says and does not explain",
    file: `${f1}/sheet.yaml`,
    from: "glossary: [beacon, advertisement,",
    to: "glossary: [beacon,",
    rule: "unexplained-term",
    at: "glossary: [beacon,",
    fr: /« annonce » est dans le glossaire/,
    en: /“annonce” is in the glossary, and the sheet uses it unexplained/,
    remedy: /Add advertisement to glossary, or to everyday/,
  },
  {
    name: "a word of every day that the sheet does not say",
    file: `${f1}/sheet.yaml`,
    from: "everyday: [resolution,",
    to: "everyday: [anticollision, resolution,",
    rule: "dead-term",
    at: "everyday: [anticollision",
    fr: /« anticollision » n’est pas dit dans la fiche/,
    en: /“anticollision” is not said in the sheet/,
    remedy: /everyday/,
  },
  {
    name: "a term that no sheet explains",
    file: "glossary.yaml",
    from: "terms:\n",
    to: "terms:\n  compass:\n    term: { fr: boussole, en: compass }\n    definition: { fr: Aiguille., en: A needle. }\n",
    rule: "dead-term",
    at: "compass:",
    fr: /Aucune fiche n’explique « boussole »/,
    en: /No sheet explains “compass”/,
    remedy: /compass/,
  },
  {
    name: "a condition that names a figure nobody declared",
    file: `${e13}/experiment.yaml`,
    from: "correct: { named: marche }",
    to: "correct: { named: marches-hautes }",
    rule: "unknown-figure",
    at: "named: marches-hautes",
    fr: /n’est pas un chiffre de cette expérience/,
    en: /is not a figure of this experiment/,
    remedy: /marche/,
  },
  {
    name: "a figure in another unit than the place asks for",
    file: `${e13}/experiment.yaml`,
    from: "correct: { named: marche }",
    to: "correct: { named: tension }",
    rule: "wrong-unit",
    at: "correct: { named: tension }",
    fr: /« tension » est en V, il faut mV/,
    en: /“tension” is in V, mV is needed/,
    remedy: /mV/,
  },
  {
    name: "a figure by the model of a role that does not exist",
    file: `${e06}/experiment.yaml`,
    from: "model: lecteur",
    to: "model: lecture",
    rule: "unknown-role",
    at: "model: lecture",
    fr: /« lecture » n’est pas un rôle/,
    en: /“lecture” is not a role/,
    remedy: /lecteur/,
  },
  {
    name: "a text that prints a figure nobody declared",
    file: `${e06}/fr.md`,
    from: "{{figure:au-dela}} de ton lecteur",
    to: "{{figure:loin}} de ton lecteur",
    rule: "unknown-figure",
    at: "{{figure:loin}}",
    fr: /n’est pas un chiffre de cet endroit/,
    en: /is no figure of this place/,
    remedy: /figures/,
  },
  {
    name: "a question that prints a figure, which would show its address",
    file: `${e13}/fr.md`,
    from: "Hauteur d'une marche",
    to: "Hauteur d'une marche, sur {{figure:tension}}",
    rule: "unknown-figure",
    at: "Hauteur d'une marche, sur",
    fr: /n’est pas un chiffre de cet endroit/,
    en: /is no figure of this place/,
    remedy: /a question/,
  },
  {
    name: "an event that the kind of device never tells",
    file: `${e01}/experiment.yaml`,
    from: "event: reading-taken, on: balise, min: $e01-count-min",
    to: "event: tag-arrived, on: balise, min: $e01-count-min",
    rule: "impossible-event",
    at: "event: tag-arrived",
    fr: /« ble-beacon » ne dit jamais « tag-arrived »/,
    en: /“ble-beacon” never tells “tag-arrived”/,
    remedy: /beacon-left/,
  },
  {
    name: "a role that a kind of device which never tells the event may play too",
    file: `${e05}/experiment.yaml`,
    from: "profiles: [rfid-hf, rfid-wedge]",
    to: "profiles: [rfid-hf, phone]",
    rule: "impossible-event",
    at: "event: tag-left",
    fr: /« phone » ne dit jamais « tag-left »/,
    en: /“phone” never tells “tag-left”/,
    remedy: /out of needs/,
  },
  {
    name: "a field that the event does not have",
    file: `${e05}/experiment.yaml`,
    from: "field: tag.id",
    to: "field: tag.uid",
    rule: "unknown-field",
    at: "field: tag.uid",
    fr: /« tag-arrived » n’a pas de champ « tag\.uid »/,
    en: /“tag-arrived” has no field “tag\.uid”/,
    remedy: /contract\/events\.ts/,
  },
  {
    name: "a field that pairs events and that they do not have",
    file: `${e20}/experiment.yaml`,
    from: "same: topic",
    to: "same: sujet",
    rule: "unknown-field",
    at: "same: sujet",
    fr: /« sujet »/,
    en: /“sujet”/,
    remedy: /events\.ts/,
  },
  {
    name: "zones that nothing makes",
    file: `${e01}/experiment.yaml`,
    from: "event: reading-taken, on: balise, min: $e01-count-min",
    to: "event: zone-entered, on: balise, min: $e01-count-min",
    rule: "impossible-event",
    at: "event: zone-entered",
    fr: /Aucune dérivation/,
    en: /No derivation/,
    remedy: /derivations/,
  },
  {
    name: "a command that no such device takes",
    file: `${e08}/experiment.yaml`,
    from: "takes: [link.write]",
    to: "takes: [link.writes]",
    rule: "impossible-command",
    at: "takes: [link.writes]",
    fr: /Aucun appareil « rfid-hf » ne prend la commande « link\.writes »/,
    en: /No device “rfid-hf” takes the command “link\.writes”/,
    remedy: /the role “lecteur”/,
  },
  {
    name: "a command looked for, of a device that need not take it",
    file: `${e08}/experiment.yaml`,
    from: ", takes: [link.write]",
    to: "",
    rule: "command-not-asked",
    at: "where: { command: link.write",
    fr: /« link\.write » pourrait être choisi/,
    en: /“link\.write” could be chosen/,
    remedy: /takes, under needs/,
  },
  {
    name: "a channel that the device need not have",
    file: `${e09}/experiment.yaml`,
    from: "profiles: [board-serial], channels: [light]",
    to: "profiles: [board-serial]",
    rule: "channel-not-needed",
    at: "id: light",
    fr: /sans « light » pourrait jouer « carte »/,
    en: /without “light” could play “carte”/,
    remedy: /channels, under needs/,
  },
  {
    name: "an answer that the page does not ask for",
    file: `${e01}/experiment.yaml`,
    from: "    inputs: [{ type: text }]\n    check:",
    to: "    check:",
    rule: "missing-input",
    at: "check:\n      # Each family of beacons",
    fr: /ne permet pas à cette étape : number, choice, text/,
    en: /does not offer at this step: number, choice, text/,
    remedy: /type: number/,
  },
  {
    name: "the word of a person whom the page does not ask",
    file: `${e26}/experiment.yaml`,
    from: "{ type: confirm, by: other-participant }",
    to: "{ type: confirm }",
    rule: "missing-input",
    at: "{ op: confirm, by: other-participant }",
    fr: /ne demande pas à cette étape : other-participant/,
    en: /does not ask at this step: other-participant/,
    remedy: /type: confirm, by: other-participant/,
  },
  {
    name: "a mark that no step offers",
    file: `${e01}/experiment.yaml`,
    from: "min: $e01-count-min, within",
    to: "min: $e01-count-min, during: pause, within",
    rule: "missing-input",
    at: "during: pause",
    fr: /repère « pause »/,
    en: /mark “pause”/,
    remedy: /type: mark, name: pause/,
  },
  {
    name: "a right answer that is none of the choices",
    file: `${e02}/experiment.yaml`,
    from: "correct: corps",
    to: "correct: corp",
    rule: "impossible-answer",
    at: "correct: corp }",
    fr: /« corp » n’est pas un des choix de l’étape « manteau »/,
    en: /“corp” is not one of the choices of the step “manteau”/,
    remedy: /main, corps, boite, quart/,
  },
  ...[
    ["a drawing", e06, "drawn: { step: cales", "drawn: { step: cale", "cale", "cales"],
    ["a difference", e02, "a: libre, b: corps", "a: lbre, b: corps", "lbre", "libre"],
    ["a fit", e03, "steps: [demi, un,", "steps: [demie, un,", "demie", "demi"],
    ["a figure of a capture", e03, "{ capture: deux, stat", "{ capture: deuxx, stat", "deuxx", "deux"],
    ["a figure of a fit", e03, "{ fit: loi, figure", "{ fit: lois, figure", "lois", "loi"],
  ].map(
    ([name = "", folder = "", from = "", to = "", wrong = "", right = ""]): Sample => ({
      name: `${name} of a step that does not exist`,
      file: `${folder}/experiment.yaml`,
      from,
      to,
      rule: "unknown-step",
      at: to,
      fr: new RegExp(`« ${wrong} » n’est pas une étape`),
      en: new RegExp(`“${wrong}” is not a step`),
      remedy: new RegExp(`Did you mean “${right}”`),
    }),
  ),
];

const badTexts: readonly Sample[] = [
  {
    name: "more words than the announced minutes leave the time to read",
    file: `${e01}/fr.md`,
    from: /(## predire: .*\n\n)/,
    to: `$1${"Regarde encore une fois la balise posée sur la table. ".repeat(4)}\n\n`,
    rule: "reading-time",
    at: "## predire",
    fr: /mots en 1 min\s: il en tient 87/,
    en: /words in 1 min: 87 fit/,
    remedy: /announce 2 min/,
  },
  {
    name: "a simulated instruction of more than sixty words",
    file: `${e01}/fr.md`,
    from: "Rien à faire dans le kit : observe",
    to: `${"mot ".repeat(61)}observe`,
    rule: "too-long",
    at: "## ecouter",
    fr: /compte \d+ mots/,
    en: /has \d+ words/,
    remedy: /60 words at most/,
  },
  ...[
    ["an anchor, which pages do not have", "/fiches/f1-balise#how"],
    ["an address that is not secured", "http://example.org/"],
    ["an address without a host", "https:///notice"],
    ["an address with a password in it", "https://moi:secret@example.org/"],
    ["an address of this computer", "https://localhost/fiche"],
    ["a page that the bench does not have", "/reglages"],
    ["a script", "javascript:alert(1)"],
  ].map(
    ([name = "", target = ""]): Sample => ({
      name: `a link to ${name}`,
      file: `${e01}/fr.md`,
      from: "Découvrir qu'une balise",
      to: `Lis [ceci](${target}). Une balise`,
      rule: "broken-link",
      at: target,
      fr: /ne mène nulle part/,
      en: /leads nowhere/,
      remedy: /https:\/\//,
    }),
  ),
  ...[
    ["HTML", '<img src="https://example.org/x.png">'],
    ["a link whose address is elsewhere", "[ceci][1]"],
    ["an address put at the end", "\n[1]: https://example.org/"],
  ].map(
    ([name = "", markup = ""]): Sample => ({
      name: `a text with ${name}`,
      file: `${e01}/fr.md`,
      from: "Découvrir qu'une balise",
      to: `Vois ${markup}\n\nUne balise`,
      rule: "markup",
      at: markup.trim(),
      fr: /ne se lit pas ici/,
      en: /is not read here/,
      remedy: /\[text\]\(address\)/,
    }),
  ),
  {
    name: "a figure written by hand in the glossary",
    file: "glossary.yaml",
    from: /(definition:\n(?: +))?fr: "?(Mot|[A-ZÀ-Ý])/,
    to: '$1fr: "5 V $2',
    rule: "bare-figure",
    at: "5 V",
    fr: /« 5 V »/,
    en: /“5 V”/,
    remedy: /constants\.yaml/,
  },
  {
    name: "a number that another experiment has",
    file: `${e05}/experiment.yaml`,
    from: "number: E05",
    to: "number: E01",
    rule: "twice",
    at: "id: e05",
    fr: /E01 est déjà/,
    en: /E01 is already the number of “e01-qui-est-la”/,
    remedy: /free number/,
  },
  {
    name: "another licence",
    file: `${e05}/experiment.yaml`,
    from: "licence: CC BY 4.0",
    to: "licence: MIT",
    rule: "not-in-list",
    at: "licence: MIT",
    fr: /./,
    en: /./,
    remedy: /CC BY 4\.0/,
  },
  {
    name: "no author",
    file: `${e05}/experiment.yaml`,
    from: "authors: [Labo Explorer]",
    to: "authors: []",
    rule: "wrong-shape",
    at: "authors: []",
    fr: /./,
    en: /./,
    remedy: /./,
  },
  {
    name: "a drawing that asks for something outside, on two lines",
    file: "f1-balise/images/zones.fr.svg",
    from: "</svg>",
    to: '<image href\n="https://example.org/x.png"/></svg>',
    rule: "bad-image",
    at: "<image href",
    fr: /script ou un lien/,
    en: /script or a link/,
    remedy: /without script or linked file/,
  },
];

describe("the check", () => {
  it.each([...unsatisfiable, ...badTexts])("finds $name", async (sample) => {
    await using content = await copyContent();
    await content.replace(sample.file, sample.from, sample.to);
    const { problems } = await loadSheets({ folder: content.folder });
    const found = problems.find(({ rule, file }) => rule === sample.rule && file === sample.file);
    expect(problems, `no ${sample.rule} in ${sample.file}`).toContain(found);
    expect(found?.message.fr).toMatch(sample.fr);
    expect(found?.message.en).toMatch(sample.en);
    expect(found?.remedy.en).toMatch(sample.remedy);
    expect(found?.remedy.fr.length).toBeGreaterThan(5);
    const text = await readFile(path.join(content.folder, sample.file), "utf8");
    expect(text).toContain(sample.at);
    expect(found?.line).toBe(text.slice(0, text.indexOf(sample.at)).split("\n").length);
  });
});

it("the pages a text may lead to are pages of the dashboard", async () => {
  const pages = await readFile(new URL("../../../dashboard/src/app/pages.tsx", import.meta.url), "utf8");
  const addresses = [...pages.matchAll(/path="([a-z]+)"/g)].map(([, name]) => `/${name}`);
  expect([...benchPages].filter((page) => !addresses.includes(page))).toEqual([]);
});
