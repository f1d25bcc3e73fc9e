// The drawer: beacons that are not in the room until somebody takes them out. The bench was taught none of them.
import { createHash } from "node:crypto";
import type { Kit, KitBeacon, Point } from "#contract/kit.ts";
import {
  type DrawerFormat,
  drawerBeacons,
  drawerFormats,
  isFromDrawer,
  mostFromDrawer,
} from "#contract/kit-beacons.ts";
import type { Words } from "#contract/words.ts";
import { LaboError } from "../errors.ts";
import type { BeaconRadio } from "./default-kit.ts";
import { distanceBetween } from "./radio/rssi.ts";

const keyBytes = 16;
/** Free places of the room, as shares of its width and depth, the first to be taken first. */
const places = [
  [0.36, 0.35],
  [0.65, 0.9],
  [0.5, 0.1],
  [0.82, 0.57],
  [0.19, 0.52],
  [0.85, 0.08],
  [0.19, 0.06],
  [0.68, 0.72],
] as const;
const measuredPower = -60;

/** @throws LaboError NOT_FOUND when as many are out as may be. */
export function takeFromDrawer(kit: Kit, format: DrawerFormat): KitBeacon {
  const out = kit.beacons.filter((beacon) => isFromDrawer(beacon.format));
  if (out.length >= mostFromDrawer) throw new LaboError("NOT_FOUND", ["drawer: nothing more comes out"]);
  const number = firstFree(new Set(kit.beacons.map(({ id }) => id)), format);
  const { name, intervalMs, hasButton } = drawerBeacons[format];
  const id = `${format}-${number}`;
  return {
    id,
    name: number === 1 ? name : numbered(name, number),
    format,
    at: freePlace(kit),
    powered: true,
    tin: false,
    held: false,
    turned: false,
    intervalMs,
    ...(format === "bthome-encrypted" ? { key: keyOf(id) } : {}),
    ...(hasButton === true ? { presses: 0 } : {}),
  };
}

/** What is left in the room. @throws LaboError NOT_FOUND of a beacon that is no drawer's. */
export function putBack(beacons: readonly KitBeacon[], beacon: KitBeacon): KitBeacon[] {
  if (!isFromDrawer(beacon.format)) throw new LaboError("NOT_FOUND", [`drawer: ${beacon.id} is not from it`]);
  return beacons.filter(({ id }) => id !== beacon.id);
}

/** @throws LaboError NOT_FOUND of a beacon without a button. */
export function pressesOf({ id, presses }: KitBeacon): number {
  if (presses === undefined) throw new LaboError("NOT_FOUND", [`beacon: ${id} has no button`]);
  return presses;
}

/** The radio of a beacon of the drawer; another one's is unknown here. A random static address that stays with its id. */
export function drawerRadio({ id, format }: KitBeacon): Omit<BeaconRadio, "identity"> | undefined {
  if (!isFromDrawer(format)) return undefined;
  const number = Number(id.slice(format.length + 1));
  const address = [0xd6, 0x4c, 0x61, 0x62, drawerFormats.indexOf(format), number];
  return { address, addressType: "random", measuredPower };
}

function firstFree(taken: ReadonlySet<string>, format: DrawerFormat): number {
  let number = 1;
  while (taken.has(`${format}-${number}`)) number += 1;
  return number;
}

const numbered = (name: Words, number: number): Words => ({
  fr: `${name.fr} ${number}`,
  en: `${name.en} ${number}`,
});

/** There are as many places as may be out; where a hand moved things to is nobody's matter. */
function freePlace({ room, beacons }: Kit): Point {
  const spots = places.map(([x, y]) => ({ x: x * room.width, y: y * room.depth }));
  const isFree = (spot: Point) => beacons.every(({ at }) => distanceBetween(at, spot) > 0.4);
  return spots.find(isFree) ?? { x: room.width / 2, y: room.depth / 2 };
}

/** Each box has a key of its own, the same at each start: it protects nothing but a lesson. */
const keyOf = (id: string): string =>
  createHash("sha256")
    .update(`box of ${id}`)
    .digest("hex")
    .slice(0, 2 * keyBytes);
