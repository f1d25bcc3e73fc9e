// The ATmega328P's USART0, asynchronous 8-bit mode. Reference: ATmega328P datasheet DS40002061B, §20.
// avr8js has one too; this one keeps the two-deep receive buffer and the transmit buffer, and never drops a byte when UCSR0B is written.
import type { CPU } from "avr8js";

const UCSRA = 0xc0;
const UCSRB = 0xc1;
const UCSRC = 0xc2;
const UBRRL = 0xc4;
const UBRRH = 0xc5;
const UDR = 0xc6;
const bit = { rxc: 0x80, txc: 0x40, udre: 0x20, dor: 0x08, u2x: 0x02, mpcm: 0x01 };
const enable = { rx: 0x10, tx: 0x08 };

export class Usart {
  /** A whole byte has left the pin, at this cycle. */
  onByte: (byte: number) => void = () => {};

  private readonly cpu: CPU;
  private readonly frequency: number;
  private readonly received: number[] = [];
  private overrun = false;
  private buffered: number | undefined;
  private shifting = false;

  private readonly rxc = {
    address: 0x24,
    flagRegister: UCSRA,
    flagMask: bit.rxc,
    enableRegister: UCSRB,
    enableMask: 0x80,
    constant: true,
  };
  private readonly udre = {
    address: 0x26,
    flagRegister: UCSRA,
    flagMask: bit.udre,
    enableRegister: UCSRB,
    enableMask: 0x20,
    constant: true,
  };
  private readonly txc = {
    address: 0x28,
    flagRegister: UCSRA,
    flagMask: bit.txc,
    enableRegister: UCSRB,
    enableMask: 0x40,
  };

  constructor(cpu: CPU, frequency: number) {
    this.cpu = cpu;
    this.frequency = frequency;
    const { data } = cpu;
    data[UCSRA] = bit.udre;
    data[UCSRC] = 0x06;
    cpu.writeHooks[UCSRA] = (value) => {
      if (value & bit.txc) cpu.clearInterrupt(this.txc);
      const flags = (data[UCSRA] ?? 0) & ~(bit.u2x | bit.mpcm) & ~(value & bit.txc);
      data[UCSRA] = flags | (value & (bit.u2x | bit.mpcm));
      return true;
    };
    cpu.writeHooks[UCSRB] = (value, old) => {
      data[UCSRB] = value;
      if ((old & enable.rx) !== 0 && (value & enable.rx) === 0) this.flushReceiver();
      for (const interrupt of [this.rxc, this.udre, this.txc]) cpu.updateInterruptEnable(interrupt, value);
      return true;
    };
    cpu.readHooks[UDR] = () => {
      const byte = this.received.shift() ?? 0;
      this.overrun = false;
      data[UCSRA] = (data[UCSRA] ?? 0) & ~bit.dor;
      if (this.received.length === 0) cpu.clearInterrupt(this.rxc);
      return byte;
    };
    cpu.writeHooks[UDR] = (value) => {
      if (((data[UCSRB] ?? 0) & enable.tx) === 0 || ((data[UCSRA] ?? 0) & bit.udre) === 0) return true;
      if (this.shifting) {
        this.buffered = value;
        cpu.clearInterrupt(this.udre);
      } else this.shift(value);
      return true;
    };
  }

  /** Bits per second the firmware set. */
  get baudRate(): number {
    const { data } = this.cpu;
    const divisor = ((((data[UBRRH] ?? 0) & 0x0f) << 8) | (data[UBRRL] ?? 0)) + 1;
    return this.frequency / ((data[UCSRA] ?? 0) & bit.u2x ? 8 : 16) / divisor;
  }

  /** A whole byte has come in on the pin. Lost, with the overrun flag up, when the firmware left two unread. */
  receive(byte: number): void {
    const { data } = this.cpu;
    if (((data[UCSRB] ?? 0) & enable.rx) === 0) return;
    if (this.received.length >= 2) {
      this.overrun = true;
      data[UCSRA] = (data[UCSRA] ?? 0) | bit.dor;
      return;
    }
    this.received.push(byte);
    this.cpu.setInterruptFlag(this.rxc);
  }

  get overran(): boolean {
    return this.overrun;
  }

  private flushReceiver(): void {
    this.received.length = 0;
    this.cpu.clearInterrupt(this.rxc);
  }

  private shift(value: number): void {
    this.shifting = true;
    const cycles = Math.round((this.frequency / this.baudRate) * 10);
    this.cpu.addClockEvent(() => {
      this.onByte(value);
      this.shifting = false;
      const next = this.buffered;
      this.buffered = undefined;
      if (next === undefined) this.cpu.setInterruptFlag(this.txc);
      else this.shift(next);
      this.cpu.setInterruptFlag(this.udre);
    }, cycles);
  }
}
