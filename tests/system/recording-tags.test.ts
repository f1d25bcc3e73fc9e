// Tags read and written, recorded then played: through a PN532, which the bridge asks at every turn, and through the kit's
// reader; and a session of a reader with the former program, recorded when there was no other. The same events.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventOf, LaboEvent } from "#contract/events.ts";
import type { KitControl } from "#contract/kit.ts";
import { readConfig } from "../../bridge/config.ts";
import { createLabo } from "../../bridge/labo.ts";
import { createRecordingFile } from "../../bridge/transports/recording/recording-file.ts";
import { type ApiClient, createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import { replayedBench } from "../helpers/replayed-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "labo-replay-tags-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixtures = fileURLToPath(new URL("../fixtures/recordings/", import.meta.url));
const path = join(folder, "tags.labo");
const recorded: LaboEvent[] = [];
const firstLink = "https://labo.example/eider";
const secondLink = "https://labo.example/carnet-de-bord";

function configOf(name: string) {
  const args = ["--port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--log-level", "silent"];
  const outcome = readConfig([...args, "--data", join(folder, name)], {});
  if (outcome.kind !== "config") throw new Error("no configuration");
  return outcome.config;
}

/** An event less what tells a replay from what was recorded: its id has another boot in it. */
const plain = ({ id: _id, source: _source, ...event }: LaboEvent): object => event;

const linksRead = (device: string): (string | undefined)[] =>
  recorded
    .filter((event): event is EventOf<"reading-taken"> => event.kind === "reading-taken")
    .filter((event) => event.device === device && event.facts?.tagLink !== undefined)
    .map(({ facts }) => facts?.tagLink);

async function busyHands(api: ApiClient): Promise<void> {
  const hand = (body: KitControl) => api.call("controlKit", { body });
  const plug = (board: string, plugged: boolean) => hand({ control: "plug", board, plugged, silent: false });
  const place = (tag: string, reader: string) => hand({ control: "tag-place", tag, reader, distanceMm: 5 });
  const count = (kind: LaboEvent["kind"], device: string) =>
    recorded.filter((event) => event.kind === kind && event.device === device).length;
  const arrived = (device: string, least: number) =>
    eventually(() => count("tag-arrived", device) >= least, `${least} on ${device}`, 60_000);
  const left = (device: string, least: number) =>
    eventually(() => count("tag-left", device) >= least, `${least} off ${device}`, 60_000);
  const online = (model: string) =>
    eventually(
      async () =>
        (await api.call("devices")).devices.find(
          ({ device, availability }) => device.model === model && availability?.state === "online",
        )?.device.id,
      `${model} online`,
      60_000,
    );
  const write = (id: string, link: string) =>
    api.call("command", { id, body: { command: "link.write", args: { link } } });

  await plug("carte-capteurs", false);
  const rc522 = await online("labo-rfid");
  await plug("lecteur-pn532", true);
  const pn532 = await online("pn532");

  await place("plume", "lecteur-rfid");
  await arrived(rc522, 1);
  expect(await write(rc522, firstLink)).toMatchObject({ ok: true });
  await place("plume", "lecteur-pn532");
  await eventually(() => linksRead(pn532).includes(firstLink), "read by the other reader", 60_000);
  expect(await write(pn532, secondLink)).toMatchObject({ ok: true });
  await place("plume", "lecteur-rfid");
  await eventually(() => linksRead(rc522).includes(secondLink), "read back by the first one", 60_000);

  // A tag taken away while it is written, on each reader.
  await hand({ control: "tag-remove", tag: "plume" });
  await left(rc522, 2);
  for (const [id, reader] of [
    [rc522, "lecteur-rfid"],
    [pn532, "lecteur-pn532"],
  ] as const) {
    const before = count("tag-arrived", id);
    await place("coquillage", reader);
    await arrived(id, before + 1);
    const writing = write(id, `https://labo.example/${"vague-".repeat(18)}`);
    await hand({ control: "tag-remove", tag: "coquillage" });
    expect((await writing).ok).toBe(false);
  }
  await plug("lecteur-pn532", false);
  await eventually(
    () => recorded.some(({ kind, device }) => kind === "device-lost" && device === pn532),
    "the PN532 lost",
    60_000,
  );
}

/** Plays a file to its end. */
async function play(file: string, speed: number): Promise<readonly LaboEvent[]> {
  const { labo, events, end } = await replayedBench(
    configOf(`play-${speed}-${Math.round(performance.now())}`),
    file,
    speed,
  );
  try {
    await labo.start();
    expect(await end).toBeUndefined();
  } finally {
    await labo.stop();
  }
  return events;
}

describe("a recording of tags read and written", () => {
  beforeAll(async () => {
    const labo = createLabo(configOf("recording"), {
      rate: 4,
      seed: 13,
      record: {
        file: createRecordingFile(path),
        onFull(error) {
          throw error;
        },
      },
      onEvent: (event) => void recorded.push(event),
    });
    try {
      const { page, trainerLink } = await labo.start();
      const api = createApiClient(page.replace(/\/$/, ""));
      await api.open(new URL(trainerLink).pathname);
      await busyHands(api);
    } finally {
      await labo.stop();
    }
  });

  it("has links read through both readers", () => {
    const readers = new Set(
      recorded.flatMap((event) =>
        event.kind === "reading-taken" && event.facts?.tagLink !== undefined ? [event.device] : [],
      ),
    );
    expect(readers.size).toBe(2);
  });

  it.each([Number.POSITIVE_INFINITY, 8])(
    "played %s times faster gives the very same events",
    async (speed) => {
      const played = await play(path, speed);
      expect(played.map(plain)).toEqual(recorded.map(plain));
    },
  );
});

it("a recording of a reader with the program of before, which read no memory, gives the events it gave then", async () => {
  const events: object[] = JSON.parse(readFileSync(join(fixtures, "labo-rfid-1.0.events.json"), "utf8"));
  const played = await play(join(fixtures, "labo-rfid-1.0.labo"), Number.POSITIVE_INFINITY);
  expect(played).toHaveLength(10);
  // What events came to tell besides, since, is theirs to tell.
  expect(played.map(plain)).toMatchObject(events);
});
