// The plan of a Firmata board: which part is on which pin, and how it is set. The board cannot know what is wired to it,
// so a person says it here; the bridge wires johnny-five from it, and the page draws it.
import { z } from "zod";
import { nameSchema, type Words, wordsSchema } from "./words.ts";

export const analoguePins = ["A0", "A1", "A2", "A3", "A4", "A5"] as const;
/** D0 and D1 are the serial line. */
export const digitalPins = [
  ...["D2", "D3", "D4", "D5", "D6", "D7"],
  ...["D8", "D9", "D10", "D11", "D12", "D13"],
] as [string, ...string[]];
export const pwmPins = ["D3", "D5", "D6", "D9", "D10", "D11"] as const;
/** The bus is on A4 (SDA) and A5 (SCL). */
export const busPins = ["A4", "A5"] as const;

const analogue = z.enum(analoguePins);
const digital = z.enum(digitalPins);
const pwm = z.enum(pwmPins);
/** Where a low level may do harm: analogue pins rest as inputs, digital ones are put low by Firmata boards. */
export const restingPins = ["A0", "A1", "A2", "A3"] as const;
const switched = z.enum([...digitalPins, ...restingPins]);
const bus = z.literal("I2C");
const sampleMs = (ms: number) => z.number().int().min(50).max(1000).default(ms);

/** Its channels and commands begin with it, so it is shorter than they may be. */
export const componentIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,26}$/, "a small letter, then small letters, digits or dashes, 27 at most");
const calibrationPointSchema = z.object({
  /** What the part gave, in its channel's unit. */
  read: z.number(),
  /** What it truly was. */
  true: z.number(),
});

/** Two readings of a sensor that somebody compared with the truth: a straight line through both corrects all others. */
export const calibrationSchema = z
  .object({
    points: z.tuple([calibrationPointSchema, calibrationPointSchema]),
    date: z.iso.datetime({ precision: 3 }),
    /** Who did it, as they sign. */
    author: z.string().trim().min(1).max(60),
  })
  .refine(({ points: [a, b] }) => a.read !== b.read && a.true !== b.true, "two different points");
export type Calibration = z.infer<typeof calibrationSchema>;

/** Fields of every part. */
const own = {
  id: componentIdSchema,
  name: nameSchema,
  /** Of a sensor with one value; the value as it came is kept beside. */
  calibration: calibrationSchema.optional(),
};

function part<K extends string, P extends z.ZodType, O extends z.ZodRawShape>(kind: K, pin: P, options: O) {
  return z.object({ ...own, kind: z.literal(kind), pin, options: z.object(options).prefault({} as never) });
}

/** Highest current a strip may draw when nothing else is said: what a USB port spares (USB 2.0: 0.5 A in all). */
const stripMilliamps = 400;

export const componentSchema = z.discriminatedUnion("kind", [
  // Analogue
  part("photoresistor", analogue, {
    dividerOhms: z.number().int().min(100).max(1_000_000).default(10_000),
    ohmsAt10Lux: z.number().int().min(100).max(1_000_000).default(50_000),
    gamma: z.number().min(0.1).max(2).multipleOf(0.01).default(0.7),
    sampleMs: sampleMs(100),
  }),
  part("temperature", analogue, { sampleMs: sampleMs(250) }),
  part("potentiometer", analogue, { sampleMs: sampleMs(50) }),
  part("force", analogue, { sampleMs: sampleMs(50) }),
  part("sound-level", analogue, { sampleMs: sampleMs(50) }),
  // Switches
  part("button", digital, {
    pullUp: z.boolean().default(true),
    debounceMs: z.number().int().min(0).max(1000).default(7),
  }),
  part("motion", digital, {}),
  // Distance
  part("sonar", digital, {
    /** Temperature of the air, °C: sound is 0.6 m/s faster for each degree. */
    airCelsius: z.number().int().min(-30).max(50).default(20),
    sampleMs: z.number().int().min(60).max(1000).default(100),
  }),
  // Chips on the bus
  part("time-of-flight", bus, { address: z.enum(["0x29"]).default("0x29"), sampleMs: sampleMs(100) }),
  part("accelerometer", bus, {
    chip: z.enum(["adxl345", "mpu6050"]).default("adxl345"),
    address: z.enum(["0x53", "0x1d", "0x68", "0x69"]).default("0x53"),
    sampleMs: sampleMs(50),
  }),
  part("climate", bus, { address: z.enum(["0x76", "0x77"]).default("0x76"), sampleMs: sampleMs(1000) }),
  part("lux", bus, {
    address: z.enum(["0x23", "0x5c"]).default("0x23"),
    sampleMs: z.number().int().min(200).max(1000).default(200),
  }),
  part("thermometer", bus, {
    address: z.enum(["0x18", "0x19", "0x1a", "0x1b", "0x1c", "0x1d", "0x1e", "0x1f"]).default("0x18"),
    sampleMs: sampleMs(500),
  }),
  // Lights
  part("led", pwm, {}),
  part("rgb-led", pwm, {
    greenPin: pwm.default("D5"),
    bluePin: pwm.default("D6"),
    common: z.enum(["cathode", "anode"]).default("cathode"),
  }),
  part("strip", digital, {
    pixels: z.number().int().min(1).max(60).default(8),
    mostMilliamps: z.number().int().min(50).max(3600).default(stripMilliamps),
  }),
  // Things that move, sound or switch
  part("servo", digital, {
    minAngle: z.number().int().min(0).max(180).default(0),
    maxAngle: z.number().int().min(0).max(180).default(180),
    /** Pulse at 0° and at 180°, microseconds. */
    minPulse: z.number().int().min(544).max(2400).default(600),
    maxPulse: z.number().int().min(544).max(2400).default(2400),
  }),
  part("buzzer", digital, { maxMs: z.number().int().min(50).max(2000).default(2000) }),
  part("piezo", digital, { maxMs: z.number().int().min(50).max(2000).default(2000) }),
  /** `activeLow`: the module closes on a low level. */
  part("relay", switched, { activeLow: z.boolean().default(false) }),
  part("lcd", bus, { address: z.enum(["0x27", "0x3f"]).default("0x27") }),
]);
export type Component = z.output<typeof componentSchema>;
export type ComponentKind = Component["kind"];
export const componentKinds = componentSchema.options.map(
  (option) => option.shape.kind.value,
) as ComponentKind[];

/** What a person calls each kind of part. */
export const partNames: Readonly<Record<ComponentKind, Words>> = {
  photoresistor: { fr: "Photorésistance (LDR)", en: "Photoresistor (LDR)" },
  temperature: { fr: "Thermomètre TMP36", en: "TMP36 thermometer" },
  potentiometer: { fr: "Bouton tournant", en: "Knob" },
  force: { fr: "Capteur de force (FSR)", en: "Force sensor (FSR)" },
  "sound-level": { fr: "Niveau sonore", en: "Sound level" },
  button: { fr: "Bouton-poussoir", en: "Push button" },
  motion: { fr: "Détecteur de mouvement (PIR)", en: "Motion detector (PIR)" },
  sonar: { fr: "Télémètre à ultrasons (HC-SR04)", en: "Ultrasonic rangefinder (HC-SR04)" },
  "time-of-flight": { fr: "Télémètre à lumière (VL53L0X)", en: "Light rangefinder (VL53L0X)" },
  accelerometer: { fr: "Accéléromètre", en: "Accelerometer" },
  climate: { fr: "Climat (BME280)", en: "Climate (BME280)" },
  lux: { fr: "Luxmètre (BH1750)", en: "Light meter (BH1750)" },
  thermometer: { fr: "Thermomètre MCP9808", en: "MCP9808 thermometer" },
  led: { fr: "DEL", en: "LED" },
  "rgb-led": { fr: "DEL à trois couleurs", en: "Three-colour LED" },
  strip: { fr: "Bande de DEL (WS2812)", en: "LED strip (WS2812)" },
  servo: { fr: "Servomoteur", en: "Servo" },
  buzzer: { fr: "Avertisseur sonore", en: "Buzzer" },
  piezo: { fr: "Haut-parleur piézo", en: "Piezo speaker" },
  relay: { fr: "Relais à basse tension", en: "Low-voltage relay" },
  lcd: { fr: "Écran à caractères (LCD)", en: "Character display (LCD)" },
};

export const mostComponents = 16;

/** The form of a plan; what parts do to one another is `planProblems`. */
export const planFormSchema = z.object({
  /** What the pins are compared with, volts. */
  supplyVolts: z.number().min(1.8).max(5.5).default(5),
  components: z.array(componentSchema).max(mostComponents),
});
export type BoardPlan = z.output<typeof planFormSchema>;

/** Something in a plan that cannot work, or should be known. */
export const planProblemSchema = z.object({
  component: componentIdSchema.optional(),
  /** `stop`: the plan is not taken. `know`: it is, and a person should know. */
  weight: z.enum(["stop", "know"]),
  words: wordsSchema,
});
export type PlanProblem = z.infer<typeof planProblemSchema>;

/** A board's plan as the editor shows it. */
export const boardPlanAnswerSchema = z.object({
  plan: planFormSchema,
  /** Somebody changed it: it is no longer the kit's. */
  own: z.boolean(),
  problems: z.array(planProblemSchema),
  /** What board and parts draw at most, estimated. */
  mostMilliamps: z.number(),
});
export type BoardPlanAnswer = z.infer<typeof boardPlanAnswerSchema>;

/** The pins a part stands on, with the role of each where it has several. */
export function pinsOf(component: Component): { readonly pin: string; readonly role?: Words }[] {
  switch (component.kind) {
    case "rgb-led":
      return [
        { pin: component.pin, role: { fr: "rouge", en: "red" } },
        { pin: component.options.greenPin, role: { fr: "vert", en: "green" } },
        { pin: component.options.bluePin, role: { fr: "bleu", en: "blue" } },
      ];
    case "time-of-flight":
    case "accelerometer":
    case "climate":
    case "lux":
    case "thermometer":
    case "lcd":
      return [
        { pin: "A4", role: { fr: "SDA", en: "SDA" } },
        { pin: "A5", role: { fr: "SCL", en: "SCL" } },
      ];
    default:
      return [{ pin: component.pin }];
  }
}

const oneValue: readonly ComponentKind[] = [
  ...(["photoresistor", "temperature", "potentiometer", "force", "sound-level"] as const),
  ...(["sonar", "time-of-flight", "lux", "thermometer"] as const),
];

/** Can a part of this kind be calibrated: a sensor whose one value has its own id. */
export const isCalibratable = (kind: ComponentKind): boolean => oneValue.includes(kind);

/** Id of the channel that gives a calibrated sensor's value as it came. */
export const rawChannel = (componentId: string): string => `${componentId}Raw`;

/** Address on the bus, for the parts that stand on it. */
export function addressOf(component: Component): number | undefined {
  return component.pin === "I2C" && "address" in component.options
    ? Number(component.options.address)
    : undefined;
}
