// What the routes of contract/api/visits.ts do.
import type { visitsRoutes } from "#contract/api/visits.ts";
import type { Doors } from "../doors.ts";
import type { HandlersOf } from "./handler.ts";

export const visitsHandlers = (doors: Doors): HandlersOf<typeof visitsRoutes> => ({
  notebook: () => doors.notebook.show(),
  beginNotebook: () => doors.notebook.begin(),
  openNotebook: () => doors.notebook.open(),
  codePages: () => ({ pages: doors.codePages.list() }),
  addCodePage: ({ body }) => doors.codePages.add(body.name),
  prepareCodePages: async () => ({ pages: await doors.codePages.prepare() }),
  async removeCodePage({ params }) {
    await doors.codePages.remove(params.id);
    return {};
  },
  openCodePage: ({ params, body }) => doors.codePages.open(params.id, body),
  leaveNotes: ({ params, body }) => doors.codePages.write(params.id, body),
});
