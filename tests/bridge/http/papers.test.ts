// Printed sheets over HTTP: their addresses, what they refuse, and where the printed codes lead.
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../../bridge/clock.ts";
import { buildApp } from "../../../bridge/http/app.ts";
import type { PapersDoor, PrintRequest } from "../../../bridge/http/doors.ts";
import { plainDoors } from "../../helpers/http-doors.ts";

let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function serve(lan = false) {
  const asked: (PrintRequest & { readonly what: string })[] = [];
  const print = async (what: string, request: PrintRequest) => {
    asked.push({ what, ...request });
    return Buffer.from("%PDF-1.7");
  };
  const papers: PapersDoor = {
    sheet: async (id, request) => (id === "f1-balise" ? print(id, request) : undefined),
    experiment: async (id, request) => (id === "e01-qui-est-la" ? print(id, request) : undefined),
    booklet: (request) => print("booklet", request),
  };
  const doors = plainDoors({ papers });
  const { phones } = doors;
  app = await buildApp({
    doors: {
      ...doors,
      phones: { ...phones, joining: () => ({ lan, hosts: lan ? ["192.168.1.20"] : [], port: 3000 }) },
    },
    clock: createClock(),
    logger: pino({ level: "silent" }),
    trainerKey: "k".repeat(32),
    pages: "/nowhere",
    version: "0.0.0",
    bridge: "banc",
    language: "fr",
    lan,
  });
  const get = (url: string) => {
    if (app === undefined) throw new Error("not served");
    return app.inject({ url, headers: { host: "localhost:3000" } });
  };
  return { get, asked };
}

describe("printed sheets", () => {
  it("are PDF files with a name, in the language and on the paper asked for", async () => {
    const { get, asked } = await serve();
    const answer = await get("/api/sheets/f1-balise.pdf?language=en&paper=a4");
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/pdf");
    expect(answer.headers["content-disposition"]).toContain('filename="labo-f1-balise-en.pdf"');
    expect(answer.body).toBe("%PDF-1.7");
    await get("/api/sheets.pdf");
    await get("/api/experiments/e01-qui-est-la.pdf");
    const base = "http://localhost:3000";
    expect(asked).toEqual([
      { what: "f1-balise", language: "en", size: "a4", base },
      { what: "booklet", language: "fr", size: "letter", base },
      { what: "e01-qui-est-la", language: "fr", size: "letter", base },
    ]);
  });

  it("lead phones to an address of the room, when it is open", async () => {
    const { get, asked } = await serve(true);
    await get("/api/sheets/f1-balise.pdf");
    expect(asked[0]?.base).toBe("http://192.168.1.20:3000");
  });

  it("refuse what is not there, and what is not asked for properly", async () => {
    const { get } = await serve();
    expect((await get("/api/sheets/f9-rien.pdf")).statusCode).toBe(404);
    expect((await get("/api/experiments/e99-rien.pdf")).statusCode).toBe(404);
    for (const query of ["language=de", "paper=a0"]) {
      const answer = await get(`/api/sheets/f1-balise.pdf?${query}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().message.fr).toBeTruthy();
    }
  });

  it("leave the sheets themselves where they were", async () => {
    const { get } = await serve();
    const answer = await get("/api/sheets/f1-balise");
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe("NOT_FOUND");
  });
});
