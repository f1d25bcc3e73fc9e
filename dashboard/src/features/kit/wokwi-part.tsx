// A part drawn by @wokwi/elements: a picture only. What a hand can do stands beside it, within everyone's reach.
import { createElement, useEffect, useState } from "react";
import type { KitComponent } from "#contract/kit.ts";

/** The others have no drawing there, or none that shows what they do: `part-drawing.tsx` draws them. */
export type WokwiKind =
  | Exclude<
      KitComponent["kind"],
      ("accelerometer" | "climate" | "lux" | "thermometer" | "time-of-flight") | ("force" | "relay" | "strip")
    >
  | "uno";
type Part = WokwiKind;

const tags: Record<Part, string> = {
  uno: "wokwi-arduino-uno",
  photoresistor: "wokwi-photoresistor-sensor",
  temperature: "wokwi-ntc-temperature-sensor",
  potentiometer: "wokwi-potentiometer",
  button: "wokwi-pushbutton",
  led: "wokwi-led",
  servo: "wokwi-servo",
  buzzer: "wokwi-buzzer",
  piezo: "wokwi-buzzer",
  "sound-level": "wokwi-small-sound-sensor",
  lcd: "wokwi-lcd1602",
  sonar: "wokwi-hc-sr04",
  motion: "wokwi-pir-motion-sensor",
  "rgb-led": "wokwi-rgb-led",
};

const modules: Record<Part, () => Promise<unknown>> = {
  uno: () => import("@wokwi/elements/dist/esm/arduino-uno-element.js"),
  photoresistor: () => import("@wokwi/elements/dist/esm/photoresistor-sensor-element.js"),
  temperature: () => import("@wokwi/elements/dist/esm/ntc-temperature-sensor-element.js"),
  potentiometer: () => import("@wokwi/elements/dist/esm/potentiometer-element.js"),
  button: () => import("@wokwi/elements/dist/esm/pushbutton-element.js"),
  led: () => import("@wokwi/elements/dist/esm/led-element.js"),
  servo: () => import("@wokwi/elements/dist/esm/servo-element.js"),
  buzzer: () => import("@wokwi/elements/dist/esm/buzzer-element.js"),
  piezo: () => import("@wokwi/elements/dist/esm/buzzer-element.js"),
  "sound-level": () => import("@wokwi/elements/dist/esm/small-sound-sensor-element.js"),
  lcd: () => import("@wokwi/elements/dist/esm/lcd1602-element.js"),
  sonar: () => import("@wokwi/elements/dist/esm/hc-sr04-element.js"),
  motion: () => import("@wokwi/elements/dist/esm/pir-motion-sensor-element.js"),
  "rgb-led": () => import("@wokwi/elements/dist/esm/rgb-led-element.js"),
};

/** Properties of the drawing that show a component's state. */
export function drawnState({
  kind,
  value,
  colours,
  text = [],
}: Pick<KitComponent, "kind" | "value" | "colours" | "text">): Record<string, unknown> {
  switch (kind) {
    case "potentiometer":
      return { min: 0, max: 1, step: 0.001, value };
    case "button":
      return { pressed: value > 0, color: "green" };
    case "led":
      return { value: value > 0, brightness: value, color: "red" };
    case "servo":
      return { angle: value, horn: "single" };
    case "buzzer":
    case "piezo":
      return { hasSignal: value > 0 };
    case "rgb-led": {
      const [red, green, blue] = [1, 3, 5].map(
        (at) => Number.parseInt((colours?.[0] ?? "#000000").slice(at, at + 2), 16) / 255,
      );
      return { ledRed: red, ledGreen: green, ledBlue: blue };
    }
    case "photoresistor":
      return { ledPower: true };
    case "sound-level":
      return { ledPower: true, ledSignal: value > 0.5 };
    case "lcd":
      return { text: text.map(displayCodes).join(""), backlight: value > 0, pins: "i2c" };
    default:
      return {};
  }
}

/** The drawing has the display's own table of characters. */
function displayCodes(line: string): string {
  return [...line]
    .map((character) => (character === "°" ? "\xdf" : character.charCodeAt(0) < 0x80 ? character : "\xff"))
    .join("");
}

export function WokwiPart({
  part,
  state = {},
}: {
  readonly part: Part;
  readonly state?: Record<string, unknown>;
}) {
  const [ready, setReady] = useState(() => customElements.get(tags[part]) !== undefined);
  useEffect(() => {
    let here = true;
    void modules[part]().then(() => here && setReady(true));
    return () => {
      here = false;
    };
  }, [part]);
  // `inert`: the drawing has inputs of its own inside, which would be a second, nameless way to do the same.
  return (
    <span aria-hidden="true" inert>
      {ready && createElement(tags[part], state)}
    </span>
  );
}
