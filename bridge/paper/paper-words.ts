// The few words that a printed sheet adds to those of its author.
import type { Level, Sheet } from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";

export const levelNames: Readonly<Record<Level, Words>> = {
  beginner: { fr: "Débutant", en: "Beginner" },
  intermediate: { fr: "Intermédiaire", en: "Intermediate" },
  advanced: { fr: "Avancé", en: "Advanced" },
  expert: { fr: "Expert", en: "Expert" },
};

export const roleNames: Readonly<Record<Sheet["role"], Words>> = {
  energy: { fr: "Donne l’énergie", en: "Gives energy" },
  input: { fr: "Sert d’entrée", en: "Acts as input" },
  output: { fr: "Sert de sortie", en: "Acts as output" },
  link: { fr: "Relie le reste", en: "Links the rest" },
};

export const paperWords = {
  sheet: { fr: "Fiche", en: "Sheet" },
  experiment: { fr: "Expérience", en: "Experiment" },
  bonus: { fr: "en prime", en: "bonus" },
  live: { fr: "La version vivante", en: "The live version" },
  what: { fr: "Grandeur", en: "Quantity" },
  value: { fr: "Valeur", en: "Value" },
  reference: { fr: "Réf.", en: "Ref." },
  sources: { fr: "Sources des chiffres\u00a0:", en: "Sources of the numbers:" },
  experiments: { fr: "Expériences liées", en: "Related experiments" },
  glossary: { fr: "Petit glossaire", en: "Short glossary" },
  booklet: { fr: "Fiches technos", en: "Tech sheets" },
  bookletLead: { fr: "Comment ça marche?", en: "How does it work?" },
  contents: { fr: "Dans ce livret", en: "In this booklet" },
  page: { fr: "page", en: "page" },
  licence: {
    fr: "Textes et dessins sous licence Creative Commons Attribution 4.0 (CC BY 4.0) : creativecommons.org/licenses/by/4.0/deed.fr",
    en: "Texts and drawings under the Creative Commons Attribution 4.0 licence (CC BY 4.0): creativecommons.org/licenses/by/4.0",
  },
  licenceShort: {
    fr: "Licence CC BY 4.0\u00a0: creativecommons.org/licenses/by/4.0/deed.fr",
    en: "Licence CC BY 4.0: creativecommons.org/licenses/by/4.0",
  },
  needs: { fr: "Ce qu’il faut", en: "What you need" },
  safety: { fr: "Sécurité", en: "Safety" },
  privacy: { fr: "Vie privée", en: "Privacy" },
  done: { fr: "C’est fait.", en: "Done." },
  doneByOther: { fr: "Une autre personne le confirme.", en: "Another person confirms it." },
  doneByTrainer: { fr: "La personne qui anime le confirme.", en: "The trainer confirms it." },
  controls: {
    fr: "Les réglages que demande une étape se font sur sa page vivante.",
    en: "Settings that a step asks for are made on its live page.",
  },
  byHand: {
    fr: "Sur papier, c’est toi qui confirmes : le banc n’a rien vu, il ne vérifie donc rien. Garde la feuille : c’est ton carnet. Tu pourras la recopier dans le banc, sur la page de l’expérience.",
    en: "On paper, you are the one who confirms: the bench saw nothing, so it verifies nothing. Keep this page: it is your logbook. You can copy it into the bench later, on the experiment’s page.",
  },
  name: { fr: "Nom ou groupe\u00a0:", en: "Name or group:" },
  date: { fr: "Date\u00a0:", en: "Date:" },
  answer: { fr: "Ma réponse", en: "My answer" },
  seen: { fr: "Ce que j’ai vu ou lu\u00a0:", en: "What I saw or read:" },
  reading: { fr: "Relevé", en: "Reading" },
  tally: { fr: "Nombre de fois", en: "How many times" },
  label: { fr: "Nom du relevé", en: "Name of the capture" },
  successesOf: { fr: "Réussis sur", en: "Successes of" },
  note: { fr: "Remarque", en: "Note" },
  trial: { fr: "Essai", en: "Trial" },
  time: { fr: "Temps", en: "Time" },
  visit: { fr: "Visite", en: "Visit" },
  version: { fr: "version", en: "version" },
  lasted: { fr: "De quand à quand", en: "From when to when" },
  made: { fr: "Réussi ou pas", en: "Made it or not" },
  result: { fr: "Réussi ou raté", en: "Success or failure" },
  tag: { fr: "Étiquette", en: "Tag" },
  tagLabel: { fr: "Le nom que je lui donne", en: "The name I give it" },
} as const satisfies Readonly<Record<string, Words>>;

/** "10 min", with a space that does not break. */
export const minutes = (count: number): string => `${Math.round(count)}\u00a0min`;
