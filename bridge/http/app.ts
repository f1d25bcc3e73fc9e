// The server behind the dashboard: routes of the contract, live socket, static pages. It never listens by itself.
import fastifyCookie from "@fastify/cookie";
import fastifyRateLimit from "@fastify/rate-limit";
import fastifySwagger from "@fastify/swagger";
import fastifyWebsocket from "@fastify/websocket";
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";
import { z } from "zod";
import { livePath, type RouteName, routes } from "#contract/api.ts";
import { problemSchema } from "#contract/problems.ts";
import { languages } from "#contract/words.ts";
import type { Clock } from "../clock.ts";
import { type ErrorCode, LaboError, problemFor } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createAccess } from "./access.ts";
import { addCompression } from "./compression.ts";
import type { Doors } from "./doors.ts";
import { type Call, type RouteFacts, visibleRun } from "./handlers/handler.ts";
import { serveLive } from "./live-socket.ts";
import { addPages } from "./pages.ts";
import { addPapers } from "./papers.ts";
import { protectionsFor } from "./protections.ts";
import { createHandlers } from "./routes.ts";

const bodyLimitBytes = 64 * 1024;
const mostSockets = 128;
/**
 * A class of sixteen may share one address, and each of them drags things of the virtual kit at up to 16 requests a
 * second: the bound is above that, and still far below what would keep the bench from its devices.
 */
const requestsPerMinute = 20_000;

export interface AppOptions extends Omit<RouteFacts, "uptimeMs"> {
  readonly doors: Doors;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly trainerKey: string;
  /** Folder of the built dashboard. */
  readonly pages: string;
  /** Requests a minute from one address. */
  readonly requestsPerMinute?: number;
}

/** Builds the server with every route, ready to listen or to be called in tests. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { doors, clock, logger } = options;
  const access = createAccess(options);
  const protections = protectionsFor(options.pages);
  const started = clock.mono();
  const handlers = createHandlers(doors, { ...options, uptimeMs: () => clock.mono() - started });
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    logger: false,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // An address that cannot be read never comes to a route: it is answered like the rest all the same.
    frameworkErrors: (error, request, reply) =>
      void refuse(error, request, reply.headers(protections), logger),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: FastifyError, request, reply) => refuse(error, request, reply, logger));

  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, {
    max: options.requestsPerMinute ?? requestsPerMinute,
    timeWindow: "1 minute",
    cache: 1_000,
    errorResponseBuilder: () => new LaboError("TOO_MANY_REQUESTS"),
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Labo Explorer", version: options.version, license: { name: "MIT" } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(fastifyWebsocket, { options: { maxPayload: 16 * 1024 } });

  app.addHook("onRequest", async (request, reply) => {
    reply.headers(protections);
    const changes = request.method !== "GET" && request.method !== "HEAD";
    const isSocket = request.headers.upgrade !== undefined;
    if (!access.isHostAllowed(request) || ((changes || isSocket) && !access.isOriginAllowed(request))) {
      throw new LaboError("ORIGIN_REFUSED", [request.headers.host ?? ""]);
    }
  });

  addCompression(app);

  for (const name of Object.keys(routes) as RouteName[]) addRoute(name);

  function addRoute<K extends RouteName>(name: K): void {
    const route = routes[name];
    const handler = handlers[name] as (call: Call<K>) => unknown;
    app.route({
      method: route.method,
      url: route.path,
      schema: {
        summary: route.summary,
        params: route.params,
        ...("body" in route ? { body: route.body } : {}),
        response: { 200: route.answer, default: problemSchema },
      },
      handler: async (request, reply) => {
        const caller = access.identify(request, reply);
        if (route.role === "trainer" && !caller.isTrainer) throw new LaboError("TRAINER_ONLY");
        reply.header("cache-control", "no-store");
        if ("contentType" in route) reply.type(route.contentType);
        const origin = `${request.protocol}://${request.host}`;
        return handler({ params: request.params, body: request.body, caller, origin } as Call<K>);
      },
    });
  }

  app.get("/api/openapi.json", { schema: { hide: true } }, () => app.swagger());
  app.get("/api/asyncapi.json", { schema: { hide: true } }, () => doors.asyncApi());

  const exportSchema = {
    summary: "A run, to keep",
    params: z.object({ id: z.string().max(60), format: z.enum(["csv", "json"]) }),
    querystring: z.object({
      preset: z.enum(["comma", "semicolon"]).default("comma"),
      language: z.enum(languages).default(options.language),
    }),
  };
  app.get("/api/runs/:id/export.:format", { schema: exportSchema }, async (request, reply) => {
    const { id, format } = exportSchema.params.parse(request.params);
    const { preset, language } = exportSchema.querystring.parse(request.query);
    const run = visibleRun(doors, id, access.identify(request, reply));
    reply.header(
      "content-disposition",
      `attachment; filename="labo-${run.experiment}-${run.attempt}.${format}"`,
    );
    if (format === "csv") {
      return reply.type("text/csv; charset=utf-8").send(doors.runs.exportCsv(id, preset, language));
    }
    return reply.type("application/json").send(JSON.stringify(doors.runs.exportJson(id), null, 2));
  });

  const imageParams = z.object({ id: z.string().max(64), name: z.string().max(80) });
  app.get("/api/sheets/:id/images/:name", { schema: { params: imageParams } }, async (request, reply) => {
    const { id, name } = imageParams.parse(request.params);
    const image = doors.sheets.image(id, name);
    if (image === undefined) throw new LaboError("NOT_FOUND", [`image ${name}`]);
    return reply.type("image/svg+xml").header("cache-control", "max-age=300").send(image);
  });

  addPapers(app, options);

  let refusedMessages = 0;
  app.get(livePath, { websocket: true, schema: { hide: true } }, (socket, request) => {
    if (app.websocketServer.clients.size > mostSockets) return socket.close(1013, "too many pages");
    serveLive(socket, doors, access.identify(request), clock, () => {
      refusedMessages += 1;
      if (Math.log2(refusedMessages) % 1 === 0) logger.warn({ refusedMessages }, "live: messages refused");
    });
  });

  app.get<{ Params: { key: string } }>(
    "/entree/:key",
    { schema: { hide: true }, config: { rateLimit: { max: 20, timeWindow: "1 minute" } } },
    async (request, reply) => {
      if (!access.isTrainerKey(request.params.key)) throw new LaboError("TRAINER_ONLY");
      access.identify(request, reply);
      access.admitTrainer(reply);
      return reply.redirect("/", 303);
    },
  );

  await addPages(app, options);
  return app;
}

function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply, logger: Logger): unknown {
  if (error instanceof LaboError) return reply.code(error.status).send(error.toProblem());
  if (hasZodFastifySchemaValidationErrors(error)) {
    const details = error.validation.map((issue) => `${issue.instancePath || "/"}: ${issue.message ?? ""}`);
    return reply.code(400).send(problemFor("REQUEST_INVALID", details));
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) logger.error({ err: error, route: request.routeOptions.url }, "http: unexpected error");
  const codes: Record<number, ErrorCode> = { 404: "NOT_FOUND", 413: "TOO_LARGE", 429: "TOO_MANY_REQUESTS" };
  const code = codes[status] ?? (status < 500 ? "REQUEST_INVALID" : "INTERNAL");
  return reply.code(status).send(problemFor(code, status < 500 ? [error.message] : []));
}
