// The help of `labo` and of each of its commands.
import type { Language, Words } from "#contract/words.ts";
import { type CliOption, type Command, commonOptions, optionsOf } from "./command.ts";
import { exitMeanings } from "./exit-codes.ts";

const titles = {
  commands: { fr: "Commandes", en: "Commands" },
  options: { fr: "Options", en: "Options" },
  start: {
    fr: "… et les options de npm start (npm start -- --help).",
    en: "… and the options of npm start (npm start -- --help).",
  },
  exits: { fr: "Code de sortie", en: "Exit code" },
  more: {
    fr: "labo <commande> --help en dit plus. Dans un clone : npm run -s labo -- <commande>",
    en: "labo <command> --help says more. In a clone: npm run -s labo -- <command>",
  },
} as const satisfies Record<string, Words>;

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const optionRow = (flag: string, { value, help }: CliOption, language: Language): [string, string] => [
  value === undefined ? `--${flag}` : `--${flag} <${value[language]}>`,
  help[language],
];

/** What `labo --help` prints. */
export function overview(commands: readonly Command[], language: Language): string {
  return [
    `labo <${language === "fr" ? "commande" : "command"}> [options]`,
    "",
    titles.commands[language],
    ...table(commands.map(({ name, summary }) => [name, summary[language]])),
    "",
    titles.more[language],
    "",
  ].join("\n");
}

/** What `labo <command> --help` prints. */
export function commandHelp(command: Command, language: Language): string {
  const { name, usage, summary, about, exits } = command;
  const own = command.startsBench ? { ...command.options, ...commonOptions } : optionsOf(command);
  const meanings = { ...exitMeanings, ...exits };
  return [
    `labo ${name} ${usage}`.trimEnd(),
    "",
    sentence(summary[language]),
    ...(about === undefined ? [] : ["", about[language]]),
    "",
    titles.options[language],
    ...table(Object.entries(own).map(([flag, option]) => optionRow(flag, option, language))),
    ...(command.startsBench ? [`  ${titles.start[language]}`] : []),
    "",
    titles.exits[language],
    ...table(Object.entries(meanings).map(([code, words]) => [code, words[language]])),
    "",
  ].join("\n");
}
