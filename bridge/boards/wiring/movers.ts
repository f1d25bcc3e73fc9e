// Parts that move, sound, switch or write.
import { milliamps } from "../currents.ts";
import { johnnyFive as five } from "../johnny-five.ts";
import { lcdColumns, lcdLines } from "../parts/movers.ts";
import type { ComponentOf } from "../parts/part.ts";
import { anyPinNumber, numberOf, pinNumber, pullUp, type WiringBench } from "./bench.ts";

/** A small servo turns 60° in 0.12 s at most (SG90). */
const servoMsPerDegree = 2;

export function wireServo(bench: WiringBench, { id, pin, options }: ComponentOf<"servo">): void {
  const servo = new five.Servo({
    board: bench.board,
    pin: pinNumber(pin),
    range: [options.minAngle, options.maxAngle],
    pwmRange: [options.minPulse, options.maxPulse],
  });
  let arrived: NodeJS.Timeout | undefined;
  let marks = 0;
  bench.output(id, (_action, args) => {
    const angle = numberOf(args, "angle");
    servo.to(angle);
    marks += 1;
    bench.tell(id, { [id]: angle }, marks, 1);
    // It may be held back all the way; once there it rests.
    bench.draws(id, milliamps.servo);
    clearTimeout(arrived);
    arrived = setTimeout(() => bench.draws(id, 0), (180 * servoMsPerDegree) / bench.rate);
  });
}

export function wireBuzzer(bench: WiringBench, { id, pin, options }: ComponentOf<"buzzer">): void {
  const { io, rate } = bench;
  const number = pinNumber(pin);
  io.pinMode(number, io.MODES.OUTPUT);
  const relay = new five.Relay({ board: bench.board, pin: number });
  let timer: NodeJS.Timeout | undefined;
  const show = (sounding: 0 | 1) => {
    bench.tell(id, { [id]: sounding }, sounding, 1);
    bench.draws(id, sounding * milliamps.buzzer);
  };
  const silence = () => {
    relay.open();
    show(0);
  };
  silence();
  bench.output(id, (_action, args) => {
    clearTimeout(timer);
    relay.close();
    show(1);
    timer = setTimeout(silence, Math.min(numberOf(args, "ms"), options.maxMs) / rate);
  });
}

const tone = { command: 0x5f, play: 0x00, silence: 0x01 };
const pair = (value: number): number[] => [value & 0x7f, (value >> 7) & 0x7f];

/** The board itself makes the tone and ends it (firmata/protocol, tone-proposal.md). @throws Error when it cannot. */
export function wirePiezo(bench: WiringBench, { id, pin, options }: ComponentOf<"piezo">): void {
  const { io, rate } = bench;
  const number = pinNumber(pin);
  if (!String(io.firmware.name).startsWith("labo-firmata"))
    throw new Error("the board must run labo-firmata to play notes");
  let timer: NodeJS.Timeout | undefined;
  let marks = 0;
  const show = (frequency: number) => {
    marks += 1;
    bench.tell(id, { [id]: frequency }, marks, 1);
    bench.draws(id, frequency === 0 ? 0 : milliamps.pin);
  };
  io.sysexCommand([tone.command, tone.silence, number]);
  show(0);
  bench.output(id, (_action, args) => {
    const frequency = numberOf(args, "frequency");
    const ms = Math.min(numberOf(args, "ms"), options.maxMs);
    io.sysexCommand([tone.command, tone.play, number, ...pair(frequency), ...pair(ms)]);
    show(frequency);
    clearTimeout(timer);
    timer = setTimeout(() => show(0), ms / rate);
  });
}

export function wireRelay(bench: WiringBench, { id, pin, options }: ComponentOf<"relay">): void {
  const { io } = bench;
  const { activeLow } = options;
  const number = anyPinNumber(bench, pin);
  // johnny-five's own relay makes its pin an output by itself, and would take an analogue pin for another one.
  const write = (on: boolean) => io.digitalWrite(number, on === activeLow ? 0 : 1);
  let marks = 0;
  const show = (on: boolean) => {
    marks += 1;
    bench.tell(id, { [id]: Number(on) }, marks, 1);
    bench.draws(id, on ? milliamps.relay : 0);
  };
  // A pin that becomes an output is low at first: rest for one kind of module, a click for the other, which waits for its
  // first order behind a pull-up.
  write(false);
  if (activeLow) pullUp(bench, number);
  else io.pinMode(number, io.MODES.OUTPUT);
  show(false);
  let driven = !activeLow;
  bench.output(id, (_action, args) => {
    const on = args.state === "on";
    if (on && !driven) io.pinMode(number, io.MODES.OUTPUT);
    driven ||= on;
    write(on);
    show(on);
  });
}

/** What the display's own characters can show: accents have none, so the bare letters stand for them. */
export function lcdText(text: string): string {
  return (
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[’‘]/g, "'")
      .replace(/[«»“”]/g, '"')
      .replace(/\u00a0/g, " ")
      // The degree sign has a place of its own in the display's table (HD44780, ROM A00).
      .replace(/°/g, "\xdf")
      .replace(/[^\x20-\x7d\xdf]/g, "?")
      .slice(0, lcdColumns)
      .padEnd(lcdColumns)
  );
}

export function wireLcd(bench: WiringBench, { id, options }: ComponentOf<"lcd">): void {
  const lcd = new five.LCD({
    board: bench.board,
    controller: "PCF8574",
    address: Number(options.address),
    rows: lcdLines.length,
    cols: lcdColumns,
  });
  bench.draws(id, milliamps.lcd);
  bench.output(id, (_action, args) => {
    for (const [row, line] of lcdLines.entries()) lcd.cursor(row, 0).print(lcdText(String(args[line] ?? "")));
  });
}
