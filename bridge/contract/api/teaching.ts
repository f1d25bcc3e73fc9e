// What people teach the kit: beacons, tags, keys, calibrations.
import { z } from "zod";
import { beaconCalibrationSchema, calibrationFormSchema } from "../beacon-calibration.ts";
import { taughtTagSchema } from "../bench.ts";
import { idSchema } from "../identifiers.ts";
import { byId, none, type Route } from "./route.ts";

/** A beacon heard nearby and not taught to the kit: shown to the trainer alone, its address never. */
export const nearbyBeaconSchema = z.object({
  /** Opaque, forgotten when the bridge stops. */
  key: idSchema,
  model: idSchema,
  rssi: z.number(),
  facts: z.record(z.string(), z.string()),
});
export type NearbyBeacon = z.infer<typeof nearbyBeaconSchema>;

/** Sixteen bytes in hexadecimal, spaces and dashes allowed as people copy them. Never in an answer. */
export const deviceKeySchema = z
  .string()
  .max(80)
  .transform((text) => text.replaceAll(/[\s:-]/g, "").toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits"));

export const teachingRoutes = {
  nearby: {
    method: "GET",
    path: "/api/nearby",
    role: "trainer",
    params: none,
    answer: z.object({ beacons: z.array(nearbyBeaconSchema) }),
    summary: "Beacons heard and not taught",
  },
  teachBeacon: {
    method: "POST",
    path: "/api/nearby/:id",
    role: "trainer",
    params: byId,
    body: z.object({ name: z.string().trim().min(1).max(60) }),
    answer: none,
    summary: "Teach a beacon to the kit",
  },
  teachRotating: {
    method: "POST",
    path: "/api/rotating-devices",
    role: "trainer",
    params: none,
    body: z.object({ name: z.string().trim().min(1).max(60), key: deviceKeySchema }),
    answer: none,
    summary: "Teach a device whose address rotates, by the key its owner gives; the key is never told back",
  },
  giveKey: {
    method: "PUT",
    path: "/api/devices/:id/key",
    role: "trainer",
    params: byId,
    body: z.object({ key: deviceKeySchema }),
    answer: none,
    summary: "Give the key of a device that encrypts what it says; it is never told back",
  },
  forgetKey: {
    method: "DELETE",
    path: "/api/devices/:id/key",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Forget the key of a device",
  },
  calibrateBeacon: {
    method: "PUT",
    path: "/api/devices/:id/calibration",
    role: "trainer",
    params: byId,
    body: calibrationFormSchema,
    answer: beaconCalibrationSchema,
    summary: "Calibrate a beacon from what was just heard of it at one metre",
  },
  forgetCalibration: {
    method: "DELETE",
    path: "/api/devices/:id/calibration",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Back to the power the beacon declares",
  },
  teachTag: {
    method: "PUT",
    path: "/api/tags/:id",
    role: "trainer",
    params: byId,
    body: z.object({ label: z.string().trim().min(1).max(60) }),
    answer: taughtTagSchema,
    summary: "Teach a tag to the kit",
  },
  forgetTag: {
    method: "DELETE",
    path: "/api/tags/:id",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Forget a tag",
  },
} as const satisfies Record<string, Route>;
