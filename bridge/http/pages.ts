// The built dashboard: its files, and its pages, which any address that is not a file is one of. That of a sheet comes with
// its words in it, in the language the browser asks for by its cookie.
import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { languageCookie } from "#contract/language-cookie.ts";
import { type Language, languages } from "#contract/words.ts";
import { problemFor } from "../errors.ts";
import { encodingFor } from "./compression.ts";
import type { Doors, WrittenPage } from "./doors.ts";

export interface PagesParts {
  readonly doors: Pick<Doors, "writtenPages">;
  /** Folder of the built dashboard. */
  readonly pages: string;
  /** The bench’s own, for browsers that never chose. */
  readonly language: Language;
}

export async function addPages(
  app: FastifyInstance,
  { doors, pages: folder, language }: PagesParts,
): Promise<void> {
  const isBuilt = existsSync(folder);
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      index: ["index.html"],
      setHeaders(reply, path) {
        const isNamedByContent = /[\\/]assets[\\/].*\.(?:js|css)(?:\.\w+)?$/.test(path);
        reply.header("cache-control", isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache");
        if (isNamedByContent) for (const name of ofPagesAlone) reply.removeHeader(name);
      },
    });
  }
  app.get<{ Params: { id: string } }>("/fiches/:id", { schema: { hide: true } }, async (request, reply) => {
    if (!isBuilt || !wantsPage(request)) return notFound(request, reply);
    const chosen = languages.find((one) => one === request.cookies[languageCookie]);
    const page = await doors.writtenPages.sheet(request.params.id, chosen ?? language);
    return page === undefined ? reply.sendFile("index.html") : sendPage(request, reply, page);
  });
  app.setNotFoundHandler((request, reply) =>
    isBuilt && wantsPage(request) && !request.url.startsWith("/api/")
      ? reply.sendFile("index.html")
      : notFound(request, reply),
  );
}

/** A browser asks these of pages, not of their scripts and styles: thirty times half a kilobyte on the first visit. */
const ofPagesAlone = [
  "content-security-policy",
  "permissions-policy",
  "cross-origin-opener-policy",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
];

const wantsPage = ({ method, headers }: FastifyRequest) =>
  (method === "GET" || method === "HEAD") && (headers.accept ?? "").includes("text/html");

const notFound = (request: FastifyRequest, reply: FastifyReply) =>
  reply.code(404).send(problemFor("NOT_FOUND", [request.url.slice(0, 200)]));

function sendPage(request: FastifyRequest, reply: FastifyReply, page: WrittenPage) {
  const encoding = encodingFor(request);
  const tag = `"${page.tag}-${encoding ?? "plain"}"`;
  reply.headers({ "cache-control": "no-cache", vary: "accept-encoding, cookie", etag: tag });
  if (request.headers["if-none-match"] === tag) return reply.code(304).send();
  if (encoding !== undefined) reply.header("content-encoding", encoding);
  const bodies = { br: page.brotli, gzip: page.gzip, plain: page.html };
  return reply.type("text/html; charset=utf-8").send(bodies[encoding ?? "plain"]);
}
