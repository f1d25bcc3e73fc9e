// Rules composed on a bench that records, then played again: the same rules, moved by the same bytes at the same instants,
// their commands on the bus as they were, and the steps of E25 and E26 that watch them verified.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LaboEvent } from "#contract/events.ts";
import type { KitControl } from "#contract/kit.ts";
import { composerId } from "#contract/rules.ts";
import { languages } from "#contract/words.ts";
import { readConfig } from "../../bridge/config.ts";
import type { LaboError } from "../../bridge/errors.ts";
import { createLabo } from "../../bridge/labo.ts";
import { createLedClock } from "../../bridge/led-clock.ts";
import { createRecordingFile } from "../../bridge/transports/recording/recording-file.ts";
import { type ApiClient, createApiClient } from "../helpers/api-client.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { createPerson } from "../helpers/person.ts";
import { replayedBench } from "../helpers/replayed-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "labo-rules-"));
const path = join(folder, "rules.labo");
const rate = 4;
const reader = "lecteur-rfid";
const recorded: LaboEvent[] = [];
/** The bench's names of what plays. */
const boards = { carte: "usb-labo-vk-io-02", fleche: "usb-labo-vk-io-05" };
let lecteur = "";

function configOf(name: string) {
  const data = join(folder, name);
  const outcome = readConfig(
    ["--port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--data", data, "--log-level", "silent"],
    {},
  );
  if (outcome.kind !== "config") throw new Error("no configuration");
  return outcome.config;
}

const fill = (red: number, green: number) => ({
  device: boards.carte,
  command: "strip.fill",
  args: { red, green, blue: 0 },
});

/** Somebody composes, puts tags down, and waves a hand before the arrow. @param wait of the kit's time. */
async function busyHands(api: ApiClient, wait: (seconds: number) => Promise<void>): Promise<void> {
  const hand = (body: KitControl) => api.call("controlKit", { body });
  const lay = async (tag: string, seconds: number) => {
    await hand({ control: "tag-place", tag, reader, distanceMm: 5 });
    await wait(seconds);
    await hand({ control: "tag-remove", tag });
  };
  const obstacle = (metres: number) =>
    hand({ control: "obstacle", board: "carte-fleche", component: "time-of-flight", metres });
  // Whoever watches the replay needs a moment to begin.
  await wait(16);
  await obstacle(0.15);
  const { id } = await api.call("addRule", {
    body: {
      kind: "event",
      name: "La vitrine",
      on: true,
      energy: "usb",
      input: { device: lecteur, trigger: { type: "tag" } },
      condition: { type: "known-tag" },
      does: [
        fill(20, 60),
        { device: boards.carte, command: "piezo.play", args: { frequency: 660, ms: 300 } },
      ],
      otherwise: [fill(15, 5)],
      rest: [fill(0, 0)],
      until: { from: "end", seconds: 5 },
      pauseSeconds: 2,
    },
  });
  await api.call("rehearseRule", { id, body: { branch: "else" } });
  await wait(10);
  await lay("amulette", 11);
  await wait(14);
  await lay("amulette", 2);
  await wait(10);
  await lay("carte-bus", 2);
  await wait(8);
  await api.call("addRule", {
    body: {
      kind: "mapping",
      name: "La flèche",
      on: true,
      energy: "usb",
      input: { device: boards.fleche, channel: "time-of-flight", from: 0.1, to: 0.6 },
      output: {
        ...{ device: boards.fleche, command: "servo.move", args: {} },
        ...{ argument: "angle", from: 0, to: 180 },
      },
      deadBand: 0.02,
      rest: { value: 90, afterSeconds: 2 },
    },
  });
  await wait(4);
  for (let turn = 0; turn < 8; turn += 1)
    for (const metres of [0.12, 0.22, 0.32, 0.42, 0.52, 0.58, 0.48, 0.38, 0.28, 0.18]) {
      await obstacle(metres);
      await wait(0.5);
    }
  await wait(8);
  await obstacle(0.35);
  await wait(4);
  await obstacle(1.2);
  await wait(8);
}

beforeAll(async () => {
  const clock = createLedClock(rate);
  const labo = createLabo(configOf("recording"), {
    ...{ clock, seed: 12, plugged: [reader, "carte-atelier", "carte-fleche"] },
    record: {
      file: createRecordingFile(path),
      onFull(error) {
        throw error;
      },
    },
    onEvent: (event) => void recorded.push(event),
  });
  try {
    const api = createApiClient((await labo.start()).page.replace(/\/$/, ""));
    await eventually(
      async () => {
        const { devices } = await api.call("devices");
        const found = devices.find(({ device }) => device.model === "labo-rfid");
        lecteur = found?.device.id ?? "";
        const here = new Set(
          devices.filter((one) => one.availability?.state === "online").map(({ device }) => device.id),
        );
        return [lecteur, ...Object.values(boards)].every((id) => here.has(id));
      },
      "the reader and both boards online",
      60_000,
    );
    await busyHands(api, (seconds) => new Promise((resolve) => clock.after(seconds * 1000, resolve)));
  } finally {
    await labo.stop();
  }
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Plays the file on a bench of its own. @param during while it plays; the bench stays until it is over. */
async function play(
  speed: number,
  during: (api: ApiClient, end: Promise<LaboError | undefined>, page: string) => Promise<unknown>,
): Promise<readonly LaboEvent[]> {
  const { labo, events, end } = await replayedBench(configOf(`play-${speed}`), path, speed);
  try {
    const page = (await labo.start()).page.replace(/\/$/, "");
    await during(createApiClient(page), end, page);
    return events;
  } finally {
    await labo.stop();
  }
}

/** Events less what tells a replay from what was recorded; what moved a rule is said by its place. */
function plain(events: readonly LaboEvent[]): object[] {
  const places = new Map(events.map(({ id, device, seq }) => [id, `${device} ${seq}`]));
  return events.map(({ id: _id, source: _source, ...event }) =>
    event.kind === "rule-fired" && event.cause !== undefined
      ? { ...event, cause: places.get(event.cause) }
      : event,
  );
}

const fired = (events: readonly LaboEvent[]) =>
  events.flatMap((event) => (event.kind === "rule-fired" ? [event.branch] : []));

describe("a recording of a bench with rules", () => {
  it("holds what was composed, what moved it and what its commands came to", () => {
    const lines = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const asks = new Set(lines.filter(({ what }) => what === "asked").map(({ ask }) => ask));
    expect([...asks].sort()).toEqual(["rule.add", "rule.hear", "rule.known", "rule.rehearse"]);
    expect(new Set(fired(recorded))).toEqual(new Set(["then", "else", "rest"]));
    expect(fired(recorded).length).toBeGreaterThan(50);
  });

  it("played as fast as can be gives the very same events", async () => {
    const events = await play(Number.POSITIVE_INFINITY, async (api, end) => {
      expect(await end).toBeUndefined();
      const { rules } = await api.call("rules");
      expect(rules.map(({ rule, firings }) => [rule.name, firings > 0])).toEqual([
        ["La vitrine", true],
        ["La flèche", true],
      ]);
    });
    expect(plain(events)).toEqual(plain(recorded));
    expect(new Set(events.map(({ source }) => source))).toEqual(new Set(["replay"]));
  });

  const reason = whyNoBrowser();
  const title = "shows its rules and their cards, to look at and not to touch";
  it.skipIf(reason !== undefined).each(languages)(
    reason === undefined ? `${title}, in %s` : `${title} (left out: ${reason})`,
    async (language) => {
      const browser = await launchBrowser();
      try {
        await play(Number.POSITIVE_INFINITY, async (_api, end, bench) => {
          expect(await end).toBeUndefined();
          const person = createPerson(await browser.newPage(), bench, language);
          const { page, button, text } = person;
          await person.open("/compositeur");
          await person.speak();
          await page.getByRole("heading", { name: "La flèche", exact: true }).waitFor();
          await page.getByText(text("composer.played")).waitFor();
          for (const id of ["composer.beginEvent", "composer.edit", "composer.remove"] as const)
            expect(await button(id).count()).toBe(0);
          await button("composer.look").last().click();
          const deadBand = page.getByLabel(`${text("composer.deadBand")} (m)`, { exact: true });
          expect(await deadBand.inputValue()).toBe(language === "fr" ? "0,02" : "0.02");
          expect(await deadBand.isDisabled()).toBe(true);
          expect(await button("composer.save").count()).toBe(0);
          await button("close").click();
          await page.getByRole("heading", { name: "La vitrine", exact: true }).waitFor();
        });
      } finally {
        await browser.close();
      }
    },
  );

  it("verifies the steps of E25 and E26 that watch rules, and the runs say that it was played", async () => {
    await play(4, async (api) => {
      await eventually(
        async () => {
          const ids = (await api.call("devices")).devices.map(({ device }) => device.id);
          return [lecteur, ...Object.values(boards)].every((id) => ids.includes(id));
        },
        "what was recorded on the bench",
        60_000,
      );
      const begin = async (experiment: string, devices: Record<string, string>) => {
        const { id } = await api.call("startRun", { body: { experiment, devices } });
        return {
          go: (step: string) => api.call("actOnRun", { id, body: { action: "go", step } }),
          async verified(step: string) {
            const found = async () =>
              (await api.call("run", { id })).steps.find(
                (one) => one.id === step && one.state === "verified",
              );
            const state = await eventually(found, `${step} verified`, 90_000).catch(async (error) => {
              throw new Error(`${error}\n${JSON.stringify((await api.call("run", { id })).steps, null, 1)}`);
            });
            expect(state.evidence?.sources).toEqual(["replay"]);
          },
          devices: async () => (await api.call("run", { id })).devices,
        };
      };
      const e26 = await begin("e26-la-vitrine-qui-parle", { lecteur, carte: boards.carte });
      const e25 = await begin("e25-le-servo-qui-montre", { carte: boards.fleche });
      for (const step of ["phrase", "tenir", "retirer", "inconnue"]) {
        await e26.go(step);
        await e26.verified(step);
      }
      expect((await e26.devices()).compositeur).toBe(composerId);
      for (const step of ["vif", "repos"]) {
        await e25.go(step);
        await e25.verified(step);
      }
      // What was composed is seen as it was, and stays so.
      const { rules } = await api.call("rules");
      expect(rules).toMatchObject([
        { rule: { name: "La vitrine", otherwise: [fill(15, 5)] }, last: { branch: "rest", ok: true } },
        { rule: { name: "La flèche", deadBand: 0.02 } },
      ]);
      const [first] = rules;
      if (first === undefined) throw new Error("no rule");
      await expect(api.call("removeRule", { id: first.id })).rejects.toThrow("REPLAY_ONLY");
      await expect(api.call("addRule", { body: first.rule })).rejects.toThrow("REPLAY_ONLY");
      const sent = await api.call("command", { id: boards.carte, body: fill(0, 0) });
      expect(sent).toMatchObject({ ok: false, problem: { code: "REPLAY_ONLY" } });
    });
  }, 240_000);
});
