// Geometry and choices of the virtual kit's pages. Pure.
import type { Device, Profile } from "#contract/devices.ts";
import type { Kit, KitBit, KitBoard, KitComponent, KitTag, Point } from "#contract/kit.ts";

/** Metres a press of an arrow key moves something; with Shift, four times as far. */
export const arrowStep = 0.25;

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** A point kept inside the room, to the centimetre. */
export function inRoom(room: Kit["room"], { x, y }: Point): Point {
  const keep = (value: number, max: number) => Math.round(Math.min(max, Math.max(0, value)) * 100) / 100;
  return { x: keep(x, room.width), y: keep(y, room.depth) };
}

/** Where an arrow key takes a point; `undefined` for any other key. */
export function moveByKey(room: Kit["room"], from: Point, key: string, far: boolean): Point | undefined {
  const direction = arrows[key];
  if (direction === undefined) return undefined;
  const step = far ? arrowStep * 4 : arrowStep;
  return inRoom(room, { x: from.x + direction.x * step, y: from.y + direction.y * step });
}

/** Metres between two points of the floor. */
export function distanceBetween(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** @param all those whose cable is out too; the kit's own reader is always shown. */
export function readersOf(kit: Kit, all = true): readonly KitBoard[] {
  return kit.boards.filter(
    ({ firmware, plugged }) => firmware === "labo-rfid" || (firmware !== "labo-firmata" && (all || plugged)),
  );
}

/** Which readers a tag answers: each kind of radio hears its own. */
function hears(firmware: KitBoard["firmware"], family: KitTag["family"]): boolean {
  if (family === "em4100") return firmware === "rdm6300";
  if (family === "lift-and-learn") return firmware === "nexmosphere";
  return firmware !== "rdm6300";
}

/** The first reader that hears this tag. */
export function readerFor(tag: KitTag, readers: readonly KitBoard[]): KitBoard | undefined {
  return readers.find(({ firmware }) => hears(firmware, tag.family));
}

/** Tags that go with these readers: one that nothing there reads is of no use. */
export function tagsFor(kit: Kit, readers: readonly KitBoard[]): Kit["tags"] {
  return kit.tags.filter((tag) => readerFor(tag, readers) !== undefined);
}

export function sensorBoardsOf(kit: Kit): readonly KitBoard[] {
  return kit.boards.filter(({ firmware }) => firmware === "labo-firmata");
}

/** Boards of the kit behind these ports; all of them when it has none there. */
export function sensorBoardsAt(kit: Kit, ports: readonly string[]): readonly KitBoard[] {
  const boards = sensorBoardsOf(kit);
  const there = boards.filter(({ id }) => ports.includes(`virtual:${id}`));
  return there.length === 0 ? boards : there;
}

/** Which parts of the kit go with the devices of an experiment; all of them when none is named. */
export function partsFor(profiles: readonly Profile[]): ReadonlySet<Profile> {
  return new Set<Profile>(
    profiles.length > 0 ? profiles : (["rfid-hf", "ble-beacon", "board-serial", "board-ble"] as const),
  );
}

/** Components at the pins an experiment looks at, and the others. */
export function splitByPins(
  board: KitBoard,
  pins: readonly string[],
): { readonly wanted: readonly KitComponent[]; readonly others: readonly KitComponent[] } {
  const wanted = board.components.filter(({ pin }) => pins.includes(pin));
  return wanted.length === 0
    ? { wanted: board.components, others: [] }
    : { wanted, others: board.components.filter(({ pin }) => !pins.includes(pin)) };
}

/** Parts that a hand only looks at, or listens to. */
const answering: ReadonlySet<KitComponent["kind"]> = new Set([
  "led",
  "rgb-led",
  "strip",
  "servo",
  "buzzer",
  "piezo",
  "relay",
  "lcd",
]);

/** What answers on a board, among the parts that an experiment moves; nothing while its cable is out. */
export function answersOf(board: KitBoard, pins: readonly string[]): readonly KitComponent[] {
  if (!board.plugged) return [];
  return board.components.filter(({ kind, pin }) => answering.has(kind) && pins.includes(pin));
}

/** Rows of littleBits a hand can snap: an input before the light, or after it. */
export const circuits = ["button-led", "dimmer-led", "led-button", "led-dimmer"] as const;
export type Circuit = (typeof circuits)[number];

/** The row as bits, its input set so. */
export function rowOf(circuit: Circuit, value: number): KitBit[] {
  return circuit.split("-").map((bit) => {
    if (bit === "button" || bit === "dimmer") return { bit, value };
    return { bit: "led", value: 0 };
  });
}

/** The nearest of them to what is snapped. */
export function circuitOf(chain: readonly KitBit[]): Circuit {
  const order = chain.map(({ bit }) => bit).join("-");
  return circuits.find((circuit) => circuit === order) ?? "button-led";
}

/** Light from 1 to 20 000 lx on a slider of equal ratios, as eyes and light sensors take it. */
export function luxOf(position: number): number {
  const lux = 10 ** (position * Math.log10(20_000));
  return lux < 10 ? Math.round(lux * 10) / 10 : Math.round(lux);
}

/** Slider position, 0 to 1, of a light level. */
export function positionOfLux(lux: number): number {
  return Math.log10(Math.max(1, lux)) / Math.log10(20_000);
}

/** The bench's device of a virtual board, found by the id its firmware tells. */
export function deviceNamed(devices: Readonly<Record<string, { readonly device: Device }>>, board: string) {
  return Object.values(devices).find(({ device }) => device.id === board || device.id.includes(board))
    ?.device;
}
