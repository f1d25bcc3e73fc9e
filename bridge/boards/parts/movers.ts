// Parts that move, sound, switch or write.
import { milliamps } from "../currents.ts";
import { dial, named, type Parts } from "./part.ts";

/** Characters of a line, and lines, of the kit's display. */
export const lcdColumns = 16;
export const lcdLines = ["line1", "line2"] as const;

const duration = (maxMs: number) => dial("ms", { fr: "Durée", en: "Duration" }, [50, maxMs, 50], "ms");

export const moverParts: Parts<"servo" | "buzzer" | "piezo" | "relay" | "lcd"> = {
  servo: {
    channels: ({ id, name, pin, options: { minAngle, maxAngle } }) => [
      { id, quantity: "angle", name, pin, min: minAngle, max: maxAngle },
    ],
    capabilities: (component) => {
      const { minAngle, maxAngle } = component.options;
      return [
        {
          command: `${component.id}.move`,
          label: named(component, "tourner à un angle", "turn to an angle"),
          arguments: [dial("angle", { fr: "Angle", en: "Angle" }, [minAngle, maxAngle, 1], "°")],
        },
      ];
    },
    mostMilliamps: () => milliamps.servo,
  },
  buzzer: {
    channels: ({ id, name, pin }) => [{ id, quantity: "sounding", name, pin, min: 0, max: 1 }],
    capabilities: (component) => [
      {
        command: `${component.id}.sound`,
        label: named(component, "sonner", "sound"),
        arguments: [duration(component.options.maxMs)],
      },
    ],
    mostMilliamps: () => milliamps.buzzer,
  },
  piezo: {
    channels: ({ id, name, pin }) => [{ id, quantity: "frequency", name, pin, min: 0, max: 4000 }],
    capabilities: (component) => [
      {
        command: `${component.id}.play`,
        label: named(component, "jouer une note", "play a note"),
        arguments: [
          dial("frequency", { fr: "Fréquence", en: "Frequency" }, [100, 4000, 1], "Hz"),
          duration(component.options.maxMs),
        ],
      },
    ],
    mostMilliamps: () => milliamps.pin,
  },
  relay: {
    channels: ({ id, name, pin }) => [{ id, quantity: "powerOn", name, pin, min: 0, max: 1 }],
    capabilities: (component) => [
      {
        command: `${component.id}.set`,
        label: named(component, "ouvrir ou fermer le circuit", "open or close the circuit"),
        arguments: [
          {
            type: "choice",
            name: "state",
            label: { fr: "Circuit", en: "Circuit" },
            choices: [
              { value: "on", label: { fr: "En marche", en: "On" } },
              { value: "off", label: { fr: "Arrêté", en: "Off" } },
            ],
          },
        ],
      },
    ],
    mostMilliamps: () => milliamps.relay,
  },
  lcd: {
    channels: () => [],
    capabilities: (component) => [
      {
        command: `${component.id}.print`,
        label: named(component, "écrire", "write"),
        arguments: lcdLines.map((line, index) => ({
          type: "text",
          name: line,
          label: { fr: `Ligne ${index + 1}`, en: `Line ${index + 1}` },
          maxLength: lcdColumns,
        })),
      },
    ],
    mostMilliamps: () => milliamps.lcd,
  },
};
