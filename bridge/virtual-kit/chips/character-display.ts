// A display of two lines: an HD44780 behind a PCF8574, which turns the bus's bytes into its wires (P0 RS, P1 R/W, P2 E, P3
// back light, P4 to P7 data). Hitachi HD44780U, tables 6 and 11 to 13; NXP PCF8574. Left out: reading back, own characters
// (shown as boxes), the time each instruction takes.
import type { I2cChip } from "./i2c-bus.ts";

const wire = { select: 0x01, read: 0x02, enable: 0x04, light: 0x08 };
export const displayColumns = 16;
const lineBytes = 40;
const secondLine = 0x40;
const space = 0x20;

/** Where the display's own table is not ASCII (ROM A00). */
const others: Readonly<Record<number, string>> = { 92: "¥", 126: "→", 127: "←", 223: "°", 255: "█" };
const drawn = (code: number): string =>
  others[code] ?? (code >= space && code < 0x7e ? String.fromCharCode(code) : "▯");

export class CharacterDisplay implements I2cChip {
  /** All high as it wakes up. */
  private port = 0xff;
  private readonly memory = [new Uint8Array(lineBytes).fill(space), new Uint8Array(lineBytes).fill(space)];
  private address = 0;
  /** What is written goes to its own characters. */
  private drawing = false;
  private upwards = true;
  private shifts = false;
  private shifted = 0;
  private on = false;
  private nibbles = false;
  private half: number | undefined;
  private lines = 1;

  start(): void {}

  read(): number {
    return this.port;
  }

  write(byte: number): boolean {
    const before = this.port;
    this.port = byte;
    const falls = (before & wire.enable) !== 0 && (byte & wire.enable) === 0;
    // What stood on the wires while E was up is taken as it falls.
    if (falls && (before & wire.read) === 0) this.take(before >> 4, (before & wire.select) !== 0);
    return true;
  }

  /** Is its back light on. */
  get lit(): boolean {
    return (this.port & wire.light) !== 0;
  }

  /** Sixteen characters a line, as one reads them. */
  get text(): readonly [string, string] {
    return [this.lineOf(0), this.lineOf(1)];
  }

  private lineOf(line: number): string {
    if (!this.on || line >= this.lines) return " ".repeat(displayColumns);
    const memory = this.memory[line] ?? [];
    return Array.from({ length: displayColumns }, (_, column) =>
      drawn(memory[(column + this.shifted + lineBytes) % lineBytes] ?? space),
    ).join("");
  }

  private take(nibble: number, isText: boolean): void {
    // With eight wires wanted, the four that are not there read as low.
    if (!this.nibbles) this.obey(nibble << 4, isText);
    else if (this.half === undefined) this.half = nibble;
    else {
      const byte = (this.half << 4) | nibble;
      this.half = undefined;
      this.obey(byte, isText);
    }
  }

  private obey(byte: number, isText: boolean): void {
    if (isText) this.put(byte);
    else if (byte >= 0x80) {
      this.address = byte & 0x7f;
      this.drawing = false;
    } else if (byte >= 0x40) this.drawing = true;
    else if (byte >= 0x20) {
      this.nibbles = (byte & 0x10) === 0;
      this.half = undefined;
      this.lines = (byte & 0x08) === 0 ? 1 : 2;
    } else if (byte >= 0x10) this.move((byte & 0x08) !== 0, (byte & 0x04) !== 0);
    else if (byte >= 0x08) this.on = (byte & 0x04) !== 0;
    else if (byte >= 0x04) {
      this.upwards = (byte & 0x02) !== 0;
      this.shifts = (byte & 0x01) !== 0;
    } else {
      this.address = 0;
      this.shifted = 0;
      this.drawing = false;
      if (byte === 1) {
        for (const line of this.memory) line.fill(space);
        this.upwards = true;
      }
    }
  }

  private put(code: number): void {
    if (this.drawing) return;
    const line = this.memory[this.address >= secondLine ? 1 : 0];
    const column = this.address % secondLine;
    if (line !== undefined && column < lineBytes) line[column] = code;
    this.step(this.upwards);
    if (this.shifts) this.shifted = (this.shifted + (this.upwards ? 1 : -1)) % lineBytes;
  }

  private move(display: boolean, right: boolean): void {
    if (display) this.shifted = (this.shifted + (right ? -1 : 1)) % lineBytes;
    else this.step(right);
  }

  /** To the next place: the end of a line leads to the other one. */
  private step(upwards: boolean): void {
    const at = this.address >= secondLine ? lineBytes + (this.address % secondLine) : this.address;
    const next = (at + (upwards ? 1 : -1) + 2 * lineBytes) % (2 * lineBytes);
    this.address = next < lineBytes ? next : secondLine + (next - lineBytes);
  }
}
