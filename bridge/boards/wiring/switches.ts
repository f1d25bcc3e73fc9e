// A button, debounced as the plan says or as it was told since, and a motion detector, whose module holds its own output.
import { milliamps } from "../currents.ts";
import { createDebounce } from "../debounce.ts";
import type { ComponentOf } from "../parts/part.ts";
import type { Stamp } from "../worker-messages.ts";
import { numberOf, pinNumber, pullUp, type WiringBench } from "./bench.ts";
import { askReaction } from "./reaction.ts";

const afterReal = (ms: number, act: () => void) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

export function wireButton(bench: WiringBench, button: ComponentOf<"button">): void {
  const { io, rate } = bench;
  const { id, pin, options } = button;
  const number = pinNumber(pin);
  const { pullUp: pulledUp, debounceMs } = options;
  const show = (pressed: boolean) => bench.tell(id, { [id]: Number(pressed) }, Number(pressed), 1);
  let level = false;
  let settled = false;
  let onLevel = debounceFor(debounceMs);
  function debounceFor(ms: number) {
    const own = createDebounce<Stamp>({
      ms: ms / rate,
      initial: settled,
      after: afterReal,
      told(pressed, at) {
        // One that was replaced in the middle of a press has nothing to say any more.
        if (onLevel !== own) return;
        settled = pressed;
        show(pressed);
        bench.button(id, pressed, at);
      },
    });
    return own;
  }
  bench.draws(id, milliamps.sensor);
  bench.output(id, (action, args) => {
    if (action === "react") {
      askReaction(bench, button, String(args.signal));
      return;
    }
    // Until the board starts again: what lasts is in the plan.
    onLevel = debounceFor(numberOf(args, "ms"));
    onLevel(level, bench.now());
  });
  if (pulledUp) pullUp(bench, number);
  else io.pinMode(number, io.MODES.INPUT);
  show(false);
  // Pressed closes the contact to ground under a pull-up, to the supply without one.
  io.digitalRead(number, (read) => {
    level = (read === 1) !== pulledUp;
    onLevel(level, bench.now());
  });
}

export function wireMotion(bench: WiringBench, { id, pin }: ComponentOf<"motion">): void {
  const { io } = bench;
  const number = pinNumber(pin);
  io.pinMode(number, io.MODES.INPUT);
  io.digitalRead(number, (level) => bench.tell(id, { [id]: level }, level, 1));
}
