// `labo start`: what `npm start` does.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

const starter = fileURLToPath(new URL("../start.mjs", import.meta.url));

export const start: Command = {
  name: "start",
  usage: "[options]",
  summary: { fr: "ouvre le banc, comme npm start", en: "opens the bench, as npm start does" },
  mostWords: 0,
  options: {},
  startsBench: true,
  exits: { 1: { fr: "le banc n’a pas pu s’ouvrir", en: "the bench could not be opened" } },
  async run(call) {
    // Checked here first: a wrong option must not wait for the packages and the page.
    call.config();
    const child = spawn(process.execPath, [starter, ...call.given], { stdio: "inherit" });
    // In a terminal the signal reaches the bench by itself; from a program it comes to this process alone.
    void call.terminal.stopAsked.then(() => child.kill("SIGTERM"));
    const [code] = await once(child, "exit");
    return code === 0 ? exitCodes.ok : code === 2 ? exitCodes.usage : exitCodes.negative;
  },
};
