import { createCipheriv } from "node:crypto";
import { expect, test } from "vitest";
import { fit as fitModel } from "#contract/maths/fit.ts";
import { median } from "#contract/maths/statistics.ts";
import { Air, resolvableAddress } from "../../../../bridge/virtual-kit/radio/air.ts";
import type { AirAdvertisement } from "../../../../bridge/virtual-kit/radio/hci-controller.ts";
import { meanRssi } from "../../../../bridge/virtual-kit/radio/rssi.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";
import { World } from "../../../../bridge/virtual-kit/world.ts";

const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString("hex");
const ibeacon = "c26f19a43307";
const ruuvi = "d41a7e529c03";
const url = "e8305b914d02";

function bench(seed = 1) {
  const world = new World();
  const air = new Air(() => world.kit, createRandom(seed));
  let ms = 0;
  const listen = (forMs: number, duty = 1): AirAdvertisement[] => {
    const heard: AirAdvertisement[] = [];
    for (const end = ms + forMs; ms < end; ) {
      ms += 5;
      air.advance(ms, duty, (one) => heard.push(one));
    }
    return heard;
  };
  return { world, listen };
}

const from = (heard: readonly AirAdvertisement[], address: string) =>
  heard.filter((one) => hex(one.address) === address);
const mean = (heard: readonly AirAdvertisement[]) =>
  heard.reduce((sum, { rssi }) => sum + rssi, 0) / heard.length;

test("nine frames in ten of each beacon are heard, at its interval", () => {
  const { world, listen } = bench();
  world.apply({ control: "beacon-move", beacon: "balise-ibeacon", to: { x: 2, y: 3.6 } });
  // 105 ms on average, the random delay included: 952 frames in 100 s.
  const heard = from(listen(100_000), ibeacon).length;
  expect(heard).toBeGreaterThan(820);
  expect(heard).toBeLessThan(890);
});

test("a receiver that is off hears nothing, one that listens half the time about half", () => {
  const { listen } = bench();
  expect(listen(5000, 0)).toEqual([]);
  const half = from(listen(50_000, 0.5), ibeacon).length;
  expect(half).toBeGreaterThan(170);
  expect(half).toBeLessThan(260);
});

test("without its battery a beacon is silent, and counts anew when it is back", () => {
  const { world, listen } = bench();
  world.apply({ control: "strangers", count: 0 });
  const tlmCounts = (heard: readonly AirAdvertisement[]) =>
    from(heard, url)
      .map(({ payload }) => hex(payload))
      .filter((payload) => payload.includes("aafe2000"))
      .map((payload) => Number.parseInt(payload.slice(-16, -8), 16));
  const before = tlmCounts(listen(20_000));
  expect(before).toEqual(before.toSorted((a, b) => a - b));
  expect(before.at(-1)).toBeGreaterThan(20);
  world.apply({ control: "beacon-power", beacon: "balise-url", on: false });
  expect(from(listen(10_000), url)).toEqual([]);
  world.apply({ control: "beacon-power", beacon: "balise-url", on: true });
  expect(tlmCounts(listen(5000))[0]).toBeLessThan(8);
});

test("distance, a body and a tin weaken the signal as they should", () => {
  const { world, listen } = bench();
  const { receiver } = world.kit;
  const place = (distance: number) =>
    world.apply({
      control: "beacon-move",
      beacon: "balise-ibeacon",
      to: { x: receiver.x + distance, y: receiver.y },
    });
  world.apply({ control: "person-move", to: { x: 0, y: 0 } });
  place(1);
  const atOne = mean(from(listen(30_000), ibeacon));
  expect(Math.abs(atOne + 59)).toBeLessThan(1.5);
  place(4);
  const atFour = mean(from(listen(30_000), ibeacon));
  expect(Math.abs(atFour + 59 + 13.2)).toBeLessThan(1.5);
  world.apply({ control: "person-move", to: { x: receiver.x + 2, y: receiver.y } });
  const behind = atFour - mean(from(listen(30_000), ibeacon));
  expect(behind).toBeGreaterThan(8);
  expect(behind).toBeLessThan(14);
  world.apply({ control: "person-move", to: { x: 0, y: 0 } });
  place(0.5);
  world.apply({ control: "beacon-tin", beacon: "balise-ibeacon", on: true });
  const inTin = from(listen(30_000), ibeacon);
  expect(inTin.length).toBeGreaterThan(100);
  expect(mean(inTin)).toBeLessThan(-79);
  place(5);
  expect(from(listen(30_000), ibeacon).length).toBeLessThan(30);
});

test("four captures of twenty seconds give the room's exponent back", () => {
  const exponent = (meanRssi(0, 1) - meanRssi(0, 10)) / 10;
  const exponents = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
    const { world, listen } = bench(seed);
    const { receiver } = world.kit;
    const points = [0.5, 1, 2, 4].map((distance): [number, number] => {
      const to = { x: receiver.x + distance, y: receiver.y };
      world.apply({ control: "beacon-move", beacon: "balise-ibeacon", to });
      const heard = from(listen(20_000), ibeacon);
      return [distance, median(heard.map(({ rssi }) => rssi)) ?? 0];
    });
    return fitModel("logdistance", points)?.slope ?? 0;
  });
  for (const n of exponents) expect(Math.abs(n - exponent)).toBeLessThan(0.3);
  const typical = exponents.reduce((sum, n) => sum + n, 0) / exponents.length;
  expect(Math.abs(typical - exponent)).toBeLessThan(0.1);
});

test("a fist around a beacon, a quarter turn and a battery that runs low weaken its signal, until they are undone", () => {
  const { world, listen } = bench();
  const { receiver } = world.kit;
  const beacon = "balise-ibeacon";
  world.apply({ control: "person-move", to: { x: 0, y: 0 } });
  world.apply({ control: "beacon-move", beacon, to: { x: receiver.x + 1, y: receiver.y } });
  const level = () => mean(from(listen(30_000), ibeacon));
  const free = level();
  world.apply({ control: "beacon-fist", beacon, on: true });
  const inFist = free - level();
  expect(inFist).toBeGreaterThan(10);
  expect(inFist).toBeLessThan(14);
  world.apply({ control: "beacon-fist", beacon, on: false });
  world.apply({ control: "beacon-turn", beacon, on: true });
  const turned = free - level();
  expect(turned).toBeGreaterThan(3);
  expect(turned).toBeLessThan(7);
  world.apply({ control: "beacon-turn", beacon, on: false });
  world.apply({ control: "beacon-battery", beacon, worn: true });
  const worn = free - level();
  expect(worn).toBeGreaterThan(13);
  expect(worn).toBeLessThan(17);
  world.apply({ control: "beacon-battery", beacon, worn: false });
  expect(Math.abs(free - level())).toBeLessThan(1.5);
});

test("the Ruuvi tells the room's temperature, counts its frames and its moves", () => {
  const { world, listen } = bench();
  const read = (payload: readonly number[]) => {
    const view = new DataView(Uint8Array.from(payload).buffer, 7);
    return { celsius: view.getInt16(1) * 0.005, movements: view.getUint8(15), sequence: view.getUint16(16) };
  };
  const first = from(listen(10_000), ruuvi).map(({ payload }) => read(payload));
  for (const { celsius, movements } of first) {
    expect(Math.abs(celsius - 21.5)).toBeLessThan(0.15);
    expect(movements).toBe(0);
  }
  const sequences = first.map(({ sequence }) => sequence);
  expect(new Set(sequences).size).toBe(sequences.length);
  world.apply({ control: "room-temperature", celsius: -5 });
  world.apply({ control: "beacon-move", beacon: "balise-ruuvi", to: { x: 3, y: 4 } });
  const last = from(listen(5000), ruuvi)
    .map(({ payload }) => read(payload))
    .at(-1);
  expect(Math.abs((last?.celsius ?? 0) + 5)).toBeLessThan(0.15);
  expect(last?.movements).toBe(1);
});

test("passers-by use resolvable private addresses, as many as asked, and change them every quarter of an hour", () => {
  const { world, listen } = bench();
  for (const { id } of world.kit.beacons) world.apply({ control: "beacon-power", beacon: id, on: false });
  for (const { id } of world.kit.peripherals)
    world.apply({ control: "peripheral-power", peripheral: id, on: false });
  const addresses = (heard: readonly AirAdvertisement[]) => new Set(heard.map(({ address }) => hex(address)));
  const now = addresses(listen(10_000));
  expect(now.size).toBeGreaterThan(20);
  expect(now.size).toBeLessThanOrEqual(31);
  for (const address of now) expect(Number.parseInt(address.slice(0, 2), 16) >> 6).toBe(0b01);
  listen(15 * 60_000, 0);
  const later = addresses(listen(10_000));
  for (const address of later) expect(now.has(address)).toBe(false);
  world.apply({ control: "strangers", count: 0 });
  expect(listen(10_000)).toEqual([]);
});

test("an address resolves with its own key", () => {
  const random = createRandom(7);
  const key = random.bytes(16);
  const address = resolvableAddress(key, random);
  const block = Buffer.concat([Buffer.alloc(13), Buffer.from(address.slice(0, 3))]);
  const hash = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false).update(block).subarray(13);
  expect(hex(address.slice(3))).toBe(hash.toString("hex"));
});

test("the same seed gives the same air", () => {
  expect(bench(5).listen(5000)).toEqual(bench(5).listen(5000));
  expect(bench(6).listen(5000)).not.toEqual(bench(5).listen(5000));
});

test("a board one connects to calls until somebody came, and is silent without its battery", () => {
  const { world, listen } = bench();
  const calls = () => from(listen(10_000), "d73c106b2e41").length;
  expect(calls()).toBeGreaterThan(35);
  world.showLink("microbit", true);
  expect(calls()).toBe(0);
  world.showLink("microbit", false);
  expect(calls()).toBeGreaterThan(35);
  world.apply({ control: "peripheral-power", peripheral: "microbit", on: false });
  expect(calls()).toBe(0);
});
