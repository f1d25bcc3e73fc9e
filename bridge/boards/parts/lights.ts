// Lights: one LED, three colours, a strip.
import type { Component } from "#contract/board-plan.ts";
import type { Channel } from "#contract/devices.ts";
import { milliamps, stripMilliamps } from "../currents.ts";
import { colours, detailed, dial, named, type Parts } from "./part.ts";

const names = {
  red: { fr: "rouge", en: "red" },
  green: { fr: "vert", en: "green" },
  blue: { fr: "bleu", en: "blue" },
};
export type Colour = keyof typeof names;
export const colourNames: readonly Colour[] = ["red", "green", "blue"];

/** Id of the channel that gives one colour of a light. */
export const colourChannel = (componentId: string, colour: Colour): string =>
  `${componentId}${colour[0]?.toUpperCase()}${colour.slice(1)}`;

function colourChannels(component: Component): Channel[] {
  return colourNames.map((colour) => ({
    id: colourChannel(component.id, colour),
    quantity: "brightness",
    name: detailed(component, names[colour].fr, names[colour].en),
    pin: component.pin,
    min: 0,
    max: 100,
  }));
}

export const lightParts: Parts<"led" | "rgb-led" | "strip"> = {
  led: {
    channels: ({ id, name, pin }) => [{ id, quantity: "brightness", name, pin, min: 0, max: 100 }],
    capabilities: (component) => [
      {
        command: `${component.id}.set`,
        label: named(component, "régler la luminosité", "set the brightness"),
        arguments: [dial("level", { fr: "Luminosité", en: "Brightness" }, [0, 100, 1], "%")],
      },
    ],
    mostMilliamps: () => milliamps.led,
  },
  "rgb-led": {
    channels: colourChannels,
    capabilities: (component) => [
      {
        command: `${component.id}.set`,
        label: named(component, "choisir la couleur", "choose the colour"),
        arguments: [...colours],
      },
    ],
    mostMilliamps: () => 3 * milliamps.led,
  },
  strip: {
    // The mean of its LEDs: what the room sees of it.
    channels: (component) => [
      {
        id: component.id,
        quantity: "brightness",
        name: component.name,
        pin: component.pin,
        min: 0,
        max: 100,
      },
      ...colourChannels(component),
    ],
    capabilities: (component) => [
      {
        command: `${component.id}.fill`,
        label: named(component, "toute d’une couleur", "all of one colour"),
        arguments: [...colours],
      },
      {
        command: `${component.id}.light`,
        label: named(component, "une seule DEL", "one LED alone"),
        arguments: [
          dial("position", { fr: "Rang", en: "Position" }, [1, component.options.pixels, 1], ""),
          ...colours,
        ],
      },
    ],
    mostMilliamps: ({ options }) => Math.min(options.mostMilliamps, stripMilliamps(3 * options.pixels)),
  },
};
