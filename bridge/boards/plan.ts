// A board's plan, read: which channels it gives, which commands it takes, what it asks of its supply, what cannot work.
import { type BoardPlan, type Component, type ComponentKind, planFormSchema } from "#contract/board-plan.ts";
import type { Capability, Channel } from "#contract/devices.ts";
import { withRawChannel } from "./calibration.ts";
import { milliamps } from "./currents.ts";
import { analogueParts } from "./parts/analogue.ts";
import { chipParts } from "./parts/chips.ts";
import { inputParts } from "./parts/inputs.ts";
import { lightParts } from "./parts/lights.ts";
import { moverParts } from "./parts/movers.ts";
import type { Part, Parts } from "./parts/part.ts";
import { reactionCapabilities } from "./reaction.ts";

export type { BoardPlan } from "#contract/board-plan.ts";

const parts: Parts<ComponentKind> = {
  ...analogueParts,
  ...inputParts,
  ...chipParts,
  ...lightParts,
  ...moverParts,
};

/** A component and the part it is are of one kind, which the compiler cannot follow through the table. */
const partOf = ({ kind }: Component): Part => parts[kind] as Part;

/** Id of the channel that tells the estimated current of the whole board. */
export const currentChannel = "boardCurrent";

/** The kit's sensor board: six components an Uno can hold on one small breadboard, and a buzzer. */
export const defaultPlan: BoardPlan = planFormSchema.parse({
  components: [
    { id: "light", name: { fr: "Lumière", en: "Light" }, kind: "photoresistor", pin: "A0" },
    { id: "temperature", name: { fr: "Température", en: "Temperature" }, kind: "temperature", pin: "A1" },
    { id: "knob", name: { fr: "Bouton tournant", en: "Knob" }, kind: "potentiometer", pin: "A2" },
    { id: "button", name: { fr: "Bouton-poussoir", en: "Push button" }, kind: "button", pin: "D2" },
    { id: "led", name: { fr: "DEL", en: "LED" }, kind: "led", pin: "D6" },
    { id: "servo", name: { fr: "Servomoteur", en: "Servo" }, kind: "servo", pin: "D9" },
    { id: "buzzer", name: { fr: "Avertisseur sonore", en: "Buzzer" }, kind: "buzzer", pin: "D4" },
  ],
} satisfies Parameters<typeof planFormSchema.parse>[0]);

/** The kit's second board, for distance, movement, climate, colour and sound. */
export const workshopPlan: BoardPlan = planFormSchema.parse({
  components: [
    { id: "echo", name: { fr: "Distance", en: "Distance" }, kind: "sonar", pin: "D7" },
    { id: "motion", name: { fr: "Mouvement", en: "Motion" }, kind: "motion", pin: "D2" },
    { id: "climate", name: { fr: "Climat", en: "Climate" }, kind: "climate", pin: "I2C" },
    { id: "lux", name: { fr: "Luxmètre", en: "Light meter" }, kind: "lux", pin: "I2C" },
    {
      id: "rgb",
      name: { fr: "DEL à trois couleurs", en: "Three-colour LED" },
      kind: "rgb-led",
      pin: "D5",
      options: { greenPin: "D6", bluePin: "D9" },
    },
    {
      id: "strip",
      name: { fr: "Bande de DEL", en: "LED strip" },
      kind: "strip",
      pin: "D4",
      options: { pixels: 8 },
    },
    { id: "piezo", name: { fr: "Haut-parleur piézo", en: "Piezo speaker" }, kind: "piezo", pin: "D8" },
  ],
} satisfies Parameters<typeof planFormSchema.parse>[0]);

/** A row of littleBits: what its last bit lets through, on the first input of the Arduino bit. */
export const littleBitsPlan: BoardPlan = planFormSchema.parse({
  components: [
    {
      id: "potentiometer",
      name: { fr: "Signal littleBits", en: "littleBits signal" },
      kind: "potentiometer",
      pin: "A0",
    },
  ],
} satisfies Parameters<typeof planFormSchema.parse>[0]);

/** An accelerometer on a string. */
export const pendulumPlan: BoardPlan = planFormSchema.parse({
  components: [
    {
      id: "accelerometer",
      name: { fr: "Accéléromètre", en: "Accelerometer" },
      kind: "accelerometer",
      pin: "I2C",
    },
  ],
} satisfies Parameters<typeof planFormSchema.parse>[0]);

/** A light rangefinder and a servo that points. */
export const pointerPlan: BoardPlan = planFormSchema.parse({
  components: [
    {
      id: "time-of-flight",
      name: { fr: "Distance", en: "Distance" },
      kind: "time-of-flight",
      pin: "I2C",
    },
    { id: "servo", name: { fr: "Flèche", en: "Arrow" }, kind: "servo", pin: "D9" },
  ],
} satisfies Parameters<typeof planFormSchema.parse>[0]);

/** Channels of one component; the first is its value, the raw one of a calibrated sensor behind it. */
export const channelsOfComponent = (component: Component, supplyVolts: number): Channel[] =>
  withRawChannel(component, partOf(component).channels(component, supplyVolts));

/** Channels of a board: its components' in the plan's order, then its estimated current. */
export function channelsOf(plan: BoardPlan): Channel[] {
  return [
    ...plan.components.flatMap((component) => channelsOfComponent(component, plan.supplyVolts)),
    {
      id: currentChannel,
      quantity: "current",
      name: { fr: "Courant demandé, au plus", en: "Current asked for, at most" },
      min: 0,
      max: mostMilliampsOf(plan) / 1000,
    },
  ];
}

/** Commands a board takes. */
export function capabilitiesOf(plan: BoardPlan): Capability[] {
  return plan.components.flatMap((component) => [
    ...(partOf(component).capabilities?.(component) ?? []),
    ...reactionCapabilities(component, plan),
  ]);
}

/** The most one component draws, milliamperes. */
export const mostMilliampsOfComponent = (component: Component): number =>
  partOf(component).mostMilliamps(component);

/** The most the board and all its parts draw, milliamperes. */
export const mostMilliampsOf = (plan: BoardPlan): number =>
  plan.components.reduce<number>(
    (sum, component) => sum + mostMilliampsOfComponent(component),
    milliamps.board,
  );
