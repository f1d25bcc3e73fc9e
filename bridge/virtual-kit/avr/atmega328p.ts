// An ATmega328P at 16 MHz as on an Uno: avr8js's instruction set and ports, our USART and timers, and sleep that costs nothing.
// A reset or a power cycle is a new one of these: only the EEPROM outlives it.
import {
  type ADCMuxInput,
  ADCMuxInputType,
  AVRADC,
  AVRClock,
  AVREEPROM,
  AVRIOPort,
  AVRSPI,
  AVRTWI,
  AVRWatchdog,
  adcConfig,
  avrInstruction,
  CPU,
  clockConfig,
  EEPROMMemoryBackend,
  type GPIOListener,
  portBConfig,
  portCConfig,
  portDConfig,
  spiConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  twiConfig,
  watchdogConfig,
} from "avr8js";
import { figures } from "../figures.ts";
import { type PwmOutput, Timer } from "./timer.ts";
import { Usart } from "./usart.ts";

/** Cycles per second. */
export const clockFrequency = 16_000_000;
const sramBytes = 2048;
const eepromBytes = 1024;
const opcode = { sleep: 0x9588, sei: 0x9478, reti: 0x9518 };
const SMCR = 0x53;
const sleepEnable = 0x01;

/** EEPROM that survives resets; hand the same to the next chip. */
export const createEeprom = (): EEPROMMemoryBackend => new EEPROMMemoryBackend(eepromBytes);

/** Arduino names of the Uno's pins, to port and bit. */
function uno(pin: string): { port: "B" | "C" | "D"; index: number } {
  const number = Number(pin.slice(1));
  if (pin.startsWith("A")) return { port: "C", index: number };
  return number < 8 ? { port: "D", index: number } : { port: "B", index: number - 8 };
}

/** Compare output behind each PWM pin of the Uno. */
const pwmPins: Readonly<Record<string, { timer: 0 | 1 | 2; channel: "A" | "B" }>> = {
  D6: { timer: 0, channel: "A" },
  D5: { timer: 0, channel: "B" },
  D9: { timer: 1, channel: "A" },
  D10: { timer: 1, channel: "B" },
  D11: { timer: 2, channel: "A" },
  D3: { timer: 2, channel: "B" },
};

/** The head of avr8js's event queue; the library keeps it private and offers no other way to know when to wake. */
function nextEvent(cpu: CPU): { readonly cycles: number } | null {
  return Reflect.get(cpu, "nextClockEvent");
}

export class Atmega328p {
  readonly usart: Usart;
  readonly spi: AVRSPI;
  /** Its event handler is what answers on the I²C bus; at first nothing does, as on a board with no I²C part. */
  readonly twi: AVRTWI;
  /** Volts on an analogue pin (0 to 7) at this moment, asked at each conversion. */
  analog: (channel: number) => number = () => 0;

  private readonly cpu: CPU;
  private readonly ports: Readonly<Record<"B" | "C" | "D", AVRIOPort>>;
  private readonly timers: readonly [Timer, Timer, Timer];
  private readonly adc: AVRADC;
  private readonly watched: [AVRIOPort, GPIOListener][] = [];
  private asleep = false;
  private slept = 0;

  /** @param flash 32 KiB, as {@link parseIntelHex} gives. */
  constructor(flash: Uint8Array, eeprom: EEPROMMemoryBackend = createEeprom()) {
    const program = new Uint16Array(flash.length / 2);
    new Uint8Array(program.buffer).set(flash);
    const cpu = new CPU(program, sramBytes);
    this.cpu = cpu;
    this.ports = {
      B: new AVRIOPort(cpu, portBConfig),
      C: new AVRIOPort(cpu, portCConfig),
      D: new AVRIOPort(cpu, portDConfig),
    };
    this.timers = [
      new Timer(cpu, timer0Config, clockFrequency),
      new Timer(cpu, timer1Config, clockFrequency),
      new Timer(cpu, timer2Config, clockFrequency),
    ];
    this.usart = new Usart(cpu, clockFrequency);
    this.spi = new AVRSPI(cpu, spiConfig, clockFrequency);
    this.twi = new AVRTWI(cpu, twiConfig, clockFrequency);
    new AVREEPROM(cpu, eeprom);
    new AVRWatchdog(cpu, watchdogConfig, new AVRClock(cpu, clockFrequency, clockConfig));
    this.adc = new AVRADC(cpu, adcConfig);
    this.adc.avcc = figures.boardVolts;
    this.adc.aref = figures.boardVolts;
    this.adc.onADCRead = (input) => this.convert(input);
  }

  /** Cycles since power-up or reset. */
  get cycles(): number {
    return this.cpu.cycles;
  }

  /** Cycles spent in SLEEP since power-up or reset. */
  get sleptCycles(): number {
    return this.slept;
  }

  /** Microseconds since power-up or reset. */
  get micros(): number {
    return (this.cpu.cycles * 1e6) / clockFrequency;
  }

  /** Calls back at this distance in cycles. */
  after(cycles: number, act: () => void): void {
    this.cpu.addClockEvent(act, cycles);
  }

  /** Puts a level on an input pin (Arduino name, for example D2). */
  drive(pin: string, high: boolean): void {
    const { port, index } = uno(pin);
    this.ports[port].setPin(index, high);
  }

  /** The level the firmware puts on a pin, or `undefined` while the pin is an input. */
  level(pin: string): boolean | undefined {
    const { port, index } = uno(pin);
    // PinState: 0 low, 1 high, 2 and 3 inputs.
    const state = this.ports[port].pinState(index);
    return state === 0 ? false : state === 1 ? true : undefined;
  }

  /** How a timer drives this pin, or `undefined` when none does. */
  pwm(pin: string): PwmOutput | undefined {
    const output = pwmPins[pin];
    if (output === undefined || this.level(pin) === undefined) return undefined;
    return this.timers[output.timer].output(output.channel);
  }

  /** Calls back at each edge the firmware makes on the pin. */
  onEdge(pin: string, listener: (high: boolean) => void): void {
    const { port } = uno(pin);
    let last: boolean | undefined;
    const onPort = () => {
      const level = this.level(pin);
      if (level === undefined || level === last) return;
      last = level;
      listener(level);
    };
    this.ports[port].addListener(onPort);
    this.watched.push([this.ports[port], onPort]);
  }

  /** Takes off the pins all that was put there with `onEdge`. */
  forgetEdges(): void {
    for (const [port, listener] of this.watched.splice(0)) port.removeListener(listener);
  }

  /** Runs until this cycle count, give or take one instruction; asleep it jumps from event to event. */
  runUntil(target: number): void {
    const { cpu } = this;
    const { progMem, data } = cpu;
    while (cpu.cycles < target) {
      if (this.asleep) {
        const from = cpu.cycles;
        const woken = this.sleepThrough(target);
        this.slept += cpu.cycles - from;
        if (!woken) return;
      }
      const code = progMem[cpu.pc];
      avrInstruction(cpu);
      if (code === opcode.sleep) {
        this.asleep = ((data[SMCR] ?? 0) & sleepEnable) !== 0;
        continue;
      }
      // One more instruction runs after SEI and RETI before any interrupt (§7.7): what makes `sei; sleep` safe.
      if (code === opcode.sei || code === opcode.reti) continue;
      cpu.tick();
    }
  }

  /** Moves on to the interrupt that wakes the chip. @returns false when none comes before `target`. */
  private sleepThrough(target: number): boolean {
    const { cpu } = this;
    for (;;) {
      if (cpu.nextInterrupt >= 0 && cpu.interruptsEnabled) {
        this.asleep = false;
        cpu.cycles += 4;
        cpu.tick();
        return true;
      }
      const next = nextEvent(cpu);
      if (next === null || next.cycles >= target) {
        cpu.cycles = Math.max(cpu.cycles, target);
        return false;
      }
      cpu.cycles = Math.max(cpu.cycles, next.cycles);
      this.runEvent();
    }
  }

  /** The head of the event queue alone: `tick` would serve interrupts too. */
  private runEvent(): void {
    const { cpu } = this;
    const enabled = (cpu.data[95] ?? 0) & 0x80;
    cpu.data[95] = (cpu.data[95] ?? 0) & 0x7f;
    cpu.tick();
    cpu.data[95] = (cpu.data[95] ?? 0) | enabled;
  }

  private convert(input: ADCMuxInput): void {
    const volts =
      input.type === ADCMuxInputType.SingleEnded
        ? this.analog(input.channel)
        : input.type === ADCMuxInputType.Constant
          ? input.voltage
          : 0.314;
    const raw = Math.floor((volts / this.adc.referenceVoltage) * 1024);
    const value = Math.min(1023, Math.max(0, raw));
    this.cpu.addClockEvent(() => this.adc.completeADCRead(value), this.adc.sampleCycles);
  }
}
