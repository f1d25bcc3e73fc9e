// What a workshop does to a bench, seen from the page in the middle of E05: a cable pulled, the power cut, the broker
// stopped. The page says so in words, and the very same page goes on to the end of the experiment.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventSchema } from "#contract/events.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { playE05 } from "../helpers/experiments-played.ts";
import {
  closeHouses,
  experimentE05,
  type House,
  kitReader,
  kitReaderOf,
  openHouse,
} from "../helpers/house.ts";
import { dragging, flip } from "../helpers/kit-hands.ts";
import { freePort, hasMosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import { mosquittoPub, startMosquittoSub, whyNoMosquittoClients } from "../helpers/mosquitto-clients.ts";
import { createPerson, type Person } from "../helpers/person.ts";

const reason = whyNoBrowser();
const title = "faults seen from the page";

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), "labo-faults-"));

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(closeHouses);
  afterAll(async () => {
    await browser?.close();
    await closeHouses();
    rmSync(folder, { recursive: true, force: true });
  });

  async function participant(house: House): Promise<Person> {
    await kitReaderOf(house);
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
    const person = createPerson(await context.newPage(), house.bridge.page, "fr");
    await person.open(`/experiences/${experimentE05}`);
    return person;
  }
  const e05Of = (house: House) => house.api.call("experiment", { id: experimentE05 });
  const endsWell = async (person: Person, address: string | undefined) => {
    await person.page
      .getByText(person.text("summary.counts", { verified: 5, confirmed: 2, helped: 0, passed: 0, left: 0 }))
      .waitFor();
    expect(person.page.url()).toBe(address);
    await person.page.context().close();
  };

  it("the reader’s cable pulled and put back: the step says that it is gone, and the run goes on", async () => {
    const house = await openHouse();
    const person = await participant(house);
    const cable = person.text("kit.usbOf", { name: "Lecteur RFID" });
    let address: string | undefined;
    await playE05(person, await e05Of(house), dragging(person), undefined, {
      async afterFirstObject() {
        address = person.page.url();
        await flip(person, cable, false);
        await person.step.getByText("l’appareil n’est pas là en ce moment").waitFor();
        await flip(person, cable, true);
        await person.step.getByText("l’appareil n’est pas là en ce moment").waitFor({ state: "hidden" });
      },
    });
    await endsWell(person, address);
  });

  it("kill -9 of the bridge: the page says that the bench is gone, and finds the run again by itself", async () => {
    const options = { data: join(folder, "kill"), args: ["--port", String(await freePort())] };
    const first = await openHouse(options);
    const person = await participant(first);
    const banner = person.page.getByText(person.text("banner.bench"));
    const e05 = await e05Of(first);
    let address: string | undefined;
    const tags = dragging(person);
    await playE05(person, e05, tags, undefined, {
      async afterFirstObject() {
        address = person.page.url();
        await first.bridge.kill();
        await banner.waitFor();
        // What was verified is still in sight while nobody answers.
        expect(await person.page.getByText(person.text("step.state.verified"), { exact: true }).count()).toBe(
          1,
        );
        const again = await openHouse(options);
        await kitReaderOf({ bridge: again.bridge, api: again.api });
        await banner.waitFor({ state: "hidden" });
        // What a step had only half seen begins anew, and the page says so: the first object is shown once more.
        await person.step.getByText(person.text("tag.none"), { exact: true }).waitFor();
        await tags.put("amulette");
        await tags.takeAway("amulette");
      },
    });
    await endsWell(person, address);
  });

  const noBroker = hasMosquitto ? whyNoMosquittoClients() : "mosquitto is missing: apt install mosquitto";
  it.skipIf(noBroker !== undefined)(
    "Mosquitto stopped: the page counts what waits; at its return the step is verified, and mosquitto_sub saw all of it",
    async () => {
      const mosquitto = await startMosquitto([
        "persistence true",
        `persistence_location ${folder}/`,
        "max_queued_messages 20000",
      ]);
      const sub = startMosquittoSub({ port: mosquitto.port, topic: "labo/#", session: "witness" });
      try {
        await eventually(async () => {
          await mosquittoPub(mosquitto.port, "labo/hello", "{}");
          return sub.lines.length > 0;
        }, "mosquitto_sub listens");
        const house = await openHouse({ args: ["--mqtt", mosquitto.url] });
        const reader = await kitReaderOf(house);
        const person = await participant(house);
        const [away = ""] = person.text("banner.broker", { kept: 0, dropped: 0 }).split(".");
        let address: string | undefined;
        await playE05(person, await e05Of(house), dragging(person), undefined, {
          async afterFirstObject() {
            address = person.page.url();
            await mosquitto.stop();
            const banner = person.page.getByRole("status").filter({ hasText: away });
            await banner.waitFor();
            await house.api.call("controlKit", {
              body: { control: "tag-tap", tag: "carnet", reader: kitReader },
            });
            await eventually(
              async () => Number(/(\d+) événements? attend/.exec(await banner.innerText())?.[1] ?? 0) >= 2,
              "the page counts the arrival and the departure that wait",
            );
            expect(await person.step.locator("[data-state=verified]").count()).toBe(0);
            await mosquitto.start();
            await banner.waitFor({ state: "hidden" });
            // Told late, with its own time: the second object was there.
            await person.seesDone("verified");
          },
        });
        await endsWell(person, address);
        // Everything the page was built on is what an independent program on the broker heard.
        const heard = sub
          .payloads(`/${reader.id}/event`)
          .map((payload) => eventSchema.parse(payload))
          .filter(({ kind }) => kind.startsWith("tag-"));
        const taps = heard.filter(({ kind }) => kind === "tag-arrived").length;
        // One, two and one in the outage, four in the game, one held.
        expect(taps).toBe(1 + 3 + 4 + 1);
        expect(heard).toHaveLength(2 * taps);
        expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
      } finally {
        sub.stop();
        await mosquitto.dispose();
      }
    },
  );
});
