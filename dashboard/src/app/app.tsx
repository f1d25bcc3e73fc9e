// The providers, in the order each needs the others: look, language, server state, live state, routes.
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentType, type ReactNode, Suspense } from "react";
import type { Language } from "#contract/words.ts";
import { ApiError } from "../connection/api.ts";
import { LiveProvider } from "../live/live-context.tsx";
import { LanguageProvider } from "../ui/language.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Pages } from "./pages.tsx";
import { Shell } from "./shell.tsx";
import { cssVariables, theme } from "./theme.ts";

export const createQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // The bench is on this network: being offline for the internet is its ordinary life.
        networkMode: "always",
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400),
      },
      mutations: { networkMode: "always" },
    },
  });

/** The same on a screen and where pages are written ahead: what differs is handed in. */
export function App({
  language,
  queries,
  Router,
}: {
  readonly language: Language;
  readonly queries: QueryClient;
  readonly Router: ComponentType<{ readonly children: ReactNode }>;
}) {
  return (
    // Written out here, the colours and sizes of Mantine need no stylesheet to be downloaded for them.
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      deduplicateCssVariables={false}
      defaultColorScheme="auto"
    >
      <Suspense>
        <LanguageProvider first={language}>
          <QueryClientProvider client={queries}>
            <LiveProvider>
              <Router>
                <ErrorBoundary>
                  <Shell>
                    <Pages />
                  </Shell>
                </ErrorBoundary>
              </Router>
            </LiveProvider>
          </QueryClientProvider>
        </LanguageProvider>
      </Suspense>
    </MantineProvider>
  );
}
