// What the routes of contract/api/teaching.ts do.
import type { teachingRoutes } from "#contract/api/teaching.ts";
import type { Doors } from "../doors.ts";
import { deviceOf, type HandlersOf } from "./handler.ts";

export const teachingHandlers = (doors: Doors): HandlersOf<typeof teachingRoutes> => ({
  nearby: () => ({ beacons: [...doors.settings.nearby()] }),
  async teachBeacon({ params, body }) {
    await doors.settings.teachBeacon(params.id, body.name);
    return {};
  },
  async teachRotating({ body }) {
    await doors.settings.teachRotating(body.name, body.key);
    return {};
  },
  async giveKey({ params, body }) {
    deviceOf(doors, params.id);
    await doors.settings.giveKey(params.id, body.key);
    return {};
  },
  async forgetKey({ params }) {
    deviceOf(doors, params.id);
    await doors.settings.forgetKey(params.id);
    return {};
  },
  calibrateBeacon({ params, body }) {
    deviceOf(doors, params.id);
    return doors.settings.calibrate(params.id, body);
  },
  async forgetCalibration({ params }) {
    deviceOf(doors, params.id);
    await doors.settings.forgetCalibration(params.id);
    return {};
  },
  teachTag: ({ params, body }) => doors.settings.teachTag(params.id, body.label),
  async forgetTag({ params }) {
    await doors.settings.forgetTag(params.id);
    return {};
  },
});
