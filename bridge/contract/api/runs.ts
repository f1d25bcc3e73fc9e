// Runs of experiments.
import { z } from "zod";
import { idSchema } from "../identifiers.ts";
import { runActionSchema, runSchema } from "../runs.ts";
import { byRun, none, type Route } from "./route.ts";

export const runsRoutes = {
  runs: {
    method: "GET",
    path: "/api/runs",
    role: "participant",
    params: none,
    answer: z.object({ runs: z.array(runSchema) }),
    summary: "Runs of this participant; all of them for the trainer",
  },
  startRun: {
    method: "POST",
    path: "/api/runs",
    role: "participant",
    params: none,
    /** `paper`: done on the printed sheet, without any device. */
    body: z.object({
      experiment: idSchema,
      devices: z.record(idSchema, idSchema).default({}),
      paper: z.boolean().default(false),
    }),
    answer: runSchema,
    summary: "Start a run",
  },
  run: {
    method: "GET",
    path: "/api/runs/:id",
    role: "participant",
    params: byRun,
    answer: runSchema,
    summary: "One run",
  },
  actOnRun: {
    method: "POST",
    path: "/api/runs/:id/actions",
    role: "participant",
    params: byRun,
    body: runActionSchema,
    answer: runSchema,
    summary: "Do something in a run",
  },
} as const satisfies Record<string, Route>;
