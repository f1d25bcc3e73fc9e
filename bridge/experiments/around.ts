// What happens around runs and would mislead whoever reads them later: the clock of the computer is set, or one device
// plays in two runs at once. Pure.
import type { Run } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import { say } from "./words.ts";

/** Smaller steps are a clock being kept right. */
const leastJumpMs = 5_000;
/** A run nobody touched for this long is not under way. */
const asleepAfterMs = 30 * 60_000;

/**
 * Watches the wall clock beside the monotonic one.
 * @returns at each look, what to tell when the wall clock jumped since the last look.
 */
export function createClockWatch(): (clock: { now(): number; mono(): number }) => Words | undefined {
  let offset: number | undefined;
  return (clock) => {
    const found = clock.now() - clock.mono();
    const jump = found - (offset ?? found);
    offset = found;
    if (Math.abs(jump) < leastJumpMs) return undefined;
    const { value, fr, en } = sizeOf(Math.abs(jump));
    const forward = jump > 0;
    return say(
      (p) =>
        `L’horloge de l’ordinateur a ${forward ? "avancé" : "reculé"} de ${p.n(value, fr)} d’un coup${forward ? ", ou il a dormi" : ""}. Les durées mesurées restent justes; les heures écrites sautent.`,
      (p) =>
        `The computer’s clock jumped ${forward ? "forward" : "back"} by ${p.n(value, en)}${forward ? ", or the computer slept" : ""}. Durations stay right; the times written down jump.`,
    );
  };
}

function sizeOf(ms: number): { value: number; fr: string; en: string } {
  if (ms < 120_000) return { value: Math.round(ms / 1000), fr: "s", en: "s" };
  if (ms < 7_200_000) return { value: Math.round(ms / 60_000), fr: "min", en: "min" };
  return { value: Math.round(ms / 3_600_000), fr: "h", en: "h" };
}

/** Other runs under way in which a device of this one plays too. @param nowMs wall clock. */
export function sharing(run: Run, others: Iterable<Run>, nowMs: number): Run[] {
  const devices = new Set(Object.values(run.devices));
  return [...others].filter(
    (other) =>
      other.id !== run.id &&
      other.finishedAt === undefined &&
      nowMs - lastTouched(other) < asleepAfterMs &&
      Object.values(other.devices).some((device) => devices.has(device)),
  );
}

function lastTouched(run: Run): number {
  const times = run.steps.flatMap(({ enteredAt, doneAt }) => [enteredAt, doneAt]);
  const latest = [run.startedAt, ...times].reduce<string>((a, b) => (b !== undefined && b > a ? b : a), "");
  return Date.parse(latest);
}

/** @param isOwn whether the other run is of the same person. */
export function sharedDevice(isOwn: boolean): Words {
  return isOwn
    ? say(
        "Tu as un autre essai ouvert avec le même appareil : ce que l’appareil fait compte pour les deux.",
        "You have another run open with the same device: what the device does counts for both.",
      )
    : say(
        "Un autre parcours se sert du même appareil en ce moment : ce qu’il fait compte pour les deux.",
        "Another run is using the same device at the moment: what it does counts for both.",
      );
}

/** A device of the run was asked for something and would not. @param why what it answered. */
export const refusedCommand = (why: Words): Words => ({
  fr: `Commande refusée\u00a0: ${why.fr}`,
  en: `Command refused: ${why.en}`,
});
