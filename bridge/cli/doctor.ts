// `labo doctor`: the check-up of a bench that runs; without one, of the computer that would run it.
import { type Check, type DoctorReport, inOrder, type TreeNode, worstOf } from "#contract/doctor.ts";
import type { Language } from "#contract/words.ts";
import { createClock, isoTime } from "../clock.ts";
import type { Config } from "../config.ts";
import { checkOf } from "../doctor/examine-device.ts";
import { examineAdapter, examineClock, examineDisk, examinePorts } from "../doctor/examine-machine.ts";
import { mayOpen, readAdapter, readDisk } from "../doctor/machine.ts";
import { errorTable, LaboError } from "../errors.ts";
import { createSerialPorts } from "../transports/serial/serial-ports.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { askBench, benchAddress, benchOption } from "./running-bench.ts";
import { plain } from "./text.ts";

const marks = { ok: "✓", look: "?", fault: "✗" } as const;

function treeLines(tree: readonly TreeNode[], language: Language, place = 0, depth = 1): string[] {
  const node = tree[place];
  if (node === undefined) return [];
  const margin = "    ".repeat(depth);
  const [yes, no] = language === "fr" ? ["oui", "non"] : ["yes", "no"];
  const branch = (word: string, to: number | undefined) =>
    to === undefined ? [] : [`${margin}  ${word} →`, ...treeLines(tree, language, to, depth + 1)];
  return [`${margin}${node.say[language]}`, ...branch(yes ?? "", node.yes), ...branch(no ?? "", node.no)];
}

function checkLines({ state, title, evidence, next, tree }: Check, language: Language): string[] {
  return [
    `${marks[state]} ${plain(title[language])} — ${plain(evidence[language])}`,
    ...(tree === undefined
      ? next === undefined
        ? []
        : [`    → ${plain(next[language])}`]
      : treeLines(tree, language)),
  ];
}

/** The computer alone: what a bench would meet. */
async function examineComputer(config: Config): Promise<DoctorReport> {
  const clock = createClock();
  const ports = await createSerialPorts({ clock, real: true, extraPaths: config.serial }).list();
  const withRights = await Promise.all(
    ports.map(async (port) => ({ port, mayOpen: await mayOpen(port.path) })),
  );
  const noBench = checkOf(
    { id: "bench", area: "broker", title: { fr: "Banc", en: "Bench" } },
    {
      state: "look",
      code: "BENCH_UNREACHABLE",
      evidence: errorTable.BENCH_UNREACHABLE.message,
      next: errorTable.BENCH_UNREACHABLE.remedy,
    },
  );
  const checks = [
    noBench,
    ...(config.bluetooth === "auto" ? [examineAdapter(await readAdapter())] : []),
    ...examinePorts(withRights),
    examineDisk(await readDisk(config.data), true),
    examineClock(clock.now()),
  ];
  return { time: isoTime(clock.now()), state: worstOf(checks), checks: inOrder(checks) };
}

export const doctor: Command = {
  name: "doctor",
  usage: "[--bench <…>] [options]",
  summary: {
    fr: "dit ce qui ne va pas, à quoi cela se voit, et quoi faire",
    en: "says what is wrong, how it shows, and what to do",
  },
  about: {
    fr: "Demande à un banc ouvert; s’il n’y en a pas, regarde l’ordinateur : Bluetooth, ports, droits, disque, horloge.",
    en: "Asks an open bench; without one, looks at the computer: Bluetooth, ports, rights, disk, clock.",
  },
  mostWords: 0,
  startsBench: true,
  options: { bench: benchOption },
  exits: { 1: { fr: "quelque chose ne va pas", en: "something is wrong" } },
  async run(call) {
    const config = call.config();
    const report = await askBench(benchAddress(call), "doctor").catch((error: unknown) => {
      // Somebody who names a bench wants that one and no other answer.
      if (
        call.text("bench") !== undefined ||
        !(error instanceof LaboError) ||
        error.code !== "BENCH_UNREACHABLE"
      )
        throw error;
      return examineComputer(config);
    });
    const text = call.isJson
      ? JSON.stringify({ ok: report.state !== "fault", ...report })
      : report.checks.flatMap((check) => checkLines(check, call.language)).join("\n");
    await call.terminal.out(`${text}\n`);
    return report.state === "fault" ? exitCodes.negative : exitCodes.ok;
  },
};
