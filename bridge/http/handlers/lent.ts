// What the routes of contract/api/lent.ts do.
import type { lentRoutes } from "#contract/api/lent.ts";
import type { Doors } from "../doors.ts";
import type { HandlersOf } from "./handler.ts";

export const lentHandlers = (doors: Doors): HandlersOf<typeof lentRoutes> => ({
  joining: () => doors.phones.joining(),
  lendPhone: () => doors.phones.lend(),
  async phoneFrames({ params, body }) {
    await doors.phones.take(params.id, body.key, body.frames);
    return {};
  },
  lendKeyboard: () => doors.keyboards.lend(),
  async keyboardFrames({ params, body }) {
    await doors.keyboards.take(params.id, body.key, body.frames);
    return {};
  },
});
