// What visitors open and leave: the notebook and the pages of printed codes.
import { z } from "zod";
import { codePageSchema, openingSchema, pageNotesSchema } from "../code-pages.ts";
import { notebookSchema } from "../notebook.ts";
import { byId, none, type Route } from "./route.ts";

export const visitsRoutes = {
  notebook: {
    method: "GET",
    path: "/api/notebook",
    role: "participant",
    params: none,
    answer: notebookSchema,
    summary: "The visit notebook, by pseudonyms",
  },
  beginNotebook: {
    method: "POST",
    path: "/api/notebook",
    role: "participant",
    params: none,
    body: none,
    answer: notebookSchema,
    summary: "Begin to note the stops of tags",
  },
  openNotebook: {
    method: "POST",
    path: "/api/notebook/openings",
    role: "participant",
    params: none,
    body: none,
    answer: notebookSchema,
    summary: "The page of the notebook was shown",
  },
  codePages: {
    method: "GET",
    path: "/api/pages",
    role: "participant",
    params: none,
    answer: z.object({ pages: z.array(codePageSchema) }),
    summary: "Pages opened by a printed code",
  },
  addCodePage: {
    method: "POST",
    path: "/api/pages",
    role: "trainer",
    params: none,
    body: z.object({ name: z.string().trim().min(1).max(60) }),
    answer: codePageSchema,
    summary: "Make a page for a printed code",
  },
  prepareCodePages: {
    method: "POST",
    path: "/api/pages/experiments",
    role: "participant",
    params: none,
    body: none,
    answer: z.object({ pages: z.array(codePageSchema) }),
    summary: "Make the pages that the experiments on phones print, where they are missing",
  },
  removeCodePage: {
    method: "DELETE",
    path: "/api/pages/:id",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Remove a page",
  },
  openCodePage: {
    method: "POST",
    path: "/api/pages/:id/openings",
    role: "participant",
    params: byId,
    body: openingSchema,
    answer: codePageSchema,
    summary: "A page was opened by its code or its tag, now or while the bench was out of reach",
  },
  leaveNotes: {
    method: "POST",
    path: "/api/pages/:id/notes",
    role: "participant",
    params: byId,
    body: pageNotesSchema,
    answer: codePageSchema,
    summary: "Notes that a visitor wrote on a page; one that comes again is counted once",
  },
} as const satisfies Record<string, Route>;
