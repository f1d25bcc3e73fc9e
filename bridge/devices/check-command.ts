// The one check of commands: no byte goes out before the command and its arguments fit a capability of the device.
import type { Command } from "#contract/commands.ts";
import type { Argument, Capability } from "#contract/devices.ts";
import { LaboError } from "../errors.ts";

export type CheckedArguments = Readonly<Record<string, number | string>>;

function checkedValue(argument: Argument, value: unknown): number | string {
  const { name } = argument;
  if (argument.type === "choice") {
    const choice = argument.choices.find((candidate) => candidate.value === value);
    if (choice === undefined)
      throw new LaboError("COMMAND_ARGUMENT", [
        `${name}: one of ${argument.choices.map((candidate) => candidate.value).join(", ")}`,
      ]);
    return choice.value;
  }
  if (argument.type === "text") {
    const { maxLength } = argument;
    if (typeof value !== "string" || value.length > maxLength)
      throw new LaboError("COMMAND_ARGUMENT", [`${name}: ${maxLength} characters at most`]);
    return value;
  }
  const { min, max, step, unit } = argument;
  if (typeof value !== "number" || !Number.isFinite(value) || value < min || value > max)
    throw new LaboError("COMMAND_ARGUMENT", [`${name}: ${min} to ${max} ${unit}`.trim()]);
  // The nearest step: what a slider between two notches means.
  return Math.min(max, min + Math.round((value - min) / step) * step);
}

/**
 * Arguments of `command`, checked against what the device takes.
 * @throws LaboError COMMAND_UNKNOWN or COMMAND_ARGUMENT.
 */
export function checkCommand(command: Command, capabilities: readonly Capability[]): CheckedArguments {
  const capability = capabilities.find((candidate) => candidate.command === command.command);
  if (capability === undefined) throw new LaboError("COMMAND_UNKNOWN", [command.command.slice(0, 60)]);
  const extra = Object.keys(command.args).find(
    (name) => !capability.arguments.some((argument) => argument.name === name),
  );
  if (extra !== undefined)
    throw new LaboError("COMMAND_ARGUMENT", [`${extra.slice(0, 40)}: not an argument`]);
  return Object.fromEntries(
    capability.arguments.map((argument) => [
      argument.name,
      checkedValue(
        argument,
        Object.hasOwn(command.args, argument.name) ? command.args[argument.name] : undefined,
      ),
    ]),
  );
}
