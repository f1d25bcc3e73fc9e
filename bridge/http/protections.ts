// What protects every answer: above all, which scripts a page may run.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The pages a built dashboard is made of (dashboard/vite.config.ts). */
const frames = ["index.html", "sheet.html"];
const inlineScript = /<script>(.*?)<\/script>/gs;

/**
 * What names the scripts that stand in the built pages themselves, in a policy: no other that gets into a page can run.
 * @param pages folder of the built dashboard; none are named of one that is not built.
 * @returns sources as in Content Security Policy Level 3, 2.3.1: `'sha256-…'`.
 */
export function inlineScriptSources(pages: string): string[] {
  const sources = frames.flatMap((name) =>
    [...read(path.join(pages, name)).matchAll(inlineScript)].map(
      ([, code = ""]) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
    ),
  );
  return [...new Set(sources)];
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** @param scripts sources of scripts besides the files of the bench. */
export const contentSecurityPolicy = (scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/** Headers of every answer. @param pages folder of the built dashboard. */
export const protectionsFor = (pages: string) => ({
  "content-security-policy": contentSecurityPolicy(inlineScriptSources(pages)),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  // The page of a lent phone hears how loud it is, once its owner said yes; no frame inside it, nor any other site, does.
  "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
});
