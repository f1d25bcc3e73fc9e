// A BBC micro:bit whose program offers the Bluetooth services of buttons, accelerometer, magnetometer, temperature, LED
// and UART.
// Layout: https://lancaster-university.github.io/microbit-docs/resources/bluetooth/bluetooth_profile.html (profile 1.12)
import type { Kit, KitMicrobit } from "#contract/kit.ts";
import type { Random } from "../random.ts";
import type { AttServer, ServicePlan } from "./att-server.ts";
import type { PeripheralProgram } from "./peripheral.ts";

const uuid = (digits: string) => `e95d${digits}251d470aa062fa1922dfa9a8`;
const nordic = (digits: string) => `6e40${digits}b5a3f393e0a9e50e24dcca9e`;
const buttonUuids = { a: uuid("da90"), b: uuid("da91") };
const accelerometer = uuid("ca4b");
const magnetometer = { data: uuid("fb11"), bearing: uuid("9715") };
const temperature = uuid("9250");
/** The micro:bit's own way round: 0002 comes from the board, and indicates. */
const uart = { fromBoard: nordic("0002"), toBoard: nordic("0003") };

const gravity = 1024;
/** Steps of the accelerometer at its usual range, thousandths of g. */
const accelerometerStep = 4;
/**
 * The field of the room in nanoteslas: as strong as two signed bytes hold. In Québec it is twice as strong downwards,
 * and the profile does not say what a board does with what does not fit.
 */
const field = { north: 18_000, down: 24_000 };
/** Steps of the magnetometer, nanoteslas. */
const magnetometerStep = 100;
/** The chip is warmer than the room, °C. */
const chipWarmth = 3;
const longPressMs = 1000;
const printEveryMs = 1000;
const longestText = 20;
const longestLine = 64;
const columnsPerCharacter = 6;
const screenColumns = 5;
const screenOff = "0".repeat(25);

export interface MicrobitOptions {
  readonly kit: () => Kit;
  readonly state: () => KitMicrobit;
  /** What a person sees of it. */
  readonly show: (change: Partial<Pick<KitMicrobit, "display" | "text" | "heard">>) => void;
  readonly random: Random;
}

const le16 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff];
const ascii = (text: string): number[] => [...Buffer.from(text, "latin1")];
const sine = (degrees: number): number => Math.sin((degrees * Math.PI) / 180);
const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);

export class MicrobitProgram implements PeripheralProgram {
  readonly services: readonly ServicePlan[];
  /** The Nordic stack of the first micro:bit negotiates nothing. */
  readonly mtu = 23;
  private readonly options: MicrobitOptions;
  private accelerometerMs = 20;
  private magnetometerMs = 640;
  private temperatureMs = 1000;
  private scrollMs = 120;
  private line = "";
  private nowMs = 0;
  private nextAt = { acceleration: 0, field: 0, temperature: 0, print: 0 };
  private scrolledAt: number | undefined;
  private readonly pressedAt: { a: number | undefined; b: number | undefined } = {
    a: undefined,
    b: undefined,
  };
  private readonly told = { a: 0, b: 0 };

  constructor(options: MicrobitOptions) {
    this.options = options;
    this.services = [
      {
        uuid: "1800",
        characteristics: [{ uuid: "2a00", properties: ["read"], read: () => ascii("BBC micro:bit") }],
      },
      {
        uuid: "180a",
        characteristics: [{ uuid: "2a24", properties: ["read"], read: () => ascii("BBC micro:bit") }],
      },
      {
        uuid: uuid("9882"),
        characteristics: (["a", "b"] as const).map((button) => ({
          uuid: buttonUuids[button],
          properties: ["read", "notify"],
          read: () => [this.buttonValue(button)],
        })),
      },
      {
        uuid: uuid("0753"),
        characteristics: [
          { uuid: accelerometer, properties: ["read", "notify"], read: () => this.acceleration() },
          {
            uuid: uuid("fb24"),
            properties: ["read", "write"],
            read: () => le16(this.accelerometerMs),
            write: (value) => this.setPeriod(value, (ms) => (this.accelerometerMs = ms)),
          },
        ],
      },
      {
        uuid: uuid("f2d8"),
        characteristics: [
          { uuid: magnetometer.data, properties: ["read", "notify"], read: () => this.magneticField() },
          {
            uuid: uuid("386c"),
            properties: ["read", "write"],
            read: () => le16(this.magnetometerMs),
            write: (value) => this.setPeriod(value, (ms) => (this.magnetometerMs = ms)),
          },
          { uuid: magnetometer.bearing, properties: ["read", "notify"], read: () => this.bearing() },
        ],
      },
      {
        uuid: uuid("6100"),
        characteristics: [
          { uuid: temperature, properties: ["read", "notify"], read: () => this.celsius() },
          {
            uuid: uuid("1b25"),
            properties: ["read", "write"],
            read: () => le16(this.temperatureMs),
            write: (value) => this.setPeriod(value, (ms) => (this.temperatureMs = ms)),
          },
        ],
      },
      {
        uuid: uuid("d91d"),
        characteristics: [
          {
            uuid: uuid("7b77"),
            properties: ["read", "write"],
            read: () => rowsOf(this.options.state().display),
            write: (value) => this.draw(value),
          },
          { uuid: uuid("93ee"), properties: ["write"], write: (value) => this.scroll(value) },
          {
            uuid: uuid("0d2d"),
            properties: ["read", "write"],
            read: () => le16(this.scrollMs),
            write: (value) => this.setPeriod(value, (ms) => (this.scrollMs = ms)),
          },
        ],
      },
      {
        uuid: nordic("0001"),
        characteristics: [
          { uuid: uart.fromBoard, properties: ["indicate"] },
          {
            uuid: uart.toBoard,
            properties: ["write", "writeWithoutResponse"],
            write: (value) => this.take(value),
          },
        ],
      },
    ];
  }

  restart(): void {
    this.accelerometerMs = 20;
    this.magnetometerMs = 640;
    this.temperatureMs = 1000;
    this.scrollMs = 120;
    this.line = "";
    this.scrolledAt = undefined;
    this.options.show({ display: screenOff, text: "", heard: "" });
  }

  advance(ms: number, server: AttServer): void {
    this.nowMs = ms;
    for (const button of ["a", "b"] as const) {
      const isPressed = this.options.state()[button];
      if (!isPressed) this.pressedAt[button] = undefined;
      else this.pressedAt[button] ??= ms;
      const value = this.buttonValue(button);
      if (value === this.told[button]) continue;
      this.told[button] = value;
      server.tell(buttonUuids[button], [value]);
    }
    if (ms >= this.nextAt.acceleration) {
      this.nextAt.acceleration = ms + this.accelerometerMs;
      if (server.isHeard(accelerometer)) server.tell(accelerometer, this.acceleration());
    }
    if (ms >= this.nextAt.field) {
      this.nextAt.field = ms + this.magnetometerMs;
      if (server.isHeard(magnetometer.data)) server.tell(magnetometer.data, this.magneticField());
      if (server.isHeard(magnetometer.bearing)) server.tell(magnetometer.bearing, this.bearing());
    }
    if (ms >= this.nextAt.temperature) {
      this.nextAt.temperature = ms + this.temperatureMs;
      if (server.isHeard(temperature)) server.tell(temperature, this.celsius());
    }
    if (ms >= this.nextAt.print) {
      this.nextAt.print = ms + printEveryMs;
      const level = Math.min(255, Math.round(this.options.kit().illuminance / 4));
      if (server.isHeard(uart.fromBoard)) server.tell(uart.fromBoard, ascii(`lumiere:${level}\n`));
    }
    if (this.scrolledAt !== undefined && ms >= this.scrolledAt) {
      this.scrolledAt = undefined;
      this.options.show({ text: "" });
    }
  }

  private buttonValue(button: "a" | "b"): number {
    const since = this.pressedAt[button];
    if (since === undefined) return 0;
    return this.nowMs - since >= longPressMs ? 2 : 1;
  }

  private acceleration(): number[] {
    const { tilt } = this.options.state();
    const noisy = (value: number): number[] => {
      const raw = value + 6 * this.options.random.gaussian();
      return le16(Math.round(raw / accelerometerStep) * accelerometerStep);
    };
    return [
      ...noisy(gravity * sine(tilt.x)),
      ...noisy(gravity * sine(tilt.y)),
      ...noisy(-gravity * cosine(tilt.x) * cosine(tilt.y)),
    ];
  }

  /** The room's field as the board lies in it: x to its right, y to its logo, z out of its face. */
  private magneticField(): number[] {
    const { tilt, heading } = this.options.state();
    const east = -field.north * sine(heading);
    const logo = field.north * cosine(heading);
    const y = logo * cosine(tilt.y) + field.down * sine(tilt.y);
    const up = logo * sine(tilt.y) - field.down * cosine(tilt.y);
    const x = east * cosine(tilt.x) - up * sine(tilt.x);
    const z = east * sine(tilt.x) + up * cosine(tilt.x);
    return [x, y, z].flatMap((value) => {
      const noisy = value + magnetometerStep * this.options.random.gaussian();
      const steps = Math.round(noisy / magnetometerStep) * magnetometerStep;
      return le16(Math.max(-0x8000, Math.min(0x7fff, steps)));
    });
  }

  private bearing(): number[] {
    return le16(Math.round(this.options.state().heading) % 360);
  }

  private celsius(): number[] {
    return [Math.round(Math.max(-128, Math.min(127, this.options.kit().temperature + chipWarmth))) & 0xff];
  }

  private setPeriod(value: Uint8Array, set: (ms: number) => void): boolean {
    if (value.length !== 2) return false;
    set(Math.max(1, (value[0] ?? 0) | ((value[1] ?? 0) << 8)));
    return true;
  }

  private draw(value: Uint8Array): boolean {
    if (value.length !== 5) return false;
    const display = [...value].map((row) => (row & 0x1f).toString(2).padStart(5, "0")).join("");
    this.scrolledAt = undefined;
    this.options.show({ display, text: "" });
    return true;
  }

  private scroll(value: Uint8Array): boolean {
    if (value.length > longestText) return false;
    const text = Buffer.from(value)
      .toString("latin1")
      .replace(/[^ -~]/g, "?");
    this.scrolledAt = this.nowMs + (text.length * columnsPerCharacter + screenColumns) * this.scrollMs;
    this.options.show({ display: screenOff, text });
    return true;
  }

  /** Its program shows each line it is sent. */
  private take(value: Uint8Array): boolean {
    this.line = (this.line + Buffer.from(value).toString("latin1")).slice(-longestLine);
    const end = this.line.lastIndexOf("\n");
    if (end < 0) return true;
    const heard = (this.line.slice(0, end).split("\n").at(-1) ?? "").replace(/[^ -~]/g, "");
    this.line = this.line.slice(end + 1);
    this.options.show({ heard });
    this.scroll(Buffer.from(heard.slice(0, longestText), "latin1"));
    return true;
  }
}

function rowsOf(display: string): number[] {
  return Array.from({ length: 5 }, (_, row) => Number.parseInt(display.slice(row * 5, row * 5 + 5), 2));
}
