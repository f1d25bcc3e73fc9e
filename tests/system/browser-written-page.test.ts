// A sheet is read before any script has run, in the right language and light, and the program takes the page over as it
// stands: nothing is drawn twice, nothing that was opened closes.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { languageCookie } from "#contract/language-cookie.ts";
import type { Language } from "#contract/words.ts";
import { type BridgeProcess, startBridge } from "../helpers/bridge-process.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";

const reason = whyNoBrowser();
const title = "a sheet, written ahead";
const sheet = "/fiches/f1-balise";

/** What only a program does: a word of the glossary explains itself when touched. */
const isInHand = () => {
  const word = document.querySelector<HTMLElement>("dfn button");
  word?.click();
  return word?.getAttribute("aria-expanded") === "true";
};

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let bridge: BridgeProcess;
  let browser: Browser;

  beforeAll(async () => {
    bridge = await startBridge();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await bridge?.stop();
    bridge?.clean();
  });

  const reader = async (
    language: Language | undefined,
    options: Parameters<Browser["newContext"]>[0] = {},
  ): Promise<{ context: BrowserContext; page: Page; errors: string[] }> => {
    const context = await browser.newContext(options);
    if (language !== undefined)
      await context.addCookies([{ name: languageCookie, value: language, url: bridge.page }]);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    return { context, page, errors };
  };

  it.each([
    [undefined, "La balise Bluetooth", "fr-CA", "À faire et à remarquer"],
    ["en", "The Bluetooth beacon", "en-CA", "Do and notice"],
  ] as const)("is whole without a script (%s)", async (language, name, tag, part) => {
    const { context, page } = await reader(language, { javaScriptEnabled: false });
    await page.goto(bridge.page + sheet);
    expect(await page.title()).toBe(`${name} · Labo Explorer`);
    expect(await page.getAttribute("html", "lang")).toBe(tag);
    expect(await page.textContent("main h1")).toBe(name);
    expect(await page.textContent("main")).toContain(part);
    expect(await page.locator("[data-part]").count()).toBe(10);
    expect(await page.locator("[data-part=see] a").count()).toBeGreaterThan(0);
    await context.close();
  });

  it.each(["light", "dark"] as const)("is taken over as it stands (%s)", async (colorScheme) => {
    const { context, page, errors } = await reader("en", { colorScheme });
    let letProgramCome = () => {};
    const held = new Promise<void>((resolve) => {
      letProgramCome = resolve;
    });
    await page.route(/\/assets\/program-.*\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(bridge.page + sheet, { waitUntil: "commit" });
    // Read, and a folded part opened, before the program is there.
    await page.locator("[data-part=further] summary").first().click();
    expect(await page.evaluate(isInHand)).toBe(false);
    expect(await page.getAttribute("html", "data-mantine-color-scheme")).toBe(colorScheme);
    await page.evaluate(() => {
      Object.assign(window, { before: document.querySelector("main h1") });
    });
    letProgramCome();
    await page.waitForFunction(isInHand);
    await page.locator("[data-part=see] a[href^='/appareil/']").first().waitFor();
    const after = await page.evaluate(() => ({
      isSame: (window as unknown as { before: Element }).before === document.querySelector("main h1"),
      isOpen: document.querySelector<HTMLDetailsElement>("[data-part=further] details")?.open,
      scheme: document.documentElement.dataset.mantineColorScheme,
    }));
    expect(after).toEqual({ isSame: true, isOpen: true, scheme: colorScheme });
    expect(errors).toEqual([]);
    await context.close();
  });

  it("names neither program nor drawings as wanted at once, keeps room for the drawings, and has all of them in the end", async () => {
    const { context, page } = await reader("fr", { viewport: { width: 360, height: 740 } });
    const links = (html: string, rel: string) => html.match(new RegExp(`<link rel="${rel}"`, "g")) ?? [];
    const html = await (
      await page.request.get(bridge.page + sheet, { headers: { accept: "text/html" } })
    ).text();
    expect(links(html, "modulepreload")).toEqual([]);
    const later = links(html, "after-first-frame").length;
    expect(later).toBeGreaterThan(2);
    expect(html.match(/<img [^>]*loading="lazy" width="\d+" height="\d+"/g)).toHaveLength(3);

    await page.goto(bridge.page + sheet, { waitUntil: "commit" });
    await page.waitForFunction(isInHand);
    expect(await page.locator("link[rel=modulepreload]").count()).toBeGreaterThanOrEqual(later);
    // Nobody scrolled down to the drawings: they come all the same, before the network may leave.
    await page.waitForFunction(() =>
      [...document.images].every((one) => one.complete && one.naturalWidth > 300 && one.height > 100),
    );
    expect(await page.locator("main img").count()).toBe(3);
    await context.close();
  });

  it("stays readable when the bench went away meanwhile, and comes to life with it", async () => {
    const { context, page } = await reader("fr");
    let isAway = true;
    await page.route(/\/api\//, (route) => (isAway ? route.abort() : route.continue()));
    await page.goto(bridge.page + sheet);
    await page.waitForFunction(() => performance.getEntriesByType("resource").length > 5);
    expect(await page.textContent("main")).toContain("À faire et à remarquer");
    isAway = false;
    await page.waitForFunction(isInHand);
    expect(await page.textContent("main h1")).toBe("La balise Bluetooth");
    await context.close();
  });

  it("is told in the language chosen on it, here and at the next opening", async () => {
    const { context, page } = await reader(undefined);
    await page.goto(bridge.page + sheet);
    await page.waitForFunction(isInHand);
    await page.getByRole("button", { name: "English", exact: true }).click();
    await page.getByRole("heading", { name: "The Bluetooth beacon", level: 1 }).waitFor();
    const written = await (
      await page.request.get(bridge.page + sheet, { headers: { accept: "text/html" } })
    ).text();
    expect(written).toContain('<html lang="en-CA">');
    await context.close();
  });
});
