// A component to what wires it.
import type { Component } from "#contract/board-plan.ts";
import { wireAnalogue } from "./analogue.ts";
import type { WiringBench } from "./bench.ts";
import { wireChip } from "./chips.ts";
import { wireLed, wireRgbLed, wireStrip } from "./lights.ts";
import { wireBuzzer, wireLcd, wirePiezo, wireRelay, wireServo } from "./movers.ts";
import { wireSonar } from "./sonar.ts";
import { wireButton, wireMotion } from "./switches.ts";

/** @throws Error when the board cannot do what the part needs. */
export function wire(bench: WiringBench, component: Component): void {
  switch (component.kind) {
    case "photoresistor":
    case "temperature":
    case "potentiometer":
    case "force":
    case "sound-level":
      wireAnalogue(bench, component);
      break;
    case "button":
      wireButton(bench, component);
      break;
    case "motion":
      wireMotion(bench, component);
      break;
    case "sonar":
      wireSonar(bench, component);
      break;
    case "time-of-flight":
    case "accelerometer":
    case "climate":
    case "lux":
    case "thermometer":
      wireChip(bench, component);
      break;
    case "led":
      wireLed(bench, component);
      break;
    case "rgb-led":
      wireRgbLed(bench, component);
      break;
    case "strip":
      wireStrip(bench, component);
      break;
    case "servo":
      wireServo(bench, component);
      break;
    case "buzzer":
      wireBuzzer(bench, component);
      break;
    case "piezo":
      wirePiezo(bench, component);
      break;
    case "relay":
      wireRelay(bench, component);
      break;
    case "lcd":
      wireLcd(bench, component);
      break;
  }
}
