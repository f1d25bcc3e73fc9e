// A real Chromium for tests of pages: where it is, or why its tests are left out.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

const chromiumPath = process.env.LABO_CHROMIUM ?? "/usr/bin/chromium";
const builtPage = fileURLToPath(new URL("../../dashboard/dist/index.html", import.meta.url));

/** Why no page can be opened here, or `undefined` when one can. */
export function whyNoBrowser(): string | undefined {
  if (!existsSync(chromiumPath)) return "chromium is missing: sudo apt-get install chromium";
  if (!existsSync(builtPage)) return "the dashboard is not built: npm start builds it";
  return undefined;
}

/** Close it after the tests. @param more of Chromium's own options. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", ...more],
  });
}
