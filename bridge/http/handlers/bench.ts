// What the routes of contract/api/bench.ts do.
import type { benchRoutes } from "#contract/api/bench.ts";
import type { Doors } from "../doors.ts";
import type { HandlersOf, RouteFacts } from "./handler.ts";

export const benchHandlers = (doors: Doors, facts: RouteFacts): HandlersOf<typeof benchRoutes> => ({
  health() {
    const bench = doors.bench.snapshot();
    const store = doors.isStoreWell() ? "ok" : "failed";
    const isWell = bench.broker.state === "connected" && bench.broker.nameShared !== true;
    return {
      status: isWell && store === "ok" ? "ok" : "degraded",
      version: facts.version,
      uptimeMs: Math.round(facts.uptimeMs()),
      broker: bench.broker.state,
      store,
      devices: Object.keys(bench.devices).length,
    };
  },
  doctor: () => doors.doctor(),
  session: ({ caller }) => ({
    role: caller.isTrainer ? "trainer" : "participant",
    participant: caller.participant,
    language: facts.language,
    version: facts.version,
    bridge: facts.bridge,
    kit: doors.kit !== undefined,
    lan: facts.lan,
  }),
  bench: () => doors.bench.snapshot(),
  devices: () => ({ devices: Object.values(doors.bench.snapshot().devices) }),
});
