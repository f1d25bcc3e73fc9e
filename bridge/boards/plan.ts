// The declared plan of a Firmata board: which component on which pin gives which channels and takes which commands.
// The board cannot know what is wired to it, so this says it; a sheet and the wiring drawing say the same.
import { z } from "zod";
import { type Capability, type Channel, channelSchema } from "#contract/devices.ts";
import { channelIdSchema } from "#contract/events.ts";
import type { Words } from "#contract/words.ts";
import { voltageChannel } from "./conversions.ts";

const analoguePin = z.string().regex(/^A[0-5]$/, "A0 to A5");
const digitalPin = z.string().regex(/^D([2-9]|1[0-3])$/, "D2 to D13 (D0 and D1 are the serial line)");
const pwmPin = z.enum(["D3", "D5", "D6", "D9", "D10", "D11"]);
const name = { id: channelIdSchema, name: channelSchema.shape.name };

export const componentSchema = z.discriminatedUnion("kind", [
  z.object({
    ...name,
    kind: z.literal("photoresistor"),
    pin: analoguePin,
    options: z
      .object({
        dividerOhms: z.number().positive().default(10_000),
        ohmsAt10Lux: z.number().positive().default(50_000),
        gamma: z.number().min(0.1).max(2).default(0.7),
        sampleMs: z.number().min(50).max(1000).default(100),
      })
      .prefault({}),
  }),
  z.object({
    ...name,
    kind: z.literal("temperature"),
    pin: analoguePin,
    options: z.object({ sampleMs: z.number().min(50).max(1000).default(250) }).prefault({}),
  }),
  z.object({
    ...name,
    kind: z.literal("potentiometer"),
    pin: analoguePin,
    options: z.object({ sampleMs: z.number().min(50).max(1000).default(50) }).prefault({}),
  }),
  z.object({
    ...name,
    kind: z.literal("button"),
    pin: digitalPin,
    options: z.object({ pullUp: z.boolean().default(true) }).prefault({}),
  }),
  z.object({ ...name, kind: z.literal("led"), pin: pwmPin, options: z.object({}).prefault({}) }),
  z.object({
    ...name,
    kind: z.literal("servo"),
    pin: digitalPin,
    options: z
      .object({
        minAngle: z.number().min(0).max(180).default(0),
        maxAngle: z.number().min(0).max(180).default(180),
        /** Pulse at 0° and at 180°, microseconds. */
        minPulse: z.number().min(544).max(2400).default(600),
        maxPulse: z.number().min(544).max(2400).default(2400),
      })
      .prefault({}),
  }),
  z.object({
    ...name,
    kind: z.literal("buzzer"),
    pin: digitalPin,
    options: z.object({ maxMs: z.number().min(50).max(2000).default(2000) }).prefault({}),
  }),
]);
export type Component = z.output<typeof componentSchema>;

function firstRepeated(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

export const boardPlanSchema = z
  .object({
    /** What the pins are compared with, volts. */
    supplyVolts: z.number().min(1.8).max(5.5).default(5),
    components: z.array(componentSchema).min(1).max(16),
  })
  .superRefine(({ components }, context) => {
    const pin = firstRepeated(components.map((component) => component.pin));
    if (pin !== undefined) context.addIssue({ code: "custom", message: `pin ${pin} is used twice` });
    const id = firstRepeated(components.map((component) => component.id));
    if (id !== undefined) context.addIssue({ code: "custom", message: `component ${id} is named twice` });
  });
export type BoardPlan = z.output<typeof boardPlanSchema>;

/** The kit's sensor board: six components an Uno can hold on one small breadboard, and a buzzer. */
export const defaultPlan: BoardPlan = boardPlanSchema.parse({
  components: [
    { id: "light", name: { fr: "Lumière", en: "Light" }, kind: "photoresistor", pin: "A0" },
    { id: "temperature", name: { fr: "Température", en: "Temperature" }, kind: "temperature", pin: "A1" },
    { id: "knob", name: { fr: "Bouton tournant", en: "Knob" }, kind: "potentiometer", pin: "A2" },
    { id: "button", name: { fr: "Bouton-poussoir", en: "Push button" }, kind: "button", pin: "D2" },
    { id: "led", name: { fr: "DEL", en: "LED" }, kind: "led", pin: "D6" },
    { id: "servo", name: { fr: "Servomoteur", en: "Servo" }, kind: "servo", pin: "D9" },
    { id: "buzzer", name: { fr: "Avertisseur sonore", en: "Buzzer" }, kind: "buzzer", pin: "D4" },
  ],
} satisfies z.input<typeof boardPlanSchema>);

function voltageOf({ id, name, pin }: Component, supplyVolts: number): Channel {
  return {
    id: voltageChannel(id),
    quantity: "voltage",
    name: { fr: `${name.fr} (tension)`, en: `${name.en} (voltage)` },
    pin,
    min: 0,
    max: supplyVolts,
  };
}

function channelsOfComponent(component: Component, supplyVolts: number): Channel[] {
  const { id, name, pin } = component;
  switch (component.kind) {
    case "photoresistor":
      return [
        { id, quantity: "illuminance", name, pin, min: 0, max: 2000 },
        voltageOf(component, supplyVolts),
      ];
    case "temperature":
      return [
        { id, quantity: "temperature", name, pin, min: -40, max: 125 },
        voltageOf(component, supplyVolts),
      ];
    case "potentiometer":
      return [{ id, quantity: "ratio", name, pin, min: 0, max: 100 }, voltageOf(component, supplyVolts)];
    case "button":
      return [{ id, quantity: "contact", name, pin, min: 0, max: 1 }];
    case "buzzer":
      return [{ id, quantity: "sounding", name, pin, min: 0, max: 1 }];
    case "led":
      return [{ id, quantity: "brightness", name, pin, min: 0, max: 100 }];
    case "servo":
      return [
        {
          id,
          quantity: "angle",
          name,
          pin,
          min: component.options.minAngle,
          max: component.options.maxAngle,
        },
      ];
  }
}

/** Channels of a board, in the plan's order. A component's channel has its id. */
export function channelsOf(plan: BoardPlan): Channel[] {
  return plan.components.flatMap((component) => channelsOfComponent(component, plan.supplyVolts));
}

interface Dial {
  readonly argument: string;
  readonly label: Words;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
}

const capability = (command: string, label: Words, dial: Dial): Capability => ({
  command,
  label,
  arguments: [
    {
      type: "number",
      name: dial.argument,
      label: dial.label,
      min: dial.min,
      max: dial.max,
      step: dial.step,
      unit: dial.unit,
    },
  ],
});

function capabilityOfComponent({ id, name, kind, options }: Component): Capability | undefined {
  const named = (fr: string, en: string): Words => ({
    fr: `${name.fr}\u00a0: ${fr}`,
    en: `${name.en}: ${en}`,
  });
  switch (kind) {
    case "led":
      return capability(`${id}.set`, named("régler la luminosité", "set the brightness"), {
        argument: "level",
        label: { fr: "Luminosité", en: "Brightness" },
        min: 0,
        max: 100,
        step: 1,
        unit: "%",
      });
    case "servo":
      return capability(`${id}.move`, named("tourner à un angle", "turn to an angle"), {
        argument: "angle",
        label: { fr: "Angle", en: "Angle" },
        min: options.minAngle,
        max: options.maxAngle,
        step: 1,
        unit: "°",
      });
    case "buzzer":
      return capability(`${id}.sound`, named("sonner", "sound"), {
        argument: "ms",
        label: { fr: "Durée", en: "Duration" },
        min: 50,
        max: options.maxMs,
        step: 50,
        unit: "ms",
      });
    default:
      return undefined;
  }
}

/** Commands a board takes. */
export function capabilitiesOf(plan: BoardPlan): Capability[] {
  return plan.components.map(capabilityOfComponent).filter((found) => found !== undefined);
}
