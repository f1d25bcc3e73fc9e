// Digital inputs: a button, a motion detector, and the ultrasonic rangefinder, whose pulse the board itself times.
import { milliamps } from "../currents.ts";
import { detailed, dial, named, type Parts } from "./part.ts";

/** Id of the channel that gives the rangefinder's raw time. */
export const echoChannel = (componentId: string): string => `${componentId}Echo`;

export const inputParts: Parts<"button" | "motion" | "sonar"> = {
  button: {
    channels: ({ id, name, pin }) => [{ id, quantity: "contact", name, pin, min: 0, max: 1 }],
    capabilities: (component) => [
      {
        command: `${component.id}.debounce`,
        label: named(component, "attendre la fin des rebonds", "wait until it has stopped bouncing"),
        arguments: [
          {
            ...dial("ms", { fr: "Attente", en: "Wait" }, [0, 1000, 10], "ms"),
            initial: component.options.debounceMs,
          },
        ],
      },
    ],
    mostMilliamps: () => milliamps.sensor,
  },
  motion: {
    channels: ({ id, name, pin }) => [{ id, quantity: "motion", name, pin, min: 0, max: 1 }],
    mostMilliamps: () => milliamps.sensor,
  },
  sonar: {
    channels: (component) => {
      const { id, name, pin } = component;
      return [
        { id, quantity: "measuredDistance", name, pin, min: 0, max: 4 },
        {
          id: echoChannel(id),
          quantity: "echo",
          name: detailed(component, "temps de l’écho", "time of the echo"),
          pin,
          min: 0,
          max: 40_000,
        },
      ];
    },
    mostMilliamps: () => milliamps.sonar,
  },
};
