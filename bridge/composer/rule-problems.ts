// What cannot work in a rule, and what its maker should know: looked at with the devices that are there. Pure.
import type { Command } from "#contract/commands.ts";
import type { Argument, Device } from "#contract/devices.ts";
import {
  actionsOfRule,
  devicesOfRule,
  type RuleAction,
  type RuleCard,
  type RuleForm,
  type RuleProblem,
} from "#contract/rules.ts";
import type { Words } from "#contract/words.ts";
import { checkCommand } from "../devices/check-command.ts";
import { LaboError } from "../errors.ts";

type DeviceOf = (id: string) => Device | undefined;

const stop = (card: RuleCard, fr: string, en: string): RuleProblem => ({
  card,
  weight: "stop",
  words: { fr, en },
});
const know = (card: RuleCard, fr: string, en: string): RuleProblem => ({
  card,
  weight: "know",
  words: { fr, en },
});

const nameOf = (device: Device | undefined, id: string): Words => device?.name ?? { fr: id, en: id };

function absentProblems(rule: RuleForm, deviceOf: DeviceOf): RuleProblem[] {
  return devicesOfRule(rule)
    .filter((id) => deviceOf(id) === undefined)
    .map((id) =>
      know(
        id === rule.input.device ? "input" : "output",
        `« ${id} » n’est pas sur le banc : la règle attendra.`,
        `“${id}” is not on the bench: the rule will wait.`,
      ),
    );
}

function commandProblems(action: RuleAction, device: Device | undefined): RuleProblem[] {
  if (device === undefined) return [];
  const command: Command = { ...action, id: "rule" };
  try {
    checkCommand(command, device.capabilities);
    return [];
  } catch (error) {
    if (!(error instanceof LaboError)) throw error;
    const { message } = error.toProblem();
    const name = nameOf(device, action.device);
    return [
      stop(
        "output",
        `${name.fr}, « ${action.command} » : ${message.fr}`,
        `${name.en}, “${action.command}”: ${message.en}`,
      ),
    ];
  }
}

function followedProblems(
  { output }: Extract<RuleForm, { kind: "mapping" }>,
  device: Device | undefined,
): RuleProblem[] {
  const found: Argument | undefined = device?.capabilities
    .find(({ command }) => command === output.command)
    ?.arguments.find(({ name }) => name === output.argument);
  if (device === undefined || found?.type === "number") return [];
  return [
    stop(
      "output",
      "Le réglage qui suit doit être un nombre de la commande.",
      "What follows must be a number of the command.",
    ),
  ];
}

/** A board's own answer to a rule would be heard by it again: what is moved must not be what is listened to. */
function loopProblems(rule: RuleForm): RuleProblem[] {
  const { device } = rule.input;
  const channel =
    rule.kind === "mapping"
      ? rule.input.channel
      : "channel" in rule.input.trigger
        ? rule.input.trigger.channel
        : undefined;
  const loops = actionsOfRule(rule).some(
    (action) => action.device === device && action.command.split(".")[0] === channel,
  );
  return loops
    ? [
        stop(
          "rule",
          "La règle commande ce qu’elle écoute : elle tournerait en rond.",
          "The rule commands what it listens to: it would go round in circles.",
        ),
      ]
    : [];
}

function planForFailure(rule: RuleForm): RuleProblem[] {
  if (rule.kind === "mapping")
    return rule.rest === undefined
      ? [
          know(
            "output",
            "Sans repos : hors de sa plage, la sortie reste où elle est.",
            "No rest: out of its range, the output stays where it is.",
          ),
        ]
      : [];
  return [
    ...(rule.otherwise.length === 0 && rule.condition.type !== "always"
      ? [
          know(
            "rule",
            "Sans « sinon » : si la condition ne tient pas, il ne se passe rien, et la personne croit à une panne.",
            "No “otherwise”: if the condition does not hold, nothing happens, and the visitor thinks it is broken.",
          ),
        ]
      : []),
    ...(rule.rest.length === 0
      ? [
          know(
            "output",
            "Sans repos : ce qui s’allume reste allumé.",
            "No rest: what is switched on stays on.",
          ),
        ]
      : []),
    ...(rule.rest.length > 0 && rule.until === undefined
      ? [
          know(
            "rule",
            "Aucune durée : le repos ne vient que si tu arrêtes la règle.",
            "No duration: rest comes only when you switch the rule off.",
          ),
        ]
      : []),
  ];
}

/** @param deviceOf a device of the bench, if it was ever there. */
export function ruleProblems(rule: RuleForm, deviceOf: DeviceOf): RuleProblem[] {
  const commands = actionsOfRule(rule).map((action) =>
    rule.kind === "mapping"
      ? { ...action, args: { ...action.args, [rule.output.argument]: rule.output.from } }
      : action,
  );
  const ends =
    rule.kind === "mapping" ? [rule.output.to, ...(rule.rest === undefined ? [] : [rule.rest.value])] : [];
  const wider = ends.flatMap((value) =>
    commands.map((action) => ({
      ...action,
      args: { ...action.args, ...(rule.kind === "mapping" ? { [rule.output.argument]: value } : {}) },
    })),
  );
  const problems = [
    ...(rule.kind === "mapping" ? followedProblems(rule, deviceOf(rule.output.device)) : []),
    ...[...commands, ...wider].flatMap((action) => commandProblems(action, deviceOf(action.device))),
    ...loopProblems(rule),
    ...absentProblems(rule, deviceOf),
    ...planForFailure(rule),
  ];
  const seen = new Set<string>();
  return problems.filter(({ words }) => !seen.has(words.en) && seen.add(words.en) !== undefined);
}
