// `labo`: finds the command, runs it, and tells what went wrong from the one table of errors. Never a stack trace.
import { LaboError } from "../errors.ts";
import { type Command, languageOf, readCall, type Terminal } from "./command.ts";
import { commands } from "./commands.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-codes.ts";
import { commandHelp, overview } from "./help.ts";

/** The command that the first words name, and how many words that took. */
function findCommand(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  for (const count of [2, 1]) {
    const name = args.slice(0, count).join(" ");
    const command = commands.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: args.slice(count) };
  }
  return undefined;
}

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const language = languageOf(args, terminal.env);
  const found = findCommand(args);
  if (found === undefined) {
    const asked = args.find((arg) => !arg.startsWith("-") && arg !== language);
    if (asked === undefined && (args.includes("--help") || args.includes("-h"))) {
      await terminal.out(overview(commands, language));
      return exitCodes.ok;
    }
    terminal.err(overview(commands, language));
    const what = asked === undefined ? [] : [JSON.stringify(asked.slice(0, 40))];
    throw new LaboError("CLI_USAGE", what);
  }
  const { command, rest } = found;
  const call = readCall(command, rest, terminal);
  if (call === "help") {
    await terminal.out(commandHelp(command, language));
    return exitCodes.ok;
  }
  return command.run(call);
}

/**
 * Runs one command line, the program's name left away.
 * @returns its exit code; never rejects.
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await run(args, terminal);
  } catch (error) {
    const known =
      error instanceof LaboError ? error : new LaboError("INTERNAL", [String(error).slice(0, 200)], error);
    const problem = known.toProblem();
    if (args.includes("--json")) await terminal.out(`${JSON.stringify({ ok: false, problem })}\n`);
    else {
      const language = languageOf(args, terminal.env);
      terminal.err(`✗ ${problem.message[language]} ${problem.remedy[language]}\n`);
      for (const detail of problem.details ?? []) terminal.err(`  · ${detail}\n`);
    }
    return exitCodeOf(known.code);
  }
}
