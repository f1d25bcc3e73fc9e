// Devices: what they are, what they can do, how they are. Identity survives replugging: never a path.
import { z } from "zod";
import { beaconCalibrationSchema } from "./beacon-calibration.ts";
import { channelIdSchema, eventSources } from "./events.ts";
import { idSchema } from "./identifiers.ts";
import { quantityIds } from "./quantities.ts";
import { nameSchema, wordsSchema } from "./words.ts";

/** `idle` → `opening` → `ready` ⇄ `degraded`; `waiting` = gone or failed, will be tried again. */
export const healthStates = ["idle", "opening", "ready", "degraded", "waiting"] as const;
export type HealthState = (typeof healthStates)[number];

export const healthSchema = z.object({
  state: z.enum(healthStates),
  /** Stable code of the reason (an error code or `ok`), for programs. */
  code: z.string().max(60),
  /** What is wrong and what to do, for people; absent when all is well. */
  reason: wordsSchema.optional(),
});
export type Health = z.infer<typeof healthSchema>;

/** Profiles an experiment may ask for. */
export const profiles = [
  "ble-beacon",
  "rfid-hf",
  "rfid-lf",
  "rfid-wedge",
  "board-serial",
  "board-ble",
  "phone",
  "page",
  "notebook",
  "mqtt-station",
  "composer",
] as const;
export type Profile = (typeof profiles)[number];

/** One stream of values of a device. */
export const channelSchema = z.object({
  id: channelIdSchema,
  quantity: z.enum(quantityIds),
  name: wordsSchema,
  /** Where it is wired, for boards ("A0", "D2"). */
  pin: z.string().max(8).optional(),
  /** Range the part can give, in the quantity's unit: scales for charts and dials. */
  min: z.number().optional(),
  max: z.number().optional(),
});
export type Channel = z.infer<typeof channelSchema>;

/** One argument of a command: a bounded number, one of a list of words, or a short text. */
export const argumentSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("number"),
    name: channelIdSchema,
    label: wordsSchema,
    min: z.number(),
    max: z.number(),
    step: z.number().positive(),
    unit: z.string().max(10),
    /** What the device itself begins with, where it has such a value. */
    initial: z.number().optional(),
  }),
  z.object({
    type: z.literal("choice"),
    name: channelIdSchema,
    label: wordsSchema,
    choices: z
      .array(z.object({ value: z.string().max(40), label: wordsSchema }))
      .min(1)
      .max(16),
  }),
  z.object({
    type: z.literal("text"),
    name: channelIdSchema,
    label: wordsSchema,
    maxLength: z.number().int().min(1).max(200),
  }),
]);
export type Argument = z.infer<typeof argumentSchema>;

/** A command a device takes. The bridge checks arguments against this before any byte goes out. */
export const capabilitySchema = z.object({
  /** Imperative, for example `light.set`; component id first on boards. */
  command: z
    .string()
    .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$/)
    .max(60),
  label: wordsSchema,
  arguments: z.array(argumentSchema).max(8),
  /** Changes how the device works for everybody: the trainer's alone. */
  trainerOnly: z.boolean().optional(),
  /** Of a command of the trainer's: a run may be lent it while the step that asks for it is open. */
  lendable: z.boolean().optional(),
});
export type Capability = z.infer<typeof capabilitySchema>;

export const deviceSchema = z.object({
  id: idSchema,
  bridge: idSchema,
  /** Given by the kit in both languages, changed by the trainer. Hostile text: plain, 60 characters at most. */
  name: nameSchema,
  /** Model id, for example `labo-rfid`, `firmata-board`, `ruuvitag`, `ibeacon`, `eddystone`. */
  model: idSchema,
  profile: z.enum(profiles),
  /** Of a device that encrypts what it says: whether its key was given, and opens it. The key itself travels nowhere. */
  key: z.enum(["needed", "wrong", "given"]).optional(),
  /** Of a beacon that somebody calibrated at one metre. Its `rssi` and the power it declares stay as they come. */
  calibration: beaconCalibrationSchema.optional(),
  transport: z.enum(["serial", "ble", "web", "mqtt"]),
  source: z.enum(eventSources),
  channels: z.array(channelSchema).max(32),
  capabilities: z.array(capabilitySchema).max(32),
  /** What is known of it besides, as name and text: firmware, port, iBeacon major/minor, advertising interval… */
  facts: z.record(z.string().max(40), z.string().max(200)),
});
export type Device = z.infer<typeof deviceSchema>;

/** On `…/availability`: can the device be counted on now, and if not, why. */
export const availabilitySchema = z.object({
  state: z.enum(["online", "offline"]),
  health: healthSchema,
});
export type Availability = z.infer<typeof availabilitySchema>;

/** One receiver that hears a device, with its own signal. */
export const hearingSchema = z.object({
  /** A radio of the bridge, or a gateway that tells it what it hears. */
  receiver: idSchema,
  /** Smoothed signal strength at this receiver, dBm. */
  rssi: z.number(),
  time: z.iso.datetime({ precision: 3 }),
});
export type Hearing = z.infer<typeof hearingSchema>;

/** On `…/state`: the latest of each channel, and the tags or zone of the moment. */
export const deviceStateSchema = z.object({
  time: z.iso.datetime({ precision: 3 }),
  readings: z.record(channelIdSchema, z.number()),
  facts: z.record(z.string().max(40), z.string().max(512)).optional(),
  /** Tags lying on a reader now. */
  tags: z.array(idSchema).max(64).optional(),
  zone: z.enum(["near", "mid", "far"]).optional(),
  /** Everything that hears it now; the first is the one all the rest comes from. */
  receivers: z.array(hearingSchema).max(16).optional(),
});
export type DeviceState = z.infer<typeof deviceStateSchema>;
