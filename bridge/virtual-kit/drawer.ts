// The drawer: beacons that are not in the room until somebody takes them out. The bench was taught none of them.
import { createHash } from "node:crypto";
import type { Kit, KitBeacon } from "#contract/kit.ts";
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

const keyBytes = 16;
/** Metres from the computer, and the turn between one and the next, in radians. */
const ring = { radius: 1.1, turn: (2 * Math.PI) / mostFromDrawer };
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
    at: placeOf(kit, out.length),
    powered: true,
    tin: false,
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

function placeOf({ receiver, room }: Kit, index: number): { x: number; y: number } {
  const inside = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value * 100) / 100));
  const angle = index * ring.turn;
  return {
    x: inside(receiver.x + ring.radius * Math.cos(angle), room.width),
    y: inside(receiver.y - ring.radius * Math.sin(angle), room.depth),
  };
}

/** Each box has a key of its own, the same at each start: it protects nothing but a lesson. */
const keyOf = (id: string): string =>
  createHash("sha256")
    .update(`box of ${id}`)
    .digest("hex")
    .slice(0, 2 * keyBytes);
