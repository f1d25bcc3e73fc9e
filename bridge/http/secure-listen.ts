// The same pages once more, over TLS: what browsers ask for before they let a page feel motion, hear or read tags.
import { createServer, type Server } from "node:https";
import type { FastifyInstance } from "fastify";
import type { Clock } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { portOf } from "./listen.ts";

/** Addresses of a laptop change when it changes networks: how often it is looked at, milliseconds. */
const renewalMs = 60_000;

export interface SecureIdentity {
  readonly key: string;
  readonly cert: string;
  readonly fingerprint: string;
}

export interface SecureListener {
  readonly port: number;
  /** Of the certificate shown now. */
  readonly fingerprint: string;
  close(): Promise<void>;
}

export interface SecureListenOptions {
  readonly port: number;
  readonly host: string;
  /** The certificate that holds now; the same one as long as it holds. */
  readonly identity: () => Promise<SecureIdentity>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Serves an app that already listens, live socket included, on a second port.
 * @throws LaboError `PORT_TAKEN`, `PORT_REFUSED`, or what `identity` throws.
 */
export async function listenSecurely(
  app: Pick<FastifyInstance, "routing" | "server">,
  options: SecureListenOptions,
): Promise<SecureListener> {
  let shown = await options.identity();
  const server = createServer({ key: shown.key, cert: shown.cert }, (request, reply) =>
    app.routing(request, reply),
  );
  server.requestTimeout = app.server.requestTimeout;
  server.keepAliveTimeout = app.server.keepAliveTimeout;
  server.headersTimeout = app.server.headersTimeout;
  server.on("upgrade", (...upgrade) => app.server.emit("upgrade", ...upgrade));
  // Somebody who shakes hands with a browser that refuses the certificate is no fault of the bench.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  const port = await listening(server, options);
  const renewal = options.clock.every(renewalMs, () => {
    options.identity().then(
      (next) => {
        if (next.cert === shown.cert) return;
        shown = next;
        server.setSecureContext({ key: next.key, cert: next.cert });
      },
      (error: unknown) =>
        options.logger.error({ err: error }, "https: the certificate could not be looked at"),
    );
  });
  return {
    port,
    get fingerprint() {
      return shown.fingerprint;
    },
    close() {
      renewal.cancel();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listening(server: Server, { port, host }: SecureListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const codes = { EADDRINUSE: "PORT_TAKEN", EACCES: "PORT_REFUSED" } as const;
      const code = codes[error.code as keyof typeof codes];
      reject(code === undefined ? error : new LaboError(code, [`--https-port ${port}`], error));
    });
    server.listen(port, host, () => resolve(portOf(server) ?? port));
  });
}
