// Lights. How fast they may flash is not decided here: commands come checked.
import { milliamps, stripMilliamps } from "../currents.ts";
import { johnnyFive as five } from "../johnny-five.ts";
import { type Colour, colourChannel, colourNames } from "../parts/lights.ts";
import type { ComponentOf } from "../parts/part.ts";
import { dimmed, encodeConfig, encodeFill, encodePixel, encodeShow, type Pixel } from "../strip.ts";
import type { CommandArguments } from "../worker-messages.ts";
import { numberOf, pinNumber, type WiringBench } from "./bench.ts";

const byteOf = (percent: number): number => Math.round((percent / 100) * 255);

export function wireLed(bench: WiringBench, { id, pin }: ComponentOf<"led">): void {
  const led = new five.Led({ board: bench.board, pin: pinNumber(pin) });
  let marks = 0;
  const set = (level: number) => {
    led.brightness(byteOf(level));
    marks += 1;
    bench.tell(id, { [id]: level }, marks, 1);
    bench.draws(id, (milliamps.led * level) / 100);
  };
  set(0);
  bench.output(id, (_action, args) => set(numberOf(args, "level")));
}

const pixelOf = (args: CommandArguments): Pixel => ({
  red: numberOf(args, "red"),
  green: numberOf(args, "green"),
  blue: numberOf(args, "blue"),
});

const colourReadings = (id: string, percent: Pixel): Record<string, number> =>
  Object.fromEntries(colourNames.map((colour) => [colourChannel(id, colour), percent[colour]]));

export function wireRgbLed(bench: WiringBench, { id, pin, options }: ComponentOf<"rgb-led">): void {
  const led = new five.Led.RGB({
    board: bench.board,
    pins: {
      red: pinNumber(pin),
      green: pinNumber(options.greenPin),
      blue: pinNumber(options.bluePin),
    },
    isAnode: options.common === "anode",
  });
  let marks = 0;
  const set = (percent: Pixel) => {
    led.color({ red: byteOf(percent.red), green: byteOf(percent.green), blue: byteOf(percent.blue) });
    marks += 1;
    bench.tell(id, colourReadings(id, percent), marks, 1);
    bench.draws(id, (milliamps.led * (percent.red + percent.green + percent.blue)) / 100);
  };
  set({ red: 0, green: 0, blue: 0 });
  bench.output(id, (_action, args) => set(pixelOf(args)));
}

/** @throws Error when the board's program drives no strip. */
export function wireStrip(bench: WiringBench, { id, pin, options }: ComponentOf<"strip">): void {
  const { io } = bench;
  if (!String(io.firmware.name).startsWith("labo-firmata"))
    throw new Error("the board must run labo-firmata to drive a strip");
  const { pixels: length, mostMilliamps } = options;
  const dark: Pixel = { red: 0, green: 0, blue: 0 };
  const pixels: Pixel[] = Array.from({ length }, () => dark);
  const mean = (colour: Colour) => pixels.reduce((sum, pixel) => sum + pixel[colour], 0) / length;
  let factor = 1;
  let marks = 0;

  const show = (changed: number | undefined) => {
    const asked = stripMilliamps(colourNames.reduce((sum, colour) => sum + (mean(colour) * length) / 100, 0));
    const before = factor;
    factor = asked > mostMilliamps ? mostMilliamps / asked : 1;
    // Another dimming touches every LED.
    if (changed === undefined || factor !== before) {
      const first = pixels[0] ?? dark;
      if (pixels.every((pixel) => pixel === first)) io.sysexCommand(encodeFill(dimmed(first, factor)));
      else pixels.forEach((pixel, index) => void io.sysexCommand(encodePixel(index, dimmed(pixel, factor))));
    } else io.sysexCommand(encodePixel(changed, dimmed(pixels[changed] ?? dark, factor)));
    io.sysexCommand(encodeShow());
    const shown: Pixel = {
      red: mean("red") * factor,
      green: mean("green") * factor,
      blue: mean("blue") * factor,
    };
    marks += 1;
    const whole = (shown.red + shown.green + shown.blue) / 3;
    bench.tell(id, { [id]: whole, ...colourReadings(id, shown) }, marks, 1);
    bench.draws(id, Math.min(asked, mostMilliamps));
  };

  io.sysexCommand(encodeConfig(pinNumber(pin), length));
  show(undefined);
  bench.output(id, (action, args) => {
    const pixel = pixelOf(args);
    if (action === "fill") {
      pixels.fill(pixel);
      show(undefined);
      return;
    }
    const index = numberOf(args, "position") - 1;
    pixels[index] = pixel;
    show(index);
  });
}
