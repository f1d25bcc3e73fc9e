// What is printed, to download: a sheet, an experiment to do on paper, the booklet of all sheets. No print dialog.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { idSchema } from "#contract/identifiers.ts";
import { type Language, languages } from "#contract/words.ts";
import { LaboError } from "../errors.ts";
import type { Doors, PrintRequest } from "./doors.ts";

const byId = z.object({ id: idSchema });

/** Names that only this computer understands: a phone that scans them finds itself. */
const ownNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

export function addPapers(
  app: FastifyInstance,
  { doors, language }: { readonly doors: Doors; readonly language: Language },
): void {
  const query = z.object({
    language: z.enum(languages).default(language),
    paper: z.enum(["letter", "a4"]).default("letter"),
  });

  /** Printed codes lead where phones of the room can go, when they may. */
  const baseOf = (request: FastifyRequest): string => {
    const { lan, hosts, port } = doors.phones.joining();
    const [host] = hosts;
    if (lan && host !== undefined && ownNames.has(request.hostname)) return `http://${host}:${port}`;
    return `${request.protocol}://${request.host}`;
  };
  const requestOf = (request: FastifyRequest): PrintRequest => {
    const { language: wanted, paper } = query.parse(request.query);
    return { language: wanted, size: paper, base: baseOf(request) };
  };
  const send = (reply: FastifyReply, name: string, pdf: Buffer | undefined) => {
    if (pdf === undefined) throw new LaboError("NOT_FOUND", [name]);
    return reply
      .type("application/pdf")
      .header("cache-control", "no-cache")
      .header("content-disposition", `inline; filename="labo-${name}.pdf"`)
      .send(pdf);
  };

  app.get(
    "/api/sheets.pdf",
    { schema: { summary: "All sheets, as one booklet", querystring: query } },
    async (request, reply) => {
      const wanted = requestOf(request);
      return send(reply, `fiches-${wanted.language}`, await doors.papers.booklet(wanted));
    },
  );
  app.get(
    "/api/sheets/:id.pdf",
    { schema: { summary: "One sheet, on paper", params: byId, querystring: query } },
    async (request, reply) => {
      const { id } = byId.parse(request.params);
      const wanted = requestOf(request);
      return send(reply, `${id}-${wanted.language}`, await doors.papers.sheet(id, wanted));
    },
  );
  app.get(
    "/api/experiments/:id.pdf",
    { schema: { summary: "One experiment, to do on paper", params: byId, querystring: query } },
    async (request, reply) => {
      const { id } = byId.parse(request.params);
      const wanted = requestOf(request);
      return send(reply, `${id}-${wanted.language}`, await doors.papers.experiment(id, wanted));
    },
  );
}
