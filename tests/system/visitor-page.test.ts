// A visitor's page in a real browser: light, kept where the browser keeps pages, and going on without a network; what was
// written meanwhile reaches the bench once, with the phone's time.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:tls";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { closeHouses, type House, ofKind, onlineDevice, openHouse } from "../helpers/house.ts";
import { type EventWatch, watchEvents } from "../helpers/live-client.ts";
import { createPerson, finger, type Person } from "../helpers/person.ts";

const reason = whyNoBrowser();
const title = "a visitor’s page";
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** `page-weight-max` of the constants. */
const mostKb = 300;

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let browser: Browser;
  let house: House;
  let watch: EventWatch;
  /** A browser that knows the bench's certificate. */
  let trusting: Browser;
  /** Addresses of the computer itself, and in the room. */
  let own = "";
  let secure = "";
  let room: string | undefined;

  beforeAll(async () => {
    browser = await launchBrowser();
    house = await openHouse({ args: ["--lan"] });
    const { hosts, port, securePort } = await house.api.call("joining");
    own = `http://127.0.0.1:${port}`;
    secure = `https://127.0.0.1:${securePort}`;
    room = hosts[0] === undefined ? undefined : `http://${hosts[0]}:${port}`;
    trusting = await launchBrowser([
      `--ignore-certificate-errors-spki-list=${await publicKeyDigest(securePort ?? 0)}`,
    ]);
    await house.api.call("prepareCodePages", { body: {} });
    await onlineDevice(house, "code-pages");
    watch = await watchEvents(house.bridge.page, "pages-qr");
  });
  afterAll(async () => {
    watch?.close();
    await browser?.close();
    await trusting?.close();
    await closeHouses();
  });

  async function visitor(address: string, on = browser): Promise<Person> {
    // Whoever told the browser to go on all the same still has a certificate it does not know.
    const context = await on.newContext({ ...phone, ignoreHTTPSErrors: on === browser });
    const page = await context.newPage();
    await page.goto(address);
    return createPerson(page, new URL(address).origin, "fr", finger);
  }
  const leave = async (person: Person, text: string) => {
    await person.hands.write(person.page.getByLabel(person.text("landing.note"), { exact: true }), text);
    await person.hands.press(person.button("landing.leave"));
  };
  const openings = (id: string) => ofKind(watch, "page-opened").filter(({ page }) => page === id);
  const told = (page: Page) => page.locator("li[data-told=true]").count();

  it("weighs little on its first load, and says how much", async () => {
    const person = await visitor(`${own}/q/qr-2cm-l`);
    const shown = person.page.locator("[data-weight-kb]");
    await shown.waitFor();
    const kb = Number(await shown.getAttribute("data-weight-kb"));
    await eventually(() => openings("qr-2cm-l").length === 1, "the opening is told");
    expect(openings("qr-2cm-l")).toMatchObject([
      { medium: "qr", widthCm: 2, level: "L", offline: false, weightKb: kb, source: "hardware" },
    ]);
    expect(kb).toBeGreaterThan(20);
    expect(kb).toBeLessThanOrEqual(mostKb);
    await person.page.context().close();
  });

  it.each([
    { where: "on the computer itself", id: "qr-3cm-l", at: () => own },
    { where: "by https, with a certificate the browser knows", id: "qr-3cm-h", at: () => secure },
  ])("kept $where: opens again without a network, and brings back three notes once", async ({ id, at }) => {
    const person = await visitor(`${at()}/q/${id}`, trusting);
    const { page } = person;
    await page.locator("[data-keeping=kept]").waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(person.text("landing.away")).waitFor();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("3 cm");
    for (const text of ["Un héron", "Deux <b>phoques</b>", "Trois vagues"]) await leave(person, text);
    await eventually(
      async () => (await page.locator("li[data-told=false]").count()) === 3,
      "three notes wait",
    );
    expect(openings(id)).toHaveLength(1);
    await page.context().setOffline(false);
    await eventually(async () => (await told(page)) === 3, "the three notes are told");
    const notes = await eventually(() => {
      const left = ofKind(watch, "note-left").filter((note) => note.page === id);
      return left.length >= 3 && openings(id).length >= 2 && left;
    }, "what was told is heard");
    expect(notes.map(({ text, offline }) => [text, offline])).toEqual([
      ["Un héron", true],
      ["Deux <b>phoques</b>", true],
      ["Trois vagues", true],
    ]);
    expect(openings(id).map(({ offline }) => offline)).toEqual([false, true]);
    for (const { clientTime, agoMs } of notes) {
      expect(Date.parse(clientTime ?? "")).toBeGreaterThan(0);
      expect(agoMs).toBeGreaterThan(0);
    }
    await page.context().close();
  });

  it.each([
    { where: "over plain HTTP", says: "not-secure", id: "qr-5cm-l", at: () => room },
    { where: "with a certificate it does not know", says: "refused", id: "qr-5cm-h", at: () => secure },
  ] as const)("not kept $where: says so, and goes on while it stays open", async ({ says, id, at }) => {
    const address = at();
    // Where there is no network at all, the computer has no address but its own.
    if (address === undefined) return;
    const person = await visitor(`${address}/q/${id}`);
    const { page } = person;
    await page.getByText(person.text(`landing.keeping.${says}`)).waitFor();
    await page.context().setOffline(true);
    await leave(person, "Écrit sans réseau");
    await page.getByText(person.text("landing.waits")).waitFor();
    await page.context().setOffline(false);
    await eventually(async () => (await told(page)) === 1, "the note is told");
    await page.context().close();
  });

  it("the virtual kit’s phone loses its network by a switch, and is marked as simulated", async () => {
    const person = await visitor(`${own}/q/nfc?telephone=kit`);
    const { page } = person;
    await eventually(() => openings("nfc").length === 1, "the first opening");
    await page
      .locator("main label")
      .filter({ hasText: person.text("landing.airplane") })
      .tap();
    await person.hands.press(person.button("landing.reopen"));
    await page.getByText(person.text("landing.away")).waitFor();
    await page
      .locator("main label")
      .filter({ hasText: person.text("landing.airplane") })
      .tap();
    await eventually(() => openings("nfc").length === 2, "the second is told later");
    expect(openings("nfc")).toMatchObject([
      { medium: "nfc", offline: false, source: "simulated" },
      { medium: "nfc", offline: true, source: "simulated" },
    ]);
    await page.context().close();
  });
});

/** SHA-256 of the public key that the secured page shows, base64, as Chromium takes it. */
async function publicKeyDigest(port: number): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const key = socket.getPeerX509Certificate()?.publicKey.export({ type: "spki", format: "der" });
  socket.destroy();
  if (key === undefined) throw new Error("no certificate");
  return createHash("sha256").update(key).digest("base64");
}
