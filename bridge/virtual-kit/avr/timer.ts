// The ATmega328P's timers 0, 1 and 2, computed when asked. Reference: ATmega328P datasheet DS40002061B, §15, 16, 18.
// avr8js steps a timer at each of its counts, 250,000 times a second for Arduino's; this one wakes only for interrupts that are enabled.
import type { AVRTimerConfig, CPU } from "avr8js";

type Shape = "up" | "up-down";

interface Waveform {
  readonly shape: Shape;
  readonly top: "max" | "ocra" | "icr" | number;
  /** PWM modes drive the pin with a duty cycle. */
  readonly pwm: boolean;
}

const wave = (shape: Shape, top: Waveform["top"], pwm: boolean): Waveform => ({ shape, top, pwm });
const normal = wave("up", "max", false);
const waveforms8: readonly Waveform[] = [
  normal,
  wave("up-down", 0xff, true),
  wave("up", "ocra", false),
  wave("up", 0xff, true),
  normal,
  wave("up-down", "ocra", true),
  normal,
  wave("up", "ocra", true),
];
const waveforms16: readonly Waveform[] = [
  normal,
  wave("up-down", 0x0ff, true),
  wave("up-down", 0x1ff, true),
  wave("up-down", 0x3ff, true),
  wave("up", "ocra", false),
  wave("up", 0x0ff, true),
  wave("up", 0x1ff, true),
  wave("up", 0x3ff, true),
  wave("up-down", "icr", true),
  wave("up-down", "ocra", true),
  wave("up-down", "icr", true),
  wave("up-down", "ocra", true),
  wave("up", "icr", false),
  normal,
  wave("up", "icr", true),
  wave("up", "ocra", true),
];

/** What a compare output does to its pin, as far as a motor or a lamp can tell. */
export interface PwmOutput {
  /** Share of the time the pin is high, 0 to 1. */
  readonly duty: number;
  /** Length of one period, microseconds. */
  readonly periodMicros: number;
}

/** Compare registers take effect at once, not at the end of the period: nobody outside can see that one period. */
export class Timer {
  private readonly cpu: CPU;
  private readonly config: AVRTimerConfig;
  private readonly wide: boolean;
  private readonly max: number;
  private readonly dividers: readonly number[];
  private readonly frequency: number;
  private temp = 0;
  /** Counter position (in an up-down mode: 0 to 2·top − 1) at `since`. */
  private position = 0;
  private since = 0;
  /** Ticks after `since` already looked at for flags. */
  private seen = 0;
  private divider = 0;
  private waveform: Waveform = normal;
  private waiting = false;
  private readonly wake = () => {
    // The running event is still at the head of avr8js's queue: clearing it from here would break the queue.
    this.waiting = false;
    this.settle();
    this.schedule();
  };
  private readonly overflow;
  private readonly compareA;
  private readonly compareB;

  constructor(cpu: CPU, config: AVRTimerConfig, frequency: number) {
    this.cpu = cpu;
    this.config = config;
    this.frequency = frequency;
    this.wide = config.bits === 16;
    this.max = this.wide ? 0xffff : 0xff;
    this.dividers = Object.values(config.dividers);
    const interrupt = (address: number, flagMask: number, enableMask: number) => ({
      address,
      flagRegister: config.TIFR,
      flagMask,
      enableRegister: config.TIMSK,
      enableMask,
    });
    this.overflow = interrupt(config.ovfInterrupt, config.TOV, config.TOIE);
    this.compareA = interrupt(config.compAInterrupt, config.OCFA, config.OCIEA);
    this.compareB = interrupt(config.compBInterrupt, config.OCFB, config.OCIEB);
    this.attach();
  }

  private attach(): void {
    const { cpu, config, wide } = this;
    const { data, readHooks, writeHooks } = cpu;
    readHooks[config.TCNT] = () => {
      this.settle();
      const count = this.count();
      this.temp = count >> 8;
      data[config.TCNT] = count & 0xff;
      return count & 0xff;
    };
    readHooks[config.TIFR] = () => {
      this.settle();
      return data[config.TIFR] ?? 0;
    };
    writeHooks[config.TIFR] = (value, _old, _address, mask) => {
      this.settle();
      for (const one of [this.overflow, this.compareA, this.compareB]) {
        cpu.clearInterruptByFlag(one, value & mask);
      }
      return true;
    };
    const changes = (address: number, after: (value: number) => void) => {
      writeHooks[address] = (value) => {
        this.settle();
        after(value);
        this.schedule();
        return true;
      };
    };
    changes(config.TIMSK, (value) => {
      data[config.TIMSK] = value;
      for (const one of [this.overflow, this.compareA, this.compareB]) cpu.updateInterruptEnable(one, value);
    });
    changes(config.TCNT, (value) => this.restartAt(wide ? (this.temp << 8) | value : value));
    for (const address of [config.TCCRA, config.TCCRB]) {
      changes(address, (value) => {
        const count = this.count();
        data[address] = value;
        this.configure();
        this.restartAt(count);
      });
    }
    for (const address of wide ? [config.OCRA, config.OCRB, config.ICR] : [config.OCRA, config.OCRB]) {
      changes(address, (value) => {
        const count = this.count();
        data[address] = value;
        if (wide) data[address + 1] = this.temp;
        this.restartAt(count);
      });
      if (wide) writeHooks[address + 1] = (value) => this.keepHigh(value);
    }
    if (wide) {
      writeHooks[config.TCNT + 1] = (value) => this.keepHigh(value);
      readHooks[config.TCNT + 1] = () => this.temp;
    }
  }

  private keepHigh(value: number): true {
    this.temp = value;
    return true;
  }

  /** The pin's drive by a compare output, or `undefined` when the output is not connected in a PWM mode. */
  output(channel: "A" | "B"): PwmOutput | undefined {
    const mode = ((this.cpu.data[this.config.TCCRA] ?? 0) >> (channel === "A" ? 6 : 4)) & 3;
    if (mode < 2 || !this.waveform.pwm || this.divider === 0) return undefined;
    const top = this.top();
    const compare = this.register16(channel === "A" ? this.config.OCRA : this.config.OCRB);
    const upDown = this.waveform.shape === "up-down";
    const high = upDown
      ? Math.min(compare, top) / Math.max(1, top)
      : Math.min(compare + 1, top + 1) / (top + 1);
    const period = upDown ? 2 * top : top + 1;
    return {
      duty: mode === 2 ? high : 1 - high,
      periodMicros: (period * this.divider * 1e6) / this.frequency,
    };
  }

  private register16(address: number): number {
    const low = this.cpu.data[address] ?? 0;
    return this.wide ? ((this.cpu.data[address + 1] ?? 0) << 8) | low : low;
  }

  private configure(): void {
    const { data } = this.cpu;
    const a = data[this.config.TCCRA] ?? 0;
    const b = data[this.config.TCCRB] ?? 0;
    const generator = (a & 3) | ((b & (this.wide ? 0x18 : 0x08)) >> 1);
    this.waveform = (this.wide ? waveforms16 : waveforms8)[generator] ?? normal;
    this.divider = this.dividers[b & 7] ?? 0;
  }

  private top(): number {
    const { top } = this.waveform;
    if (top === "max") return this.max;
    if (top === "ocra") return this.register16(this.config.OCRA);
    return top === "icr" ? this.register16(this.config.ICR) : top;
  }

  private ticks(): number {
    return this.divider === 0 ? 0 : Math.floor((this.cpu.cycles - this.since) / this.divider);
  }

  private period(): number {
    return this.waveform.shape === "up-down" ? Math.max(1, 2 * this.top()) : this.top() + 1;
  }

  /** Position after `ticks`; a counter set beyond its top first runs on to the maximum. */
  private positionAfter(ticks: number): number {
    const period = this.period();
    if (this.position < period) return (this.position + ticks) % period;
    const toWrap = this.max + 1 - this.position;
    return ticks < toWrap ? this.position + ticks : (ticks - toWrap) % period;
  }

  private count(): number {
    const position = this.positionAfter(this.ticks());
    const top = this.top();
    return this.waveform.shape === "up-down" && position > top ? Math.max(0, 2 * top - position) : position;
  }

  private restartAt(count: number): void {
    const phase = this.divider === 0 ? 0 : (this.cpu.cycles - this.since) % this.divider;
    this.position = count;
    this.since = this.cpu.cycles - phase;
    this.seen = 0;
  }

  /** Ticks from `since` until the counter next reaches `target` after tick `after`. */
  private ticksUntil(target: number, after: number): number {
    const period = this.period();
    const outside = this.position >= period;
    const toWrap = outside ? this.max + 1 - this.position : 0;
    if (outside && target >= this.position && target - this.position > after) return target - this.position;
    if (target >= period) return Number.POSITIVE_INFINITY;
    const start = outside ? 0 : this.position;
    const first = toWrap + ((target - start + period) % period);
    if (first > after) return first;
    return first + Math.ceil((after + 1 - first) / period) * period;
  }

  private nextMatch(compare: number, after: number): number {
    const top = this.top();
    if (this.waveform.shape === "up") return this.ticksUntil(compare, after);
    if (compare > top) return Number.POSITIVE_INFINITY;
    return Math.min(
      this.ticksUntil(compare, after),
      this.ticksUntil((2 * top - compare) % this.period(), after),
    );
  }

  /** Overflow: at the bottom in up-down modes, on the wrap otherwise; in CTC only past the maximum, so never in practice. */
  private nextOverflow(after: number): number {
    if (this.waveform.shape === "up" && !this.waveform.pwm && this.top() !== this.max) {
      return this.position >= this.period() && this.max + 1 - this.position > after
        ? this.max + 1 - this.position
        : Number.POSITIVE_INFINITY;
    }
    return this.ticksUntil(0, after);
  }

  private settle(): void {
    if (this.divider === 0) return;
    const now = this.ticks();
    if (now <= this.seen) return;
    const { seen } = this;
    this.seen = now;
    if (this.nextOverflow(seen) <= now) this.cpu.setInterruptFlag(this.overflow);
    if (this.nextMatch(this.register16(this.config.OCRA), seen) <= now)
      this.cpu.setInterruptFlag(this.compareA);
    if (this.nextMatch(this.register16(this.config.OCRB), seen) <= now)
      this.cpu.setInterruptFlag(this.compareB);
  }

  private schedule(): void {
    if (this.waiting) this.cpu.clearClockEvent(this.wake);
    this.waiting = false;
    if (this.divider === 0) return;
    const enabled = this.cpu.data[this.config.TIMSK] ?? 0;
    const { seen } = this;
    let next = Number.POSITIVE_INFINITY;
    if (enabled & this.config.TOIE) next = this.nextOverflow(seen);
    if (enabled & this.config.OCIEA) {
      next = Math.min(next, this.nextMatch(this.register16(this.config.OCRA), seen));
    }
    if (enabled & this.config.OCIEB) {
      next = Math.min(next, this.nextMatch(this.register16(this.config.OCRB), seen));
    }
    if (next === Number.POSITIVE_INFINITY) return;
    this.waiting = true;
    this.cpu.addClockEvent(this.wake, this.since + next * this.divider - this.cpu.cycles);
  }
}
