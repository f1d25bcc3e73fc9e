// The HTTP API: each route once, with the schemas both sides use. The bridge serves these, the dashboard calls these.
import type { z } from "zod";
import { benchRoutes } from "./api/bench.ts";
import { boardPlansRoutes } from "./api/board-plans.ts";
import { devicesRoutes } from "./api/devices.ts";
import { kitRoutes } from "./api/kit.ts";
import { lentRoutes } from "./api/lent.ts";
import type { Route } from "./api/route.ts";
import { rulesRoutes } from "./api/rules.ts";
import { runsRoutes } from "./api/runs.ts";
import { sheetsRoutes } from "./api/sheets.ts";
import { teachingRoutes } from "./api/teaching.ts";
import { visitsRoutes } from "./api/visits.ts";

export const routes = {
  ...benchRoutes,
  ...devicesRoutes,
  ...boardPlansRoutes,
  ...teachingRoutes,
  ...sheetsRoutes,
  ...runsRoutes,
  ...kitRoutes,
  ...rulesRoutes,
  ...lentRoutes,
  ...visitsRoutes,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
export type RouteParams<K extends RouteName> = z.input<(typeof routes)[K]["params"]>;
export type RouteBody<K extends RouteName> = (typeof routes)[K] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined;
export type RouteAnswer<K extends RouteName> = z.output<(typeof routes)[K]["answer"]>;

/** Not JSON: a run as CSV or JSON for keeping, at these paths. `separator=semicolon` gives the French spreadsheet preset. */
export const exportPaths = {
  csv: (run: string, preset: "comma" | "semicolon" = "comma") =>
    `/api/runs/${run}/export.csv?preset=${preset}`,
  json: (run: string) => `/api/runs/${run}/export.json`,
};
/** The live socket's path. */
export const livePath = "/api/live";
