// Pages over HTTP: a sheet comes with its words in the language of the browser's cookie; everything else is the empty page.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { languageCookie } from "#contract/language-cookie.ts";
import type { Language } from "#contract/words.ts";
import { createClock } from "../../../bridge/clock.ts";
import { buildApp } from "../../../bridge/http/app.ts";
import { plainDoors } from "../../helpers/http-doors.ts";

const host = "localhost:3000";
/** The digest is that of `openssl dgst -sha256 -binary | base64` over what stands between the tags. */
const empty = "<!doctype html><script>const a = 1;</script><title>Labo Explorer</title>";
const digest = "zv0N0Hv6Zw9+C4JbNy52ozAX+zm+quOk2wp0IZa7md8=";
let pages: string;
let app: FastifyInstance;

beforeEach(async () => {
  pages = mkdtempSync(join(tmpdir(), "labo-dist-"));
  writeFileSync(join(pages, "index.html"), empty);
  mkdirSync(join(pages, "assets"));
  writeFileSync(join(pages, "assets", "program-1.js"), "1");
  writeFileSync(join(pages, "worker.js"), "2");
  const written = (id: string, language: Language) => {
    const html = Buffer.from(`<h1>${id} ${language}</h1>`);
    return { tag: `${id}-${language}`, html, gzip: gzipSync(html), brotli: brotliCompressSync(html) };
  };
  app = await buildApp({
    doors: plainDoors({
      writtenPages: {
        sheet: async (id, language) => (id === "f1-balise" ? written(id, language) : undefined),
      },
    }),
    clock: createClock(),
    logger: pino({ level: "silent" }),
    trainerKey: "k".repeat(32),
    pages,
    version: "0.0.0",
    bridge: "banc",
    language: "en",
    lan: false,
  });
});
afterEach(async () => {
  await app.close();
  rmSync(pages, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host, accept: "text/html", ...headers } });

describe("the page of a sheet", () => {
  it("comes in the language somebody chose, or else the bench’s own", async () => {
    const of = async (cookie: string) => (await get("/fiches/f1-balise", { cookie })).body;
    expect(await of(`${languageCookie}=fr`)).toBe("<h1>f1-balise fr</h1>");
    expect(await of("")).toBe("<h1>f1-balise en</h1>");
    expect(await of(`${languageCookie}=<script>`)).toBe("<h1>f1-balise en</h1>");
  });

  it("comes as the browser takes it, protected as every page, and not again when it has not changed", async () => {
    const brotli = await get("/fiches/f1-balise", { "accept-encoding": "gzip, deflate, br" });
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe("<h1>f1-balise en</h1>");
    const gzip = await get("/fiches/f1-balise", { "accept-encoding": "gzip, deflate" });
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(gzip.rawPayload).toString()).toBe("<h1>f1-balise en</h1>");
    expect(gzip.headers.vary).toContain("cookie");
    expect(gzip.headers["content-security-policy"]).toContain("script-src 'self'");
    const again = { "accept-encoding": "gzip", "if-none-match": String(gzip.headers.etag) };
    expect((await get("/fiches/f1-balise", again)).statusCode).toBe(304);
    const other = await get("/fiches/f1-balise", { ...again, cookie: `${languageCookie}=fr` });
    expect(other.statusCode).toBe(200);
  });

  it("is the empty one when it could not be written, and no page for a program that asks for none", async () => {
    const absent = await get("/fiches/inconnue");
    expect(absent.statusCode).toBe(200);
    expect(absent.body).toBe(empty);
    const asData = await get("/fiches/f1-balise", { accept: "application/json" });
    expect(asData.statusCode).toBe(404);
    expect(asData.json().code).toBe("NOT_FOUND");
  });
});

describe("files and answers", () => {
  it("let a page run the scripts of the bench and the one that was built into it, and no other", async () => {
    const [, scripts] =
      /script-src ([^;]+);/.exec(String((await get("/")).headers["content-security-policy"])) ?? [];
    expect(scripts).toBe(`'self' 'sha256-${digest}'`);
  });

  it("spare scripts what only pages are asked, and no worker, which obeys its own", async () => {
    const asset = await get("/assets/program-1.js", { accept: "*/*" });
    expect(asset.headers["cache-control"]).toContain("immutable");
    expect(asset.headers["x-content-type-options"]).toBe("nosniff");
    for (const name of ["content-security-policy", "permissions-policy", "x-ratelimit-limit"])
      expect(asset.headers[name], name).toBeUndefined();
    const worker = await get("/worker.js", { accept: "*/*" });
    expect(worker.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("are sent small to browsers that take them so, and plain to others", async () => {
    const plain = await get("/api/openapi.json", { accept: "application/json" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    for (const [accepted, open] of [
      ["gzip, deflate", gunzipSync],
      ["gzip, deflate, br", brotliDecompressSync],
    ] as const) {
      const small = await get("/api/openapi.json", {
        accept: "application/json",
        "accept-encoding": accepted,
      });
      expect(open(small.rawPayload).toString()).toBe(plain.body);
      expect(Number(small.headers["content-length"])).toBe(small.rawPayload.length);
      expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
    }
    const short = await get("/api/health", { accept: "application/json", "accept-encoding": "gzip" });
    expect(short.headers["content-encoding"]).toBeUndefined();
  });
});
