// What is wired to a board with Firmata: analogue sensors, buttons, LEDs, servos and buzzers here, the other parts beside.
import type { Kit, KitComponent } from "#contract/kit.ts";
import { type Atmega328p, clockFrequency } from "../avr/atmega328p.ts";
import { figures } from "../figures.ts";
import {
  envelopeVolts,
  FloatingInput,
  forceVolts,
  photoresistorVolts,
  sensorNoise,
  tmp36Volts,
} from "../parts/analog.ts";
import { bounce } from "../parts/button-bounce.ts";
import { ServoHorn } from "../parts/servo.ts";
import type { Random } from "../random.ts";
import type { Wiring } from "./virtual-board.ts";
import { attachWorkshopParts, drive, type Show } from "./workshop-parts.ts";

const analogPins = 6;

export class SensorWiring implements Wiring {
  private readonly components: () => readonly KitComponent[];
  private readonly kit: () => Kit;
  private readonly show: Show;
  private updateParts: () => void = () => undefined;
  /** What is attached to the pins, and as what. */
  private attached: readonly KitComponent[] = [];
  private wiring = "";
  private readonly random: Random;
  private readonly echoes: Random;
  private readonly floating: readonly FloatingInput[];
  private mcu: Atmega328p | undefined;
  private startedMs = 0;
  private readonly contacts = new Map<string, boolean>();
  private readonly horns = new Map<string, ServoHorn>();

  /**
   * @param kit the world, asked when a pin is read.
   * @param show tells what an actuator does now.
   */
  constructor(boardId: string, kit: () => Kit, show: Show, random: Random) {
    this.components = () => kit().boards.find((board) => board.id === boardId)?.components ?? [];
    this.kit = kit;
    this.show = show;
    this.random = random;
    this.echoes = random.fork("echoes");
    this.floating = Array.from({ length: analogPins }, (_, i) => new FloatingInput(random.fork(`A${i}`)));
  }

  connect(mcu: Atmega328p, startedMs: number): void {
    this.mcu = mcu;
    this.startedMs = startedMs;
    mcu.analog = (channel) => this.volts(channel, startedMs + mcu.micros / 1000);
    this.attach(mcu);
  }

  private attach(mcu: Atmega328p): void {
    this.attached = this.components();
    this.wiring = wiringOf(this.attached);
    this.contacts.clear();
    this.horns.clear();
    for (const component of this.attached) {
      // Open contacts rest where a resistor holds them.
      if (component.kind === "button") mcu.drive(component.pin, restsHigh(component));
      if (component.kind === "servo") this.attachServo(mcu, component);
    }
    this.updateParts = attachWorkshopParts({
      mcu,
      kit: this.kit,
      components: this.components,
      show: this.show,
      nowMs: () => this.startedMs + mcu.micros / 1000,
      random: this.echoes,
    });
  }

  /** Other parts may have been wired to the pins while the board goes on. */
  private followWiring(mcu: Atmega328p): void {
    const now = this.components();
    if (now === this.attached) return;
    if (wiringOf(now) === this.wiring) {
      this.attached = now;
      return;
    }
    mcu.forgetEdges();
    for (const { pin } of this.attached) if (pin.startsWith("D")) mcu.drive(pin, false);
    this.attach(mcu);
  }

  update(): void {
    const mcu = this.mcu;
    if (mcu === undefined) return;
    this.followWiring(mcu);
    for (const component of this.components()) {
      if (component.kind === "button") this.moveButton(mcu, component);
      else if (component.kind === "led" || component.kind === "buzzer") {
        this.show(component.id, component.wired ? drive(mcu, component.pin) : 0);
      } else if (component.kind === "servo" && component.wired) this.moveServo(mcu, component);
    }
    this.updateParts();
  }

  powerOff(): void {
    this.mcu = undefined;
    this.updateParts = () => undefined;
    for (const { id, kind, colours, text } of this.components()) {
      if (dark.includes(kind))
        this.show(id, 0, {
          ...(colours && { colours: colours.map(() => "#000000") }),
          ...(text && { text: text.map((line) => " ".repeat(line.length)) }),
        });
    }
  }

  private volts(channel: number, ms: number): number {
    const component = this.components().find(({ pin }) => pin === `A${channel}`);
    if (component === undefined || !component.wired) return this.floating[channel]?.volts(ms) ?? 0;
    return sensorNoise(this.random) + signal(component);
  }

  private moveButton(mcu: Atmega328p, component: KitComponent): void {
    const closed = component.wired && component.value === 1;
    if (closed === (this.contacts.get(component.id) ?? false)) return;
    this.contacts.set(component.id, closed);
    for (const contact of bounce(this.random, closed)) {
      mcu.after(Math.max(1, Math.round((contact.afterMs * clockFrequency) / 1000)), () => {
        // A later press or release has its own contacts: it is only the pin that remembers.
        mcu.drive(component.pin, contact.closed !== restsHigh(component));
      });
    }
  }

  private attachServo(mcu: Atmega328p, component: KitComponent): void {
    const horn = new ServoHorn(component.value);
    this.horns.set(component.id, horn);
    let roseAt: number | undefined;
    mcu.onEdge(component.pin, (high) => {
      if (high) roseAt = mcu.micros;
      else if (roseAt !== undefined) horn.pulse(mcu.micros - roseAt);
    });
  }

  private moveServo(mcu: Atmega328p, component: KitComponent): void {
    const horn = this.horns.get(component.id);
    if (horn === undefined) return;
    const output = mcu.pwm(component.pin);
    if (output !== undefined) horn.pulse(output.duty * output.periodMicros, output.periodMicros);
    horn.turn(this.startedMs + mcu.micros / 1000);
    this.show(component.id, horn.degrees);
  }
}

/** What goes dark, still and silent without power. */
const dark: readonly KitComponent["kind"][] = ["led", "rgb-led", "strip", "buzzer", "piezo", "relay", "lcd"];

/** A contact to ground under a pull-up, or to the supply above a resistor. */
const restsHigh = ({ settings }: KitComponent): boolean => settings?.pullUp !== false;

/** Equal for equal wirings, whatever the parts do at the moment. */
const wiringOf = (components: readonly KitComponent[]): string =>
  JSON.stringify(
    components.map(({ id, kind, pin, pins, settings, colours }) => [
      ...[id, kind, pin, pins, settings],
      colours?.length,
    ]),
  );

function signal(component: KitComponent): number {
  switch (component.kind) {
    case "photoresistor":
      return photoresistorVolts(component.value);
    case "temperature":
      return tmp36Volts(component.value);
    case "potentiometer":
      return figures.boardVolts * component.value;
    case "force":
      return forceVolts(component.value);
    case "sound-level":
      return envelopeVolts(component.value);
    default:
      return 0;
  }
}
