// What the routes of contract/api/runs.ts do.
import type { runsRoutes } from "#contract/api/runs.ts";
import { LaboError } from "../../errors.ts";
import type { Doors } from "../doors.ts";
import { type HandlersOf, type RouteFacts, visibleRun } from "./handler.ts";

export const runsHandlers = (doors: Doors, facts: RouteFacts): HandlersOf<typeof runsRoutes> => ({
  runs: ({ caller }) => ({
    runs: [...doors.runs.list(caller.isTrainer ? undefined : caller.participant)],
  }),
  startRun: ({ body, caller }) =>
    doors.runs.start(caller.participant, body.experiment, body.devices, facts.language, body.paper),
  run: ({ params, caller }) => visibleRun(doors, params.id, caller),
  actOnRun({ params, body, caller }) {
    visibleRun(doors, params.id, caller);
    if (body.action === "confirm" && body.by === "trainer" && !caller.isTrainer) {
      throw new LaboError("TRAINER_ONLY");
    }
    return doors.runs.act(params.id, body, caller);
  },
});
