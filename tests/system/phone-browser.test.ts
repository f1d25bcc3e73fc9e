// A phone of the room lent to the bench, in a real browser with simulated sensors: what its owner agreed to comes live, by
// the secured page too, and nothing else does; what goes wrong is said in words.
import { createRequire } from "node:module";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { decodeQR } from "qr/decode.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import type { Sample } from "#contract/live.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { closeHouses, deviceOf, type House, ofKind, openHouse, seen } from "../helpers/house.ts";
import { openLive, watchEvents } from "../helpers/live-client.ts";
import { createPerson, finger, keyboardOf, mouse, type Person } from "../helpers/person.ts";
import { frameOf } from "../helpers/phone-bench.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const reason = whyNoBrowser();
const title = "a lent phone";
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let browser: Browser;
  let house: House;
  /** Address of the secured page, without a slash at the end. */
  let secure = "";

  beforeAll(async () => {
    browser = await launchBrowser(["--use-fake-device-for-media-stream"]);
    house = await openHouse({ args: ["--no-kit", "--lan"] });
    const { securePort } = await house.api.call("joining");
    secure = `https://${new URL(house.bridge.page).hostname}:${securePort}`;
  });
  afterAll(async () => {
    await browser?.close();
    await closeHouses();
  });

  interface Holder extends Person {
    readonly context: BrowserContext;
    readonly sensors: CDPSession;
    /** Errors of the console and of the page, refusals of its policy among them. */
    readonly complaints: readonly string[];
  }

  async function holder(
    options: { at?: string; microphone?: boolean; init?: () => void } = {},
  ): Promise<Holder> {
    const at = options.at ?? secure;
    const context = await browser.newContext({ ...phone, ignoreHTTPSErrors: true });
    // What is not in the list is refused. None can be given to a page that is not secured.
    const allowed = ["accelerometer", "gyroscope", ...(options.microphone === false ? [] : ["microphone"])];
    if (at !== house.bridge.page) await context.grantPermissions(allowed, { origin: at });
    if (options.init !== undefined) await context.addInitScript(options.init);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    const sensors = await context.newCDPSession(page);
    const person = createPerson(page, at, "fr", finger);
    await person.open("/telephone");
    return { ...person, context, sensors, complaints };
  }

  const motionSensors = ["accelerometer", "linear-acceleration", "gyroscope"] as const;

  async function giveSensors({ sensors }: Holder): Promise<void> {
    for (const type of [...motionSensors, "relative-orientation"] as const)
      await sensors.send("Emulation.setSensorOverrideEnabled", { enabled: true, type });
  }
  async function feel({ sensors }: Holder, x: number, y: number, z: number): Promise<void> {
    for (const type of motionSensors)
      await sensors.send("Emulation.setSensorOverrideReadings", { type, reading: { xyz: { x, y, z } } });
  }

  /** Says yes. @returns the device the bench made of the phone. */
  async function lend(person: Holder): Promise<BenchDevice> {
    await person.hands.press(person.button("phone.lend"));
    const name = await person.page.locator("[data-phone-name]").innerText();
    return seen(async () => {
      const { devices } = await house.api.call("devices");
      return devices.find(({ device }) => device.profile === "phone" && device.name.fr === name);
    }, `${name} is on the bench`);
  }
  const switchOf = (person: Holder, sensor: "motion" | "orientation" | "sound" | "light" | "nfc") =>
    person.page.locator("main label").filter({ hasText: person.text(`phone.sensor.${sensor}`) });

  const readingsOf = async (id: string) => (await deviceOf(house, id))?.state?.readings ?? {};
  const healthOf = async (id: string) => (await deviceOf(house, id))?.availability?.health.code;
  const takeBack = async (person: Holder) => {
    await person.hands.press(person.button("phone.stop"));
    await person.page.getByText(person.text("phone.stopped")).waitFor();
  };

  it("gives what it feels and hears, live, by the secured page; its stop ends it", async () => {
    const person = await holder();
    await giveSensors(person);
    const asked: string[] = [];
    // What the page fetches of the program is not the phone's to say.
    person.page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/api/phones")) asked.push(pathname);
    });
    await person.page.locator("#capacites").waitFor();
    expect(asked).toEqual([]);

    const { device } = await lend(person);
    expect(device).toMatchObject({ source: "hardware", transport: "web", channels: [], facts: {} });
    await feel(person, 0, 0, 9.8);
    await person.hands.press(switchOf(person, "motion"));
    await person.hands.press(switchOf(person, "sound"));
    await feel(person, 1.5, -2.25, 9.5);
    await seen(async () => {
      const { accelerationX, accelerationY, accelerationZ } = await readingsOf(device.id);
      // The browser rounds what it tells, so that no phone is known by its noise.
      return near(accelerationX, 1.5) && near(accelerationY, -2.25) && near(accelerationZ, 9.5);
    }, "the motion felt is on the bench");
    await seen(
      async () => (await readingsOf(device.id)).soundLevel !== undefined,
      "the sound level is on the bench",
    );
    // The sender shows what goes out, another page of the bench what came in.
    await person.page.locator("dl[data-sensor=motion]").getByText("9,50").first().waitFor();
    const watcher = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const bench = await watcher.newPage();
    await bench.goto(`${house.bridge.page}/appareil/${device.id}`);
    await bench.getByText("9,50").first().waitFor();
    await feel(person, 0, 0, -9.8);
    await bench.getByText("−9,80").first().waitFor();
    await bench.getByText("phone-frame").first().waitFor();
    await watcher.close();

    const watch = await watchEvents(house.bridge.page, device.id);
    const samples = await watchSamples(house.bridge.page, device.id);
    const before = samples.of("accelerationX").length;
    await eventually(() => samples.of("accelerationX").length > before + 60, "samples come");
    const rate = ratePerSecond(samples.of("accelerationX").slice(before));
    expect(rate).toBeGreaterThan(10);
    expect(rate).toBeLessThan(30);
    await takeBack(person);
    await seen(async () => (await healthOf(device.id)) === "PHONE_STOPPED", "the bench knows of the stop");
    const sent = asked.length;
    await feel(person, 5, 5, 5);
    // The sensor still speaks to the page, for a good second.
    await person.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          let felt = 0;
          window.addEventListener("devicemotion", () => {
            felt += 1;
            if (felt === 90) resolve();
          });
        }),
    );
    // What was on its way may still come; nothing that was felt after the stop does.
    expect(samples.of("accelerationX").filter(({ readings }) => (readings.accelerationX ?? 0) > 3)).toEqual(
      [],
    );
    expect(asked.length).toBe(sent);
    expect(ofKind(watch, "device-lost")).toMatchObject([{ reason: "PHONE_STOPPED" }]);
    expect(person.complaints).toEqual([]);
    watch.close();
    samples.close();
    await person.context.close();
  });

  it("gives only what is switched on, and takes it off the bench with its switch", async () => {
    const person = await holder({ at: house.bridge.page.replace(/\/\/[^:]+/, "//127.0.0.1") });
    await giveSensors(person);
    const { device } = await lend(person);
    await person.sensors.send("Emulation.setSensorOverrideReadings", {
      type: "relative-orientation",
      // A quarter turn about the axis of the screen, halved twice.
      reading: { quaternion: { x: 0, y: 0, z: Math.sin(Math.PI / 8), w: Math.cos(Math.PI / 8) } },
    });
    await person.hands.press(switchOf(person, "orientation"));
    await seen(
      async () => near((await readingsOf(device.id)).alpha, 45),
      "the phone is turned by 45 degrees",
    );
    expect(Object.keys(await readingsOf(device.id)).sort()).toEqual(["alpha", "beta", "gamma"]);
    await person.hands.press(switchOf(person, "orientation"));
    await seen(
      async () => (await deviceOf(house, device.id))?.device.channels.length === 0,
      "its channels are gone",
    );
    await seen(async () => Object.keys(await readingsOf(device.id)).length === 0, "and so are its values");
    await takeBack(person);
    await person.context.close();
  });

  it("says what the browser refuses, and what is not there", async () => {
    const person = await holder({ microphone: false });
    const { device } = await lend(person);
    await person.hands.press(switchOf(person, "sound"));
    await person.page.getByText(person.text("phone.state.refused")).waitFor();
    await seen(
      async () => (await healthOf(device.id)) === "PHONE_PERMISSION",
      "the bench knows what is refused",
    );
    expect((await deviceOf(house, device.id))?.availability?.health.reason?.fr).toContain("niveau sonore");
    // No simulated sensor: the phone stays silent.
    await person.hands.press(switchOf(person, "motion"));
    await person.page.getByText(person.text("phone.state.absent")).waitFor();
    // Chromium has neither of these here: said before anything was tried.
    expect(await switchOf(person, "light").getByRole("switch").isDisabled()).toBe(true);
    expect(await switchOf(person, "nfc").getByRole("switch").isDisabled()).toBe(true);
    await takeBack(person);
    await person.context.close();
  });

  it("reads tags and light where the browser can, under the kit’s rule for tags", async () => {
    // What Chrome on Android offers and this Chromium does not: the page finds it there, and the rest is real.
    const offer = () => {
      class NDEFReader extends EventTarget {
        async scan({ signal }: { signal: AbortSignal }) {
          const read = ({ detail }: Event & { detail?: string }) =>
            this.dispatchEvent(Object.assign(new Event("reading"), { serialNumber: detail }));
          window.addEventListener("test-tag", read, { signal });
        }
      }
      class AmbientLightSensor extends EventTarget {
        illuminance = 240;
        start() {
          this.dispatchEvent(new Event("reading"));
        }
        stop() {}
      }
      Object.assign(window, { NDEFReader, AmbientLightSensor });
    };
    const person = await holder({ init: offer });
    const { device } = await lend(person);
    await person.hands.press(switchOf(person, "light"));
    await seen(async () => (await readingsOf(device.id)).illuminance === 240, "the light is on the bench");
    await person.hands.press(switchOf(person, "nfc"));
    const hold = (serial: string) =>
      person.page.evaluate(
        (detail) => void window.dispatchEvent(new CustomEvent("test-tag", { detail })),
        serial,
      );
    await person.page.locator("dl[data-sensor=nfc]").waitFor();
    await hold("04:a1:b2:c3:d4:e5:80");
    const watch = await watchEvents(house.bridge.page, device.id);
    const tags = () => ofKind(watch, "tag-arrived").map(({ tag }) => tag);
    await eventually(() => tags().length === 1, "a tag was read");
    const [foreign] = tags();
    expect(foreign).toMatchObject({ known: false, id: expect.stringMatching(/^foreign-/), uidBytes: 7 });
    // Taught from what a phone read, as from any reader.
    const trainer = createApiClient(house.bridge.page);
    await trainer.open(new URL(house.bridge.trainerLink).pathname);
    await trainer.call("teachTag", { id: foreign?.id ?? "", body: { label: "Sceau" } });
    await hold("04:a1:b2:c3:d4:e5:80");
    await eventually(() => tags().length === 2, "it was read again");
    expect(tags()[1]).toMatchObject({ known: true, id: "04a1b2c3d4e580" });
    await person.hands.press(switchOf(person, "nfc"));
    await person.page.locator("dl[data-sensor=nfc]").waitFor({ state: "hidden" });
    await hold("04:a1:b2:c3:d4:e5:80");
    await takeBack(person);
    await seen(async () => (await healthOf(device.id)) === "PHONE_STOPPED", "it was taken back");
    expect(tags()).toHaveLength(2);
    watch.close();
    await person.context.close();
  });

  it("is another device than a second phone, and both have names of their own", async () => {
    const [first, second] = [await holder(), await holder()];
    const [one, other] = [await lend(first), await lend(second)];
    expect(one.device.id).not.toBe(other.device.id);
    expect(one.device.name).not.toEqual(other.device.name);
    for (const { device } of [one, other]) expect(device.id).toMatch(/^phone-[0-9a-f]{12}$/);
    await takeBack(first);
    await seen(async () => (await healthOf(one.device.id)) === "PHONE_STOPPED", "the first is given back");
    expect(await healthOf(other.device.id)).toBe("ok");
    // Closing the page is a stop, too.
    await second.page.close({ runBeforeUnload: false });
    await seen(async () => (await healthOf(other.device.id)) === "PHONE_STOPPED", "the second is given back");
    await first.context.close();
    await second.context.close();
  });

  it("says that the bench is out of reach, and goes on when it is back", async () => {
    const person = await holder();
    const { device } = await lend(person);
    await person.page.getByText(person.text("phone.reached")).waitFor();
    await person.context.setOffline(true);
    await person.page.getByText(person.text("phone.unreached")).waitFor();
    await seen(async () => (await healthOf(device.id)) === "PHONE_ASLEEP", "the bench hears nothing");
    await person.context.setOffline(false);
    await person.page.getByText(person.text("phone.reached")).waitFor();
    await seen(async () => (await healthOf(device.id)) === "ok", "the phone is back");
    await takeBack(person);
    await person.context.close();
  });

  it("is told, on a page that is not secured, what will happen before it happens, and the way on", async () => {
    const person = await holder({ at: house.bridge.page });
    await person.page.getByText(person.text("phone.secure.warning")).waitFor();
    expect(await person.button("phone.lend").isDisabled()).toBe(true);
    const { fingerprint = "" } = await house.api.call("joining");
    expect(await person.page.locator("code").allTextContents()).toContain(fingerprint);
    const link = person.page.getByRole("link", { name: person.text("phone.secure.go") });
    expect(await link.getAttribute("href")).toBe(`${secure}/telephone`);
    await person.hands.press(link);
    await person.page.waitForURL(`${secure}/telephone`);
    await eventually(() => person.button("phone.lend").isEnabled(), "the phone can be lent there");
    await person.context.close();
  });

  it("can be lent and taken back with the keyboard alone", async () => {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 900, height: 800 },
    });
    const page = await context.newPage();
    const person = createPerson(page, secure, "en", keyboardOf(page));
    await person.open("/telephone");
    await person.speak();
    await person.hands.press(person.button("phone.lend"));
    await page.locator("[data-phone-name]").waitFor();
    await person.hands.press(person.button("phone.stop"));
    await page.getByText(person.text("phone.stopped")).waitFor();
    await context.close();
  });

  it("breaks no accessibility rule while it is lent, and keeps its stop in sight", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({
        ...phone,
        colorScheme,
        ignoreHTTPSErrors: true,
        bypassCSP: true,
        reducedMotion: "reduce",
      });
      await context.addInitScript({ path: axePath });
      await context.grantPermissions(["microphone"], { origin: secure });
      const page = await context.newPage();
      const person = createPerson(page, secure, "fr", finger);
      await person.open("/telephone");
      await person.hands.press(person.button("phone.lend"));
      await person.hands.press(
        page.locator("main label").filter({ hasText: person.text("phone.sensor.sound") }),
      );
      await page.locator("dl[data-sensor=sound]").waitFor();
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import("axe-core") };
        const found = await axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        });
        return found.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`,
        );
      });
      expect(violations).toEqual([]);
      const stop = person.button("phone.stop");
      for (const place of ["top", "middle", "end"] as const) {
        await page.evaluate((where) => {
          const height = document.documentElement.scrollHeight;
          window.scrollTo(0, where === "top" ? 0 : where === "middle" ? height / 2 : height);
        }, place);
        // What is at its middle is the button itself: neither off the screen nor under the navigation.
        const isSeen = await stop.evaluate((button) => {
          const { left, top, width, height } = button.getBoundingClientRect();
          const there = document.elementFromPoint(left + width / 2, top + height / 2);
          return there !== null && button.contains(there);
        });
        expect(isSeen, place).toBe(true);
      }
      await person.hands.press(stop);
      await context.close();
    }
  });

  it("cannot be imitated, flooded or made to show markup", async () => {
    const api = createApiClient(house.bridge.page);
    const { device, key } = await api.call("lendPhone", { body: {} });
    const say = (frames: string[]) => api.call("phoneFrames", { id: device, body: { key, frames } });
    await say([
      frameOf.lend(1, ["sound"]),
      '<img src=x onerror="alert(1)">',
      frameOf.sample(2, { sound: -20 }),
    ]);
    await expect(
      api.call("phoneFrames", { id: device, body: { key: "k".repeat(32), frames: [frameOf.stop(3)] } }),
    ).rejects.toThrow(/PHONE_GONE/);
    const elsewhere = await fetch(`${house.bridge.page}/api/phones`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
      body: "{}",
    });
    expect(elsewhere.status).toBe(403);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${house.bridge.page}/appareil/${device}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await seen(async () => (await readingsOf(device)).soundLevel === -20, "the good frame came");
    expect(await page.locator("img[src=x]").count()).toBe(0);
    await context.close();
    let at = 10;
    const flood = async () => {
      for (let request = 0; request < 30; request += 1) {
        await say(
          Array.from({ length: 64 }, () => {
            at += 1;
            return frameOf.sample(at, { sound: -30 });
          }),
        );
      }
    };
    await expect(flood()).rejects.toThrow(/PHONE_FLOOD/);
    expect(await seen(async () => (await healthOf(device)) === "PHONE_FLOOD", "the flood is told")).toBe(
      true,
    );
    await expect(say([frameOf.sample(at + 1, { sound: -30 })])).rejects.toThrow(/PHONE_GONE/);
  });

  it("comes by a secured page with the whole of the bench’s protections, live socket included", async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const sockets: string[] = [];
    page.on("websocket", (socket) => sockets.push(socket.url()));
    const answer = await page.goto(secure);
    const headers = answer?.headers() ?? {};
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["permissions-policy"]).toBe("camera=(), geolocation=(), microphone=(self)");
    await page.locator("#alentours").waitFor();
    expect(sockets).toEqual([`${secure.replace("https", "wss")}/api/live`]);
    await context.close();
    const trusted = await openLive(house.bridge.page);
    trusted.close();
  });

  it("a page by code: made by the trainer, read by a phone, counted", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
    const page = await context.newPage();
    await page.goto(house.bridge.trainerLink);
    const trainer = createPerson(page, house.bridge.page, "fr", mouse);
    await page.locator("#telephones").waitFor();
    const join = page.locator("section[aria-labelledby=telephones]");
    expect(await readCode(page, "section[aria-labelledby=telephones] svg[role=img]")).toBe(
      `${house.bridge.page}/telephone`,
    );
    await trainer.hands.press(join.getByRole("button", { name: trainer.text("join.large") }));
    const large = await page.getByRole("dialog").locator("svg[role=img]").boundingBox();
    expect(large?.width).toBeGreaterThan(500);
    await page.keyboard.press("Escape");
    await trainer.hands.press(join.getByRole("link", { name: trainer.text("join.codes") }));
    await page.getByLabel(trainer.text("codes.name")).fill("Socle <b>du</b> phare");
    await trainer.hands.press(trainer.button("codes.add"));
    const label = page.getByRole("listitem").filter({ hasText: "Socle <b>du</b> phare" });
    await label.waitFor();
    expect(await label.locator("b").count()).toBe(0);
    const address = await readCode(page, "main li svg[role=img]");
    expect(address).toMatch(new RegExp(`^${house.bridge.page}/q/[a-z0-9.-]+$`));

    const visitor = await browser.newContext(phone);
    const visit = await visitor.newPage();
    await visit.goto(address);
    await visit.getByRole("heading", { level: 1, name: "Socle <b>du</b> phare" }).waitFor();
    await visit.reload();
    await visit.getByText("Ouverture numéro 2").waitFor();
    await label.getByText("Ouverte 2 fois").waitFor();
    const watch = await watchEvents(house.bridge.page, "pages-qr");
    await eventually(() => ofKind(watch, "page-opened").length === 2, "two openings are two events");
    watch.close();
    // A visitor counts; only the trainer adds and removes.
    await expect(
      createApiClient(house.bridge.page).call("addCodePage", { body: { name: "Autre" } }),
    ).rejects.toThrow(/TRAINER_ONLY/);
    await visit.goto(`${house.bridge.page}/q/jamais-faite`);
    await visit.getByRole("alert").waitFor();
    await visitor.close();
    await context.close();
  });

  it("the room closed: the trainer is told how to open it", async () => {
    const closed = await openHouse({ args: ["--no-kit"] });
    expect(await closed.api.call("joining")).toEqual({
      lan: false,
      hosts: [],
      port: Number(new URL(closed.bridge.page).port),
    });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(closed.bridge.trainerLink);
    const trainer = createPerson(page, closed.bridge.page, "fr", mouse);
    await page.getByText(trainer.text("join.closed")).waitFor();
    await context.close();
  });
});

const near = (value: number | undefined, wanted: number): boolean =>
  value !== undefined && Math.abs(value - wanted) < 0.2;

/** Samples of one device, in the order the bench tells them. */
async function watchSamples(page: string, device: string) {
  const live = await openLive(page);
  live.send(JSON.stringify({ type: "watch", feeds: [`device:${device}`] }));
  return {
    /** Those of a channel. */
    of: (channel: string): Sample[] =>
      live.messages
        .flatMap((message) =>
          message.type === "device-snapshot" || message.type === "device-delta" ? message.data.samples : [],
        )
        .filter(({ readings }) => readings[channel] !== undefined),
    close: live.close,
  };
}

/** By the times at which they were taken. */
function ratePerSecond(samples: readonly Sample[]): number {
  return ((samples.length - 1) * 1000) / ((samples.at(-1)?.mono ?? 0) - (samples[0]?.mono ?? 0));
}

/** What a phone would read in a code of the page. */
async function readCode(page: Page, selector: string): Promise<string> {
  const picture = await page
    .locator(selector)
    .first()
    .evaluate(async (svg) => {
      const image = new Image();
      const copy = svg.cloneNode(true) as SVGElement;
      copy.setAttribute("width", "400");
      copy.setAttribute("height", "400");
      copy.removeAttribute("style");
      image.src = URL.createObjectURL(
        new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }),
      );
      await image.decode();
      const canvas = new OffscreenCanvas(400, 400);
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.drawImage(image, 0, 0, 400, 400);
      const { data } = context.getImageData(0, 0, 400, 400);
      return Array.from({ length: 400 * 400 }, (_, n) => ((data[n * 4] ?? 0) < 128 ? "1" : "0")).join("");
    });
  const data = Uint8Array.from(
    [...picture].flatMap((dot) => (dot === "1" ? [0, 0, 0, 255] : [255, 255, 255, 255])),
  );
  return decodeQR({ width: 400, height: 400, data });
}
