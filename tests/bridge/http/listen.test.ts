import { fastify } from "fastify";
import { describe, expect, it } from "vitest";
import { listen } from "../../../bridge/http/listen.ts";
import { holdPort } from "../../helpers/tcp.ts";

describe("where the page is served", () => {
  it("is this computer alone, at the port the system gave", async () => {
    const app = fastify();
    try {
      const page = await listen(app, { port: 0, lan: false });
      expect(page).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/$/);
      expect((await fetch(page)).status).toBe(404);
      expect(app.addresses()).toMatchObject([{ address: "127.0.0.1" }]);
    } finally {
      await app.close();
    }
  });

  it("is a clear refusal when the port is taken", async () => {
    const held = await holdPort();
    const app = fastify();
    try {
      await expect(listen(app, { port: held.port, lan: false })).rejects.toThrow(/PORT_TAKEN/);
    } finally {
      await app.close();
      held.release();
    }
  });

  it("is another clear refusal when the system keeps the port for itself", async () => {
    const app = fastify();
    const forbidden = {
      server: app.server,
      listen: async () => {
        throw Object.assign(new Error("listen EACCES: permission denied 127.0.0.1:80"), { code: "EACCES" });
      },
    };
    await expect(listen(forbidden, { port: 80, lan: false })).rejects.toThrow(/PORT_REFUSED.*80/);
    await app.close();
  });
});
