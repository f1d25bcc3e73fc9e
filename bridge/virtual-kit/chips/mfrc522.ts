// The MFRC522 reader chip at register level, behind its SPI. Reference: NXP MFRC522 product data sheet, rev. 3.9 (§8.1.2, 9.3, 10.3).
import type { Random } from "../random.ts";
import { crcA } from "./crc-a.ts";
import { type AirFrame, bitAt, bitCount, fromBits } from "./iso14443-tags.ts";
import type { Reception } from "./reader-field.ts";

/** Register addresses (§9.2). */
export const register = {
  command: 0x01,
  comIEn: 0x02,
  divIEn: 0x03,
  comIrq: 0x04,
  divIrq: 0x05,
  error: 0x06,
  status1: 0x07,
  status2: 0x08,
  fifoData: 0x09,
  fifoLevel: 0x0a,
  waterLevel: 0x0b,
  control: 0x0c,
  bitFraming: 0x0d,
  coll: 0x0e,
  mode: 0x11,
  txMode: 0x12,
  rxMode: 0x13,
  txControl: 0x14,
  txAsk: 0x15,
  crcResultHigh: 0x21,
  crcResultLow: 0x22,
  rfCfg: 0x26,
  timerMode: 0x2a,
  timerPrescaler: 0x2b,
  timerReloadHigh: 0x2c,
  timerReloadLow: 0x2d,
  timerValueHigh: 0x2e,
  timerValueLow: 0x2f,
  autoTest: 0x36,
  version: 0x37,
} as const;

/** Commands (§10.3). */
export const command = {
  idle: 0x0,
  mem: 0x1,
  randomId: 0x2,
  calcCrc: 0x3,
  transmit: 0x4,
  noChange: 0x7,
  receive: 0x8,
  transceive: 0xc,
  authenticate: 0xe,
  softReset: 0xf,
} as const;

/** Reset values that are not 0 (§9.3). */
const resetValues: readonly (readonly [number, number])[] = [
  [0x01, 0x20],
  [0x02, 0x80],
  [0x04, 0x14],
  [0x0b, 0x08],
  [0x0c, 0x10],
  [0x0e, 0x80],
  [0x11, 0x3f],
  [0x14, 0x80],
  [0x16, 0x10],
  [0x17, 0x84],
  [0x18, 0x84],
  [0x19, 0x4d],
  [0x1c, 0x62],
  [0x1f, 0xeb],
  [0x21, 0xff],
  [0x22, 0xff],
  [0x24, 0x26],
  [0x26, 0x48],
  [0x27, 0x88],
  [0x28, 0x20],
  [0x29, 0x20],
  [0x36, 0x40],
  [0x37, 0x92],
];

const readOnly = new Set<number>([
  register.error,
  register.status1,
  register.crcResultHigh,
  register.crcResultLow,
  register.timerValueHigh,
  register.timerValueLow,
  register.version,
]);

const fifoSize = 64;
const irq = { tx: 0x40, rx: 0x20, idle: 0x10, hiAlert: 0x08, loAlert: 0x04, error: 0x02, timer: 0x01 };
const crcIrq = 0x04;
const fault = { bufferOverflow: 0x10, collision: 0x08, crc: 0x04, protocol: 0x01 };

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
  private timer: { readonly startedAt: number } | undefined;
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
        return this.timerCount() >> 8;
      case register.timerValueLow:
        return this.timerCount() & 0xff;
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
        if (value & 0x80) this.timer = undefined;
        if (value & 0x40) this.timer = { startedAt: this.micros() };
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
      (this.timer === undefined ? 0 : 0x08) |
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
    this.timer = undefined;
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
        this.startTimerIfAutomatic(this.micros());
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
    const answerAt = doneAt + answerDelayMicros;
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
      this.startTimerIfAutomatic(sending.doneAt);
      if (this.running() === command.transmit) {
        this.sending = undefined;
        this.end();
      }
    }
    this.settleTimer(sending?.answerAt === undefined ? now : Math.min(now, sending.answerAt));
    if (sending?.phase === "listening" && sending.answerAt !== undefined && now >= sending.answerAt) {
      // The timer stops by itself when a card begins to answer (§8.5).
      if (this.at(register.timerMode) & 0x80) this.timer = undefined;
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

  // ---- timer (§8.5) -----------------------------------------------------------------------------------------------

  private timerTickMicros(): number {
    const prescaler = ((this.at(register.timerMode) & 0x0f) << 8) | this.at(register.timerPrescaler);
    return (2 * prescaler + 1) / 13.56;
  }

  private timerReload(): number {
    return (this.at(register.timerReloadHigh) << 8) | this.at(register.timerReloadLow);
  }

  private startTimerIfAutomatic(at: number): void {
    if (this.at(register.timerMode) & 0x80) this.timer = { startedAt: at };
  }

  private settleTimer(now: number): void {
    if (this.timer === undefined) return;
    const period = (this.timerReload() + 1) * this.timerTickMicros();
    if (now - this.timer.startedAt < period) return;
    this.flag(irq.timer);
    const restarts = (this.at(register.timerMode) & 0x10) !== 0;
    this.timer = restarts ? { startedAt: now - ((now - this.timer.startedAt) % period) } : undefined;
    if (this.running() === command.authenticate) this.end();
  }

  private timerCount(): number {
    if (this.timer === undefined) return 0;
    const elapsed = Math.floor((this.micros() - this.timer.startedAt) / this.timerTickMicros());
    return Math.max(0, this.timerReload() - elapsed);
  }
}

/** How long a frame takes on the air: start bit, data with a parity bit per whole byte, end. */
function airMicros(frame: AirFrame): number {
  const bits = bitCount(frame);
  return (bits + Math.floor(bits / 8) + 2) * bitMicros;
}
