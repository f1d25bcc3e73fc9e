import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { routes } from "#contract/api.ts";
import { problemSchema } from "#contract/problems.ts";
import { createClock } from "../../../bridge/clock.ts";
import { type AppOptions, buildApp } from "../../../bridge/http/app.ts";
import { createLogger } from "../../../bridge/logger.ts";
import { plainDoors, reader } from "../../helpers/http-doors.ts";

const trainerKey = "k".repeat(32);
const host = "localhost:3000";
let app: FastifyInstance | undefined;

async function serve(options: Partial<AppOptions> = {}) {
  const doors = plainDoors();
  app = await buildApp({
    doors,
    clock: createClock(),
    logger: createLogger("silent"),
    trainerKey,
    pages: "/nowhere",
    version: "0.0.0",
    bridge: "banc",
    language: "fr",
    lan: false,
    ...options,
  });
  return { app, doors };
}

function cookiesOf(response: { cookies: { name: string; value: string }[] }) {
  return Object.fromEntries(response.cookies.map((cookie) => [cookie.name, cookie.value]));
}

afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe("the server", () => {
  it("answers health and devices without a key", async () => {
    const { app } = await serve();
    const health = await app.inject({ url: "/api/health", headers: { host } });
    expect(health.json()).toMatchObject({ status: "ok", broker: "connected", store: "ok", devices: 1 });
    const devices = await app.inject({ url: "/api/devices", headers: { host } });
    expect(devices.json().devices).toHaveLength(1);
  });

  it("gives markup in a device's name back as text, never as a page", async () => {
    const { app } = await serve();
    const answer = await app.inject({ url: "/api/bench", headers: { host } });
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(answer.json().devices["usb-reader"].device.name.fr).toBe("<b>Lecteur</b>");
  });

  it.each(["evil.example", "127.0.0.1.evil.example:3000", "10.0.0.9"])(
    "refuses the host %j",
    async (evil) => {
      const { app } = await serve();
      const answer = await app.inject({ url: "/api/health", headers: { host: evil } });
      expect(answer.statusCode).toBe(403);
      expect(answer.json().code).toBe("ORIGIN_REFUSED");
    },
  );

  it("refuses a change asked by another page", async () => {
    const { app } = await serve();
    const start = { experiment: "e05-lire-sans-toucher" };
    for (const headers of [
      { host, origin: "http://evil.example" },
      { host, "sec-fetch-site": "cross-site" },
    ]) {
      const answer = await app.inject({ method: "POST", url: "/api/runs", headers, payload: start });
      expect(answer.json().code).toBe("ORIGIN_REFUSED");
    }
    const own = await app.inject({
      method: "POST",
      url: "/api/runs",
      headers: { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" },
      payload: start,
    });
    expect(own.statusCode).toBe(200);
  });

  it("keeps settings for the trainer, who comes by the link with the key", async () => {
    const { app } = await serve();
    const rename = { method: "PATCH", url: "/api/devices/usb-reader", payload: { name: "Plinthe" } } as const;
    const refused = await app.inject({ ...rename, headers: { host } });
    expect(refused.statusCode).toBe(403);
    expect(refused.json().code).toBe("TRAINER_ONLY");
    const wrong = await app.inject({ url: `/entree/${"x".repeat(32)}`, headers: { host } });
    expect(wrong.statusCode).toBe(403);
    const entry = await app.inject({ url: `/entree/${trainerKey}`, headers: { host } });
    expect(entry.statusCode).toBe(303);
    const cookies = cookiesOf(entry);
    expect(JSON.stringify(cookies)).not.toContain(trainerKey);
    const allowed = await app.inject({ ...rename, headers: { host }, cookies });
    expect(allowed.json().device.name.en).toBe("Plinthe");
    const session = await app.inject({ url: "/api/session", headers: { host }, cookies });
    expect(session.json().role).toBe("trainer");
  });

  it("keeps plans of its own boards alone: another bridge’s board keeps its own", async () => {
    const { app, doors } = await serve();
    const kept: string[] = [];
    Object.assign(doors.plans, { set: (device: string) => void kept.push(device), clear: doors.plans.set });
    const boardOf = (id: string, bridge: string) => {
      doors.bench.snapshot().devices[id] = {
        device: { ...reader.device, id, bridge, model: "firmata-board", profile: "board-serial" },
      };
    };
    boardOf("usb-here", "banc");
    boardOf("usb-there", "voisine");
    const cookies = cookiesOf(await app.inject({ url: `/entree/${trainerKey}`, headers: { host } }));
    const payload = { supplyVolts: 5, components: [] };
    const ask = (id: string, method: "GET" | "PUT" | "DELETE") =>
      app.inject({
        ...{ method, url: `/api/devices/${id}/plan`, headers: { host }, cookies },
        ...(method === "PUT" ? { payload } : {}),
      });
    expect((await ask("usb-here", "PUT")).statusCode).toBe(200);
    for (const method of ["GET", "PUT", "DELETE"] as const) {
      const answer = await ask("usb-there", method);
      expect(answer.statusCode).toBe(409);
      expect(answer.json()).toMatchObject({ code: "PLAN_ELSEWHERE", details: ["bridge voisine"] });
    }
    const check = { method: "POST", url: "/api/devices/usb-there/plan/checks", payload } as const;
    expect((await app.inject({ ...check, headers: { host }, cookies })).json().code).toBe("PLAN_ELSEWHERE");
    expect(kept).toEqual(["usb-here"]);
  });

  it("keeps the commands that change how a device works for everybody to the trainer", async () => {
    const { app, doors } = await serve();
    const label = { fr: "Durée", en: "Duration" };
    const capability = { command: "hold-time.set", label, arguments: [], trainerOnly: true };
    const lamp = { command: "lamp.set", label, arguments: [] };
    doors.bench.snapshot().devices["usb-reader"] = {
      ...reader,
      device: { ...reader.device, capabilities: [capability, lamp] },
    };
    const send = (command: string, cookies = {}) =>
      app.inject({
        method: "POST",
        url: "/api/devices/usb-reader/commands",
        headers: { host },
        payload: { command, args: {} },
        cookies,
      });
    expect((await send("hold-time.set")).json().code).toBe("TRAINER_ONLY");
    expect((await send("lamp.set")).statusCode).toBe(200);
    const entry = await app.inject({ url: `/entree/${trainerKey}`, headers: { host } });
    expect((await send("hold-time.set", cookiesOf(entry))).statusCode).toBe(200);
  });

  it("keeps from a participant’s rule what is kept from the participant", async () => {
    const { app, doors } = await serve();
    const label = { fr: "Durée", en: "Duration" };
    doors.bench.snapshot().devices["usb-reader"] = {
      ...reader,
      device: {
        ...reader.device,
        capabilities: [
          { command: "hold-time.set", label, arguments: [], trainerOnly: true },
          { command: "lamp.set", label, arguments: [] },
        ],
      },
    };
    const rule = (command: string) => ({
      kind: "event",
      name: "essai",
      input: { device: "usb-reader", trigger: { type: "tag" } },
      does: [{ device: "usb-reader", command, args: {} }],
    });
    const ask = (method: "POST" | "PUT", url: string, payload: object, cookies = {}) =>
      app.inject({ method, url, payload, cookies, headers: { host } });
    expect((await ask("POST", "/api/rules", rule("lamp.set"))).statusCode).toBe(200);
    const entry = await app.inject({ url: `/entree/${trainerKey}`, headers: { host } });
    for (const [method, url] of [
      ["POST", "/api/rules"],
      ["PUT", "/api/rules/regle-1"],
    ] as const) {
      expect((await ask(method, url, rule("hold-time.set"))).json().code).toBe("TRAINER_ONLY");
      expect((await ask(method, url, rule("hold-time.set"), cookiesOf(entry))).statusCode).toBe(200);
    }
    const unknown = { ...rule("lamp.set"), unless: [] };
    expect((await ask("POST", "/api/rules", unknown)).json().code).toBe("REQUEST_INVALID");
    const gone = await ask("POST", "/api/rules/regle-9/rehearsals", { branch: "then" });
    expect(gone.json().code).toBe("NOT_FOUND");
  });

  it("lends a command of the trainer’s to the open step that asks for it, and no other, in nobody else’s run", async () => {
    const { app, doors } = await serve();
    const label = { fr: "Lien", en: "Link" };
    const kept = { command: "hold-time.set", label, arguments: [], trainerOnly: true };
    const lent = { command: "link.write", label, arguments: [], trainerOnly: true, lendable: true };
    doors.bench.snapshot().devices["usb-reader"] = {
      ...reader,
      device: { ...reader.device, capabilities: [kept, lent] },
    };
    const sent: unknown[] = [];
    let isOpen = true;
    Object.assign(doors.runs, { lends: () => isOpen });
    Object.assign(doors.commands, {
      send: async (_: string, command: object) => {
        sent.push(command);
        return { id: "1", ok: true, time: "2026-11-25T10:00:00.000Z" };
      },
    });
    const begun = await app.inject({
      ...{ method: "POST", url: "/api/runs", headers: { host } },
      payload: { experiment: "e08-le-carnet-du-visiteur" },
    });
    const mine = cookiesOf(begun);
    const run: string = begun.json().id;
    const send = (command: string, cookies = mine, of: string | undefined = run) =>
      app.inject({
        method: "POST",
        url: "/api/devices/usb-reader/commands",
        headers: { host },
        payload: { command, args: {}, ...(of === undefined ? {} : { run: of }) },
        cookies,
      });
    expect((await send("link.write")).statusCode).toBe(200);
    expect(sent).toEqual([{ command: "link.write", args: {} }]);
    expect((await send("hold-time.set")).json().code).toBe("TRAINER_ONLY");
    expect((await send("link.write", {})).json().code).toBe("NOT_FOUND");
    const without = await app.inject({
      ...{ method: "POST", url: "/api/devices/usb-reader/commands", headers: { host }, cookies: mine },
      payload: { command: "link.write", args: {} },
    });
    expect(without.json().code).toBe("TRAINER_ONLY");
    isOpen = false;
    expect((await send("link.write")).json().code).toBe("TRAINER_ONLY");
    expect(sent).toHaveLength(1);
  });

  it("takes a device's key from the trainer alone, as people copy it, and never says it back", async () => {
    const given: string[] = [];
    const lines: string[] = [];
    const plain = plainDoors();
    const doors = {
      ...plain,
      settings: { ...plain.settings, giveKey: async (_device: string, key: string) => void given.push(key) },
    };
    const logger = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
    const { app } = await serve({ doors, logger });
    const entry = await app.inject({ url: `/entree/${trainerKey}`, headers: { host } });
    const give = (key: string, cookies = {}) =>
      app.inject({
        method: "PUT",
        url: "/api/devices/usb-reader/key",
        headers: { host },
        payload: { key },
        cookies,
      });
    const answers = [
      await give("231d39c1d7cc1ab1aee224cd096db932"),
      await give("231D39C1-D7CC1AB1 AEE224CD:096DB932", cookiesOf(entry)),
      await give("231d39c1d7cc1ab1aee224cd096db93z", cookiesOf(entry)),
      await give("231d39c1", cookiesOf(entry)),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 200, 400, 400]);
    expect(given).toEqual(["231d39c1d7cc1ab1aee224cd096db932"]);
    expect(answers.map(({ body }) => body).join()).not.toMatch(/231d39c1/i);
    expect(lines.join()).not.toMatch(/231d39c1/i);
  });

  it("forgets a device that is gone, not one that is here", async () => {
    const { app, doors } = await serve();
    const entry = await app.inject({ url: `/entree/${trainerKey}`, headers: { host } });
    const forget = () =>
      app.inject({
        method: "DELETE",
        url: "/api/devices/usb-reader",
        headers: { host },
        cookies: cookiesOf(entry),
      });
    const bench = doors.bench.snapshot();
    const say = (state: "online" | "offline") => {
      const availability = { state, health: { state: "ready", code: "ok" } } as const;
      bench.devices["usb-reader"] = { ...reader, availability };
    };
    say("online");
    expect((await forget()).json().code).toBe("DEVICE_PRESENT");
    say("offline");
    expect((await forget()).statusCode).toBe(200);
  });

  it("serves a class of sixteen behind one address, all of them dragging at once", async () => {
    const { app } = await serve();
    const answer = await app.inject({ url: "/api/health", headers: { host } });
    expect(Number(answer.headers["x-ratelimit-limit"])).toBeGreaterThan(16 * 16 * 60);
  });

  it("tells its log of its own faults, and no key with them", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
    const bench = plainDoors().bench;
    const failing = () => {
      throw new Error("broken");
    };
    const { app } = await serve({ logger, doors: plainDoors({ bench: { ...bench, snapshot: failing } }) });
    const answer = await app.inject({ url: `/api/bench?key=${trainerKey}`, headers: { host } });
    expect(answer.json()).toMatchObject({ code: "INTERNAL" });
    expect(answer.body).not.toContain("broken");
    expect(lines.join()).toContain("broken");
    expect(lines.join()).not.toContain(trainerKey);
  });

  it("shows a run to the participant who made it and to nobody else", async () => {
    const { app } = await serve();
    const started = await app.inject({
      method: "POST",
      url: "/api/runs",
      headers: { host },
      payload: { experiment: "e05-lire-sans-toucher" },
    });
    const mine = cookiesOf(started);
    const own = await app.inject({ url: "/api/runs/run-1", headers: { host }, cookies: mine });
    expect(own.statusCode).toBe(200);
    const other = await app.inject({ url: "/api/runs/run-1", headers: { host } });
    expect(other.statusCode).toBe(404);
    const exported = await app.inject({ url: "/api/runs/run-1/export.csv", headers: { host } });
    expect(exported.statusCode).toBe(404);
    const csv = await app.inject({ url: "/api/runs/run-1/export.csv", headers: { host }, cookies: mine });
    expect(csv.headers["content-type"]).toContain("text/csv");
  });

  it("answers a body out of schema with where and what", async () => {
    const { app } = await serve();
    const answer = await app.inject({
      method: "POST",
      url: "/api/runs",
      headers: { host },
      payload: { experiment: 12 },
    });
    expect(answer.statusCode).toBe(400);
    const problem = problemSchema.parse(answer.json());
    expect(problem.code).toBe("REQUEST_INVALID");
    expect(problem.details?.join()).toContain("experiment");
  });

  it("refuses a body that is not JSON, and one that is too large", async () => {
    const { app } = await serve();
    const headers = { host, "content-type": "application/json" };
    const broken = await app.inject({ method: "POST", url: "/api/runs", headers, payload: "{" });
    expect(broken.json().code).toBe("REQUEST_INVALID");
    const large = await app.inject({
      method: "POST",
      url: "/api/runs",
      headers,
      payload: JSON.stringify({ experiment: "e".repeat(100_000) }),
    });
    expect(large.statusCode).toBe(413);
    expect(large.json().code).toBe("TOO_LARGE");
  });

  it("tells when the virtual kit is off", async () => {
    const { app } = await serve();
    const answer = await app.inject({ url: "/api/kit", headers: { host } });
    expect(answer.json().code).toBe("KIT_OFF");
  });

  it("slows down who asks too often", async () => {
    const { app } = await serve({ requestsPerMinute: 5 });
    const codes: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      codes.push((await app.inject({ url: "/api/health", headers: { host } })).statusCode);
    }
    expect(codes).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  it.each(["/%ff%zz", "/api/devices/%00", `/api/devices/${"a".repeat(300)}`])(
    "answers an address that cannot be read with a problem, as protected as any page (%#)",
    async (url) => {
      const { app } = await serve();
      const answer = await app.inject({ url, headers: { host } });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(problemSchema.parse(answer.json()).code).toMatch(/^(REQUEST_INVALID|NOT_FOUND)$/);
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    },
  );

  it("answers an unknown address of the API with a problem", async () => {
    const { app } = await serve();
    const answer = await app.inject({ url: "/api/nothing", headers: { host, accept: "text/html" } });
    expect(answer.statusCode).toBe(404);
    expect(problemSchema.parse(answer.json()).code).toBe("NOT_FOUND");
  });

  it("describes every route of the contract in its OpenAPI document", async () => {
    const { app } = await serve();
    const document = (await app.inject({ url: "/api/openapi.json", headers: { host } })).json();
    expect(document.openapi).toBe("3.1.0");
    for (const route of Object.values(routes)) {
      const path = route.path.replace(/:(\w+)/g, "{$1}");
      expect(document.paths[path]?.[route.method.toLowerCase()]?.summary, path).toBe(route.summary);
    }
  });
});

describe("things", () => {
  it("are described at the address they were asked at, as the standard's kind of JSON", async () => {
    const { app } = await serve();
    const answer = await app.inject({ url: "/api/devices/usb-reader/thing-description", headers: { host } });
    expect(answer.headers["content-type"]).toContain("application/td+json");
    expect(answer.json()).toMatchObject({ base: `http://${host}/`, title: "<b>Lecteur</b>" });
    const none = await app.inject({ url: "/api/devices/nobody/thing-description", headers: { host } });
    expect(none.statusCode).toBe(404);
  });

  it("answer each property by itself, and none that has no value", async () => {
    const { app, doors } = await serve();
    const channel = { id: "light", quantity: "illuminance", name: reader.device.name } as const;
    const device = { ...reader.device, channels: [channel, { ...channel, id: "dark" }] };
    const state = { time: "2026-01-01T12:00:00.000Z", readings: { light: 12.5 } };
    doors.bench.snapshot().devices["usb-reader"] = { device, state };
    const get = async (property: string) => {
      const url = `/api/devices/usb-reader/properties/${property}`;
      const { statusCode, headers, body } = await app.inject({ url, headers: { host } });
      return { statusCode, type: headers["content-type"], json: JSON.parse(body) };
    };
    expect(await get("light")).toMatchObject({ statusCode: 200, json: 12.5 });
    expect((await get("light")).type).toContain("application/json");
    expect(await get("state")).toMatchObject({ statusCode: 200, json: state });
    for (const absent of ["dark", "constructor", "nothing"]) expect((await get(absent)).statusCode).toBe(404);
    expect((await get("..%2F..")).statusCode).toBe(400);
  });
});
