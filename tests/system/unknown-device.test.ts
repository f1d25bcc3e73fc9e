// A device nobody knows, on a real pseudo-terminal, in a real bench and a real browser: its bytes are looked at, its frames
// and fields guessed while they come, the trainer holds its line and begins a sheet that opens with it at once.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { deviceIdOf } from "../../bridge/devices/serial-session.ts";
import { loadFolder } from "../../bridge/sheets/check.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import type { Firmware } from "../helpers/byte-hub.ts";
import { closeHouses, deviceOf, type House, openHouse, seen } from "../helpers/house.ts";
import { createPtyCable, hasSocat, type PtyCable } from "../helpers/pty-cable.ts";
import { sensorFrames } from "../helpers/unknown-protocols.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const everyMs = 25;

/** A sensor of an unknown make: it talks by itself, whatever the speed, a pseudo-terminal having none. */
const unknownSensor: Firmware = (far) => {
  const frames = sensorFrames(11, 5000);
  let next = 0;
  const timer = setInterval(() => {
    const frame = frames[next % frames.length];
    next += 1;
    if (frame !== undefined) far.send(frame);
  }, everyMs);
  return { onBytes: () => undefined, stop: () => clearInterval(timer) };
};

const reason = hasSocat ? whyNoBrowser() : "socat is missing, apt install socat";
const title = "a device nobody knows";

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let browser: Browser;
  let cable: PtyCable;
  let house: House;
  let id: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    cable = await createPtyCable(unknownSensor);
    await cable.plug();
    house = await openHouse({ args: ["--no-kit", "--serial", cable.path] });
    id = deviceIdOf({ key: `path:${cable.path}`, path: cable.path, source: "hardware" });
    await seen(() => deviceOf(house, id), "the port is on the bench", 60_000);
  });
  afterAll(async () => {
    await browser?.close();
    await closeHouses();
    await cable?.stop();
  });
  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  async function open(isTrainer: boolean, width = 1280): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      reducedMotion: "reduce",
      bypassCSP: true,
    });
    await context.addInitScript({ path: axePath });
    const page = await context.newPage();
    pages.push(page);
    if (isTrainer) await page.goto(house.bridge.trainerLink);
    await page.goto(`${house.bridge.page}/appareil/${id}`);
    await page.locator("#deviner").waitFor();
    return page;
  }

  async function complaints(page: Page): Promise<string[]> {
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const result = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      });
      return result.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
      );
    });
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    return over > 0 ? [...violations, `${over} px too wide`] : violations;
  }

  const rowsOf = (page: Page) => page.locator("section:has(#deviner) tbody tr");

  it("opens the inspector for anybody: framing, alternatives, frames and fields that move, on a phone too", async () => {
    const page = await open(false, 360);
    const framings = page.getByRole("radio");
    await framings.first().waitFor({ timeout: 60_000 });
    await page.getByText("Somme de contrôle trouvée").first().waitFor();
    const counter = rowsOf(page).filter({ hasText: "compteur" }).locator("td").nth(1);
    const before = await counter.innerText();
    await expect.poll(() => counter.innerText(), { timeout: 30_000 }).not.toBe(before);
    await rowsOf(page).filter({ hasText: "Température" }).first().waitFor();
    expect(await page.locator("#faire-une-fiche").count()).toBe(0);
    expect(await complaints(page)).toEqual([]);
    // Frozen, nothing moves under a reader's eyes; another framing is chosen with the keyboard.
    await page.locator("section:has(#deviner)").getByRole("button", { name: "Figer" }).press("Enter");
    expect(await framings.count()).toBeGreaterThan(1);
    await framings.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => framings.nth(1).isChecked()).toBe(true);
  });

  it("lets the trainer hold its line at a speed, which is remembered", async () => {
    const page = await open(true);
    const stay = page.getByRole("button", { name: /^Rester à/ }).first();
    await stay.waitFor({ timeout: 60_000 });
    await stay.click();
    await page.getByText("Le banc reste à cette vitesse").waitFor();
    const held = await seen(async () => {
      const found = await deviceOf(house, id);
      const isHeld = found?.device.facts.protocol === "bytes";
      return isHeld && found.availability?.health.state === "ready" ? found : undefined;
    }, "the line is held, as bytes");
    // Chosen by a person: no confidence to tell.
    expect(held.device.facts.confidence).toBeUndefined();
    await cable.pull();
    await seen(async () => (await deviceOf(house, id))?.availability?.state === "offline", "it is gone");
    await cable.plug();
    await seen(async () => {
      const found = await deviceOf(house, id);
      return found?.availability?.health.state === "ready" && found.device.facts.protocol === "bytes";
    }, "it is held again");
  });

  it("gets a sheet that passes the check and opens at once, with what was guessed in it", async () => {
    const page = await open(true);
    await rowsOf(page).filter({ hasText: "compteur" }).first().waitFor({ timeout: 60_000 });
    await page.getByLabel("Titre de la fiche").fill("Sonde du quai");
    await page.getByRole("button", { name: "Écrire la fiche" }).click();
    await page.getByText("La fiche M01 est écrite").waitFor();
    expect((await deviceOf(house, id))?.pairing).toEqual({ sheet: "sonde-du-quai", by: "hand" });
    await page.locator("aside").getByText("Sonde du quai").waitFor();
    await page.getByText("Voir ce qui a été écrit").click();
    expect(await complaints(page)).toEqual([]);
    await page.getByRole("link", { name: "Ouvrir la fiche" }).click();
    await page.getByRole("heading", { level: 1, name: "Sonde du quai" }).waitFor();
    await page.locator("main table").first().waitFor();
    expect(await complaints(page)).toEqual([]);
    const own = join(house.bridge.data, "sheets");
    expect(existsSync(join(own, "sonde-du-quai", "sheet.yaml"))).toBe(true);
    const { sheets, problems } = await loadFolder(own);
    expect(problems).toEqual([]);
    expect(sheets.map((sheet) => sheet.id)).toEqual(["sonde-du-quai"]);
    const how = sheets[0]?.sections.find((section) => section.id === "how")?.body.fr ?? "";
    expect(how).toContain("| compteur |");
    expect(how).toContain("Température");
  });
});
