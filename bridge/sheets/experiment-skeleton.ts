// A title and a kind of device → the files of an experiment that passes the check and plays in the virtual kit as it is,
// for a person to go on writing. Pure.
import { type Language, languages, type Words } from "#contract/words.ts";
import type { Beginning } from "./experiment-beginnings.ts";
import { asWritten, type SkeletonFile } from "./skeleton.ts";

export interface ExperimentFacts {
  readonly id: string;
  /** E29 to E99: those before are the project's plan. */
  readonly number: string;
  /** As a person gave it: any text. */
  readonly title: string;
  readonly sheet: string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly profile: string;
  readonly beginning: Beginning;
}

function experimentYaml({ id, number, sheet, today, profile, beginning }: ExperimentFacts): string {
  const { role, channels, live, check } = beginning;
  return [
    `id: ${JSON.stringify(id)}`,
    `number: ${number}`,
    "version: 1",
    "status: draft",
    "level: beginner",
    "authors: [Labo Explorer]",
    "licence: CC BY 4.0",
    `checked_on: ${today}`,
    `sheet: ${JSON.stringify(sheet)}`,
    "minutes: 5",
    "settings: [solo, group, demo]",
    "needs:",
    `  - { role: ${role}, profiles: [${profile}] }`,
    ...channels,
    "steps:",
    "  - id: predire",
    "    kind: predict",
    "    minutes: 1",
    "    inputs: [{ type: choice, options: [rien, une-fois, souvent] }]",
    "  - id: observer",
    "    kind: do",
    "    minutes: 3",
    ...(live === undefined ? [] : [`    live: { role: ${role}, channel: ${live} }`]),
    `    check: { op: count, ${check} }`,
    "  - id: transferer",
    "    kind: transfer",
    "    minutes: 1",
    "    inputs: [{ type: text }]",
    "",
  ].join("\n");
}

function scenariosYaml({ beginning }: ExperimentFacts): string {
  const { role, thing, right, mistake } = beginning;
  const head = (name: string, outcome: string) => [
    `  - name: ${name}`,
    `    outcome: ${outcome}`,
    `    devices: { ${role}: ${thing} }`,
    "    steps:",
  ];
  const verbs = (list: readonly string[]) => list.map((verb) => `      - ${verb}`);
  return [
    "scenarios:",
    ...head("correct run", "passes"),
    ...verbs([
      "answer: { step: predire, value: souvent }",
      "go: observer",
      ...right,
      "wait-step: { step: observer, state: verified, timeout: 20s }",
      "go: transferer",
      'note: { step: transferer, text: "…" }',
    ]),
    "",
    ...head(`typical mistake, ${mistake.name}`, "does-not-pass"),
    ...verbs([
      ...(mistake.before ?? []),
      "go: observer",
      ...mistake.verbs,
      "expect-step: { step: observer, state: in-progress, after: 5s }",
      `expect-why: { step: observer, fr: ${JSON.stringify(mistake.why.fr)}, en: ${JSON.stringify(mistake.why.en)} }`,
    ]),
    "",
  ].join("\n");
}

const say = {
  aim: {
    fr: "_À toi d'écrire : ce qu'on découvre, en une phrase._",
    en: "_Yours to write: what people find out, in one sentence._",
  },
  misconceptions: {
    fr: "_À toi d'écrire : l'idée fausse que cette expérience fait tomber, ou retire ce bloc._",
    en: "_Yours to write: the wrong idea that this experiment brings down, or take this block away._",
  },
  predict: {
    heading: { fr: "Devine d'abord", en: "Guess first" },
    body: {
      fr: "Tu vas manipuler l'appareil. Que verra le banc, d'après toi? Il n'y a pas de mauvaise réponse.",
      en: "You are about to handle the device. What will the bench see, do you think? There is no wrong answer.",
    },
    question: { fr: "Le banc verra quelque chose…", en: "The bench will see something…" },
    choices: [
      ["rien", { fr: "jamais", en: "never" }],
      ["une-fois", { fr: "une seule fois", en: "just once" }],
      ["souvent", { fr: "à chaque geste", en: "at every gesture" }],
    ] as const,
  },
  observe: { fr: "Essaie et observe", en: "Try it and watch" },
  explanation: {
    fr: "_À toi d'écrire : ce qui vient de se passer, et pourquoi._",
    en: "_Yours to write: what just happened, and why._",
  },
  transfer: {
    heading: { fr: "Et dans ton musée?", en: "And in your museum?" },
    body: {
      fr: "Pense à un lieu que tu connais bien. À quoi cela y servirait-il? Écris une phrase ou deux.",
      en: "Think of a place you know well. What would this be good for there? Write a sentence or two.",
    },
    question: { fr: "Mon idée", en: "My idea" },
  },
} as const;

const partNames = {
  fr: { choices: "choix", simulated: "simulé", hint: "indice", explanation: "explication" },
  en: { choices: "choices", simulated: "simulated", hint: "hint", explanation: "explanation" },
} as const satisfies Record<Language, unknown>;

function experimentText(language: Language, { title, id, beginning }: ExperimentFacts): string {
  const names = partNames[language];
  const of = (words: Words) => words[language];
  const { predict, transfer } = say;
  return [
    `# ${asWritten(title, language) || id}`,
    "## aim",
    of(say.aim),
    "## roles",
    `- ${beginning.role}: ${of(beginning.roleName)}`,
    "## misconceptions",
    of(say.misconceptions),
    `## predire: ${of(predict.heading)}`,
    of(predict.body),
    "### question",
    of(predict.question),
    `### ${names.choices}`,
    predict.choices.map(([value, label]) => `- ${value}: ${of(label)}`).join("\n"),
    `## observer: ${of(say.observe)}`,
    of(beginning.gesture),
    `### ${names.simulated}`,
    of(beginning.simulated),
    ...beginning.hints.flatMap((hint, index) => [`### ${names.hint} ${index + 1}`, of(hint)]),
    `### ${names.explanation}`,
    of(say.explanation),
    `## transferer: ${of(transfer.heading)}`,
    of(transfer.body),
    "### question",
    `${of(transfer.question)}\n`,
  ].join("\n\n");
}

/** The files of a new experiment. Whatever its title, they pass `labo sheets check`. */
export function experimentSkeleton(facts: ExperimentFacts): SkeletonFile[] {
  return [
    { name: "experiment.yaml", text: experimentYaml(facts) },
    ...languages.map((language) => ({ name: `${language}.md`, text: experimentText(language, facts) })),
    { name: "scenarios.yaml", text: scenariosYaml(facts) },
  ];
}
