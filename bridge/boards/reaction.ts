// A reaction, timed by the board itself: how it is asked of labo-firmata and what it answers (firmware/README.md).
import type { BoardPlan, Component } from "#contract/board-plan.ts";
import type { Capability } from "#contract/devices.ts";
import type { ReactionOutcome, ReactionSignal } from "#contract/events.ts";
import { reactionLimitMs, reactionWaitMs } from "#contract/reactions.ts";
import { named } from "./parts/part.ts";

/** The sysex of both directions. */
export const reactionCommand = 0x0b;

export interface Reaction {
  readonly signal: ReactionSignal;
  readonly outcome: ReactionOutcome;
  /** How long the board waited before the signal. */
  readonly waitMs: number;
  /** From the signal to the press, to a tenth of a millisecond; of a press after the signal only. */
  readonly reactionMs?: number;
}

/** The parts that can be a signal, and to which sense. */
const signals: Partial<Record<Component["kind"], ReactionSignal>> = { led: "light", buzzer: "sound" };
export const signalOf = ({ kind }: Component): ReactionSignal | undefined => signals[kind];

/** A button of a board that has a light or a buzzer too times reactions; nothing else does. */
export function reactionCapabilities(component: Component, plan: BoardPlan): Capability[] {
  const choices = plan.components
    .filter((one) => signalOf(one) !== undefined)
    .map(({ id, name }) => ({ value: id, label: name }));
  if (component.kind !== "button" || choices.length === 0) return [];
  return [
    {
      command: `${component.id}.react`,
      label: named(component, "chronométrer une réaction", "time a reaction"),
      arguments: [{ type: "choice", name: "signal", label: { fr: "Signal", en: "Signal" }, choices }],
    },
  ];
}

const pair = (value: number): number[] => [value & 0x7f, (value >> 7) & 0x7f];

/** Command and data, without the ends of the sysex. @param pressedLevel what the button's pin reads when it is closed. */
export const encodeReaction = (button: number, pressedLevel: 0 | 1, signal: number): number[] => [
  ...[reactionCommand, button, pressedLevel, signal],
  ...pair(reactionWaitMs.least),
  ...pair(reactionWaitMs.most),
  ...pair(reactionLimitMs),
];

const outcomes: readonly ReactionOutcome[] = ["pressed", "early", "missed"];

/** The data of the board's answer. @returns undefined for one that cannot be read. */
export function decodeReaction(
  data: readonly number[],
): (Omit<Reaction, "signal"> & { readonly pin: number }) | undefined {
  const [code = -1, pin = 0, ...groups] = data;
  const outcome = outcomes[code];
  if (outcome === undefined || groups.length !== 6) return undefined;
  const [wait = 0, low = 0, high = 0] = [0, 2, 4].map(
    (at) => (groups[at] ?? 0) | ((groups[at + 1] ?? 0) << 7),
  );
  const micros = low + high * 0x4000;
  return {
    pin,
    outcome,
    waitMs: wait,
    ...(outcome === "pressed" ? { reactionMs: Math.round(micros / 100) / 10 } : {}),
  };
}
