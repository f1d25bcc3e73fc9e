// What hands do with the virtual kit drawn on a page: tags on the reader, beacons in the room, a knob, a wire.
import type { Locator } from "playwright-core";
import type { Person } from "./person.ts";

const middleOf = async (target: Locator): Promise<{ x: number; y: number }> => {
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${target} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Takes something once it lies still, carries it over something else (or beside it, in pixels) and lets go. */
async function drag(
  { page }: Person,
  what: Locator,
  onto: Locator,
  beside: { x: number; y: number } = { x: 0, y: 0 },
): Promise<void> {
  await what.hover();
  await page.mouse.down();
  const to = await middleOf(onto);
  await page.mouse.move(to.x + beside.x, to.y + beside.y, { steps: 10 });
  await page.mouse.up();
}

/** A way to bring tags to the reader and to take them away; each waits until the page tells what the reader saw. */
export interface TagHands {
  put(tag: string): Promise<void>;
  takeAway(tag: string): Promise<void>;
}

const reader = (person: Person) => person.page.locator("[data-reader]").first();
const tagOf = (person: Person, tag: string) => person.page.locator(`[data-tag=${tag}]`);
const tableOf = (person: Person) =>
  person.page.getByRole("group", { name: person.text("kit.tags"), exact: true });
/** The tag lies here, as the kit says. */
const lies = (place: Locator, tag: string) =>
  place.locator(`[data-tag=${tag}]:not([data-held=true])`).waitFor();
const nothingThere = (person: Person) => person.step.getByText(person.text("tag.none"), { exact: true });

/** Drags tags, as a mouse does. */
export function dragging(person: Person): TagHands {
  return {
    async put(tag) {
      await drag(person, tagOf(person, tag), reader(person));
      await lies(reader(person), tag);
      await nothingThere(person).waitFor({ state: "hidden" });
    },
    async takeAway(tag) {
      await drag(person, tagOf(person, tag), tableOf(person));
      await lies(tableOf(person), tag);
      await nothingThere(person).waitFor();
    },
  };
}

/** Chooses a tag and uses the buttons below, as fingers and keys do. */
export function pressing(person: Person): TagHands {
  return {
    async put(tag) {
      await person.hands.press(tagOf(person, tag));
      await person.hands.press(person.button("kit.put"));
      await lies(reader(person), tag);
      await nothingThere(person).waitFor({ state: "hidden" });
    },
    async takeAway() {
      await person.hands.press(person.button("kit.take"));
      await nothingThere(person).waitFor();
    },
  };
}

/** Carries a beacon through the room until it lies beside another thing. @param beside pixels to the right and down. */
export function carryBeacon(
  person: Person,
  beacon: string,
  towards: string,
  beside: { x: number; y: number },
): Promise<void> {
  // The circle in the middle: the label below is wider than what a hand grips.
  const grip = (id: string) => person.page.locator(`[data-thing=${id}] circle`).first();
  return drag(person, grip(beacon), grip(towards), beside);
}

/** Turns the knob by dragging its slider. @param ratio 0 to 1. */
export async function turnKnob(person: Person, ratio: number): Promise<void> {
  const part = person.page.locator("[data-part=knob]");
  const thumb = part.getByRole("slider");
  const track = await part.locator(".mantine-Slider-track").boundingBox();
  if (track === null) throw new Error("the knob has no slider on the screen");
  await thumb.hover();
  await person.page.mouse.down();
  await person.page.mouse.move(track.x + track.width * ratio, track.y + track.height / 2, { steps: 12 });
  await person.page.mouse.up();
}

/** A switch of the kit, by its label, inside a part or anywhere. */
export async function flip(person: Person, label: string, on: boolean, within?: Locator): Promise<void> {
  const toggle = (within ?? person.page).getByRole("switch", { name: label, exact: true });
  if ((await toggle.isChecked()) === on) return;
  await toggle.focus();
  await person.page.keyboard.press("Space");
}
