// Chips on the I²C bus.
import { milliamps } from "../currents.ts";
import { detailed, dial, named, type Parts } from "./part.ts";

const gravity = 9.81;

export const chipParts: Parts<"time-of-flight" | "accelerometer" | "climate" | "lux" | "thermometer"> = {
  "time-of-flight": {
    channels: ({ id, name, pin }) => [{ id, quantity: "measuredDistance", name, pin, min: 0, max: 2 }],
    mostMilliamps: () => milliamps.timeOfFlight,
  },
  accelerometer: {
    channels: (component) =>
      (["X", "Y", "Z"] as const).map((axis) => ({
        id: `${component.id}${axis}`,
        quantity: `acceleration${axis}`,
        name: detailed(component, `axe ${axis}`, `${axis} axis`),
        pin: component.pin,
        min: -2 * gravity,
        max: 2 * gravity,
      })),
    capabilities: (component) => [
      {
        command: `${component.id}.sampling`,
        label: named(component, "mesurer plus ou moins souvent", "measure more or less often"),
        arguments: [
          {
            ...dial("hz", { fr: "Mesures par seconde", en: "Samples a second" }, [1, 20, 1], "Hz"),
            initial: Math.round(1000 / component.options.sampleMs),
          },
        ],
      },
    ],
    mostMilliamps: () => milliamps.sensor,
  },
  climate: {
    channels: (component) => {
      const { id, pin } = component;
      return [
        {
          id: `${id}Temperature`,
          quantity: "temperature",
          name: detailed(component, "température", "temperature"),
          pin,
          min: -40,
          max: 85,
        },
        {
          id: `${id}Humidity`,
          quantity: "relativeHumidity",
          name: detailed(component, "humidité", "humidity"),
          pin,
          min: 0,
          max: 100,
        },
        {
          id: `${id}Pressure`,
          quantity: "pressure",
          name: detailed(component, "pression", "pressure"),
          pin,
          min: 30_000,
          max: 110_000,
        },
      ];
    },
    mostMilliamps: () => milliamps.sensor,
  },
  lux: {
    channels: ({ id, name, pin }) => [{ id, quantity: "illuminance", name, pin, min: 0, max: 2000 }],
    mostMilliamps: () => milliamps.sensor,
  },
  thermometer: {
    channels: ({ id, name, pin }) => [{ id, quantity: "temperature", name, pin, min: -40, max: 125 }],
    mostMilliamps: () => milliamps.sensor,
  },
};
