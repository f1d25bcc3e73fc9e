// A button, debounced as the plan says, and a motion detector, whose module holds its own output.
import { createDebounce } from "../debounce.ts";
import type { ComponentOf } from "../parts/part.ts";
import type { Stamp } from "../worker-messages.ts";
import { pinNumber, pullUp, type WiringBench } from "./bench.ts";

const afterReal = (ms: number, act: () => void) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

export function wireButton(bench: WiringBench, { id, pin, options }: ComponentOf<"button">): void {
  const { io, rate } = bench;
  const number = pinNumber(pin);
  const { pullUp: pulledUp, debounceMs } = options;
  const show = (pressed: boolean) => bench.tell(id, { [id]: Number(pressed) }, Number(pressed), 1);
  const onLevel = createDebounce<Stamp>({
    ms: debounceMs / rate,
    initial: false,
    after: afterReal,
    told(pressed, at) {
      show(pressed);
      bench.button(id, pressed, at);
    },
  });
  if (pulledUp) pullUp(bench, number);
  else io.pinMode(number, io.MODES.INPUT);
  show(false);
  // Pressed closes the contact to ground under a pull-up, to the supply without one.
  io.digitalRead(number, (level) => onLevel((level === 1) !== pulledUp, bench.now()));
}

export function wireMotion(bench: WiringBench, { id, pin }: ComponentOf<"motion">): void {
  const { io } = bench;
  const number = pinNumber(pin);
  io.pinMode(number, io.MODES.INPUT);
  io.digitalRead(number, (level) => bench.tell(id, { [id]: level }, level, 1));
}
