// Beacons out of the drawer: a person takes them out and puts them back; what they send is what their makers' would.
import { expect, test } from "vitest";
import { kitSchema } from "#contract/kit.ts";
import { drawerBeacons, drawerFormats, mostFromDrawer } from "#contract/kit-beacons.ts";
import type { AcceptedAdvertisement } from "../../../bridge/decoders/decoder.ts";
import { decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { drawerRadio } from "../../../bridge/virtual-kit/drawer.ts";
import { Air } from "../../../bridge/virtual-kit/radio/air.ts";
import { createRandom } from "../../../bridge/virtual-kit/random.ts";
import { World } from "../../../bridge/virtual-kit/world.ts";

const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString("hex");

function bench() {
  const world = new World();
  world.apply({ control: "strangers", count: 0 });
  const air = new Air(() => world.kit, createRandom(3));
  let ms = 0;
  /** What the decoders make of what is heard of one beacon. */
  const listen = (id: string, forMs: number): AcceptedAdvertisement[] => {
    const beacon = world.kit.beacons.find((one) => one.id === id);
    const radio = beacon && drawerRadio(beacon);
    if (beacon === undefined || radio === undefined) throw new Error(`${id} is not out of the drawer`);
    const address = hex(radio.address);
    const key = beacon.key === undefined ? undefined : Buffer.from(beacon.key, "hex");
    const heard: AcceptedAdvertisement[] = [];
    for (const end = ms + forMs; ms < end; ) {
      ms += 5;
      air.advance(ms, 1, (one) => {
        if (hex(one.address) !== address) return;
        const [outcome] = decodeAdvertisement(Uint8Array.from(one.payload), {
          address,
          keyFor: (of) => (of === address ? key : undefined),
        }).outcomes;
        if (outcome?.ok !== true) throw new Error(`not read: ${JSON.stringify(outcome)}`);
        heard.push(outcome);
      });
    }
    return heard;
  };
  const total = (id: string, forMs: number) =>
    Object.assign({}, ...listen(id, forMs).map(({ readings }) => readings)) as Record<string, number>;
  return { world, listen, total };
}

test("nothing is out of the drawer at the start", () => {
  const { world } = bench();
  expect(world.kit.beacons.map(({ format }) => format)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(new RegExp(`^(${drawerFormats.join("|")})$`))]),
  );
});

test.each(drawerFormats.filter((format) => format !== "altbeacon" && format !== "mibeacon"))(
  "%s tells the room's temperature, and the room's only",
  (format) => {
    const { world, total } = bench();
    world.apply({ control: "beacon-add", format });
    expect(Math.abs((total(`${format}-1`, 20_000).temperature ?? Number.NaN) - 21.5)).toBeLessThan(0.8);
    world.apply({ control: "room-temperature", celsius: -7 });
    expect(Math.abs((total(`${format}-1`, 20_000).temperature ?? Number.NaN) + 7)).toBeLessThan(0.8);
  },
);

test("the plant sensor tells four things in turn", () => {
  const { world, total } = bench();
  world.apply({ control: "beacon-add", format: "mibeacon" });
  world.apply({ control: "room-light", lux: 900 });
  const told = total("mibeacon-1", 20_000);
  expect(Object.keys(told).sort()).toEqual(["conductivity", "illuminance", "moisture", "temperature"]);
  expect(Math.abs((told.illuminance ?? Number.NaN) - 900)).toBeLessThan(60);
});

test("a press is sent at once, several times, in one packet; then the measurements go on", () => {
  for (const format of ["bthome", "bthome-encrypted"] as const) {
    const { world, listen } = bench();
    world.apply({ control: "beacon-add", format });
    const id = `${format}-1`;
    listen(id, 3000);
    world.apply({ control: "beacon-press", beacon: id });
    const burst = listen(id, 900).filter(({ actions }) => (actions?.length ?? 0) > 0);
    expect(burst.length).toBeGreaterThanOrEqual(3);
    expect(new Set(burst.map(({ readings }) => readings.packetId)).size).toBe(1);
    expect(new Set(burst.map(({ freshness }) => freshness?.counter)).size).toBe(1);
    const after = listen(id, 5000);
    expect(after.length).toBeGreaterThan(2);
    expect(after.flatMap(({ actions }) => actions ?? [])).toEqual([]);
  }
});

test("the counter of an encrypted one never goes back, not even with a new battery or out of the drawer again", () => {
  const { world, listen } = bench();
  const counters = () =>
    listen("bthome-encrypted-1", 5000).map(({ freshness }) => freshness?.counter ?? Number.NaN);
  world.apply({ control: "beacon-add", format: "bthome-encrypted" });
  const told = counters();
  world.apply({ control: "beacon-power", beacon: "bthome-encrypted-1", on: false });
  listen("bthome-encrypted-1", 1000);
  world.apply({ control: "beacon-power", beacon: "bthome-encrypted-1", on: true });
  told.push(...counters());
  world.apply({ control: "beacon-remove", beacon: "bthome-encrypted-1" });
  world.apply({ control: "beacon-add", format: "bthome-encrypted" });
  told.push(...counters());
  expect(told.length).toBeGreaterThan(8);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
});

test("several of one kind have numbers, addresses and keys of their own, and a number given back is given again", () => {
  const { world } = bench();
  for (let n = 0; n < 3; n++) world.apply({ control: "beacon-add", format: "bthome-encrypted" });
  const out = () => world.kit.beacons.filter(({ format }) => format === "bthome-encrypted");
  expect(out().map(({ id }) => id)).toEqual([
    "bthome-encrypted-1",
    "bthome-encrypted-2",
    "bthome-encrypted-3",
  ]);
  expect(out().map(({ name }) => name.en)).toEqual([
    drawerBeacons["bthome-encrypted"].name.en,
    `${drawerBeacons["bthome-encrypted"].name.en} 2`,
    `${drawerBeacons["bthome-encrypted"].name.en} 3`,
  ]);
  expect(new Set(out().map(({ key }) => key)).size).toBe(3);
  expect(new Set(out().map((one) => hex(drawerRadio(one)?.address ?? []))).size).toBe(3);
  world.apply({ control: "beacon-remove", beacon: "bthome-encrypted-2" });
  world.apply({ control: "beacon-add", format: "bthome-encrypted" });
  expect(out().map(({ id }) => id)).toContain("bthome-encrypted-2");
  expect(kitSchema.parse(world.kit)).toEqual(world.kit);
});

test("what cannot be done is refused, and changes nothing", () => {
  const { world } = bench();
  for (let n = 0; n < mostFromDrawer; n++) world.apply({ control: "beacon-add", format: "minew" });
  const before = world.snapshot();
  const refused = { code: "NOT_FOUND" };
  expect(() => world.apply({ control: "beacon-add", format: "minew" })).toThrow(
    expect.objectContaining(refused),
  );
  for (const beacon of ["balise-ruuvi", "personne"]) {
    for (const control of ["beacon-remove", "beacon-press"] as const) {
      expect(() => world.apply({ control, beacon })).toThrow(expect.objectContaining(refused));
    }
  }
  expect(() => world.apply({ control: "beacon-press", beacon: "minew-1" })).toThrow(
    expect.objectContaining(refused),
  );
  expect(world.snapshot()).toEqual(before);
  for (const { at } of before.beacons) {
    expect(at.x).toBeLessThanOrEqual(before.room.width);
    expect(at.y).toBeLessThanOrEqual(before.room.depth);
  }
  world.apply({ control: "reset" });
  expect(world.kit.beacons).toHaveLength(4);
});
