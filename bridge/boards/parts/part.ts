// What a plan must know of each kind of part: the values it gives, the commands it takes, the current it may draw.
import type { Component, ComponentKind } from "#contract/board-plan.ts";
import type { Argument, Capability, Channel } from "#contract/devices.ts";
import type { Words } from "#contract/words.ts";

export type ComponentOf<K extends ComponentKind> = Extract<Component, { kind: K }>;

export interface Part<C extends Component = Component> {
  /** In the order shown. @param supplyVolts what the pins are compared with. */
  channels(component: C, supplyVolts: number): Channel[];
  /** Commands it takes; none for a sensor. */
  capabilities?(component: C): Capability[];
  /** The most it draws, milliamperes, from the numbers of `currents.ts`. */
  mostMilliamps(component: C): number;
}

export type Parts<K extends ComponentKind> = { readonly [Kind in K]: Part<ComponentOf<Kind>> };

/** "Light: set the brightness" and "Lumière : régler la luminosité". */
export const named = ({ name }: Component, fr: string, en: string): Words => ({
  fr: `${name.fr}\u00a0: ${fr}`,
  en: `${name.en}: ${en}`,
});

/** "Light (voltage)". */
export const detailed = ({ name }: Component, fr: string, en: string): Words => ({
  fr: `${name.fr} (${fr})`,
  en: `${name.en} (${en})`,
});

/** A number of a command. */
export const dial = (
  name: string,
  label: Words,
  [min, max, step]: readonly [number, number, number],
  unit: string,
): Argument => ({ type: "number", name, label, min, max, step, unit });

/** Red, green and blue, each in percent. */
export const colours: Argument[] = [
  dial("red", { fr: "Rouge", en: "Red" }, [0, 100, 1], "%"),
  dial("green", { fr: "Vert", en: "Green" }, [0, 100, 1], "%"),
  dial("blue", { fr: "Bleu", en: "Blue" }, [0, 100, 1], "%"),
];
