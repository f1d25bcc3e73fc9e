// Answers sent as small as the browser takes them: a sheet in both languages is a quarter of itself. Files of the dashboard
// are compressed when it is built.
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyRequest } from "fastify";

export type Encoding = "br" | "gzip";

/** What this browser takes, the smallest first; browsers take Brotli from secured pages and their own computer alone. */
export function encodingFor({ headers }: FastifyRequest): Encoding | undefined {
  const accepted = String(headers["accept-encoding"] ?? "");
  return (["br", "gzip"] as const).find((one) => new RegExp(`\\b${one}\\b`).test(accepted));
}

/** Below, one packet carries it either way. */
const leastBytes = 1200;
/** Of eleven: the bench has devices to serve. */
const brotliQuality = 4;

export function addCompression(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (typeof payload !== "string" || payload.length < leastBytes || request.method === "HEAD")
      return payload;
    const encoding = encodingFor(request);
    if (encoding === undefined || reply.hasHeader("content-encoding")) return payload;
    reply.headers({ "content-encoding": encoding, vary: "accept-encoding" });
    return encoding === "gzip"
      ? promisify(gzip)(payload)
      : promisify(brotliCompress)(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } });
  });
}
