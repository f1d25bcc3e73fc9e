// Somebody who has never seen the bench, on a phone of 360 px or with the keyboard alone, from its first page to the
// summary of E05: what the page says and offers must be enough.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { playE05 } from "../helpers/experiments-played.ts";
import { closeHouses, experimentE05, type House, kitReaderOf, openHouse } from "../helpers/house.ts";
import { pressing } from "../helpers/kit-hands.ts";
import { createPerson, finger, keyboardOf, type Person } from "../helpers/person.ts";

/** What the programme promises a beginner; a slow test machine gets some air. */
const promisedMs = 3 * 60_000;
const reason = whyNoBrowser();
const title = "newcomers";

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let house: House;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    house = await openHouse();
    await kitReaderOf(house);
  });
  afterAll(async () => {
    await browser?.close();
    await closeHouses();
  });

  const beginsFromTheBench = async (person: Person) => {
    await house.api.call("controlKit", { body: { control: "reset" } });
    await person.open("/");
    await person.hands.press(
      person.page.getByRole("link", { name: person.text("guide.go", { number: "E05" }), exact: true }),
    );
  };
  const endsWell = async (person: Person, began: number) => {
    await person.page
      .getByText(person.text("summary.counts", { verified: 5, confirmed: 2, helped: 0, passed: 0, left: 0 }))
      .waitFor();
    const took = performance.now() - began;
    process.stdout.write(
      `${person.language}: E05 from the first page to the summary in ${(took / 1000).toFixed(0)} s\n`,
    );
    expect(took).toBeLessThan(promisedMs);
    await person.page.context().close();
  };

  it("a phone of 360 px and a finger: the kit opens over the step and closes again", async () => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
    });
    const person = createPerson(await context.newPage(), house.bridge.page, "fr", finger);
    const began = performance.now();
    await beginsFromTheBench(person);
    const drawer = person.page.getByRole("dialog");
    await playE05(person, await house.api.call("experiment", { id: experimentE05 }), pressing(person), {
      async open() {
        await person.hands.press(person.button("run.openKit"));
        await drawer.waitFor();
      },
      async close() {
        await person.hands.press(drawer.getByRole("button", { name: person.text("close"), exact: true }));
        await drawer.waitFor({ state: "hidden" });
      },
    });
    await endsWell(person, began);
  });

  it("the keyboard alone, in English: every stop is reached by Tab, and shows where it is", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: "en-CA" });
    const page = await context.newPage();
    const person = createPerson(page, house.bridge.page, "en", keyboardOf(page));
    const began = performance.now();
    await person.open("/");
    await person.speak();
    await beginsFromTheBench(person);
    await playE05(person, await house.api.call("experiment", { id: experimentE05 }), pressing(person));
    await endsWell(person, began);
  });
});
