// Two bridges started under one name on one real Mosquitto: health, check-up and page say so, and say so no more once
// one of them is closed. And what a bridge closed politely leaves on the broker.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { availabilitySchema } from "#contract/devices.ts";
import { languages } from "#contract/words.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { closeHouses, type House, kitReaderOf, onlineDevice, openHouse, seen } from "../helpers/house.ts";
import { hasMosquitto, type Mosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import { startMosquittoSub, whyNoMosquittoClients } from "../helpers/mosquitto-clients.ts";
import { createPerson } from "../helpers/person.ts";

const missing = hasMosquitto ? whyNoMosquittoClients() : "mosquitto is missing: apt install mosquitto";
const title = "bridges on one Mosquitto";

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} (left out: ${missing})`,
  () => {
    let mosquitto: Mosquitto;
    beforeAll(async () => {
      mosquitto = await startMosquitto();
    });
    afterEach(closeHouses);
    afterAll(async () => {
      await mosquitto?.dispose();
    });

    const open = (name: string, ...more: string[]) =>
      openHouse({ args: ["--mqtt", mosquitto.url, "--name", name, ...more] });
    const brokerCheck = async ({ api }: House) =>
      (await api.call("doctor")).checks.find(({ id }) => id === "broker");

    it("of the same name both say so, with what to do, until one of them is closed", async () => {
      const first = await open("cave", "--no-kit");
      await seen(async () => (await first.api.call("health")).status === "ok", "well alone");
      const second = await open("cave", "--no-kit");
      for (const house of [first, second]) {
        await seen(
          async () => (await house.api.call("bench")).broker.nameShared === true,
          "told on the bench",
        );
        expect(await house.api.call("health")).toMatchObject({ status: "degraded", broker: "connected" });
        const check = await brokerCheck(house);
        expect(check).toMatchObject({ state: "fault", code: "NAME_SHARED" });
        expect(check?.evidence.fr).toContain("cave");
        expect(check?.next?.en).toContain("Is this bench open twice");
        expect(check?.tree?.some(({ say }) => say.fr.includes("--name"))).toBe(true);
      }
      await second.bridge.stop();
      await seen(async () => (await brokerCheck(first))?.code === "ok", "well again", 60_000);
      expect((await first.api.call("health")).status).toBe("ok");
    });

    const noBrowser = whyNoBrowser();
    describe.skipIf(noBrowser !== undefined)(noBrowser ?? "on the page", () => {
      let browser: Browser;
      beforeAll(async () => {
        browser = await launchBrowser();
      });
      afterAll(() => browser?.close());

      it("a banner says it, in both languages", async () => {
        const house = await open("grenier", "--no-kit");
        await open("grenier", "--no-kit");
        const page = await browser.newPage();
        for (const language of languages) {
          const person = createPerson(page, house.bridge.page, language);
          await person.open("/");
          await person.speak();
          await page.getByRole("status").getByText(person.text("banner.nameShared")).waitFor();
        }
      });
    });

    it("closed politely, every device that was there is offline for all who come later, with the reason", async () => {
      const house = await open("atelier");
      const reader = await kitReaderOf(house);
      const beacon = (await onlineDevice(house, "ibeacon")).device.id;
      reader.watch.close();
      const began = performance.now();
      expect(await house.bridge.stop()).toBe(0);
      expect(performance.now() - began).toBeLessThan(15_000);
      const late = startMosquittoSub({ port: mosquitto.port, topic: "labo/atelier/#" });
      try {
        await eventually(
          () => late.lines.some(({ topic }) => topic === "labo/atelier/state"),
          "what is retained of the bench",
        );
        const told = await eventually(() => {
          const found = late.lines.filter(({ topic }) => topic.endsWith("/availability"));
          return found.length >= 3 && found;
        }, "availability of its devices");
        expect(told.map(({ topic }) => topic.split("/")[2])).toEqual(
          expect.arrayContaining([reader.id, beacon]),
        );
        for (const { topic, text, isRetained } of told) {
          const { state, health } = availabilitySchema.parse(JSON.parse(text));
          expect({ topic, isRetained, state }).toEqual({ topic, isRetained: true, state: "offline" });
          expect(health.reason?.fr.length).toBeGreaterThan(10);
          if (topic.includes(`/${reader.id}/`)) expect(health.code).toBe("BRIDGE_CLOSED");
        }
        expect(late.lines.find(({ topic }) => topic === "labo/atelier/state")?.text).toContain("offline");
      } finally {
        late.stop();
      }
      // Back under the same name: the devices are there again, and nothing of the goodbye stays.
      const again = await open("atelier");
      expect((await kitReaderOf(again)).id).toBe(reader.id);
    });
  },
);
