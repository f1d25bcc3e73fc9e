// Every page of the dashboard in a real browser: no accessibility violation, no error on the console, no request elsewhere.
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { languageCookie } from "#contract/language-cookie.ts";
import { type DevServer, startDevServer } from "../dashboard/dev-server.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const pages: readonly { readonly path: string; readonly ready: string }[] = [
  { path: "/", ready: "#pannes" },
  { path: "/appareil/lecteur-rfid", ready: "#octets" },
  { path: "/appareil/balise-ibeacon", ready: ".uplot" },
  { path: "/appareil/carte-capteurs", ready: "#commandes" },
  { path: "/appareil/carte-capteurs/cablage", ready: "#pieces" },
  { path: "/appareil/station-phare", ready: "main h3" },
  { path: "/appareil/personne", ready: "main h1" },
  { path: "/bibliotheque", ready: "main li" },
  { path: "/fiches", ready: "main li" },
  { path: "/fiches/f2-rfid-nfc", ready: "main table" },
  { path: "/fiches/inconnue", ready: "[role=alert]" },
  { path: "/nombres", ready: "main li" },
  { path: "/nombres?mots=introuvable", ready: "main button" },
  { path: "/experiences", ready: "main li" },
  { path: "/experiences/e05-lire-sans-toucher", ready: "input[type=radio]" },
  { path: "/parcours/essai-ouvert", ready: "#etape-titre" },
  { path: "/parcours/essai-fini", ready: "#preuves" },
  { path: "/kit", ready: "[data-part=knob]" },
  { path: "/diagnostic", ready: "#bien" },
  { path: "/telephone", ready: "#capacites" },
  { path: "/carnet", ready: "main ol li" },
  { path: "/compositeur", ready: "main ul li h3" },
  { path: "/codes", ready: "main li svg" },
  { path: "/q/socle-du-phare", ready: "main h1" },
  { path: "/q/jamais-faite", ready: "main [role=alert]" },
  { path: "/nulle-part", ready: "main h1" },
];

const reason = whyNoBrowser();
const title = "the dashboard's pages";

/** The accessibility rules that a page breaks now. */
const brokenRules = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const result = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return result.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
  });

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let server: DevServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startDevServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(
    context: BrowserContext,
    path: string,
    ready: string,
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      // A refused address answers 404 on purpose; the browser notes it by itself.
      if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) {
        complaints.push(`request to ${request.url()}`);
      }
    });
    await page.goto(server.url + path);
    await page.locator(ready).first().waitFor();
    return { page, complaints };
  }

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [360, 1280]) {
      it(`break no accessibility rule and ask nothing of the outside, ${colorScheme}, ${width} px`, async () => {
        const context = await browser.newContext({
          colorScheme,
          viewport: { width, height: 800 },
          reducedMotion: "reduce",
          // The checker is injected by the test, which the pages' own policy rightly refuses.
          bypassCSP: true,
        });
        await context.addInitScript({ path: axePath });
        const found: string[] = [];
        for (const { path, ready } of pages) {
          const { page, complaints } = await open(context, path, ready);
          // What is pale or wide only while it waits for the bench is looked at again; what stays so is told.
          let violations: string[] = [];
          const breaksNone = async () => {
            violations = await brokenRules(page);
            return violations.length === 0;
          };
          await eventually(breaksNone, "no rule is broken", 10_000).catch(() => undefined);
          found.push(...[...violations, ...complaints].map((text) => `${path} ${text}`));
          // Words of the other language have other lengths: the same page is measured in both.
          for (const language of ["fr-CA", "en-CA"]) {
            if (language === "en-CA") await page.getByRole("button", { name: "English" }).click();
            await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
            await page.locator(ready).first().waitFor();
            let overflow = 0;
            const fits = async () => {
              overflow = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
              );
              return overflow <= 0;
            };
            await eventually(fits, "the page fits its width", 10_000).catch(() => undefined);
            if (overflow > 0) found.push(`${path} is ${overflow} px too wide in ${language}`);
          }
          // The next page of this browser begins in French again.
          await context.clearCookies({ name: languageCookie });
          await page.close();
        }
        await context.close();
        expect(found).toEqual([]);
      });
    }
  }

  it("live with a policy that forbids eval, and any inline script but the one they were built with", async () => {
    const context = await browser.newContext();
    const { page, complaints } = await open(context, "/kit", "[data-part=knob] wokwi-potentiometer");
    await page.goto(`${server.url}/parcours/essai-ouvert`);
    await page.locator("#etape-titre").waitFor();
    expect(complaints).toEqual([]);
    const marks = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.documentElement.dataset.intruder = 'ran'";
      document.head.append(script);
      const { intruder, mantineColorScheme } = document.documentElement.dataset;
      return { intruder, mantineColorScheme };
    });
    expect(marks).toEqual({ intruder: undefined, mantineColorScheme: "light" });
    await context.close();
  });

  it("show a tag on the reader after it was dragged there, and tick the first steps", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page } = await open(context, "/", "[data-tag=amulette]");
    const tag = page.locator("[data-tag=amulette]");
    await tag.scrollIntoViewIfNeeded();
    const from = await tag.boundingBox();
    const to = await page.locator("[data-reader=lecteur-rfid]").boundingBox();
    if (from === null || to === null) throw new Error("nothing to drag, or nowhere to");
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    await page.mouse.up();
    await page.getByText("Le lecteur l’a vue!").waitFor();
    await expect.poll(() => page.locator("[data-reader] [data-tag=amulette]").count()).toBe(1);
    await context.close();
  });

  it("let a keyboard do what a drag does: put a tag, move a beacon", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const { page } = await open(context, "/kit", "[data-part=knob]");
    await page.locator("[data-tag=billet]").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Poser sur le lecteur" }).press("Enter");
    await page.locator("[data-reader] [data-tag=billet]").waitFor();
    const beacon = page.locator("[data-thing=balise-ibeacon]");
    await beacon.focus();
    const before = await beacon.getAttribute("transform");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => beacon.getAttribute("transform")).not.toBe(before);
    await context.close();
  });

  it("ask for nothing, socket included, before the bench knows the browser", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    let release = () => {};
    const known = new Promise<void>((resolve) => {
      release = resolve;
    });
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/api")) asked.push(pathname);
    });
    page.on("websocket", () => asked.push("socket"));
    await page.route("**/api/session", async (route) => {
      await known;
      await route.continue();
    });
    await page.goto(server.url);
    await page.getByRole("heading", { level: 1, name: "Le banc" }).waitFor();
    expect(asked).toEqual(["/api/session"]);
    release();
    await page.locator("#famille-board").waitFor();
    expect(asked).toContain("socket");
    await context.close();
  });

  it("keep the language chosen", async () => {
    const context = await browser.newContext();
    const { page } = await open(context, "/fiches", "main li");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Tech sheets" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Tech sheets" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en-CA");
    await context.close();
  });
});
