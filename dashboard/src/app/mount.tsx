// The program itself: settles Zod for a strict CSP, then draws the app, or takes over a page that came written.
import "./zod-without-eval.ts";
import type { QueryClient } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { ApiError, call } from "../connection/api.ts";
import { firstLanguage } from "../ui/stored-language.ts";
import type { Ahead } from "./ahead.ts";
import { App, createQueries } from "./app.tsx";

export async function mount(root: HTMLElement, { code, answer }: Ahead): Promise<void> {
  const queries = createQueries();
  const app = (
    <StrictMode>
      <App language={firstLanguage()} queries={queries} Router={BrowserRouter} />
    </StrictMode>
  );
  if (!root.hasChildNodes()) return createRoot(root).render(app);
  // Somebody is reading: what is written stays until all of it can be taken over as it stands.
  await Promise.all([code, answer && knows(queries, answer)]);
  hydrateRoot(root, app);
}

/** The answer is kept where components look for it. A bench that went away is waited for; its refusal is shown by the page. */
async function knows(queries: QueryClient, { route, id }: NonNullable<Ahead["answer"]>): Promise<void> {
  await queries.prefetchQuery({
    queryKey: [route, { id }],
    queryFn: () => call(route, { params: { id } }),
    retry: (_, error) => !(error instanceof ApiError && error.status >= 400),
  });
}
