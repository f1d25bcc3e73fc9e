// A reader that types like a keyboard, in a real browser: a person adds it, its bursts become tags on MQTT, whatever the
// layout; what a person types stays theirs, and the reader leaves with its page.
import { createRequire } from "node:module";
import { connectAsync, type MqttClient } from "mqtt";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EventKind, type EventOf, eventSchema, type LaboEvent } from "#contract/events.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { closeHouses, type House, openHouse, seen } from "../helpers/house.ts";
import { createPerson, type Person } from "../helpers/person.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const reason = whyNoBrowser();
const title = "a keyboard reader";
/** On a French keyboard, the digits from 0 without Shift. */
const frenchDigits = "à&é\"'(-è_ç";

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let browser: Browser;
  let house: House;
  let client: MqttClient;
  const events: LaboEvent[] = [];
  const of = <K extends EventKind>(kind: K) =>
    events.filter((event): event is EventOf<K> => event.kind === kind);

  beforeAll(async () => {
    browser = await launchBrowser();
    house = await openHouse({ args: ["--no-kit"] });
    client = await connectAsync(house.bridge.broker);
    client.on("message", (_topic, payload) => events.push(eventSchema.parse(JSON.parse(payload.toString()))));
    await client.subscribeAsync("labo/+/+/event");
  });
  afterAll(async () => {
    await client?.endAsync();
    await browser?.close();
    await closeHouses();
  });

  interface Desk extends Person {
    readonly context: BrowserContext;
    /** Keys as a reader sends them, each at its own time, whatever this computer is busy with. */
    burst(text: string, options?: { gapMs?: number; layout?: "azerty"; end?: string }): Promise<void>;
    add(): Promise<void>;
  }

  async function desk(language: "fr" | "en" = "fr", isTrainer = false): Promise<Desk> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
    await context.addInitScript({ path: axePath });
    const page = await context.newPage();
    const keys: CDPSession = await context.newCDPSession(page);
    const person = createPerson(page, house.bridge.page, language);
    if (isTrainer) await page.goto(house.bridge.trainerLink);
    await person.open("/");
    await person.speak();
    return {
      ...person,
      context,
      async burst(text, { gapMs = 8, layout, end = "Enter" } = {}) {
        const start = Date.now();
        const pressed = [...text, end].map((character, index) => {
          const isDigit = /\d/.test(character);
          const key = isDigit && layout === "azerty" ? (frenchDigits[Number(character)] ?? "") : character;
          const code = isDigit
            ? `Digit${character}`
            : character === end
              ? end
              : `Key${character.toUpperCase()}`;
          const typed = character === end ? { windowsVirtualKeyCode: 13, text: "\r" } : { text: key };
          const timestamp = (start + index * gapMs) / 1000;
          return [
            keys.send("Input.dispatchKeyEvent", { type: "keyDown", code, key, timestamp, ...typed }),
            keys.send("Input.dispatchKeyEvent", { type: "keyUp", code, key, timestamp }),
          ];
        });
        await Promise.all(pressed.flat());
        // The keys say when they were pressed, a little ahead: what the page says next must not seem to come before them.
        const over = start + pressed.length * gapMs;
        await page.waitForFunction((end) => Date.now() > end, over);
      },
      async add() {
        await person.hands.press(person.button("keyboard.add"));
        await strip(page).waitFor();
      },
    };
  }

  const strip = (page: Page) => page.getByRole("complementary").filter({ has: page.getByRole("status") });
  const devices = async () =>
    (await house.api.call("devices")).devices.filter(({ device }) => device.model === "keyboard-reader");
  const arrivals = async (count: number) =>
    eventually(() => of("tag-arrived").length >= count && of("tag-arrived"), `${count} tags on MQTT`);

  it("is listened to once a person adds it, and its tag arrives and leaves on MQTT", async () => {
    const person = await desk();
    await person.burst("0008520833");
    await person.add();
    expect(await strip(person.page).innerText()).toContain(person.text("keyboard.hears"));
    const before = of("tag-arrived").length;
    expect(before).toBe(0);
    await person.burst("0008520833");
    const [arrived] = await arrivals(1);
    expect(arrived).toMatchObject({ source: "hardware", tag: { known: false, uidBytes: 4 } });
    expect(arrived?.device).toMatch(/^keyboard-[0-9a-f]{12}$/);
    const left = await eventually(() => of("tag-left").at(-1), "it leaves after the hold time");
    expect(left.tag.id).toBe(arrived?.tag.id);
    // The same tag from a computer whose layout writes other characters.
    await person.burst("0008520833", { layout: "azerty" });
    expect((await arrivals(2))[1]?.tag.id).toBe(arrived?.tag.id);
    await strip(person.page).getByText(person.text("keyboard.remark.other-layout")).waitFor();
    // Its number is nowhere: nobody taught this tag.
    expect(JSON.stringify(events)).not.toMatch(/00820481|0008520833/);
    await person.page.goto("about:blank");
    await seen(async () => (await devices()).length === 0, "gone with its page");
    await person.context.close();
  });

  it("leaves a person's keys alone: slow ones, those of a field, those of a button", async () => {
    const person = await desk("en", true);
    await person.add();
    const before = of("tag-arrived").length;
    await person.burst("0008520833", { gapMs: 120 });
    // The button that has the focus is not pressed by the reader's Enter, and the number counts.
    await strip(person.page)
      .getByRole("button", { name: person.text("keyboard.stop") })
      .focus();
    await person.burst("0008520834");
    const told = await arrivals(before + 1);
    expect(told).toHaveLength(before + 1);
    expect(await strip(person.page).isVisible()).toBe(true);
    // In a field the reader types like anybody, the page says so, and one click makes it listen again.
    const reader = (await devices()).at(-1)?.device.id ?? "";
    await house.api.open(new URL(house.bridge.trainerLink).pathname);
    await house.api.call("command", { id: reader, body: { command: "hold-time.set", args: { ms: 10_000 } } });
    await person.page.getByRole("link", { name: person.text("keyboard.open") }).click();
    await person.burst("0008520834");
    await person.hands.press(person.button("tag.teach").first());
    const label = person.text("tag.nameFor", { tag: "" }).trim();
    const field = person.page.getByRole("textbox", { name: label });
    await field.focus();
    await strip(person.page).getByText(person.text("keyboard.writing")).waitFor();
    const heard = of("tag-arrived").length;
    await person.burst("0008520835", { end: "Tab" });
    await eventually(
      async () => (await field.inputValue()).includes("0008520835"),
      "the number in the field",
    );
    await field.focus();
    await seen(
      async () => (await devices()).at(-1)?.availability?.health.code === "KEYBOARD_UNFOCUSED",
      "told on the bench",
    );
    await person.hands.press(person.button("keyboard.again"));
    await strip(person.page).getByText(person.text("keyboard.hears")).waitFor();
    await field.fill("Token");
    await person.hands.press(person.button("save"));
    await field.waitFor({ state: "detached" });
    await seen(async () => Object.values((await house.api.call("bench")).tags).length === 1, "taught");
    expect(of("tag-arrived")).toHaveLength(heard);
    // Taught, it is known at its next visit, and what it is called comes with it.
    await house.api.call("command", { id: reader, body: { command: "hold-time.set", args: { ms: 100 } } });
    await eventually(() => of("tag-left").some(({ device }) => device === reader), "it leaves");
    await person.burst("0008520834");
    await eventually(
      () => of("tag-arrived").some(({ tag }) => tag.known && tag.id === "00820482"),
      "a tag of the kit",
    );
    await person.context.close();
  });

  it("says when another window is in front, and listens again once it is back", async () => {
    const person = await desk();
    // Browsers under test otherwise tell every page that it has the focus.
    const session = await person.context.newCDPSession(person.page);
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    await person.add();
    const other = await person.context.newPage();
    await other.bringToFront();
    await strip(person.page).getByText(person.text("keyboard.behind")).waitFor();
    await person.page.bringToFront();
    await strip(person.page).getByText(person.text("keyboard.hears")).waitFor();
    await person.context.close();
  });

  it("without Enter, or without end, is told on the page and counted on the bench", async () => {
    const person = await desk();
    await person.add();
    const before = of("tag-arrived").length;
    await person.burst("0008520833", { end: "5" });
    await strip(person.page).getByText(person.text("keyboard.remark.no-end")).waitFor();
    await person.burst("7".repeat(400), { gapMs: 2 });
    await strip(person.page).getByText(person.text("keyboard.remark.endless")).waitFor();
    await eventually(
      () => of("frame-discarded").reduce((sum, { count }) => sum + count, 0) >= 2,
      "both counted",
    );
    expect(of("tag-arrived")).toHaveLength(before);
    await person.context.close();
  });

  it.each(["fr", "en"] as const)(
    "is added, seen and stopped with no accessibility violation, in %s",
    async (language) => {
      const person = await desk(language);
      await person.add();
      const violations = await person.page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import("axe-core") };
        const result = await axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        });
        return result.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`,
        );
      });
      expect(violations).toEqual([]);
      await person.hands.press(
        strip(person.page).getByRole("button", { name: person.text("keyboard.stop"), exact: true }),
      );
      await strip(person.page).waitFor({ state: "detached" });
      await person.button("keyboard.add").waitFor();
      await person.context.close();
    },
  );
});
