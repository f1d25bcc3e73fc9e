// The virtual kit: simulated hardware as a person handles it. Controls move things of the world, never events.
import { z } from "zod";
import { type ComponentKind, componentKinds } from "./board-plan.ts";
import { idSchema } from "./identifiers.ts";
import { drawerFormats, kitBeaconFormats } from "./kit-beacons.ts";
import { wordsSchema } from "./words.ts";

/** Metres from the left and the far wall of the room. */
export const pointSchema = z.object({ x: z.number().min(0).max(50), y: z.number().min(0).max(50) });
export type Point = z.infer<typeof pointSchema>;

/** What is around a tag: a tin it is stuck to, foam between them, a tag made for metal, water between it and the reader. */
export const tagSurroundings = ["air", "metal", "foam", "ferrite", "water"] as const;
export type TagSurroundings = (typeof tagSurroundings)[number];

export const kitTagSchema = z.object({
  id: idSchema,
  name: wordsSchema,
  /** Two bytes for a tag of a lift-and-learn antenna: the number its maker gave it. */
  uid: z.string().regex(/^(?:[0-9a-f]{4}|[0-9a-f]{8,20})$/),
  family: z.enum(["mifare-classic-1k", "ntag213", "em4100", "lift-and-learn"]),
  /** Where it lies: over a reader at a height in millimetres, or away. */
  over: z.object({ reader: idSchema, distanceMm: z.number().min(0).max(200) }).optional(),
  /** Absent is air alone. */
  around: z.enum(tagSurroundings).optional(),
});
export type KitTag = z.infer<typeof kitTagSchema>;

export const kitBeaconSchema = z.object({
  id: idSchema,
  name: wordsSchema,
  format: z.enum(kitBeaconFormats),
  at: pointSchema,
  /** Battery in place. */
  powered: z.boolean(),
  /** Inside a closed metal tin. */
  tin: z.boolean(),
  /** In somebody's closed fist. */
  held: z.boolean(),
  /** A quarter turn from how it lies best: the end of its antenna points at the computer. */
  turned: z.boolean(),
  /** Its battery is nearly empty: it speaks as often, and less far. */
  worn: z.boolean().optional(),
  intervalMs: z.number().positive(),
  /** Printed on its box, of one that encrypts: sixteen bytes. */
  key: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  /** How many times its button was pressed, of one that has a button. */
  presses: z.number().int().nonnegative().optional(),
});
export type KitBeacon = z.infer<typeof kitBeaconSchema>;

/** Where a board's light sensors can lie: under the room's light, or where there is more or less of it. */
export const lightPlaces = ["window", "table", "corner", "showcase"] as const;

/** What decides the light at the sensors of boards, besides the room's. */
export const kitLightSchema = z.object({
  place: z.enum(lightPlaces),
  /** A hand or a thick cloth over them. */
  covered: z.boolean(),
  /** A bare bulb before them, or the same light behind a wide diffusing panel. */
  lamp: z.object({ lit: z.boolean(), metres: z.number().min(0.1).max(3), panel: z.boolean() }),
  /** How far the strips of LEDs of the boards are, straight before them. */
  stripMetres: z.number().min(0.05).max(3),
});
export type KitLight = z.infer<typeof kitLightSchema>;

/** A bit of littleBits: a button or a dimmer lets the signal through, or a part of it; a light shows it and passes it on. */
export const kitBitSchema = z.object({
  bit: z.enum(["button", "dimmer", "led"]),
  /** Of a button 0 or 1, of a dimmer 0 to 1, of a light how bright it is. */
  value: z.number().min(0).max(1),
});
export type KitBit = z.infer<typeof kitBitSchema>;

/** A string one end of which is held. */
export const kitSwingSchema = z.object({
  metres: z.number().min(0.05).max(2),
  /** How far it was drawn aside before it was let go; 0 hangs still. */
  degrees: z.number().min(0).max(30),
});
export type KitSwing = z.infer<typeof kitSwingSchema>;

export const kitComponentSchema = z.object({
  id: idSchema,
  /** Every kind a plan knows. */
  kind: z.enum(componentKinds as [ComponentKind, ...ComponentKind[]]),
  /** Where its signal is; the first of several. */
  pin: z.string().max(8),
  /** All of them, of a part that stands on several. */
  pins: z.array(z.string().max(8)).max(4).optional(),
  /** Its signal wire is in place. */
  wired: z.boolean(),
  /**
   * What a person sees or sets: knob 0–1, force newtons, sound 0–1, button 0/1, light and strip 0–1, servo degrees,
   * buzzer and relay 0/1, light meter lx, thermometers and climate °C, rangefinders metres to what is before them, motion
   * 0/1 (somebody moves before it), piezo Hz, display 0/1 (its back light). Of an accelerometer: nothing, see `tilt`.
   */
  value: z.number(),
  /** How it was made or wired, where its pins behave by it; the plan's own words. */
  settings: z
    .object({
      address: z.number().int().min(0).max(0x7f).optional(),
      chip: z.enum(["adxl345", "mpu6050"]).optional(),
      activeLow: z.boolean().optional(),
      pullUp: z.boolean().optional(),
      common: z.enum(["cathode", "anode"]).optional(),
    })
    .optional(),
  /** Of an accelerometer, degrees from flat, face up: x with the right edge down, y with the far edge down. */
  tilt: z.object({ x: z.number().min(-180).max(180), y: z.number().min(-90).max(90) }).optional(),
  /** Of an accelerometer that hangs on a string, by its far edge. */
  swing: kitSwingSchema.optional(),
  /** Of an analogue input that ends a row of littleBits: the bits, from the power on. */
  chain: z.array(kitBitSchema).max(4).optional(),
  /** Of a rangefinder of sound, what it looks at: degrees its face is turned away, and whether wool hangs before it. */
  target: z.object({ degrees: z.number().min(0).max(60), wool: z.boolean() }).optional(),
  /** Of a motion detector: metres to whom it looks at. */
  metres: z.number().min(0).max(12).optional(),
  /** Of a display: what its lines show. */
  text: z.array(z.string().max(16)).max(2).optional(),
  /** Of a light in colours: what each LED shows. */
  colours: z
    .array(z.string().regex(/^#[0-9a-f]{6}$/))
    .max(60)
    .optional(),
});
export type KitComponent = z.infer<typeof kitComponentSchema>;

export const kitBoardSchema = z.object({
  id: idSchema,
  name: wordsSchema,
  /** The program that runs on it, or the module it is. */
  firmware: z.enum(["labo-rfid", "labo-firmata", "rdm6300", "pn532", "nexmosphere"]),
  /** Its USB cable is in place. */
  plugged: z.boolean(),
  components: z.array(kitComponentSchema).max(16),
  /** Simulated seconds per second, and share of one processor, over the last seconds. */
  speed: z.number().nonnegative(),
  load: z.number().nonnegative(),
});
export type KitBoard = z.infer<typeof kitBoardSchema>;

/** What a hand does with a micro:bit, and what its display and its serial line show. */
export const kitMicrobitSchema = z.object({
  /** Buttons held. */
  a: z.boolean(),
  b: z.boolean(),
  /** Degrees from flat, face up: x with the right edge down, y with the logo's edge down. */
  tilt: z.object({ x: z.number().min(-90).max(90), y: z.number().min(-90).max(90) }),
  /** Where its logo points, degrees from the magnetic north by the east. */
  heading: z.number().min(0).max(360),
  /** Twenty-five lamps, row by row from the top left. */
  display: z.string().regex(/^[01]{25}$/),
  /** Scrolling over the display now. */
  text: z.string().max(20),
  /** The last line it was sent. */
  heard: z.string().max(64),
});
export type KitMicrobit = z.infer<typeof kitMicrobitSchema>;

/** A board one connects to by Bluetooth. */
export const kitPeripheralSchema = z.object({
  id: idSchema,
  name: wordsSchema,
  kind: z.enum(["microbit", "climate"]),
  at: pointSchema,
  /** Battery in place. */
  powered: z.boolean(),
  /** Somebody holds a connection to it. */
  linked: z.boolean(),
  /** Of a micro:bit only. */
  microbit: kitMicrobitSchema.optional(),
});
export type KitPeripheral = z.infer<typeof kitPeripheralSchema>;

export const kitSchema = z.object({
  room: z.object({ width: z.number().positive(), depth: z.number().positive() }),
  /** The computer's radio. */
  receiver: pointSchema,
  person: pointSchema,
  illuminance: z.number().nonnegative(),
  temperature: z.number(),
  /** Percent. */
  humidity: z.number(),
  light: kitLightSchema,
  strangers: z.number().int().nonnegative(),
  boards: z.array(kitBoardSchema).max(12),
  tags: z.array(kitTagSchema).max(32),
  beacons: z.array(kitBeaconSchema).max(32),
  peripherals: z.array(kitPeripheralSchema).max(8),
});
export type Kit = z.infer<typeof kitSchema>;

/** Everything a hand can do to the world. Scenarios and the page use the same list. */
export const kitControlSchema = z.discriminatedUnion("control", [
  z.object({
    control: z.literal("tag-place"),
    tag: idSchema,
    reader: idSchema,
    distanceMm: z.number().min(0).max(200).default(5),
  }),
  z.object({ control: z.literal("tag-remove"), tag: idSchema }),
  /** Held for half a second over the reader, at 5 mm unless told, then taken away. */
  z.object({
    control: z.literal("tag-tap"),
    tag: idSchema,
    reader: idSchema,
    distanceMm: z.number().min(0).max(200).optional(),
  }),
  z.object({ control: z.literal("tag-surround"), tag: idSchema, by: z.enum(tagSurroundings) }),
  z.object({ control: z.literal("beacon-move"), beacon: idSchema, to: pointSchema }),
  z.object({ control: z.literal("beacon-power"), beacon: idSchema, on: z.boolean() }),
  z.object({ control: z.literal("beacon-tin"), beacon: idSchema, on: z.boolean() }),
  z.object({ control: z.literal("beacon-fist"), beacon: idSchema, on: z.boolean() }),
  z.object({ control: z.literal("beacon-turn"), beacon: idSchema, on: z.boolean() }),
  /** Puts a nearly empty battery in its place, or a good one. */
  z.object({ control: z.literal("beacon-battery"), beacon: idSchema, worn: z.boolean() }),
  /** Takes one out of the drawer, and stands it beside the computer; nobody taught it to the bench. */
  z.object({ control: z.literal("beacon-add"), format: z.enum(drawerFormats) }),
  /** Puts it back in the drawer. */
  z.object({ control: z.literal("beacon-remove"), beacon: idSchema }),
  z.object({ control: z.literal("beacon-press"), beacon: idSchema }),
  z.object({ control: z.literal("peripheral-move"), peripheral: idSchema, to: pointSchema }),
  z.object({ control: z.literal("peripheral-power"), peripheral: idSchema, on: z.boolean() }),
  z.object({
    control: z.literal("peripheral-button"),
    peripheral: idSchema,
    button: z.enum(["a", "b"]),
    pressed: z.boolean(),
  }),
  /** Degrees from flat, face up. */
  z.object({
    control: z.literal("peripheral-tilt"),
    peripheral: idSchema,
    x: z.number().min(-90).max(90),
    y: z.number().min(-90).max(90),
  }),
  /** Turns its logo to so many degrees from the magnetic north, by the east. */
  z.object({
    control: z.literal("peripheral-turn"),
    peripheral: idSchema,
    degrees: z.number().min(0).max(360),
  }),
  z.object({ control: z.literal("person-move"), to: pointSchema }),
  z.object({ control: z.literal("room-light"), lux: z.number().min(0).max(20_000) }),
  /** Carries the light sensors of boards somewhere else. */
  z.object({ control: z.literal("light-place"), place: z.enum(lightPlaces) }),
  z.object({ control: z.literal("light-cover"), on: z.boolean() }),
  /** Lights a lamp, sets it so far from the sensors, puts a diffusing panel before it; what is not said stays. */
  z.object({
    control: z.literal("lamp"),
    lit: z.boolean().optional(),
    metres: kitLightSchema.shape.lamp.shape.metres.optional(),
    panel: z.boolean().optional(),
  }),
  /** Sets the strips of LEDs so far from the light sensors. */
  z.object({ control: z.literal("strip-away"), metres: kitLightSchema.shape.stripMetres }),
  z.object({ control: z.literal("room-temperature"), celsius: z.number().min(-20).max(60) }),
  z.object({ control: z.literal("room-humidity"), percent: z.number().min(0).max(100) }),
  z.object({
    control: z.literal("knob-turn"),
    board: idSchema,
    component: idSchema,
    ratio: z.number().min(0).max(1),
  }),
  /** Presses on a force sensor. */
  z.object({
    control: z.literal("force"),
    board: idSchema,
    component: idSchema,
    newtons: z.number().min(0).max(10),
  }),
  /** Makes a noise before a sound module: how much of what it can tell. */
  z.object({
    control: z.literal("noise"),
    board: idSchema,
    component: idSchema,
    level: z.number().min(0).max(1),
  }),
  /** Turns an accelerometer, degrees from flat. */
  z.object({
    control: z.literal("tilt"),
    board: idSchema,
    component: idSchema,
    x: z.number().min(-180).max(180),
    y: z.number().min(-90).max(90),
  }),
  /** Hangs an accelerometer on a string, draws it aside and lets it go. To tilt it is to take it off. */
  z.object({ control: z.literal("swing"), board: idSchema, component: idSchema, ...kitSwingSchema.shape }),
  /** Snaps littleBits in this order, each set so; what a light shows follows. */
  z.object({
    control: z.literal("bits"),
    board: idSchema,
    component: idSchema,
    chain: z.array(kitBitSchema).max(4),
  }),
  z.object({ control: z.literal("button"), board: idSchema, component: idSchema, pressed: z.boolean() }),
  /**
   * Puts something so many metres before a rangefinder, of sound or of light. Of sound: turned away so many degrees, or
   * hung with wool; what is not said stays.
   */
  z.object({
    control: z.literal("obstacle"),
    board: idSchema,
    component: idSchema,
    metres: z.number().min(0).max(6),
    degrees: z.number().min(0).max(60).optional(),
    wool: z.boolean().optional(),
  }),
  /** Somebody moves before a motion detector, or keeps still, so many metres away; where they were when not said. */
  z.object({
    control: z.literal("movement"),
    board: idSchema,
    component: idSchema,
    moving: z.boolean(),
    metres: z.number().min(0).max(12).optional(),
  }),
  z.object({ control: z.literal("wire"), board: idSchema, component: idSchema, connected: z.boolean() }),
  /** The USB cable. `silent`: the host is not told (no close event), as some drivers do. */
  z.object({
    control: z.literal("plug"),
    board: idSchema,
    plugged: z.boolean(),
    silent: z.boolean().default(false),
  }),
  /** Interference on the serial wire: these bytes reach the host as if the board had sent them. */
  z.object({
    control: z.literal("line-noise"),
    board: idSchema,
    hex: z.string().regex(/^([0-9a-f]{2}){1,256}$/),
  }),
  z.object({ control: z.literal("strangers"), count: z.number().int().min(0).max(500) }),
  /** Everything back to where it was at the start. */
  z.object({ control: z.literal("reset") }),
]);
export type KitControl = z.infer<typeof kitControlSchema>;
