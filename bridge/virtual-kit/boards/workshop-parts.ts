// Parts of the workshop board: an echo, a movement, two chips on the bus, colours, a strip, a piezo, as the kit lists them.
import type { Kit, KitComponent } from "#contract/kit.ts";
import type { Atmega328p } from "../avr/atmega328p.ts";
import { Bh1750 } from "../chips/bh1750.ts";
import { Bme280 } from "../chips/bme280.ts";
import { attachI2cBus, type I2cChip } from "../chips/i2c-bus.ts";
import { MotionDetector } from "../parts/motion.ts";
import { PiezoSpeaker } from "../parts/piezo.ts";
import { attachSonar, echoMicros } from "../parts/sonar.ts";
import { StripWire, stripLength } from "../parts/strip.ts";

/** What the room's air is besides warm: nobody changes it. */
const air = { humidity: 46, pascals: 101_300 };
const addresses = { climate: 0x76, lux: 0x23 };

/** What a person sees a part do. */
export type Show = (componentId: string, value: number, colours?: readonly string[]) => void;

export interface PartsOptions {
  readonly mcu: Atmega328p;
  readonly kit: () => Kit;
  readonly components: () => readonly KitComponent[];
  readonly show: Show;
  /** Simulated milliseconds. */
  readonly nowMs: () => number;
}

/** Wires them to a microcontroller that has not run yet. @returns what to call before and after each run. */
export function attachWorkshopParts({ mcu, kit, components, show, nowMs }: PartsOptions): () => void {
  const find = (id: string) => components().find((component) => component.id === id);
  const chips = new Map<number, { readonly id: string; readonly chip: I2cChip }>();
  const updates: (() => void)[] = [];

  for (const { id, kind, pin, pins = [] } of components()) {
    switch (kind) {
      case "sonar":
        attachSonar(mcu, pin, () => {
          const here = find(id);
          return here?.wired ? echoMicros(here.value, kit().temperature) : undefined;
        });
        break;
      case "motion": {
        const detector = new MotionDetector();
        mcu.drive(pin, false);
        updates.push(() => {
          const here = find(id);
          mcu.drive(pin, here?.wired === true && detector.output(here.value === 1, nowMs()));
        });
        break;
      }
      case "climate":
        chips.set(addresses.climate, {
          id,
          chip: new Bme280(() => ({ ...air, celsius: kit().temperature })),
        });
        break;
      case "lux":
        chips.set(addresses.lux, { id, chip: new Bh1750(() => kit().illuminance, nowMs) });
        break;
      case "rgb-led":
        updates.push(() => {
          const levels = pins.map((of) => (find(id)?.wired ? drive(mcu, of) : 0));
          const hex = levels.map((level) =>
            Math.round(level * 255)
              .toString(16)
              .padStart(2, "0"),
          );
          show(id, Math.max(...levels), [`#${hex.join("")}`]);
        });
        break;
      case "strip": {
        const wire = new StripWire(mcu, pin, stripLength, () => find(id)?.wired === true);
        updates.push(() => {
          const sum = wire.colours.reduce(
            (total, colour) =>
              total + [1, 3, 5].reduce((of, at) => of + parseInt(colour.slice(at, at + 2), 16), 0),
            0,
          );
          show(id, Math.round((1000 * sum) / (3 * 255 * stripLength)) / 1000, wire.colours);
        });
        break;
      }
      case "piezo": {
        const speaker = new PiezoSpeaker(mcu, pin);
        updates.push(() => show(id, find(id)?.wired ? speaker.frequency : 0));
        break;
      }
      default:
    }
  }
  if (chips.size > 0)
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
