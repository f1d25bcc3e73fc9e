// The bench: everything present, as the screens show it. Built from MQTT messages and the store, nothing else.
import { z } from "zod";
import { availabilitySchema, deviceSchema, deviceStateSchema, hearingSchema } from "./devices.ts";
import { idSchema } from "./identifiers.ts";
import { bridgeHealthSchema } from "./topics.ts";
import { nameSchema } from "./words.ts";

/** How a device got its sheet: by what the sheet says it matches, or by a person's choice, which wins. */
export const pairingSchema = z.object({ sheet: idSchema, by: z.enum(["match", "hand"]) });
export type Pairing = z.infer<typeof pairingSchema>;

/** A receiver of any bridge on the broker. */
export const benchHearingSchema = hearingSchema.extend({ bridge: idSchema });
export type BenchHearing = z.infer<typeof benchHearingSchema>;

export const benchDeviceSchema = z.object({
  device: deviceSchema,
  availability: availabilitySchema.optional(),
  state: deviceStateSchema.optional(),
  pairing: pairingSchema.optional(),
  /** Time of the last event heard of it. */
  lastEvent: z.iso.datetime({ precision: 3 }).optional(),
  /** Everything that hears it now, on all bridges; the first is the one its values come from. */
  receivers: z.array(benchHearingSchema).max(64).optional(),
});
export type BenchDevice = z.infer<typeof benchDeviceSchema>;

export const brokerStatusSchema = z.object({
  state: z.enum(["connected", "away"]),
  /** Embedded, or the address without user and password. */
  where: z.string().max(200),
  kept: z.number().int().nonnegative(),
  dropped: z.number().int().nonnegative(),
  /** Another bridge on this broker goes by the name of this one: neither takes what the other says. */
  nameShared: z.boolean().optional(),
});
export type BrokerStatus = z.infer<typeof brokerStatusSchema>;

export const benchBridgeSchema = z.object({
  id: idSchema,
  state: z.enum(["online", "offline"]),
  health: bridgeHealthSchema.optional(),
});
export type BenchBridge = z.infer<typeof benchBridgeSchema>;

/** A tag the kit was taught. */
export const taughtTagSchema = z.object({ id: idSchema, label: nameSchema });
export type TaughtTag = z.infer<typeof taughtTagSchema>;

export const benchSchema = z.object({
  broker: brokerStatusSchema,
  bridges: z.record(idSchema, benchBridgeSchema),
  devices: z.record(idSchema, benchDeviceSchema),
  tags: z.record(idSchema, taughtTagSchema),
});
export type Bench = z.infer<typeof benchSchema>;
