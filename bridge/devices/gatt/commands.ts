// What can be asked of a connected board, by what it offers: text and pictures on the micro:bit's lamps, a line on the
// serial line.
import type { Capability } from "#contract/devices.ts";
import type { Words } from "#contract/words.ts";
import {
  encodeDisplayMatrix,
  encodeDisplayText,
  longestDisplayText,
  microbit,
} from "../../decoders/gatt/microbit.ts";
import { LaboError } from "../../errors.ts";
import type { GattCharacteristic, GattLink, GattPlace } from "../../transports/transport.ts";
import { type Uart, uartOf, writeUart } from "./uart.ts";

const longestLine = 100;
const textPlace: GattPlace = { service: microbit.led.service, uuid: microbit.led.text };
const matrixPlace: GattPlace = { service: microbit.led.service, uuid: microbit.led.matrix };

interface Picture {
  readonly value: string;
  readonly label: Words;
  readonly rows: readonly number[];
}

const picture = (value: string, fr: string, en: string, ...rows: readonly string[]): Picture => ({
  value,
  label: { fr, en },
  rows: rows.map((row) => Number.parseInt(row, 2)),
});

/** Own drawings, five lamps by five. */
const pictures: readonly Picture[] = [
  picture("heart", "Cœur", "Heart", "01010", "11111", "11111", "01110", "00100"),
  picture("smile", "Sourire", "Smile", "00000", "01010", "00000", "10001", "01110"),
  picture("frown", "Moue", "Frown", "00000", "01010", "00000", "01110", "10001"),
  picture("wave", "Vagues", "Waves", "00000", "01001", "10110", "01001", "10110"),
  picture("lighthouse", "Phare", "Lighthouse", "10101", "01110", "00100", "01110", "01110"),
  picture("check", "Crochet", "Check mark", "00000", "00001", "00010", "10100", "01000"),
  picture("cross", "Croix", "Cross", "10001", "01010", "00100", "01010", "10001"),
  picture("all", "Tout allumé", "All on", "11111", "11111", "11111", "11111", "11111"),
  picture("none", "Tout éteint", "All off", "00000", "00000", "00000", "00000", "00000"),
];

const rowNames = ["row1", "row2", "row3", "row4", "row5"];

const textCapability: Capability = {
  command: "display.text",
  label: { fr: "Faire défiler un texte", en: "Scroll a text" },
  arguments: [
    { type: "text", name: "text", label: { fr: "Texte", en: "Text" }, maxLength: longestDisplayText },
  ],
};
const matrixCapabilities: readonly Capability[] = [
  {
    command: "display.picture",
    label: { fr: "Afficher une image", en: "Show a picture" },
    arguments: [
      {
        type: "choice",
        name: "picture",
        label: { fr: "Image", en: "Picture" },
        choices: pictures.map(({ value, label }) => ({ value, label })),
      },
    ],
  },
  {
    command: "display.draw",
    label: { fr: "Dessiner rangée par rangée", en: "Draw row by row" },
    arguments: rowNames.map((name, index) => ({
      type: "number",
      name,
      label: {
        fr: `Rangée ${index + 1} (16 à gauche, 1 à droite)`,
        en: `Row ${index + 1} (16 at the left, 1 at the right)`,
      },
      min: 0,
      max: 31,
      step: 1,
      unit: "",
      initial: 0,
    })),
  },
];

/** @param isProgrammable a line is an order to the board's interpreter: the trainer's alone. */
const lineCapability = (isProgrammable: boolean): Capability => ({
  command: "line.send",
  label: { fr: "Envoyer une ligne", en: "Send a line" },
  arguments: [{ type: "text", name: "text", label: { fr: "Ligne", en: "Line" }, maxLength: longestLine }],
  ...(isProgrammable ? { trainerOnly: true } : {}),
});

const has = (characteristics: readonly GattCharacteristic[], place: GattPlace): boolean =>
  characteristics.some(({ service, uuid }) => service === place.service && uuid === place.uuid);

export function capabilitiesOf(
  characteristics: readonly GattCharacteristic[],
  isProgrammable: boolean,
): Capability[] {
  return [
    ...(has(characteristics, textPlace) ? [textCapability] : []),
    ...(has(characteristics, matrixPlace) ? matrixCapabilities : []),
    ...(uartOf(characteristics) === undefined ? [] : [lineCapability(isProgrammable)]),
  ];
}

export interface CommandTarget {
  readonly link: GattLink;
  readonly uart: Uart | undefined;
  /** What goes out, for the packet inspector. */
  readonly onSent: (format: string, bytes: Uint8Array) => void;
}

/** Does a command whose arguments were checked against {@link capabilitiesOf}. @throws LaboError. */
export async function executeCommand(
  { link, uart, onSent }: CommandTarget,
  command: string,
  args: Readonly<Record<string, number | string>>,
): Promise<void> {
  const write = async (place: GattPlace, format: string, bytes: Uint8Array): Promise<void> => {
    onSent(format, bytes);
    await link.write(place, bytes, false);
  };
  switch (command) {
    case "display.text":
      return write(textPlace, "microbit-display-text", encodeDisplayText(String(args.text)));
    case "display.picture": {
      const rows = pictures.find(({ value }) => value === args.picture)?.rows ?? [];
      return write(matrixPlace, "microbit-display-matrix", encodeDisplayMatrix(rows));
    }
    case "display.draw": {
      const rows = rowNames.map((name) => Number(args[name]));
      return write(matrixPlace, "microbit-display-matrix", encodeDisplayMatrix(rows));
    }
    case "line.send": {
      if (uart === undefined) throw new LaboError("BLE_SERVICE_MISSING");
      const bytes = new TextEncoder().encode(`${String(args.text)}\n`);
      onSent("uart-line", bytes);
      return writeUart(link, uart, bytes);
    }
    default:
      throw new LaboError("COMMAND_UNKNOWN");
  }
}
