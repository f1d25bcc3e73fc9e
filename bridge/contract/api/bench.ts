// The bench as a whole: is it well, who looks at it, what is there.
import { z } from "zod";
import { benchDeviceSchema, benchSchema } from "../bench.ts";
import { doctorReportSchema } from "../doctor.ts";
import { idSchema } from "../identifiers.ts";
import { languages } from "../words.ts";
import { none, type Route, roles } from "./route.ts";

export const sessionSchema = z.object({
  role: z.enum(roles),
  /** Random id of this browser; no account, no e-mail. */
  participant: z.string().max(60),
  language: z.enum(languages),
  version: z.string(),
  /** Name of the bridge that serves this page: what is set on a bridge is set on this one. */
  bridge: idSchema,
  /** The virtual kit is running. */
  kit: z.boolean(),
  /** Reachable from the local network. */
  lan: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

export const healthReportSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  uptimeMs: z.number(),
  broker: z.enum(["connected", "away"]),
  store: z.enum(["ok", "failed"]),
  devices: z.number().int(),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

export const benchRoutes = {
  health: {
    method: "GET",
    path: "/api/health",
    role: "participant",
    params: none,
    answer: healthReportSchema,
    summary: "Is the bench well",
  },
  doctor: {
    method: "GET",
    path: "/api/doctor",
    role: "participant",
    params: none,
    answer: doctorReportSchema,
    summary: "A check-up: what is wrong, the evidence, and what to do next",
  },
  session: {
    method: "GET",
    path: "/api/session",
    role: "participant",
    params: none,
    answer: sessionSchema,
    summary: "Who this browser is",
  },
  bench: {
    method: "GET",
    path: "/api/bench",
    role: "participant",
    params: none,
    answer: benchSchema,
    summary: "Everything present",
  },
  devices: {
    method: "GET",
    path: "/api/devices",
    role: "participant",
    params: none,
    answer: z.object({ devices: z.array(benchDeviceSchema) }),
    summary: "Devices present",
  },
} as const satisfies Record<string, Route>;
