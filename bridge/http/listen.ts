// Where the page is served: on this computer alone, or on the local network once the trainer opened the room.
import type { Server } from "node:net";
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
  const chosen = portOf(app.server) ?? port;
  return `http://${lan ? (lanAddresses()[0] ?? "127.0.0.1") : "127.0.0.1"}:${chosen}/`;
}

/** The port a server listens on, or `undefined` before it does. */
export function portOf(server: Pick<Server, "address">): number | undefined {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : undefined;
}

/** This computer's addresses on the local network, for the others; networks of virtual machines come last. */
export function lanAddresses(): string[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? [])
      .filter((one) => one.family === "IPv4" && !one.internal)
      .map((one) => ({ address: one.address, isVirtual: /^(docker|br-|veth|virbr|vmnet|vbox)/i.test(name) })),
  );
  return found
    .sort((a, b) => Number(a.isVirtual) - Number(b.isVirtual))
    .map(({ address }) => address)
    .slice(0, 16);
}
