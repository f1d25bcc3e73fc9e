// The three experiments, whole, by a person with a mouse in a real browser, in both languages: E05 by dragging tags, E01
// by moving a beacon and its battery, E13 by turning the knob. The bridge is a process of its own, nothing stands in for it.
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import { type Language, languages } from "#contract/words.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { playE05, readDownload } from "../helpers/experiments-played.ts";
import { closeHouses, type House, openHouse, seen } from "../helpers/house.ts";
import { carryBeacon, dragging, flip, turnKnob } from "../helpers/kit-hands.ts";
import { createPerson, keyboardOf, type Person } from "../helpers/person.ts";

const reason = whyNoBrowser();
const title = "experiments in a browser";

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let house: House;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    house = await openHouse();
    await seen(async () => {
      const { devices } = await house.api.call("devices");
      return devices.filter((one) => one.availability?.state === "online").length >= 6;
    }, "the reader, the board and four beacons are online");
  });
  afterAll(async () => {
    await browser?.close();
    await closeHouses();
  });

  /** Somebody who never came here: no cookie, no language chosen, everything of the kit in its place. */
  async function newcomer(language: Language): Promise<Person> {
    await house.api.call("controlKit", { body: { control: "reset" } });
    const context = await browser.newContext({
      viewport: { width: 1280, height: 1000 },
      acceptDownloads: true,
    });
    const person = createPerson(await context.newPage(), house.bridge.page, language);
    await person.open("/");
    await person.page.getByRole("heading", { level: 1 }).first().waitFor();
    await person.speak();
    return person;
  }

  const experimentOf = (id: string) => house.api.call("experiment", { id });
  /** To a step, by the list beside it. */
  async function goTo(person: Person, experiment: Experiment, id: string) {
    const title = experiment.steps.find((step) => step.id === id)?.title;
    if (title === undefined) throw new Error(`${experiment.id} has no step ${id}`);
    await person.hands.press(person.page.getByRole("button", { name: person.words(title) }));
    await person.isAt(experiment, id);
  }
  const stepsVerified = (person: Person, verified: number, confirmed: number) =>
    person.page
      .getByText(person.text("summary.counts", { verified, confirmed, helped: 0, passed: 0, left: 0 }))
      .waitFor();

  describe.each(languages)("in %s", (language) => {
    it("E05: tags dragged over the reader verify every step, from the first page to the files kept", async () => {
      const person = await newcomer(language);
      const e05 = await experimentOf("e05-lire-sans-toucher");
      await person.hands.press(
        person.page.getByRole("link", { name: person.text("guide.go", { number: "E05" }) }),
      );
      await playE05(person, e05, dragging(person));
      await stepsVerified(person, 5, 2);
      const json = JSON.parse(await readDownload(person, "summary.json"));
      expect(json.run.experiment).toBe(e05.id);
      const csv = await readDownload(person, "summary.csv");
      // French spreadsheets separate by semicolons, English ones by commas.
      expect(csv.split("\n", 1)[0]).toContain(language === "fr" ? ";" : ",");
      await person.page.context().close();
    });

    it("E01: a beacon moved and its battery pulled verify every step", async () => {
      const person = await newcomer(language);
      const e01 = await experimentOf("e01-qui-est-la");
      const lighthouse = (await house.api.call("kit")).beacons.find(({ id }) => id === "balise-ibeacon");
      if (lighthouse === undefined) throw new Error("no lighthouse beacon in the kit");
      await person.open(`/experiences/${e01.id}`);
      await person.begin(e01, person.words(lighthouse.name));
      const predict = await person.isAt(e01, "predire");
      const [input] = predict.inputs;
      if (input?.type !== "choice") throw new Error("the first step asks for a choice");
      await person.choose(person.words(input.options[0]?.label ?? { fr: "", en: "" }));
      await person.seesDone("confirmed");
      await person.next();

      await person.isAt(e01, "allumer");
      await person.seesDone("verified");
      const signal = async () => {
        const shown = await person.step.locator("[data-size=huge]").innerText();
        return Number(/[−-]?\d+/.exec(shown)?.[0].replace("−", "-"));
      };
      await carryBeacon(person, "balise-ibeacon", "person", { x: 24, y: -24 });
      const near = await eventually(async () => {
        const now = await signal();
        return now > -64 && now;
      }, "beside the computer the signal is strong");
      await carryBeacon(person, "balise-ibeacon", "balise-eddystone", { x: 14, y: -14 });
      await eventually(async () => near - (await signal()) >= 6, "across the room the signal is weaker");
      await person.next();

      await person.isAt(e01, "ecouter");
      await person.seesDone("verified");
      await person.next();
      await person.isAt(e01, "cadence");
      await person.seesDone("verified", 120_000);
      await person.next();

      await person.isAt(e01, "silence");
      await person.seesWhyNot();
      await flip(person, person.text("kit.battery"), false);
      // What the person does: lets more than ten seconds pass before the battery goes back.
      await pause(13_000);
      await flip(person, person.text("kit.battery"), true);
      await person.seesDone("verified");
      await person.next();

      await person.isAt(e01, "nom");
      await person.write("1", "input.keep");
      await person.step.getByText(person.text("run.answerOff")).first().waitFor();
      await person.write("1/7", "input.change");
      await person.seesDone("verified");
      await person.next();
      await person.isAt(e01, "transferer");
      await person.write("Au phare.", "input.keep");
      await person.seesDone("confirmed");
      await person.finish();
      await stepsVerified(person, 5, 2);
      await person.page.context().close();
    });

    it("E27: a visit ended by the wrong button is taken back, its length kept", async () => {
      const person = await newcomer(language);
      const e27 = await experimentOf("e27-cinq-visiteurs");
      await person.open(`/experiences/${e27.id}`);
      await person.begin(e27);
      await goTo(person, e27, "premiers");
      // A run is shown to its participant only: the page asks, with its own cookie.
      const run = async (): Promise<Run> => {
        const id = person.page.url().split("/").at(-1);
        return (await person.page.request.get(`${house.bridge.page}/api/runs/${id}`)).json();
      };
      await person.hands.press(person.button("input.visit.start"));
      await person.hands.press(person.button("input.visit.success"));
      await person.hands.press(person.button("input.visit.undo"));
      await person.button("input.visit.failure").waitFor();
      const kept = (await run()).visit?.seconds;
      expect(kept).toBeGreaterThanOrEqual(0);
      await person.hands.press(person.button("input.visit.failure"));
      await person.step
        .getByRole("cell", { name: person.text("input.visit.rate", { successes: 0, n: 1 }) })
        .waitFor();
      expect((await run()).visits).toMatchObject([{ success: false, seconds: kept }]);
      await person.hands.press(person.button("input.visit.undo"));
      await person.hands.press(person.button("input.visit.cancel"));
      await person.step.getByText(person.text("input.visit.none")).waitFor();
      await person.page.context().close();
    });

    it("E27: the visits are there where they are thought about, and a finished run is read again", async () => {
      const person = await newcomer(language);
      const e27 = await experimentOf("e27-cinq-visiteurs");
      await person.open(`/experiences/${e27.id}`);
      await person.begin(e27);
      await goTo(person, e27, "premiers");
      await person.hands.press(person.button("input.visit.start"));
      await person.hands.press(person.button("input.visit.failure"));
      const rate = person.text("input.visit.rate", { successes: 0, n: 1 });
      await person.step.getByRole("cell", { name: rate }).waitFor();
      await goTo(person, e27, "lire");
      await person.step.getByRole("cell", { name: rate }).waitFor();

      await goTo(person, e27, "transferer");
      await person.step.getByText(person.text("run.finishLeft", { count: e27.steps.length })).waitFor();
      await person.finish();
      await person.page.getByRole("cell", { name: rate }).waitFor();
      await person.hands.press(person.button("summary.back"));
      await goTo(person, e27, "lire");
      await person.step.getByText(person.text("run.over")).waitFor();
      expect(await person.step.getByRole("textbox").isDisabled()).toBe(true);
      await person.hands.press(person.button("run.toSummary"));
      await person.page.locator("#preuves").waitFor();
      expect(await person.page.getByRole("alert").count()).toBe(0);
      await person.page.context().close();
    });

    it("E20: looked for by its number, begun once each role has a station of its own, and told what was published", async () => {
      const person = await newcomer(language);
      const { page, text, hands } = person;
      const e20 = await experimentOf("e20-publier-s-abonner");
      await person.open("/bibliotheque");
      const search = page.getByRole("searchbox", { name: text("library.words") });
      // Faster than anybody: no letter may be lost while the address follows.
      await search.pressSequentially(e20.number);
      await hands.press(page.getByRole("link", { name: person.words(e20.title) }));
      await hands.press(person.button("station.make"));
      await page.getByText(text("station.another")).waitFor();
      expect(await person.button("experiment.begin").isDisabled()).toBe(true);
      await hands.press(person.button("station.make"));
      await page.getByText(text("station.another")).waitFor({ state: "detached" });
      await person.begin(e20);
      // The keyboard is at the question, not a dozen stops above it.
      const focus = () => page.evaluate(() => document.activeElement?.id);
      await eventually(async () => (await focus()) === "etape-titre", "the focus is on the step’s title");

      await goTo(person, e20, "abonner");
      const desk = (role: number) => {
        const name = person.words(e20.needs[role]?.name ?? { fr: "", en: "" });
        return person.step.getByRole("region", { name });
      };
      const on = (role: number, id: "station.join" | "station.subscribe" | "station.publish") =>
        hands.press(desk(role).getByRole("button", { name: text(id), exact: true }));
      await on(0, "station.join");
      await on(0, "station.subscribe");
      await person.seesDone("verified");
      await person.next();
      await person.isAt(e20, "publier");
      await on(1, "station.join");
      await on(1, "station.publish");
      await desk(1)
        .getByText(/atelier\/quai\/bonjour/)
        .waitFor();
      const missing = language === "fr" ? "il manque\u00a0: message reçu" : "missing: message received";
      await person.step.getByText(missing).waitFor();
      for (const id of ["station-phare", "station-quai"]) await house.api.call("removeStation", { id });
      await page.context().close();
    });

    it("E07: one key goes from the step to the kit and back, each where one left it", async () => {
      const person = await newcomer(language);
      const { page, text } = person;
      const e07 = await experimentOf("e07-metal-eau-et-deux-etiquettes");
      await person.open(`/experiences/${e07.id}`);
      await person.begin(e07);
      await page
        .getByRole("button", { name: person.words(e07.steps[1]?.title ?? { fr: "", en: "" }) })
        .click();
      const trial = person.button("input.trialStart");
      const kit = page.getByRole("complementary", { name: text("kit.title") });
      const tap = kit.getByRole("button", { name: text("kit.tap"), exact: true });
      const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);
      const isAt = (target: Locator) => eventually(() => isFocused(target), `the focus is on ${target}`);
      // Its button takes no focus before the bench has heard that the step is entered.
      await eventually(async () => {
        await trial.focus();
        return isFocused(trial);
      }, "a trial may begin");
      await page.keyboard.press("Alt+k");
      await isAt(kit);
      await tap.focus();
      await page.keyboard.press("Alt+k");
      await isAt(trial);
      await page.keyboard.press("Alt+k");
      await isAt(tap);
      await page.locator("#etape-titre").focus();
      await page.keyboard.press("Tab");
      await isAt(person.button("run.toKit"));
      await page.keyboard.press("Enter");
      await isAt(tap);
      // Too narrow for both, the same key opens the kit and closes it.
      await page.setViewportSize({ width: 700, height: 900 });
      await kit.waitFor({ state: "hidden" });
      await page.keyboard.press("Alt+k");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: text("kit.tap"), exact: true })
        .waitFor();
      await page.keyboard.press("Alt+k");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.context().close();
    });

    it("E25: its board is plugged in from its page; a rule is made under the step, which stays, by keyboard alone", async () => {
      const { page, speak } = await newcomer(language);
      const person = createPerson(page, house.bridge.page, language, keyboardOf(page));
      const { hands, text, button } = person;
      await speak();
      const board = (await house.api.call("kit")).boards.find(({ id }) => id === "carte-fleche");
      if (board === undefined) throw new Error("no arrow board in the kit");
      const e25 = await experimentOf("e25-le-servo-qui-montre");
      await person.open(`/experiences/${e25.id}`);
      if (!board.plugged)
        await hands.press(button("experiment.plugBoard", { name: person.words(board.name) }));
      await page.getByRole("radio", { name: person.words(board.name) }).waitFor();
      await person.begin(e25);
      await goTo(person, e25, "suivre");
      await hands.press(
        person.step.getByRole("button", { name: text("composer.beginMapping"), exact: true }),
      );
      const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);
      await eventually(() => isFocused(page.locator("#regle-titre")), "the keyboard is at the rule");
      const rule = `${language === "fr" ? "Flèche" : "Arrow"} ${Date.now()}`;
      await hands.write(page.getByLabel(text("composer.name"), { exact: true }), rule);
      // Between the devices of the run, without a choice.
      const input = page.locator("section[aria-labelledby=carte-input]");
      expect(await input.locator("select").first().locator("option:checked").innerText()).toBe(
        person.words(board.name),
      );
      // A rule that is not finished stays while one looks at another step.
      await goTo(person, e25, "vif");
      await goTo(person, e25, "suivre");
      const name = page.getByLabel(text("composer.name"), { exact: true });
      expect(await name.inputValue()).toBe(rule);
      await hands.write(input.getByLabel(`${text("composer.to")} (m)`, { exact: true }), "1");
      await hands.press(button("composer.save"));
      const title = person.step.getByRole("heading", { name: rule });
      await eventually(() => isFocused(title), "the keyboard is at the rule that was saved");
      await person.step.getByText(text("composer.saved")).waitFor();
      await person.isAt(e25, "suivre");
      // For free use there is a page; the way back to the step is on it.
      await person.open("/compositeur");
      await hands.press(
        page.getByRole("link", {
          name: text("composer.back", { number: e25.number, title: person.words(e25.title) }),
        }),
      );
      await person.isAt(e25, "suivre");
      await page.context().close();
    });

    it("composer: numbers are typed with the decimal sign of the language", async () => {
      const person = await newcomer(language);
      await person.open("/compositeur");
      await person.hands.press(person.button("composer.beginMapping"));
      const typed = language === "fr" ? "12,7" : "12.7";
      // Whatever can be measured now, in its unit.
      const from = person.page
        .locator("section[aria-labelledby=carte-input]")
        .getByLabel(new RegExp(`^${person.text("composer.from")} \\(`));
      await from.fill("");
      await from.pressSequentially(typed);
      expect(await from.inputValue()).toBe(typed);
      await person.page.getByText(new RegExp(`from ${typed}|de ${typed}`)).waitFor();
      await person.page.context().close();
    });

    it("E13: the knob turned and its wire pulled verify every step", async () => {
      const person = await newcomer(language);
      const e13 = await experimentOf("e13-du-volt-au-nombre");
      await person.open(`/experiences/${e13.id}`);
      await person.begin(e13);
      await person.isAt(e13, "predire");
      await person.write("100", "input.answer");
      await person.seesDone("confirmed");
      await person.next();

      await person.isAt(e13, "bouts");
      await turnKnob(person, 0);
      const shows = (least: number, most: number) =>
        eventually(async () => {
          const text = await person.step.locator("[data-size=huge]").innerText();
          const value = Number(/\d+([.,]\d+)?/.exec(text)?.[0].replace(",", "."));
          return value >= least && value <= most;
        }, `the page shows ${least} to ${most} %`);
      await shows(0, 2);
      // What the step asks of the hand: to stay there two seconds.
      await pause(3000);
      expect(await person.seesWhyNot()).toBeTruthy();
      await turnKnob(person, 1);
      await person.seesDone("verified");
      await person.next();

      await person.isAt(e13, "milieu");
      await turnKnob(person, 0.5);
      await shows(47, 53);
      await person.seesDone("verified");
      await person.next();

      await person.isAt(e13, "marche");
      await person.write(language === "fr" ? "0,0049" : "0.0049", "input.answer");
      await person.step.getByText(person.text("run.answerOff")).first().waitFor();
      await person.write(language === "fr" ? "4,9" : "4.9", "input.change");
      await person.seesDone("verified");
      await person.next();

      await person.isAt(e13, "fil");
      await person.seesWhyNot();
      const knob = person.page.locator("[data-part=knob]");
      await flip(person, person.text("kit.wire"), false, knob);
      await person.seesDone("verified");
      await flip(person, person.text("kit.wire"), true, knob);
      await person.next();
      await person.isAt(e13, "transferer");
      await person.write("Les marées.", "input.keep");
      await person.seesDone("confirmed");
      await person.finish();
      await stepsVerified(person, 4, 2);
      await person.page.context().close();
    });
  });
});
