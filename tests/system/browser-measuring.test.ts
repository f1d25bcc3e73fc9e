// The measuring bench in a real browser: tools revealed and never absent, cursors by keyboard, the published law in the
// fit tool, files that say where their data come from, and everything readable by whoever reads otherwise.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDevServer } from "../dashboard/dev-server.ts";
import { bench, board } from "../dashboard/fixtures.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const reason = whyNoBrowser();
const title = "the measuring bench in a browser";
/** One of each level, and what it opens with. */
const everyTool = [
  "Grand chiffre",
  "Repère",
  "Prédiction",
  "Autres courbes",
  "Curseurs A et B",
  "Statistiques",
  "Tableau de relevés",
  "L’un selon l’autre",
  "Barres",
  "Ajuster une loi",
  "Étalonnage",
  "Histogramme",
  "Période",
  "Spectre",
  "Exporter",
  "Octets",
];

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let server: Awaited<ReturnType<typeof startDevServer>>;
  let browser: Browser;

  beforeAll(async () => {
    server = await startDevServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function openBoard(
    options: { width?: number; colorScheme?: "light" | "dark"; all?: boolean } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: 900 },
      colorScheme: options.colorScheme ?? "light",
      reducedMotion: "reduce",
      // The checker is injected by the test, which the pages' own policy rightly refuses.
      bypassCSP: true,
    });
    await context.addInitScript({ path: axePath });
    if (options.all === true) await context.addInitScript(() => localStorage.setItem("labo.tools", "all"));
    const page = await context.newPage();
    await page.goto(`${server.url}/appareil/${board.id}`);
    await page.locator(".uplot").waitFor();
    return page;
  }
  const tool = (page: Page, name: string) =>
    page.locator("fieldset").getByRole("button", { name, exact: true });
  const drawing = (within: Locator) => within.locator("[role=img] svg");
  const panel = (page: Page, id: string) => page.locator(`section[aria-labelledby=outil-${id}]`);

  it("shows a beginner three tools, and all of them one click away, remembered", async () => {
    const page = await openBoard();
    const shown = async () => {
      const found = await Promise.all(everyTool.map((name) => tool(page, name).count()));
      return everyTool.filter((_, index) => found[index] === 1);
    };
    expect(await shown()).toEqual(everyTool.slice(0, 3));
    await page.getByRole("button", { name: "Tous les outils" }).click();
    expect(await shown()).toEqual(everyTool);
    await page.reload();
    await tool(page, "Spectre").waitFor();
    expect(await shown()).toEqual(everyTool);
    await page.context().close();
  });

  it("finds n = 2.208, A = −49.1 dBm and R² = 0.987 in the published example, and says it in a sentence", async () => {
    const page = await openBoard({ all: true });
    await tool(page, "Ajuster une loi").click();
    const fit = panel(page, "fit");
    await fit.getByText("Chaque fois que la distance double, le signal baisse de 6,6\u00a0dB.").waitFor();
    const figures = Object.fromEntries(
      (await fit.locator("dl > div").allInnerTexts()).map((text) => text.split(/\n+/)),
    );
    expect(figures).toMatchObject({
      "Exposant n": "2,208 ± 0,112",
      "A, à 1 m": "−49,1\u00a0dBm",
      "R²": "0,987",
      "Écart type des points": "0,84\u00a0dB",
    });
    // Somebody else's real measurements, beside a simulated board: the mark is not theirs.
    await eventually(async () => (await drawing(fit).innerHTML()).includes("Mesuré"), "it is said measured");
    expect(await drawing(fit).innerHTML()).not.toContain("SIMULÉ");
    await page.context().close();
  });

  it("moves its cursors by keyboard, each step read aloud, and follows with difference, slope and statistics", async () => {
    const page = await openBoard({ all: true });
    await tool(page, "Curseurs A et B").press("Enter");
    await tool(page, "Statistiques").press("Space");
    const a = page.getByRole("slider", { name: "Curseur A" });
    const difference = panel(page, "cursors").locator("dl > div").filter({ hasText: "De A à B" });
    const counted = panel(page, "statistics").locator("dl > div").filter({ hasText: "Mesures" });
    await a.focus();
    const said = () =>
      Promise.all([a.getAttribute("aria-valuetext"), difference.innerText(), counted.innerText()]);
    const before = await said();
    expect(before[0]).toMatch(/^−\d+,\d\u00a0s\u00a0: \d+,\d\u00a0lx$/);
    await a.press("ArrowRight");
    await a.press("ArrowRight");
    // The cursor follows the hand at once; the figures are read a few times a second.
    await eventually(
      async () => (await said()).every((text, index) => text !== before[index]),
      "what is read, the difference and the count follow the cursor",
    );
    await page.getByRole("button", { name: "Suivre le direct" }).waitFor();
    await page.context().close();
  });

  it("keeps captures typed by keyboard in a table, with what was expected, and draws them", async () => {
    const page = await openBoard({ all: true });
    await tool(page, "Tableau de relevés").click();
    const table = panel(page, "capture");
    await table.getByRole("textbox", { name: "Ce que tu changes" }).fill("Distance (m)");
    for (const [label, expected] of [
      ["0,5", "400"],
      ["1", ""],
    ] as const) {
      await table.getByRole("textbox", { name: "Étiquette" }).fill(label);
      await table.getByRole("textbox", { name: "Attendu, si tu veux (lx)" }).fill(expected);
      await page.keyboard.press("Enter");
      await table.getByRole("rowheader", { name: label, exact: true }).waitFor();
    }
    await tool(page, "L’un selon l’autre").click();
    const xy = panel(page, "xy");
    await xy.getByText("Distance (m)").first().waitFor();
    for (const text of ["Prédiction", "SIMULÉ"])
      await eventually(async () => (await drawing(xy).innerHTML()).includes(text), `${text} is drawn`);
    const walk = xy.getByRole("slider", { name: "Aller d’un point à l’autre" });
    await walk.focus();
    await walk.press("End");
    expect(await walk.getAttribute("aria-valuetext")).toMatch(/^Distance \(m\) 1,00, Lumière \(lx\) \d+$/);
    await page.context().close();
  });

  it("has captures again after a reload, erases them when asked, and gives them back", async () => {
    const page = await openBoard({ all: true });
    await tool(page, "Tableau de relevés").click();
    const table = panel(page, "capture");
    for (const label of ["0,5", "mur"]) {
      await table.getByRole("textbox", { name: "Étiquette" }).fill(label);
      await page.keyboard.press("Enter");
      await table.getByRole("rowheader", { name: label, exact: true }).waitFor();
    }
    await page.reload();
    await tool(page, "Tableau de relevés").click();
    await table.getByRole("rowheader", { name: "mur", exact: true }).waitFor();
    await table.getByRole("button", { name: "Retirer 0,5" }).press("Enter");
    await table.getByText("Un relevé effacé.").waitFor();
    await table.getByRole("button", { name: "Effacer tes relevés" }).press("Enter");
    await table.getByRole("table").waitFor({ state: "detached" });
    // Where the keyboard is, the way back is.
    await table.getByRole("button", { name: "Rétablir" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await table.getByRole("rowheader", { name: "mur", exact: true }).waitFor();
    expect(await table.getByRole("rowheader", { name: "0,5", exact: true }).count()).toBe(0);
    await page.context().close();
  });

  it("draws another device beside, and everything around the chart follows", async () => {
    const page = await openBoard({ all: true });
    await page.getByRole("combobox", { name: "Courbe de" }).selectOption({ label: "Température" });
    await tool(page, "Autres courbes").click();
    const other = Object.values(bench.devices).find(
      ({ device }) =>
        device.id !== board.id && device.channels.some(({ quantity }) => quantity === "temperature"),
    )?.device.name.fr;
    if (other === undefined) throw new Error("no other thermometer in the fixtures");
    await panel(page, "compare").getByRole("group", { name: other }).getByRole("checkbox").check();
    const legend = page.locator("figcaption").first();
    for (const name of [board.name.fr, other]) await legend.getByText(`${name} (°C)`).waitFor();
    for (const name of [board.name.fr, other])
      await page.getByRole("button", { name: `Écouter\u00a0: ${name}` }).waitFor();
    await tool(page, "Curseurs A et B").click();
    const rows = panel(page, "cursors").getByRole("row");
    await rows.filter({ hasText: other }).waitFor();
    expect(await rows.count()).toBe(3);
    await page.getByText("Les chiffres derrière la courbe").first().click();
    await page.getByRole("columnheader", { name: other }).first().waitFor();
    await tool(page, "Exporter").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      panel(page, "export").getByRole("button", { name: "CSV international (,)" }).click(),
    ]);
    const head = readFileSync(await download.path(), "utf8").split("\r\n")[0];
    expect(head).toContain(`${board.name.fr} (°C),${other} (°C)`);
    await page.context().close();
  });

  it("hands out a table and images that say their units, their gap and that the data are simulated", async () => {
    const page = await openBoard({ all: true });
    await tool(page, "Exporter").click();
    const save = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        panel(page, "export").getByRole("button", { name }).click(),
      ]);
      return readFileSync(await download.path());
    };
    const table = (await save("CSV pour tableur en français (;)")).toString("utf8");
    expect(table.split("\r\n")[0]).toBe("\ufefft_s;heure;Lumière (lx);source;trou_avant_s;note");
    expect(table.split("\r\n")[1]).toMatch(/^0,000;2026-03-21T14:00:00\.000Z;[\d,]+;simulé;;$/);
    expect(table).toMatch(/;simulé;8,500;/);
    const plain = (await save("CSV international (,)")).toString("utf8");
    expect(plain.split("\r\n")[1]).toMatch(/^0\.000,2026-03-21T14:00:00\.000Z,[\d.]+,simulé,,$/);
    const svg = (await save("Image SVG")).toString("utf8");
    for (const text of ["Carte de capteurs", "Lumière (lx)", "SIMULÉ", "CC BY 4.0", "2026"])
      expect(svg).toContain(text);
    const png = await save("Image PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2000, 1200]);
    await page.context().close();
  });

  it("says the value on request, and plays the curve", async () => {
    const page = await openBoard();
    await page.getByRole("button", { name: "Dire la mesure" }).click();
    await page
      .getByRole("status")
      .filter({ hasText: /Lumière\u00a0: \d+\u00a0lx\. Sur .+, de \d+\u00a0lx à \d+\u00a0lx\./ })
      .waitFor();
    await page.getByRole("button", { name: "Écouter la courbe" }).click();
    await page.getByRole("button", { name: "Arrêter le son" }).click();
    await page.getByRole("button", { name: "Écouter la courbe" }).waitFor();
    await page.context().close();
  });

  it("gives the keyboard a stop at a table that goes out of sight, and none at one that does not", async () => {
    const stops = async (width: number) => {
      const page = await openBoard({ all: true, width });
      await tool(page, "Ajuster une loi").click();
      const behind = panel(page, "fit").getByText("Les chiffres derrière la courbe");
      await behind.click();
      const frame = panel(page, "fit").getByRole("table").locator("xpath=..");
      await frame.waitFor();
      await eventually(
        async () =>
          (await frame.getAttribute("tabindex")) ===
          ((await frame.evaluate((one) => one.scrollWidth > one.clientWidth + 1)) ? "0" : null),
        "its stop is there if it scrolls, and only then",
      );
      const found = await frame.getAttribute("tabindex");
      await page.context().close();
      return found;
    };
    expect([await stops(1280), await stops(360)]).toEqual([null, "0"]);
  });

  it.each([
    ["light", 1280],
    ["dark", 360],
  ] as const)("breaks no accessibility rule with every tool open, %s, %i px", async (colorScheme, width) => {
    const page = await openBoard({ colorScheme, width, all: true });
    for (const name of everyTool) await tool(page, name).click();
    await drawing(panel(page, "fit")).waitFor();
    await drawing(panel(page, "spectrum")).waitFor();
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
      );
    });
    expect(found).toEqual([]);
    const small = await page.locator("section[aria-labelledby^=outil-] *").evaluateAll((all) =>
      all
        .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .filter((one) => Number.parseFloat(getComputedStyle(one).fontSize) < 16)
        .map((one) => `${one.tagName} ${one.textContent?.slice(0, 40)}`),
    );
    expect(small).toEqual([]);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(tooWide).toBe(0);
    await page.context().close();
  });
});
