// A real Chromium for the measurements that end on a screen, and its clock compared with ours.
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

export const hasBrowser = program !== undefined;
export const withoutBrowser = "left out: no Chromium on this computer (Debian: apt install chromium)";

/** @throws Error when there is none: ask {@link hasBrowser} first. */
export function launchBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error(withoutBrowser);
  return chromium.launch({
    executablePath: program,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
}

/** This process's clock: milliseconds since 1970 with a monotonic clock's resolution. */
export const preciseNow = () => performance.timeOrigin + performance.now();

/**
 * How far the page's precise clock is ahead of ours, milliseconds: from the quickest of several questions, right to
 * half the time that one took.
 */
export async function clockAhead(page: Page): Promise<{ aheadMs: number; uncertaintyMs: number }> {
  let best = { aheadMs: 0, uncertaintyMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i < 30; i += 1) {
    const before = preciseNow();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const after = preciseNow();
    const uncertaintyMs = (after - before) / 2;
    if (uncertaintyMs < best.uncertaintyMs) {
      best = { aheadMs: there - (before + after) / 2, uncertaintyMs };
    }
  }
  return best;
}
