// Parts that put a voltage on an analogue pin.
import type { Component } from "#contract/board-plan.ts";
import type { Channel } from "#contract/devices.ts";
import type { QuantityId } from "#contract/quantities.ts";
import { voltageChannel } from "../conversions.ts";
import { milliamps } from "../currents.ts";
import { detailed, type Part, type Parts } from "./part.ts";

type AnalogueKind = "photoresistor" | "temperature" | "potentiometer" | "force" | "sound-level";

/** The quantity, and the raw voltage beside it: whatever is made of it can be checked. */
function channelsOf(
  component: Component,
  supplyVolts: number,
  quantity: QuantityId,
  [min, max]: readonly [number, number],
): Channel[] {
  const { id, name, pin } = component;
  return [
    { id, quantity, name, pin, min, max },
    {
      id: voltageChannel(id),
      quantity: "voltage",
      name: detailed(component, "tension", "voltage"),
      pin,
      min: 0,
      max: supplyVolts,
    },
  ];
}

const analogue = (quantity: QuantityId, range: readonly [number, number]): Part => ({
  channels: (component, supplyVolts) => channelsOf(component, supplyVolts, quantity, range),
  mostMilliamps: () => milliamps.sensor,
});

export const analogueParts: Parts<AnalogueKind> = {
  photoresistor: analogue("illuminance", [0, 2000]),
  temperature: analogue("temperature", [-40, 125]),
  potentiometer: analogue("ratio", [0, 100]),
  force: analogue("level", [0, 100]),
  "sound-level": analogue("level", [0, 100]),
};
