// A trainer calibrates by clicking, in a real browser: a beacon at one metre, with what goes wrong on the way, and a
// sensor by two points. The bridge is a process of its own, the virtual kit its hardware.
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rawChannel } from "#contract/board-plan.ts";
import type { KitControl, Point } from "#contract/kit.ts";
import { type Language, languages } from "#contract/words.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { closeHouses, deviceOf, type House, openHouse, seen } from "../helpers/house.ts";
import { createPerson, type Hands, keyboardOf, mouse, type Person } from "../helpers/person.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const reason = whyNoBrowser();
const title = "calibration in a browser";
const posterBeacon = "balise-url";
const lighthouse = "balise-ibeacon";
const kitBoard = "carte-capteurs";
/** Metres from the kit's receiver, away from where the person stands. */
const awayFrom = (metres: number): Point => ({ x: 2, y: 4.6 - metres });
/** Across the line from a beacon at one metre. */
const inBetween: Point = { x: 2.05, y: 4.1 };
const aside: Point = { x: 1.4, y: 5.5 };

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let house: House;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    house = await openHouse();
    await enterAsTrainer();
  });
  afterAll(async () => {
    await browser?.close();
    await closeHouses();
  });

  const enterAsTrainer = () => house.api.open(new URL(house.bridge.trainerLink).pathname);
  const control = (body: KitControl) => house.api.call("controlKit", { body });
  const carry = (beacon: string, metres: number) =>
    control({ control: "beacon-move", beacon, to: awayFrom(metres) });

  /** Id on the bench of a thing of the kit, once it is there. */
  async function idOf(thing: string): Promise<string> {
    const kit = await house.api.call("kit");
    const named = [...kit.beacons, ...kit.boards].find(({ id }) => id === thing);
    const found = await seen(async () => {
      const { devices } = await house.api.call("devices");
      return devices.find(
        ({ device, availability }) =>
          availability?.state === "online" && device.name.fr === named?.name.fr && device.channels.length > 0,
      );
    }, `${thing} is online`);
    return found.device.id;
  }

  /** Waits until the bench says of a beacon, for a while, that this distance is within its bounds, or is not. */
  const isBelieved = (device: string, metres: number, wanted: boolean) =>
    seen(
      async () => {
        const { distanceLow, distanceHigh } = (await deviceOf(house, device))?.state?.readings ?? {};
        if (distanceLow === undefined || distanceHigh === undefined) return false;
        return (distanceLow <= metres && metres <= distanceHigh) === wanted;
      },
      `${metres} m is ${wanted ? "within" : "outside"} the bounds`,
    );

  const isNotCalibrated = (id: string) =>
    seen(
      async () => (await deviceOf(house, id))?.device.calibration === undefined,
      "no calibration is told any more",
    );

  async function personAt(
    path: string,
    language: Language,
    as: "trainer" | "participant",
    hands: Hands | "keyboard" = mouse,
  ) {
    // The checker is injected by the test, which the pages' own policy rightly refuses.
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, bypassCSP: true });
    await context.addInitScript({ path: axePath });
    const page = await context.newPage();
    const person = createPerson(
      page,
      house.bridge.page,
      language,
      hands === "keyboard" ? keyboardOf(page) : hands,
    );
    if (as === "trainer") await page.goto(house.bridge.trainerLink);
    await person.open(path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await person.speak();
    return person;
  }

  /** Rules of accessibility that the section breaks as it stands. */
  const broken = ({ page }: Person) =>
    page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run("section[aria-labelledby=etalonnage]", {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    });
  const section = ({ page }: Person): Locator => page.locator("section[aria-labelledby=etalonnage]");
  const stage = (person: Person, id: "ready" | "listening" | "heard", limitMs = 60_000) =>
    section(person)
      .getByRole("heading", { name: person.text(`oneMetre.stage.${id}`), exact: true })
      .waitFor({ timeout: limitMs });
  const says = (person: Person, id: Parameters<Person["text"]>[0], values = {}, limitMs = 60_000) =>
    section(person).getByText(person.text(id, values), { exact: true }).waitFor({ timeout: limitMs });
  /** How many samples the page has counted. */
  async function counted(person: Person): Promise<number> {
    const [figure] = /\d+/.exec(await section(person).locator("text=/ 20, /").innerText()) ?? [];
    return Number(figure);
  }
  const begins = async (person: Person, open: "oneMetre.open" | "oneMetre.again" = "oneMetre.open") => {
    await person.hands.press(person.button(open));
    await stage(person, "ready");
    await person.hands.press(person.button("oneMetre.listen"));
    await stage(person, "listening");
  };
  const keepButton = (person: Person) =>
    section(person).getByRole("button", { name: person.text("oneMetre.keep") });
  const signs = (person: Person, name: string) =>
    person.hands.write(section(person).getByRole("textbox", { name: person.text("calibrate.author") }), name);

  it("a beacon that is not what it declares is believed at four metres once calibrated, after a restart too, until that is forgotten", async () => {
    const id = await idOf(posterBeacon);
    await carry(posterBeacon, 4);
    await isBelieved(id, 4, false);
    await carry(posterBeacon, 1);
    const person = await personAt(`/appareil/${id}`, "fr", "trainer");
    await begins(person);
    expect(await broken(person)).toEqual([]);
    await stage(person, "heard");
    expect(await broken(person)).toEqual([]);

    const row = (from: string) => section(person).locator(`[data-power=${from}]`).innerText();
    expect(await row("declared")).toContain("−54\u00a0dBm");
    expect(await row("measured")).toMatch(/−6[0-2](,5)?\u00a0dBm/);
    expect(await row("measured")).toContain("0,7");
    expect(await keepButton(person).isDisabled()).toBe(true);
    await signs(person, "Camille");
    await person.hands.press(keepButton(person));
    await section(person).getByText("Étalonnée par Camille").waitFor();
    const kept = (await deviceOf(house, id))?.device.calibration;
    expect(kept).toMatchObject({ author: "Camille" });
    expect(kept?.samples).toBeGreaterThanOrEqual(20);
    expect(kept?.rssiAt1m).toBeGreaterThan(-64);
    expect(kept?.rssiAt1m).toBeLessThan(-58);
    await person.page.context().close();

    await carry(posterBeacon, 4);
    await isBelieved(id, 4, true);
    // What came as it came: the power the beacon declares, and the strength that was heard.
    expect((await deviceOf(house, id))?.state?.readings.measuredPower).toBe(-54);

    const { data } = house.bridge;
    await house.bridge.stop();
    house = await openHouse({ data });
    await enterAsTrainer();
    expect(await idOf(posterBeacon)).toBe(id);
    expect((await deviceOf(house, id))?.device.calibration).toEqual(kept);
    await carry(posterBeacon, 4);
    await isBelieved(id, 4, true);

    const participant = await personAt(`/appareil/${id}`, "en", "participant");
    await section(participant).getByText("Calibrated by Camille").waitFor();
    expect(await section(participant).getByRole("button").count()).toBe(0);
    await participant.page.context().close();

    const trainer = await personAt(`/appareil/${id}`, "en", "trainer");
    await trainer.hands.press(trainer.button("oneMetre.undo"));
    await says(trainer, "oneMetre.undone");
    await isBelieved(id, 4, false);
    await isNotCalibrated(id);
    await trainer.button("oneMetre.open").waitFor();
    await trainer.page.context().close();
  });

  it("a beacon pulled in the middle, somebody in between, too few samples: said, and nothing is kept", async () => {
    const id = await idOf(lighthouse);
    await carry(lighthouse, 1);
    const person = await personAt(`/appareil/${id}`, "fr", "trainer", "keyboard");

    // Cancelled on the way.
    await begins(person);
    await person.hands.press(person.button("oneMetre.cancel"));
    await person.button("oneMetre.open").waitFor();

    // Its battery, in the middle.
    await begins(person);
    await expect.poll(() => counted(person), { timeout: 30_000 }).toBeGreaterThan(3);
    await control({ control: "beacon-power", beacon: lighthouse, on: false });
    await says(person, "oneMetre.trouble.silent");
    await stage(person, "heard");
    expect(await keepButton(person).count()).toBe(0);
    expect(await person.button("oneMetre.restart").isDisabled()).toBe(true);
    await control({ control: "beacon-power", beacon: lighthouse, on: true });

    // Back, and somebody walks through.
    await person.hands.press(person.button("oneMetre.restart"));
    await stage(person, "listening");
    await expect.poll(() => counted(person), { timeout: 30_000 }).toBeGreaterThan(25);
    await control({ control: "person-move", to: inBetween });
    await says(person, "oneMetre.trouble.moved");
    await stage(person, "heard");
    expect(await keepButton(person).count()).toBe(0);
    await control({ control: "person-move", to: aside });

    // Still at last; but the page asks for less than the bench takes.
    await person.hands.press(person.button("oneMetre.restart"));
    await stage(person, "listening");
    await stage(person, "heard");
    await person.page.route("**/calibration", async (route) => {
      const body = route.request().postDataJSON();
      const sampling = { from: body.sampling.from, to: body.sampling.from + 1000 };
      await route.continue({ postData: JSON.stringify({ ...body, sampling }) });
    });
    await signs(person, "Camille");
    await person.hands.press(keepButton(person));
    await section(person)
      .getByRole("alert")
      .getByText("Ces échantillons ne peuvent pas étalonner la balise.")
      .waitFor();
    await section(person).getByText("few", { exact: true }).waitFor({ state: "attached" });
    expect((await deviceOf(house, id))?.device).not.toHaveProperty("calibration");

    // The same samples, all of them.
    await person.page.unroute("**/calibration");
    await person.hands.press(keepButton(person));
    await section(person).getByText("Étalonnée par Camille").waitFor();
    await person.hands.press(person.button("oneMetre.undo"));
    await says(person, "oneMetre.undone");
    await isNotCalibrated(id);
    await person.page.context().close();
  });

  it("only the trainer may, in whole samplings, and of this bench's own beacons", async () => {
    const id = await idOf(lighthouse);
    const visitor = await fetch(`${house.bridge.page}/api/devices/${id}/calibration`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sampling: { from: 0, to: 20_000 }, author: "Personne" }),
    });
    expect([visitor.status, (await visitor.json()).code]).toEqual([403, "TRAINER_ONLY"]);
    const attempt = (device: string, sampling: { from: number; to: number }, author = "Camille") =>
      house.api.call("calibrateBeacon", { id: device, body: { sampling, author } });
    await expect(attempt(id, { from: 0, to: 1 })).rejects.toThrow(/409.*CALIBRATION_REFUSED/);
    await expect(attempt(id, { from: 5, to: 5 })).rejects.toThrow(/400.*REQUEST_INVALID/);
    await expect(attempt(id, { from: 0, to: 20_000 }, "   ")).rejects.toThrow(/400.*REQUEST_INVALID/);
    await expect(attempt(await idOf(kitBoard), { from: 0, to: 20_000 })).rejects.toThrow(/404.*NOT_FOUND/);
    expect((await deviceOf(house, id))?.device).not.toHaveProperty("calibration");
  });

  it.each(languages)(
    "a sensor is calibrated by two points of its chart, in %s, and its raw value stays beside",
    async (language) => {
      const board = await idOf(kitBoard);
      const { plan } = await house.api.call("boardPlan", { id: board });
      const knob = plan.components.find(({ kind }) => kind === "potentiometer");
      if (knob === undefined) throw new Error("no knob in the plan");
      const raw = rawChannel(knob.id);
      const reading = async (channel: string) =>
        (await deviceOf(house, board))?.state?.readings[channel] ?? Number.NaN;
      const turn = async (ratio: number, channel: string, wanted: number) => {
        await control({ control: "knob-turn", board: kitBoard, component: "knob", ratio });
        await seen(
          async () => Math.abs((await reading(channel)) - wanted) < 1,
          `${channel} near ${wanted}`,
          90_000,
        );
      };

      const person = await personAt(`/appareil/${board}/cablage`, language, "trainer");
      const part = person.page.locator("#pieces ~ * li, section[aria-labelledby=pieces] li").filter({
        has: person.page.getByRole("heading", { name: person.words(knob.name), exact: true }),
      });
      const calibrate = part.getByRole("button", { name: person.text("calibrate.do"), exact: true });
      const point = async (number: 1 | 2, truth: number) => {
        // What the person does: waits until the chart has been flat for the two seconds a point is the mean of.
        await pause(2500);
        const label = person.text("calibrate.true", { number: String(number) });
        await person.hands.write(part.getByLabel(label, { exact: true }), String(truth));
        await person.hands.press(
          part.getByRole("button", { name: person.text("calibrate.take"), exact: true }).first(),
        );
      };
      await part
        .locator("summary")
        .filter({ hasText: person.text("calibrate.title") })
        .click();

      await turn(0.2, knob.id, 20);
      await point(1, 10);
      const taken = (value: string) =>
        part.getByRole("button", {
          name: new RegExp(person.text("calibrate.taken", { value }).replaceAll(/\s/g, "\\s")),
        });
      await taken("(19|20)").waitFor();
      // One point twice is no line.
      await person.hands.write(
        part.getByRole("textbox", { name: person.text("calibrate.author") }),
        "Camille",
      );
      expect(await calibrate.isDisabled()).toBe(true);
      await point(2, 10);
      expect(await calibrate.isDisabled()).toBe(true);
      await turn(0.8, knob.id, 80);
      // The second point again: its button now tells what it read.
      await pause(2500);
      await person.hands.write(
        part.getByLabel(person.text("calibrate.true", { number: "2" }), { exact: true }),
        "70",
      );
      await person.hands.press(taken("(19|20)").last());
      await taken("(79|80)").waitFor();
      await person.hands.press(calibrate);
      await part.getByText("Camille").waitFor();
      await person.hands.press(person.button("wiring.keep"));
      await person.page.getByText(person.text("wiring.kept"), { exact: true }).waitFor();

      await turn(0.8, knob.id, 70);
      await turn(0.5, knob.id, 40);
      expect(Math.abs((await reading(raw)) - 50)).toBeLessThan(1);
      await person.page.reload();
      await part
        .locator("summary")
        .filter({ hasText: person.text("calibrate.title") })
        .click();
      await part.getByText("Camille").waitFor();

      await person.hands.press(
        part.getByRole("button", { name: person.text("calibrate.remove"), exact: true }),
      );
      await person.hands.press(person.button("wiring.keep"));
      await turn(0.6, knob.id, 60);
      await seen(async () => {
        const channels = (await deviceOf(house, board))?.device.channels ?? [];
        return channels.some(({ id }) => id === knob.id) && !channels.some(({ id }) => id === raw);
      }, "the raw channel is gone");
      await person.page.context().close();
    },
  );
});
