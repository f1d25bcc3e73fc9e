// The providers, in the order each needs the others: look, language, server state, live state, routes.
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { BrowserRouter } from "react-router";
import { ApiError } from "../connection/api.ts";
import { LiveProvider } from "../live/live-context.tsx";
import { LanguageProvider } from "../ui/language.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Pages } from "./pages.tsx";
import { Shell } from "./shell.tsx";
import { cssVariables, theme } from "./theme.ts";

const queries = new QueryClient({
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

export function App() {
  return (
    // Written out here, the colours and sizes of Mantine need no stylesheet to be downloaded for them.
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      deduplicateCssVariables={false}
      defaultColorScheme="auto"
    >
      <Suspense>
        <LanguageProvider>
          <QueryClientProvider client={queries}>
            <LiveProvider>
              <BrowserRouter>
                <ErrorBoundary>
                  <Shell>
                    <Pages />
                  </Shell>
                </ErrorBoundary>
              </BrowserRouter>
            </LiveProvider>
          </QueryClientProvider>
        </LanguageProvider>
      </Suspense>
    </MantineProvider>
  );
}
