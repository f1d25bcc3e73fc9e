// What the page at this address needs, asked for at once and side by side, while the frame of the program is still on its
// way: on a slow phone, one thing after the other is most of the wait. Runs first, so it imports next to nothing.
import { askEarly } from "../connection/early.ts";
import { catalogueOf, type Extent } from "../ui/catalogue.ts";
import { firstLanguage } from "../ui/stored-language.ts";

interface Needs {
  readonly address: RegExp;
  readonly code: () => readonly Promise<unknown>[];
  /** Route that tells what the page shows, by the id in the address. */
  readonly route?: "sheet" | "experiment";
}

const needs: readonly Needs[] = [
  { address: /^\/$/, code: () => [import("../features/bench/bench-page.tsx")] },
  {
    address: /^\/fiches\/([^/]+)$/,
    code: () => [import("../features/sheets/sheet-page.tsx"), import("../ui/markdown.tsx")],
    route: "sheet",
  },
  {
    address: /^\/experiences\/([^/]+)$/,
    code: () => [import("../features/experiments/experiment-page.tsx"), import("../ui/markdown.tsx")],
    route: "experiment",
  },
];

/** Pages whose texts come with the frame. */
const saysLittle = /^\/(?:fiches\/[^/]+)?$/;

const paths = { sheet: "/api/sheets/", experiment: "/api/experiments/" };

export interface Ahead {
  /** The texts and the page’s own code are here, or could not be had: who shows them asks again, and says so. */
  readonly code: Promise<unknown>;
  readonly answer: { readonly route: "sheet" | "experiment"; readonly id: string } | undefined;
}

export function fetchForAddress(): Ahead {
  const { pathname } = window.location;
  const found = needs.find(({ address }) => address.test(pathname));
  const id = found?.address.exec(pathname)?.[1] ?? "";
  const texts: readonly Extent[] = saysLittle.test(pathname) ? ["first"] : ["first", "whole"];
  askEarly(found?.route === undefined ? [] : [paths[found.route] + id]);
  return {
    code: Promise.allSettled([
      ...texts.map((extent) => catalogueOf(firstLanguage(), extent)),
      ...(found?.code() ?? []),
    ]),
    answer: found?.route && { route: found.route, id: decodeURIComponent(id) },
  };
}
