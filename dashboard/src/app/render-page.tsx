// A page as HTML, by the components of the screen themselves: what a person reads while the program is on its way, which
// then takes it over as it is. Runs at the bench, in a thread of its own; what it is handed is all it knows.
import { StrictMode } from "react";
import { prerenderToNodeStream } from "react-dom/static";
import { StaticRouter } from "react-router";
import type { RouteAnswer } from "#contract/api.ts";
import type { Language } from "#contract/words.ts";
import { localeOf } from "../ui/format.ts";
import { App, createQueries } from "./app.tsx";

/**
 * The page of a sheet.
 * @param template the built page with nothing in it yet.
 * @throws Error when a component does.
 */
export async function renderSheet(
  template: string,
  sheet: RouteAnswer<"sheet">,
  language: Language,
): Promise<string> {
  const queries = createQueries();
  queries.setQueryData(["sheet", { id: sheet.id }], sheet);
  const errors: unknown[] = [];
  const { prelude } = await prerenderToNodeStream(
    <StrictMode>
      <App
        language={language}
        queries={queries}
        Router={({ children }) => <StaticRouter location={`/fiches/${sheet.id}`}>{children}</StaticRouter>}
      />
    </StrictMode>,
    {
      onError: (error) => void errors.push(error),
      // A large part would otherwise come after the page, put in its place by a script that the page's CSP refuses.
      progressiveChunkSize: Number.MAX_SAFE_INTEGER,
    },
  );
  const parts: string[] = [];
  for await (const part of prelude) parts.push(String(part));
  // Half a page would be drawn again by the program: the empty one is as good, and told of.
  if (errors.length > 0) throw errors[0];
  const put: readonly (readonly [string, string])[] = [
    ['<html lang="fr">', `<html lang="${localeOf(language)}">`],
    ["<title>Labo Explorer</title>", `<title>${escaped(sheet.title[language])} · Labo Explorer</title>`],
    ['<div id="root"></div>', `<div id="root">${parts.join("")}</div>`],
  ];
  return put.reduce((html, [place, text]) => html.replace(place, () => text), template);
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
