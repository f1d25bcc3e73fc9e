// Rules of the composer.
import { z } from "zod";
import { ruleBranches } from "../events.ts";
import { ruleFormSchema, ruleProblemSchema, ruleViewSchema } from "../rules.ts";
import { byId, none, type Route } from "./route.ts";

export const rulesRoutes = {
  rules: {
    method: "GET",
    path: "/api/rules",
    role: "participant",
    params: none,
    answer: z.object({ rules: z.array(ruleViewSchema) }),
    summary: "Rules of the composer",
  },
  checkRule: {
    method: "POST",
    path: "/api/rules/checks",
    role: "participant",
    params: none,
    body: ruleFormSchema,
    answer: z.object({ problems: z.array(ruleProblemSchema) }),
    summary: "What would be wrong with a rule, changing nothing",
  },
  addRule: {
    method: "POST",
    path: "/api/rules",
    role: "participant",
    params: none,
    body: ruleFormSchema,
    answer: ruleViewSchema,
    summary: "Make a rule; it is at work at once when it is on",
  },
  setRule: {
    method: "PUT",
    path: "/api/rules/:id",
    role: "participant",
    params: byId,
    body: ruleFormSchema,
    answer: ruleViewSchema,
    summary: "Change a rule, or put it to work or to rest",
  },
  removeRule: {
    method: "DELETE",
    path: "/api/rules/:id",
    role: "participant",
    params: byId,
    answer: none,
    summary: "Take a rule away",
  },
  rehearseRule: {
    method: "POST",
    path: "/api/rules/:id/rehearsals",
    role: "participant",
    params: byId,
    body: z.object({ branch: z.enum(ruleBranches) }),
    answer: ruleViewSchema,
    summary: "Try a branch of a rule; it goes back to rest after a moment",
  },
} as const satisfies Record<string, Route>;
