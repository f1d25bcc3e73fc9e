// What the page at this address needs, asked for at once and side by side, while the frame of the program is still on its
// way: on a slow phone, one thing after the other is most of the wait. Runs first, so it imports next to nothing.
import { askEarly } from "../connection/early.ts";
import { catalogueOf } from "../ui/catalogue.ts";
import { storedLanguage } from "../ui/stored-language.ts";

interface Needs {
  readonly address: RegExp;
  readonly code: () => readonly Promise<unknown>[];
  /** GET routes, by what the address names. */
  readonly answers?: (id: string) => readonly string[];
}

const needs: readonly Needs[] = [
  { address: /^\/$/, code: () => [import("../features/bench/bench-page.tsx")] },
  {
    address: /^\/fiches\/([^/]+)$/,
    code: () => [import("../features/sheets/sheet-page.tsx"), import("../ui/markdown.tsx")],
    answers: (id) => [`/api/sheets/${id}`],
  },
  {
    address: /^\/experiences\/([^/]+)$/,
    code: () => [import("../features/experiments/experiment-page.tsx"), import("../ui/markdown.tsx")],
    answers: (id) => [`/api/experiments/${id}`],
  },
];

export function fetchForAddress(): void {
  const { pathname } = window.location;
  const found = needs.find(({ address }) => address.test(pathname));
  askEarly(found?.answers?.(found.address.exec(pathname)?.[1] ?? "") ?? []);
  // Whoever shows it asks again for what did not come, and says so.
  for (const download of [catalogueOf(storedLanguage() ?? "fr"), ...(found?.code() ?? [])])
    download.catch(() => undefined);
}
