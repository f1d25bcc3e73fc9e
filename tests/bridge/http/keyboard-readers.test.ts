// The doors of keyboard readers, with the readers behind them: what is let in, and what is refused with which words.
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lentKeyboardSchema, mostKeyboardFrames } from "#contract/keyboard-readers.ts";
import { problemSchema } from "#contract/problems.ts";
import { createClock } from "../../../bridge/clock.ts";
import { createEventFactory } from "../../../bridge/devices/event-factory.ts";
import { createKeyboards, mostKeyboards } from "../../../bridge/devices/keyboards/keyboards.ts";
import { createTagIdentity } from "../../../bridge/devices/tag-identity.ts";
import { buildApp } from "../../../bridge/http/app.ts";
import { createLogger } from "../../../bridge/logger.ts";
import { plainDoors } from "../../helpers/http-doors.ts";
import { keyboardHex } from "../../helpers/keyboard-frames.ts";
import { createListeningOutput } from "../../helpers/phone-bench.ts";

const host = "localhost:3000";
let app: FastifyInstance;
let heard: ReturnType<typeof createListeningOutput>;
let drawn = 0;

beforeEach(async () => {
  heard = createListeningOutput();
  const clock = createClock();
  const keyboards = createKeyboards({
    clock,
    bridge: "banc",
    output: heard.output,
    events: createEventFactory("banc", "boot"),
    tags: createTagIdentity({ beaconName: () => undefined, isTagKnown: () => true }, new Uint8Array(32)),
    random: (bytes) => {
      drawn += 1;
      return Uint8Array.from({ length: bytes }, (_, n) => (drawn * 37 + n * 11) % 256);
    },
    forget: () => {},
  });
  app = await buildApp({
    doors: plainDoors({ keyboards }),
    clock,
    logger: createLogger("silent"),
    trainerKey: "k".repeat(32),
    pages: "/nowhere",
    version: "0.0.0",
    bridge: "banc",
    language: "fr",
    lan: false,
  });
});
afterEach(() => app.close());

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url, payload, headers: { host, ...headers } });
const lend = async () => lentKeyboardSchema.parse((await post("/api/keyboards", {})).json());
const say = (device: string, body: object, headers?: Record<string, string>) =>
  post(`/api/keyboards/${device}/frames`, body, headers);

describe("the doors of keyboard readers", () => {
  it("let a participant add one, and what it types in", async () => {
    const { device, key } = await lend();
    const answer = await say(device, { key, frames: [keyboardHex.here(1), keyboardHex.typed("0008520833")] });
    expect(answer.statusCode).toBe(200);
    expect(heard.of("tag-arrived")).toMatchObject([{ device, tag: { id: "00820481" } }]);
  });

  it("are open to no page from elsewhere, and change nothing by GET", async () => {
    const elsewhere = { origin: "http://evil.example", "sec-fetch-site": "cross-site" };
    expect((await post("/api/keyboards", {}, elsewhere)).statusCode).toBe(403);
    const { device, key } = await lend();
    const frames = [keyboardHex.typed("0008520833")];
    expect((await say(device, { key, frames }, elsewhere)).statusCode).toBe(403);
    expect((await app.inject({ url: "/api/keyboards", headers: { host } })).statusCode).toBe(404);
    expect(heard.events).toEqual([]);
  });

  it("need the key of the reader, and a reader", async () => {
    const { device, key } = await lend();
    const frames = [keyboardHex.typed("0008520833")];
    for (const answer of [
      await say(device, { key: "x".repeat(32), frames }),
      await say("keyboard-nobody", { key, frames }),
    ]) {
      expect(answer.statusCode).toBe(410);
      expect(problemSchema.parse(answer.json()).code).toBe("KEYBOARD_GONE");
    }
    expect(heard.events).toEqual([]);
  });

  it.each([
    ["no frame", { frames: [] }],
    ["too many", { frames: Array.from({ length: mostKeyboardFrames + 1 }, () => "00") }],
    ["letters that are no bytes", { frames: ["zz"] }],
    ["half a byte", { frames: ["0"] }],
    ["a frame without end", { frames: ["00".repeat(5_000)] }],
    ["numbers", { frames: [1] }],
    ["nothing", {}],
  ])("refuse %s by the contract, before any reader hears it", async (_, body) => {
    const { device, key } = await lend();
    const answer = await say(device, { key, ...body });
    expect(answer.statusCode).toBe(400);
    expect(problemSchema.parse(answer.json()).code).toBe("REQUEST_INVALID");
    expect(heard.events).toEqual([]);
  });

  it("say when there are as many readers as the bench can listen to", async () => {
    for (let n = 0; n < mostKeyboards; n += 1) await lend();
    const answer = await post("/api/keyboards", {});
    expect(answer.statusCode).toBe(429);
    expect(problemSchema.parse(answer.json()).code).toBe("KEYBOARDS_FULL");
  });
});
