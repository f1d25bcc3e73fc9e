// What the routes of contract/api/board-plans.ts do.
import type { boardPlansRoutes } from "#contract/api/board-plans.ts";
import { LaboError } from "../../errors.ts";
import type { Doors } from "../doors.ts";
import { deviceOf, type HandlersOf, type RouteFacts } from "./handler.ts";

export function boardPlansHandlers(doors: Doors, facts: RouteFacts): HandlersOf<typeof boardPlansRoutes> {
  /** Only what runs Firmata has a plan, and only the bridge it is plugged into keeps it. */
  const board = (id: string): string => {
    const { model, bridge } = deviceOf(doors, id).device;
    if (model !== "firmata-board") throw new LaboError("NOT_FOUND", [`board ${id}`]);
    if (bridge !== facts.bridge) throw new LaboError("PLAN_ELSEWHERE", [`bridge ${bridge}`]);
    return id;
  };
  return {
    boardPlan: ({ params }) => doors.plans.show(board(params.id)),
    checkBoardPlan: ({ params, body }) => doors.plans.show(board(params.id), body),
    async setBoardPlan({ params, body }) {
      const id = board(params.id);
      await doors.plans.set(id, body);
      return doors.plans.show(id);
    },
    async clearBoardPlan({ params }) {
      const id = board(params.id);
      await doors.plans.clear(id);
      return doors.plans.show(id);
    },
  };
}
