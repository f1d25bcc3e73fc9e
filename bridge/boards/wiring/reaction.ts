// Reactions of a button to the lights and buzzers of its board: asked for here, timed there.
import type { Component } from "#contract/board-plan.ts";
import { reactionLimitMs, reactionWaitMs } from "#contract/reactions.ts";
import type { ComponentOf } from "../parts/part.ts";
import { decodeReaction, encodeReaction, reactionCommand, signalOf } from "../reaction.ts";
import { pinNumber, type WiringBench } from "./bench.ts";

/** The firmware that times reactions. */
const leastVersion = [1, 2] as const;
/** A board that has not answered this long after the last moment it could is not waited for. */
const graceMs = 500;

/** One at a time on a board: which button asked, what it waits for. */
interface Asked {
  readonly button: string;
  readonly signal: Component;
  readonly giveUp: NodeJS.Timeout;
}
let asked: Asked | undefined;
let listens = false;

/** @throws Error when the board's program cannot time reactions, or times one already. */
export function askReaction(bench: WiringBench, button: ComponentOf<"button">, signalId: string): void {
  const { io, rate } = bench;
  const { name, version } = io.firmware;
  const [major, minor] = leastVersion;
  const knows =
    String(name).startsWith("labo-firmata") &&
    version !== undefined &&
    (version.major > major || (version.major === major && version.minor >= minor));
  if (!knows) throw new Error("the board must run labo-firmata 1.2 to time reactions");
  const signal = bench.components.find(({ id }) => id === signalId);
  if (signal === undefined) throw new Error(`no ${signalId} on this board`);
  if (asked !== undefined) throw new Error("a reaction is being timed already");
  listen(bench);
  // The board puts the signal out, so what the bench shows of it is made true first.
  if (signal.kind === "led") bench.act(signal.id, "set", { level: 0 });
  const giveUp = setTimeout(
    () => {
      asked = undefined;
    },
    (reactionWaitMs.most + reactionLimitMs + graceMs) / rate,
  );
  asked = { button: button.id, signal, giveUp };
  io.sysexCommand(
    encodeReaction(pinNumber(button.pin), button.options.pullUp ? 0 : 1, pinNumber(signal.pin)),
  );
}

function listen(bench: WiringBench): void {
  if (listens) return;
  listens = true;
  bench.io.sysexResponse(reactionCommand, (data) => {
    const found = decodeReaction(data);
    if (found === undefined || asked === undefined || found.pin !== pinNumber(asked.signal.pin)) return;
    const { button, signal, giveUp } = asked;
    clearTimeout(giveUp);
    asked = undefined;
    const { pin: _, ...rest } = found;
    bench.reaction(button, { signal: signalOf(signal) ?? "light", ...rest }, bench.now());
  });
}
