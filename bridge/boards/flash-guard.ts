// The flash limit over every light of a board: each LED of a strip and each of its colours is held to it alone, so that
// neither turns of colour nor one LED after another get around it.
import type { Component } from "#contract/board-plan.ts";
import { createFlashLimit, type FlashLimit } from "./flash-limit.ts";
import { colourNames } from "./parts/lights.ts";
import type { CommandArguments } from "./worker-messages.ts";

interface Change {
  readonly light: FlashLimit;
  readonly level: number;
}

/** Lights that a command changes, and to what. */
type Changes = (action: string, args: CommandArguments) => Change[];

function changesOf(component: Component): Changes | undefined {
  const limits = (count: number) => Array.from({ length: count }, createFlashLimit);
  switch (component.kind) {
    case "led": {
      const [light = createFlashLimit()] = limits(1);
      return (_action, { level }) => [{ light, level: Number(level) }];
    }
    case "relay": {
      // Whatever lamp it switches.
      const [light = createFlashLimit()] = limits(1);
      return (_action, { state }) => [{ light, level: state === "on" ? 100 : 0 }];
    }
    case "rgb-led": {
      const lights = limits(colourNames.length);
      return (_action, args) =>
        lights.map((light, index) => ({ light, level: Number(args[colourNames[index] ?? ""]) }));
    }
    case "strip": {
      const pixels = Array.from({ length: component.options.pixels }, () => limits(colourNames.length));
      return (action, args) => {
        const changed =
          action === "fill" ? pixels : pixels.slice(Number(args.position) - 1, Number(args.position));
        return changed.flatMap((lights) =>
          lights.map((light, index) => ({ light, level: Number(args[colourNames[index] ?? ""]) })),
        );
      };
    }
    default:
      return undefined;
  }
}

/** @returns may a command be done at this moment (`mono`, milliseconds); counts it if so. */
export function createFlashGuard(components: readonly Component[]) {
  const lights = new Map(components.map((component) => [component.id, changesOf(component)]));
  return (component: string, action: string, args: CommandArguments, mono: number): boolean => {
    const changes = lights.get(component)?.(action, args) ?? [];
    if (!changes.every(({ light, level }) => light.allows(level, mono))) return false;
    for (const { light, level } of changes) light.note(level, mono);
    return true;
  };
}
