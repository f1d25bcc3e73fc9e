// A device nobody knows, by the server's routes: what its bytes look like, and a sheet begun for it by the trainer alone.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import type { RawFrame } from "#contract/frames.ts";
import { inspectionSchema, writtenSheetSchema } from "#contract/inspection.ts";
import { createUnknowns } from "../../../bridge/house/unknowns.ts";
import { buildApp } from "../../../bridge/http/app.ts";
import { createLogger } from "../../../bridge/logger.ts";
import { openShelf } from "../../../bridge/sheets/shelf.ts";
import { plainDoors, reader } from "../../helpers/http-doors.ts";
import { createManualClock, type ManualClock } from "../../helpers/manual-clock.ts";
import { join, sensorFrames } from "../../helpers/unknown-protocols.ts";
import { contentFolder } from "../sheets/content-copy.ts";

const trainerKey = "k".repeat(32);
const host = "localhost:3000";
const unknown: BenchDevice = {
  device: {
    ...reader.device,
    id: "usb-unknown",
    model: "serial-unknown",
    profile: "board-serial",
    facts: { port: "/dev/ttyUSB0", manufacturer: "1a86 {{x}}" },
  },
};
const frames: RawFrame[] = [
  {
    time: "2026-11-25T12:00:00.000Z",
    direction: "in",
    hex: Buffer.from(join(...sensorFrames(4, 40))).toString("hex"),
    format: "unknown",
    spans: [],
    speed: 9600,
  },
];

let own: string;
let app: FastifyInstance;
let cookies: Record<string, string>;
let clock: ManualClock;
let looks: number;
const paired: string[][] = [];

beforeEach(async () => {
  own = await mkdtemp(path.join(tmpdir(), "labo-unknowns-"));
  const sheets = await openShelf({ folder: contentFolder, own });
  clock = createManualClock();
  looks = 0;
  const history = {
    snapshot: () => {
      looks += 1;
      return { samples: [], events: [], frames };
    },
  };
  const settings = { pair: async (device: string, sheet: string) => void paired.push([device, sheet]) };
  const doors = plainDoors({ sheets });
  doors.bench.snapshot().devices["usb-unknown"] = unknown;
  paired.length = 0;
  app = await buildApp({
    doors: { ...doors, unknowns: createUnknowns({ bench: doors.bench, history, sheets, settings }, clock) },
    clock,
    logger: createLogger("silent"),
    trainerKey,
    pages: "/nowhere",
    version: "0.0.0",
    bridge: "banc",
    language: "fr",
    lan: false,
  });
  const entered = await app.inject({ url: `/entree/${trainerKey}`, headers: { host } });
  cookies = Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value]));
});
afterEach(async () => {
  await app.close();
  await rm(own, { recursive: true, force: true });
});

const make = (payload: object, as: Record<string, string> = cookies, device = "usb-unknown") =>
  app.inject({
    method: "POST",
    url: `/api/devices/${device}/sheet`,
    headers: { host },
    payload,
    cookies: as,
  });

describe("a device nobody knows", () => {
  it("has its bytes looked at, for everybody", async () => {
    const answer = await app.inject({ url: "/api/devices/usb-unknown/inspection", headers: { host } });
    const { speed, framings } = inspectionSchema.parse(answer.json());
    expect(speed).toBe(9600);
    expect(framings[0]).toMatchObject({ kind: "fixed", checksum: "sum", frameLength: 12 });
    expect((await app.inject({ url: "/api/devices/nobody/inspection", headers: { host } })).statusCode).toBe(
      404,
    );
  });

  it("is looked at once for a whole room, and again when time has passed", async () => {
    const ask = () => app.inject({ url: "/api/devices/usb-unknown/inspection", headers: { host } });
    await Promise.all(Array.from({ length: 16 }, ask));
    expect(looks).toBe(1);
    clock.advance(1000);
    await ask();
    expect(looks).toBe(2);
  });

  it("gets a sheet from the trainer, on the shelf and paired at once", async () => {
    const answer = await make({ title: "Sonde du quai" });
    expect(answer.statusCode).toBe(200);
    const written = writtenSheetSchema.parse(answer.json());
    expect(written.sheet).toMatchObject({ id: "sonde-du-quai", number: "M01", models: [] });
    expect(written.folder).toBe(path.join(own, "sonde-du-quai"));
    const french = written.files.find(({ name }) => name === "fr.md")?.text ?? "";
    expect(french).toContain("| 2 | compteur | `u8` |");
    expect(french).not.toContain("ttyUSB0");
    expect(paired).toEqual([["usb-unknown", "sonde-du-quai"]]);
    const sheet = await app.inject({ url: "/api/sheets/sonde-du-quai", headers: { host } });
    expect(sheet.json().title.fr).toBe("Sonde du quai");
    const picture = await app.inject({
      url: "/api/sheets/sonde-du-quai/images/trame.svg",
      headers: { host },
    });
    expect(picture.headers["content-type"]).toContain("svg");
  });

  it("gets none from anybody else, without a title, twice, or where a name is taken", async () => {
    expect((await make({ title: "Sonde" }, {})).json().code).toBe("TRAINER_ONLY");
    expect((await make({ title: "  " })).json().code).toBe("REQUEST_INVALID");
    expect((await make({ title: "x".repeat(61) })).json().code).toBe("REQUEST_INVALID");
    expect((await make({ title: "Sonde" }, cookies, "nobody")).statusCode).toBe(404);
    await mkdir(path.join(own, "sonde"));
    const taken = await make({ title: "Sonde" });
    expect([taken.statusCode, taken.json().code]).toEqual([409, "SHEET_TAKEN"]);
    expect(paired).toEqual([]);
  });

  it("gets a sheet of the framing that was chosen", async () => {
    const framings = inspectionSchema.parse(
      (await app.inject({ url: "/api/devices/usb-unknown/inspection", headers: { host } })).json(),
    ).framings;
    const other = framings.at(-1);
    if (other === undefined || other === framings[0]) throw new Error("one framing only");
    const { files } = writtenSheetSchema.parse((await make({ title: "Autre", framing: other.id })).json());
    expect(files.find(({ name }) => name === "en.md")?.text).toContain(
      other.what.en.replace(/ \(.*/, "").slice(0, 24),
    );
  });
});
