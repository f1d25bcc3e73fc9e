// Sheets, experiments, and the numbers they stand on.
import { z } from "zod";
import { contentProblemSchema, mostContentProblems } from "../content-problems.ts";
import { numbersSchema } from "../numbers.ts";
import {
  experimentSchema,
  experimentSummarySchema,
  learningPathSchema,
  openSheetSchema,
  sheetSummarySchema,
} from "../sheets.ts";
import { byId, none, type Route } from "./route.ts";

export const sheetsRoutes = {
  sheets: {
    method: "GET",
    path: "/api/sheets",
    role: "participant",
    params: none,
    answer: z.object({
      sheets: z.array(sheetSummarySchema),
      /** The experiment whoever comes for the first time is led to. */
      first: experimentSummarySchema.pick({ id: true, number: true }).optional(),
    }),
    summary: "All sheets",
  },
  sheet: {
    method: "GET",
    path: "/api/sheets/:id",
    role: "participant",
    params: byId,
    answer: openSheetSchema,
    summary: "One sheet, both languages",
  },
  contentProblems: {
    method: "GET",
    path: "/api/content/problems",
    role: "trainer",
    params: none,
    answer: z.object({ problems: z.array(contentProblemSchema).max(mostContentProblems) }),
    summary: "What is wrong with the content, for whoever writes it",
  },
  numbers: {
    method: "GET",
    path: "/api/numbers",
    role: "participant",
    params: none,
    answer: numbersSchema,
    summary: "Every constant, where it comes from and what uses it",
  },
  experiments: {
    method: "GET",
    path: "/api/experiments",
    role: "participant",
    params: none,
    answer: z.object({
      experiments: z.array(experimentSummarySchema),
      paths: z.array(learningPathSchema),
    }),
    summary: "All experiments, and the paths through them",
  },
  experiment: {
    method: "GET",
    path: "/api/experiments/:id",
    role: "participant",
    params: byId,
    answer: experimentSchema,
    summary: "One experiment, both languages",
  },
} as const satisfies Record<string, Route>;
