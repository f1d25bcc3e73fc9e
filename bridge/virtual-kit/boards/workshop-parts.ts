// Parts that do more than put a voltage or a contact on a pin: echoes, movement, chips on the bus, colours, strips, notes, a
// relay, a display, as the kit lists them.
import type { Kit, KitComponent } from "#contract/kit.ts";
import type { Atmega328p } from "../avr/atmega328p.ts";
import { CharacterDisplay } from "../chips/character-display.ts";
import { attachI2cBus, type I2cChip } from "../chips/i2c-bus.ts";
import { isInReach, MotionDetector, usualWalk } from "../parts/motion.ts";
import { PiezoSpeaker } from "../parts/piezo.ts";
import { relayCloses } from "../parts/relay.ts";
import { attachSonar, heardMicros } from "../parts/sonar.ts";
import { StripWire } from "../parts/strip.ts";
import type { Random } from "../random.ts";
import type { Look } from "../world.ts";
import { busChipOf } from "./bus-chips.ts";

/** What a person sees a part do. */
export type Show = (componentId: string, value: number, look?: Look) => void;

export interface PartsOptions {
  readonly mcu: Atmega328p;
  readonly kit: () => Kit;
  readonly components: () => readonly KitComponent[];
  readonly show: Show;
  /** Simulated milliseconds. */
  readonly nowMs: () => number;
  readonly random: Random;
}

/** Wires them to a microcontroller. @returns what to call before and after each run. */
export function attachWorkshopParts({ mcu, kit, components, show, nowMs, random }: PartsOptions): () => void {
  const find = (id: string) => components().find((component) => component.id === id);
  const chips = new Map<number, { readonly id: string; readonly chip: I2cChip }>();
  const updates: (() => void)[] = [];

  for (const component of components()) {
    const { id, kind, pin, pins = [], settings, colours = [] } = component;
    const chip = busChipOf(component, { kit, here: () => find(id), nowMs });
    if (chip !== undefined && settings?.address !== undefined) chips.set(settings.address, { id, chip });
    if (chip instanceof CharacterDisplay)
      updates.push(() => show(id, chip.lit ? 1 : 0, { text: [...chip.text] }));
    switch (kind) {
      case "sonar":
        attachSonar(mcu, pin, () => {
          const here = find(id);
          return here?.wired
            ? heardMicros({ metres: here.value, ...here.target }, kit().temperature, random)
            : undefined;
        });
        break;
      case "motion": {
        const detector = new MotionDetector();
        mcu.drive(pin, false);
        updates.push(() => {
          const here = find(id);
          const seen = here?.value === 1 && isInReach(here.metres ?? usualWalk);
          mcu.drive(pin, here?.wired === true && detector.output(seen, nowMs()));
        });
        break;
      }
      case "rgb-led":
        updates.push(() => {
          const levels = pins.map((of) => {
            const high = find(id)?.wired ? drive(mcu, of) : undefined;
            if (high === undefined) return 0;
            // A common anode shines where its pin is low.
            return settings?.common === "anode" ? (mcu.level(of) === undefined ? 0 : 1 - high) : high;
          });
          const hex = levels.map((level) =>
            Math.round(level * 255)
              .toString(16)
              .padStart(2, "0"),
          );
          show(id, Math.max(...levels), { colours: [`#${hex.join("")}`] });
        });
        break;
      case "strip": {
        const { length } = colours;
        const wire = new StripWire(mcu, pin, length, () => find(id)?.wired === true);
        updates.push(() => {
          const sum = wire.colours.reduce(
            (total, colour) =>
              total + [1, 3, 5].reduce((of, at) => of + parseInt(colour.slice(at, at + 2), 16), 0),
            0,
          );
          show(id, Math.round((1000 * sum) / (3 * 255 * length)) / 1000, { colours: [...wire.colours] });
        });
        break;
      }
      case "piezo": {
        const speaker = new PiezoSpeaker(mcu, pin);
        updates.push(() => show(id, find(id)?.wired ? speaker.frequency : 0));
        break;
      }
      case "relay":
        updates.push(() => {
          const level = find(id)?.wired ? mcu.level(pin) : undefined;
          show(id, Number(relayCloses(level, settings?.activeLow === true)));
        });
        break;
      default:
    }
  }
  attachI2cBus(mcu.twi, (address) => {
    const there = chips.get(address);
    return there !== undefined && find(there.id)?.wired ? there.chip : undefined;
  });
  return () => {
    for (const update of updates) update();
  };
}

/** How much of the time the firmware holds a pin high, 0 to 1. */
export function drive(mcu: Atmega328p, pin: string): number {
  const output = mcu.pwm(pin);
  if (output !== undefined) return Math.round(output.duty * 1000) / 1000;
  return mcu.level(pin) === true ? 1 : 0;
}
