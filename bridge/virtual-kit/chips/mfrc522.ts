// The MFRC522 reader chip at register level, behind its SPI. Reference: NXP MFRC522 product data sheet, rev. 3.9 (§8.1.2, 9.3, 10.3).
import type { Random } from "../random.ts";
import { crcA } from "./crc-a.ts";
import { type AirFrame, bitAt, bitCount, fromBits } from "./iso14443-tags.ts";
import {
  command,
  crcIrq,
  fault,
  fifoSize,
  irq,
  readOnly,
  register,
  resetValues,
} from "./mfrc522-registers.ts";
import { Mfrc522Timer } from "./mfrc522-timer.ts";
import type { Reception } from "./reader-field.ts";

/** One bit at 106 kbit/s: 128 periods of 13.56 MHz, in microseconds. */
const bitMicros = 128 / 13.56;
/** From the reader's last bit to the card's first (ISO/IEC 14443-3, frame delay time, n = 9), microseconds. */
const answerDelayMicros = 1236 / 13.56;
/** From reset or power-up until the oscillator runs and the chip answers (§8.8.2: 1024 clocks and start-up), microseconds. */
const startUpMicros = 200;
const crcMicrosPerByte = 1;

/** What the antenna is in: cards, or nothing. */
export interface Antenna {
  exchange(frame: AirFrame): Reception | undefined;
  off(): void;
}

interface Sending {
  readonly doneAt: number;
  readonly answerAt?: number;
  readonly endAt?: number;
  readonly reception?: Reception;
  phase: "sending" | "listening";
}

/**
 * The chip is lazy: it does nothing between accesses and works out, at each one, what has happened by then.
 * Left out: Crypto1 (MFAuthent ends with no answer), the self test, I²C and UART, the interrupt pin.
 */
export class Mfrc522 {
  private readonly antenna: Antenna;
  private readonly random: Random;
  private readonly micros: () => number;
  private readonly registers = new Uint8Array(64);
  private fifo: number[] = [];
  private memory = new Uint8Array(25);
  private sending: Sending | undefined;
  private readonly timer = new Mfrc522Timer((address) => this.at(address));
  private crcDoneAt: number | undefined;
  private crcOfFifo = 0;
  private readyAt = 0;
  private powered = true;
  private spi: { read: boolean; address: number } | undefined;

  /** @param micros the chip's own time, microseconds. */
  constructor(antenna: Antenna, random: Random, micros: () => number) {
    this.antenna = antenna;
    this.random = random;
    this.micros = micros;
    this.reset();
  }

  // ---- pins -------------------------------------------------------------------------------------------------------

  /** NSS falls: a transfer begins. */
  select(): void {
    this.spi = undefined;
  }

  /** NRSTPD: low switches the chip off, a rising edge starts it anew. */
  setResetPin(high: boolean): void {
    if (high === this.powered) return;
    this.powered = high;
    if (high) this.reset();
    else this.antenna.off();
  }

  /** One byte each way (§8.1.2): address first, then data; when reading, the next address rides with each answer. */
  transfer(byte: number): number {
    if (!this.powered || this.micros() < this.readyAt) return 0;
    const address = (byte >> 1) & 0x3f;
    if (this.spi === undefined) {
      this.spi = { read: (byte & 0x80) !== 0, address };
      return 0;
    }
    if (!this.spi.read) {
      this.write(this.spi.address, byte);
      return 0;
    }
    const value = this.read(this.spi.address);
    this.spi.address = address;
    return value;
  }

  // ---- registers --------------------------------------------------------------------------------------------------

  read(address: number): number {
    this.settle();
    switch (address) {
      case register.fifoData:
        return this.fifo.shift() ?? 0;
      case register.fifoLevel:
        return this.fifo.length;
      case register.status1:
        return this.status1();
      case register.timerValueHigh:
        return this.timer.count(this.micros()) >> 8;
      case register.timerValueLow:
        return this.timer.count(this.micros()) & 0xff;
      default:
        return this.at(address);
    }
  }

  write(address: number, value: number): void {
    this.settle();
    if (readOnly.has(address)) return;
    switch (address) {
      case register.command:
        this.registers[address] = value & 0x3f;
        this.start(value & 0x0f);
        return;
      case register.comIrq:
      case register.divIrq:
        // Bit 7 says whether the marked bits are set or cleared.
        this.registers[address] =
          value & 0x80 ? this.at(address) | (value & 0x7f) : this.at(address) & ~(value & 0x7f);
        return;
      case register.fifoData:
        if (this.fifo.length < fifoSize) this.fifo.push(value);
        else this.raise(fault.bufferOverflow);
        return;
      case register.fifoLevel:
        if (value & 0x80) {
          this.fifo = [];
          this.registers[register.error] = this.at(register.error) & ~fault.bufferOverflow;
        }
        return;
      case register.control:
        if (value & 0x80) this.timer.stop();
        if (value & 0x40) this.timer.start(this.micros());
        return;
      case register.bitFraming:
        this.registers[address] = value & 0x77;
        if (value & 0x80 && this.running() === command.transceive) this.send();
        return;
      case register.coll:
        this.registers[address] = (this.at(address) & 0x3f) | (value & 0x80);
        return;
      case register.txControl: {
        const wasOn = this.carrier();
        this.registers[address] = value;
        if (wasOn && !this.carrier()) this.antenna.off();
        return;
      }
      default:
        this.registers[address] = value;
    }
  }

  private at(address: number): number {
    return this.registers[address] ?? 0;
  }

  private running(): number {
    return this.at(register.command) & 0x0f;
  }

  private carrier(): boolean {
    return (this.at(register.txControl) & 0x03) !== 0;
  }

  private flag(bits: number): void {
    this.registers[register.comIrq] = this.at(register.comIrq) | bits;
  }

  private raise(bits: number): void {
    this.registers[register.error] = this.at(register.error) | bits;
    this.flag(irq.error);
  }

  private status1(): number {
    const level = this.at(register.waterLevel) & 0x3f;
    const pending = (this.at(register.comIrq) & this.at(register.comIEn) & 0x7f) !== 0;
    const crcReady = this.crcDoneAt === undefined;
    return (
      (this.crcOfFifo === 0 ? 0x40 : 0) |
      (crcReady ? 0x20 : 0) |
      (pending ? 0x10 : 0) |
      (this.timer.running ? 0x08 : 0) |
      (fifoSize - this.fifo.length <= level ? 0x02 : 0) |
      (this.fifo.length <= level ? 0x01 : 0)
    );
  }

  // ---- commands ---------------------------------------------------------------------------------------------------

  private reset(): void {
    this.antenna.off();
    this.registers.fill(0);
    for (const [address, value] of resetValues) this.registers[address] = value;
    this.fifo = [];
    this.sending = undefined;
    this.timer.stop();
    this.crcDoneAt = undefined;
    this.crcOfFifo = 0xffff;
    this.spi = undefined;
    this.readyAt = this.micros() + startUpMicros;
  }

  private start(code: number): void {
    if (code === command.noChange) return;
    this.sending = undefined;
    this.crcDoneAt = undefined;
    switch (code) {
      case command.idle:
      case command.transceive:
      case command.receive:
        this.clearErrors();
        return;
      case command.transmit:
        this.clearErrors();
        this.send();
        return;
      case command.softReset:
        this.reset();
        return;
      case command.mem:
        if (this.fifo.length >= this.memory.length) this.memory = Uint8Array.from(this.fifo.splice(0, 25));
        else this.fifo.push(...this.memory);
        break;
      case command.randomId:
        this.memory.set(this.random.bytes(10));
        break;
      case command.calcCrc: {
        const presets = [0x0000, 0x6363, 0xa671, 0xffff];
        this.crcOfFifo = crcA(this.fifo, presets[this.at(register.mode) & 0x03]);
        this.crcDoneAt = this.micros() + this.fifo.length * crcMicrosPerByte;
        this.fifo = [];
        // Runs until another command is written, ready for more bytes.
        return;
      }
      case command.authenticate:
        // Ends by the timer, as when a card does not agree to authenticate.
        this.timer.sent(this.micros());
        return;
      default:
    }
    this.end();
  }

  private end(): void {
    this.registers[register.command] = this.at(register.command) & 0x30;
    this.flag(irq.idle);
  }

  private clearErrors(): void {
    this.registers[register.error] = 0;
  }

  // ---- on the air -------------------------------------------------------------------------------------------------

  private send(): void {
    this.clearErrors();
    this.registers[register.coll] = this.at(register.coll) & 0x80;
    const lastBits = this.at(register.bitFraming) & 0x07 || 8;
    const bytes = this.fifo;
    this.fifo = [];
    if (bytes.length === 0) return;
    const appendCrc = (this.at(register.txMode) & 0x80) !== 0;
    const crc = appendCrc ? crcA(bytes) : 0;
    const frame: AirFrame = appendCrc
      ? { bytes: [...bytes, crc & 0xff, crc >> 8], lastBits: 8 }
      : { bytes, lastBits };
    const doneAt = this.micros() + airMicros(frame);
    const listens = this.running() === command.transceive;
    const reception = this.carrier() && listens ? this.antenna.exchange(frame) : undefined;
    if (reception === undefined) {
      this.sending = { doneAt, phase: "sending" };
      return;
    }
    const answerAt = doneAt + (reception.frame.afterMicros ?? answerDelayMicros);
    this.sending = {
      doneAt,
      answerAt,
      endAt: answerAt + airMicros(reception.frame),
      reception,
      phase: "sending",
    };
  }

  /** Everything that has happened by now, in order. */
  private settle(): void {
    const now = this.micros();
    if (this.crcDoneAt !== undefined && now >= this.crcDoneAt) {
      this.crcDoneAt = undefined;
      this.registers[register.crcResultHigh] = this.crcOfFifo >> 8;
      this.registers[register.crcResultLow] = this.crcOfFifo & 0xff;
      this.registers[register.divIrq] = this.at(register.divIrq) | crcIrq;
    }
    const sending = this.sending;
    if (sending !== undefined && sending.phase === "sending" && now >= sending.doneAt) {
      sending.phase = "listening";
      this.flag(irq.tx);
      this.timer.sent(sending.doneAt);
      if (this.running() === command.transmit) {
        this.sending = undefined;
        this.end();
      }
    }
    this.settleTimer(sending?.answerAt === undefined ? now : Math.min(now, sending.answerAt));
    if (sending?.phase === "listening" && sending.answerAt !== undefined && now >= sending.answerAt) {
      this.timer.heard();
      if (sending.endAt !== undefined && now >= sending.endAt && sending.reception !== undefined) {
        this.sending = undefined;
        this.receive(sending.reception);
      }
    }
    this.settleTimer(now);
  }

  private receive({ frame, collision }: Reception): void {
    const align = (this.at(register.bitFraming) >> 4) & 0x07;
    const keepsAfterCollision = (this.at(register.coll) & 0x80) !== 0;
    const bits: number[] = new Array<number>(align).fill(0);
    const count = bitCount(frame);
    for (let i = 0; i < count; i++) {
      const cleared = collision !== undefined && i >= collision && !keepsAfterCollision;
      bits.push(cleared ? 0 : bitAt(frame.bytes, i));
    }
    if (collision !== undefined) this.markCollision(align + collision);
    const received = fromBits(bits);
    let bytes = [...received.bytes];
    if (this.at(register.rxMode) & 0x80) {
      const whole = received.lastBits === 8 && bytes.length >= 2;
      const crc = crcA(bytes.slice(0, -2));
      if (!whole || bytes.at(-2) !== (crc & 0xff) || bytes.at(-1) !== crc >> 8) this.raise(fault.crc);
      bytes = bytes.slice(0, -2);
    }
    for (const byte of bytes) {
      if (this.fifo.length < fifoSize) this.fifo.push(byte);
      else this.raise(fault.bufferOverflow);
    }
    this.registers[register.control] =
      (this.at(register.control) & 0xf8) | (received.lastBits === 8 ? 0 : received.lastBits);
    this.flag(irq.rx);
    if (this.running() === command.receive) this.end();
  }

  private settleTimer(now: number): void {
    if (!this.timer.settle(now)) return;
    this.flag(irq.timer);
    if (this.running() === command.authenticate) this.end();
  }

  /**
   * Notes where two cards first disagreed. CollPos counts bits as they lie in the FIFO, RxAlign included, from 1;
   * 32 is written 0, further ones are not valid (§9.3.1.15).
   */
  private markCollision(index: number): void {
    this.raise(fault.collision);
    const position = index + 1;
    this.registers[register.coll] =
      (this.at(register.coll) & 0x80) | (position > 32 ? 0x20 : position & 0x1f);
  }
}

/** How long a frame takes on the air: start bit, data with a parity bit per whole byte, end. */
function airMicros(frame: AirFrame): number {
  const bits = bitCount(frame);
  return (bits + Math.floor(bits / 8) + 2) * bitMicros;
}
