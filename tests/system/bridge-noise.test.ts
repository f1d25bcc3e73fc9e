// Interference, through the whole bridge: on the serial wire, on the live socket, in names. It is counted and shown;
// nothing is lost after it, nothing crashes, and text stays text.
import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { livePath } from "#contract/api.ts";
import type { KitControl } from "#contract/kit.ts";
import { createRandom } from "../../bridge/virtual-kit/random.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import {
  closeHouses,
  deviceOf,
  type House,
  isUnbroken,
  kitReader,
  kitReaderOf,
  ofKind,
  onlineDevice,
  openHouse,
  type ReaderOnBench,
  seen,
} from "../helpers/house.ts";
import { type LiveClient, openLive } from "../helpers/live-client.ts";
import { portOf } from "../helpers/tcp.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(closeHouses);

const healthOf = async () => (await house.api.call("bench")).bridges.banc?.health;

describe("noise on the reader’s wire", () => {
  let reader: ReaderOnBench;
  beforeAll(async () => {
    reader = await kitReaderOf(house);
  });
  afterAll(() => reader.watch.close());

  const noise = (bytes: Uint8Array | string) =>
    house.api.call("controlKit", {
      body: { control: "line-noise", board: kitReader, hex: Buffer.from(bytes).toString("hex") },
    });
  const random = createRandom(5);
  const kinds: { name: string; make: (round: number) => Uint8Array | string }[] = [
    { name: "garbage", make: () => Uint8Array.from({ length: 200 }, () => random.integer(256)) },
    {
      name: "truncated lines",
      make: (n) => ["$TA,3,30,0,04A1", "$RS,1,2,0,o", "$HI,1,la\r\n", "$TL"][n % 4] ?? "$",
    },
    { name: "an endless line", make: (n) => (n === 0 ? "$" : "") + "9".repeat(250) },
    { name: "lines with a wrong checksum", make: (n) => `$TA,${n},30,0,04A1B2C3,08,0004*0000\r\n` },
    { name: "well-formed lines of no known type", make: () => "$ZZ,1,2,3*ABCD\r\n$*\r\n$$$***\r\n" },
  ];

  it.each(kinds)("$name: discarded and told; tags go on being told", async ({ make }) => {
    const toldBefore = ofKind(reader.watch, "frame-discarded").length;
    // While a tag is put down, and again while it is taken away. A line may be torn in the middle: the board is asked
    // to tell all again, so that a tag that lies there is told sooner or later, and so is one that is gone.
    const noisily = async (control: KitControl) => {
      const done = house.api.call("controlKit", { body: control });
      for (let round = 0; round < 12; round += 1) await noise(make(round));
      await done;
    };
    const arrivedBefore = ofKind(reader.watch, "tag-arrived").length;
    const leftBefore = ofKind(reader.watch, "tag-left").length;
    await noisily({ control: "tag-place", tag: "amulette", reader: kitReader, distanceMm: 5 });
    await eventually(() => ofKind(reader.watch, "tag-arrived").length === arrivedBefore + 1, "the arrival");
    await noisily({ control: "tag-remove", tag: "amulette" });
    await eventually(() => ofKind(reader.watch, "tag-left").length === leftBefore + 1, "the departure");
    const told = await eventually(() => {
      const now = ofKind(reader.watch, "frame-discarded");
      return now.length > toldBefore && now;
    }, "frame-discarded");
    expect(told.at(-1)?.hex.length).toBeGreaterThan(0);
    expect(told.at(-1)?.bytes).toBeGreaterThan(0);

    // After the noise every tap is told, once.
    const arrivals = ofKind(reader.watch, "tag-arrived").length;
    for (const tag of ["coquillage", "plume"]) await reader.tap(tag);
    expect(
      ofKind(reader.watch, "tag-arrived")
        .slice(arrivals)
        .map(({ tag }) => tag.id),
    ).toEqual(["04a91c72e35b80", "0417be50d96c81"]);
    const now = await deviceOf(house, reader.id);
    expect(now?.availability).toMatchObject({ state: "online", health: { state: "ready", code: "ok" } });
  });

  it("all of it is counted in health; no event was lost on the way and no tag was made up", async () => {
    expect(isUnbroken(reader.watch.events.map(({ seq }) => seq))).toBe(true);
    const tags = new Set(ofKind(reader.watch, "tag-arrived").map(({ tag }) => tag.id));
    expect([...tags].sort()).toEqual(["0417be50d96c81", "04a91c72e35b80", "3a7fc21e"]);
    expect(ofKind(reader.watch, "device-lost")).toEqual([]);
    const counted = ofKind(reader.watch, "frame-discarded").reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBeGreaterThan(30);
    await seen(async () => ((await healthOf())?.discarded ?? 0) >= counted, "all of them in health");
  });
});

describe("noise on the live socket", () => {
  const watchBench = JSON.stringify({ type: "watch", feeds: ["bench"] });
  const refusals = (live: LiveClient) =>
    live.messages.flatMap((message) => (message.type === "refused" ? [message.problem.code] : []));
  const getsBench = async (live: LiveClient) => {
    live.send(watchBench);
    await eventually(() => live.messages.some(({ type }) => type === "bench-snapshot"), "the bench");
  };

  it("what is not of the contract is refused and counted; the page that sent it is served on", async () => {
    const live = await openLive(house.bridge.page);
    const garbage: (string | Uint8Array<ArrayBuffer>)[] = [
      "not JSON",
      "{}",
      "null",
      JSON.stringify({ type: "watch", feeds: Array.from({ length: 100 }, () => "bench") }),
      JSON.stringify({ type: "watch", feeds: ["everything"] }),
      JSON.stringify({ type: "watch", feeds: ["bench"], padding: "x".repeat(6000) }),
      Uint8Array.from({ length: 100 }, (_, index) => index),
    ];
    for (const data of garbage) live.send(data);
    await eventually(() => refusals(live).length === garbage.length, "a refusal for each");
    expect(new Set(refusals(live))).toEqual(new Set(["REQUEST_INVALID"]));
    live.send(JSON.stringify({ type: "watch", feeds: ["device:nobody", "run:nobody"] }));
    await eventually(
      () => refusals(live).filter((code) => code === "NOT_FOUND").length === 2,
      "no such feeds",
    );
    await getsBench(live);
    await eventually(
      () => /"refusedMessages":4\b.*live: messages refused/.test(house.bridge.output()),
      "counted in the log",
    );
    live.close();
  });

  it("a message that is far too large ends that socket, and no other", async () => {
    const [large, calm] = [await openLive(house.bridge.page), await openLive(house.bridge.page)];
    large.send("x".repeat(200_000));
    await eventually(() => large.closed !== undefined, "closed");
    await getsBench(calm);
    calm.close();
  });

  it("a socket opened by a page from elsewhere is refused", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      request({
        host: "127.0.0.1",
        port: portOf(house.bridge.page),
        path: livePath,
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": Buffer.alloc(16, 1).toString("base64"),
          origin: "https://evil.example",
        },
      })
        .on("upgrade", (_response, socket) => {
          socket.destroy();
          resolve(101);
        })
        .on("response", (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it("one page too many is sent away politely, and finds a place once another leaves", async () => {
    const most = 128;
    const pages: LiveClient[] = [];
    for (let n = 0; n < most + 12; n += 1) pages.push(await openLive(house.bridge.page));
    const away = () => pages.flatMap(({ closed }) => (closed === undefined ? [] : [closed.code]));
    await eventually(() => away().length >= 12, "sent away");
    expect(new Set(away())).toEqual(new Set([1013]));
    // Pages of other tests may be there still.
    expect(pages.length - away().length).toBeGreaterThan(most - 8);
    expect(pages.length - away().length).toBeLessThanOrEqual(most);
    pages.find(({ closed }) => closed === undefined)?.close();
    const next = await eventually(async () => {
      const live = await openLive(house.bridge.page);
      live.send(watchBench);
      return eventually(
        () => live.closed !== undefined || live.messages.length > 0,
        "an answer of either kind",
      ).then(() => live.closed === undefined && live);
    }, "a place");
    for (const live of [...pages, next]) live.close();
    expect((await house.api.call("health")).status).toBe("ok");
  });
});

describe("markup in texts", () => {
  const markup = `<img src=x onerror="alert(1)">`;
  const trainer = () => createApiClient(house.bridge.page);
  beforeEach(async () => {
    await onlineDevice(house, "firmata-board");
  });

  it("a device’s name comes back as the same text, never as a page", async () => {
    const api = trainer();
    await api.open(new URL(house.bridge.trainerLink).pathname);
    const { id } = (await onlineDevice(house, "firmata-board")).device;
    expect((await api.call("renameDevice", { id, body: { name: markup } })).device.name.en).toBe(markup);
    expect((await deviceOf(house, id))?.device.name.en).toBe(markup);
    const answer = await api.open("/api/devices");
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("script-src 'self'");
    // A participant may not do the same, and a name of another length is refused.
    await expect(house.api.call("renameDevice", { id, body: { name: "Autre" } })).rejects.toThrow(
      "TRAINER_ONLY",
    );
    await expect(api.call("renameDevice", { id, body: { name: "x".repeat(61) } })).rejects.toThrow(
      "REQUEST_INVALID",
    );
  });

  it("a tag’s label too, and an address with markup in it is not repeated as a page", async () => {
    const api = trainer();
    await api.open(new URL(house.bridge.trainerLink).pathname);
    await api.call("teachTag", { id: "3a7fc21e", body: { label: markup } });
    expect((await house.api.call("bench")).tags["3a7fc21e"]?.label.en).toBe(markup);
    const missing = await api.open(`/api/${encodeURIComponent("<script>alert(1)</script>")}`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get("content-type")).toMatch(/^application\/json/);
  });
});
