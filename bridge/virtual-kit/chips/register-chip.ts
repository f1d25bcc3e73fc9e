// What most chips on the bus do: the first byte written points at a register, the next ones fill registers from there on,
// and reading goes on from where the pointer stands.
import type { I2cChip } from "./i2c-bus.ts";

export abstract class RegisterChip implements I2cChip {
  protected readonly registers = new Uint8Array(256);
  private pointer = 0;
  private addressed = false;

  start(writing: boolean): void {
    if (writing) this.addressed = false;
    else this.measure();
  }

  write(byte: number): boolean {
    if (this.addressed) {
      this.store(this.pointer, byte);
      this.pointer = (this.pointer + 1) & 0xff;
    } else {
      this.pointer = byte;
      this.addressed = true;
    }
    return true;
  }

  read(): number {
    const byte = this.fetch(this.pointer);
    this.pointer = (this.pointer + 1) & 0xff;
    return byte;
  }

  /** Before each burst of reading, which is then of one measurement. */
  protected abstract measure(): void;
  /** A byte for a register; those that cannot be written stay as they are. */
  protected abstract store(at: number, byte: number): void;

  protected fetch(at: number): number {
    return this.registers[at] ?? 0;
  }
}
