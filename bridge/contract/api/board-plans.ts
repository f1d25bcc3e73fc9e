// What is wired to a board.
import { boardPlanAnswerSchema, planFormSchema } from "../board-plan.ts";
import { byId, type Route } from "./route.ts";

export const boardPlansRoutes = {
  boardPlan: {
    method: "GET",
    path: "/api/devices/:id/plan",
    role: "trainer",
    params: byId,
    answer: boardPlanAnswerSchema,
    summary: "What is wired to a board",
  },
  checkBoardPlan: {
    method: "POST",
    path: "/api/devices/:id/plan/checks",
    role: "trainer",
    params: byId,
    body: planFormSchema,
    answer: boardPlanAnswerSchema,
    summary: "What would be wrong with a plan, changing nothing",
  },
  setBoardPlan: {
    method: "PUT",
    path: "/api/devices/:id/plan",
    role: "trainer",
    params: byId,
    body: planFormSchema,
    answer: boardPlanAnswerSchema,
    summary: "Say what is wired to a board; it is wired so at once",
  },
  clearBoardPlan: {
    method: "DELETE",
    path: "/api/devices/:id/plan",
    role: "trainer",
    params: byId,
    answer: boardPlanAnswerSchema,
    summary: "Back to the kit's own plan",
  },
} as const satisfies Record<string, Route>;
