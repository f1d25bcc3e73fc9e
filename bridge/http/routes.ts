// What each route of the contract does: a file of handlers for each file of `contract/api`. They read doors and return
// contract values; nothing else.
import type { Doors } from "./doors.ts";
import { benchHandlers } from "./handlers/bench.ts";
import { boardPlansHandlers } from "./handlers/board-plans.ts";
import { devicesHandlers } from "./handlers/devices.ts";
import type { Handlers, RouteFacts } from "./handlers/handler.ts";
import { kitHandlers } from "./handlers/kit.ts";
import { lentHandlers } from "./handlers/lent.ts";
import { rulesHandlers } from "./handlers/rules.ts";
import { runsHandlers } from "./handlers/runs.ts";
import { sheetsHandlers } from "./handlers/sheets.ts";
import { teachingHandlers } from "./handlers/teaching.ts";
import { visitsHandlers } from "./handlers/visits.ts";

export const createHandlers = (doors: Doors, facts: RouteFacts): Handlers => ({
  ...benchHandlers(doors, facts),
  ...devicesHandlers(doors),
  ...boardPlansHandlers(doors, facts),
  ...teachingHandlers(doors),
  ...sheetsHandlers(doors),
  ...runsHandlers(doors, facts),
  ...kitHandlers(doors),
  ...rulesHandlers(doors),
  ...lentHandlers(doors),
  ...visitsHandlers(doors),
});
