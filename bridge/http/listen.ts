// Where the page is served: on this computer alone, or on the local network once the trainer opened the room.
import { networkInterfaces } from "node:os";
import type { FastifyInstance } from "fastify";
import { LaboError } from "../errors.ts";

/**
 * @param lan whether the local network may come in.
 * @returns the address of the page, for people.
 * @throws LaboError `PORT_TAKEN`, `PORT_REFUSED`.
 */
export async function listen(
  app: Pick<FastifyInstance, "listen" | "server">,
  { port, lan }: { port: number; lan: boolean },
): Promise<string> {
  try {
    await app.listen({ port, host: lan ? "0.0.0.0" : "127.0.0.1" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") throw new LaboError("PORT_TAKEN", [`port ${port}`], error);
    if (code === "EACCES") throw new LaboError("PORT_REFUSED", [`port ${port}`], error);
    throw error;
  }
  const address = app.server.address();
  const chosen = typeof address === "object" && address !== null ? address.port : port;
  return `http://${lan ? lanAddress() : "127.0.0.1"}:${chosen}/`;
}

/** This computer's address on the local network, for the others. */
function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find((one) => one.family === "IPv4" && !one.internal)?.address ?? "127.0.0.1";
}
