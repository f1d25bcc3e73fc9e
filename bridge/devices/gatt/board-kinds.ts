// What a board one connects to is: guessed from what it advertises, known from the services it offers.
import type { Words } from "#contract/words.ts";
import { adTypes, walkStructures } from "../../decoders/ad-structures.ts";
import { plainText, u16le } from "../../decoders/bytes.ts";
import { microbit } from "../../decoders/gatt/microbit.ts";
import type { GattCharacteristic } from "../../transports/transport.ts";
import { nordicUart } from "./uart.ts";

/** Lists of services in an advertisement: 16 bits, incomplete and complete; 128 bits, incomplete and complete. */
const services16 = [0x02, 0x03];
const services128 = [0x06, 0x07];
const mostServices = 16;

export interface AdvertisedBoard {
  /** As heard: plain text, 40 characters at most. */
  readonly name?: string;
  /** As noble writes them. */
  readonly services: readonly string[];
}

/** What an advertising payload tells of the board that sent it. Never throws. */
export function advertisedBoard(payload: Uint8Array): AdvertisedBoard {
  let name: string | undefined;
  const services: string[] = [];
  walkStructures(payload, (type, from, to) => {
    if (type === adTypes.completeName || type === adTypes.shortName)
      name = plainText(payload.subarray(from, to), 40);
    const size = services16.includes(type) ? 2 : services128.includes(type) ? 16 : undefined;
    if (size === undefined) return;
    for (let at = from; at + size <= to && services.length < mostServices; at += size)
      services.push(
        size === 2
          ? u16le(payload, at).toString(16).padStart(4, "0")
          : Buffer.from(payload.subarray(at, at + size))
              .reverse()
              .toString("hex"),
      );
  });
  return name === undefined ? { services } : { name, services };
}

/** A service a board of this kind should offer, with its name for people. */
export interface ExpectedService {
  readonly service: string;
  readonly name: Words;
}

export interface BoardKind {
  /** Model of the device. */
  readonly model: string;
  readonly name: Words;
  /** Its advertised name may be shown to the trainer: that of a band on somebody's arm may not. */
  readonly isNameShown: boolean;
  isAdvertised(board: AdvertisedBoard): boolean;
  /** Told by the services that only such a board has. */
  isOffered(services: ReadonlySet<string>): boolean;
  readonly expected: readonly ExpectedService[];
  /** How services are added, when some are missing. */
  readonly remedy?: Words;
}

const environmentalSensing = "181a";
const heartRate = "180d";

const offers = (service: string) => ({
  isAdvertised: (board: AdvertisedBoard) => board.services.includes(service),
  isOffered: (services: ReadonlySet<string>) => services.has(service),
});

const microbitServices: readonly ExpectedService[] = [
  { service: microbit.buttons.service, name: { fr: "boutons", en: "buttons" } },
  { service: microbit.accelerometer.service, name: { fr: "accéléromètre", en: "accelerometer" } },
  { service: microbit.temperature.service, name: { fr: "température", en: "temperature" } },
  { service: microbit.led.service, name: { fr: "lampes", en: "LEDs" } },
];
const anyMicrobitService = [...microbitServices.map(({ service }) => service), microbit.magnetometer.service];

/** The surest first. */
export const boardKinds: readonly BoardKind[] = [
  {
    model: "microbit",
    name: { fr: "micro:bit", en: "micro:bit" },
    isNameShown: true,
    isAdvertised: ({ name = "" }) => /^BBC micro:bit/i.test(name),
    isOffered: (services) => anyMicrobitService.some((service) => services.has(service)),
    expected: microbitServices,
    remedy: {
      fr: "Dans MakeCode, ces services sont des blocs du tiroir Bluetooth, à mettre dans «\u00a0au démarrage\u00a0».",
      en: "In MakeCode, these services are blocks of the Bluetooth drawer, to put in “on start”.",
    },
  },
  {
    model: "espruino",
    name: { fr: "Carte Espruino", en: "Espruino board" },
    isNameShown: true,
    isAdvertised: ({ name = "" }) => /^(Puck\.js|Pixl\.js|MDBT42Q|Bangle\.js|Jolt\.js|Espruino)/.test(name),
    isOffered: () => false,
    expected: [{ service: nordicUart, name: { fr: "ligne série", en: "serial line" } }],
  },
  {
    model: "environment-sensor",
    name: { fr: "Capteur d’environnement", en: "Environment sensor" },
    isNameShown: true,
    ...offers(environmentalSensing),
    expected: [
      { service: environmentalSensing, name: { fr: "mesures d’environnement", en: "environmental sensing" } },
    ],
  },
  {
    model: "heart-rate-sensor",
    name: { fr: "Cardiofréquencemètre", en: "Heart-rate sensor" },
    isNameShown: false,
    ...offers(heartRate),
    expected: [{ service: heartRate, name: { fr: "rythme cardiaque", en: "heart rate" } }],
  },
  {
    model: "uart-board",
    name: { fr: "Carte à ligne série sans fil", en: "Board with a wireless serial line" },
    isNameShown: true,
    ...offers(nordicUart),
    expected: [{ service: nordicUart, name: { fr: "ligne série", en: "serial line" } }],
  },
];

/** A board taught to the kit that is none of the above: what it offers is read all the same. */
export const anyBoard: BoardKind = {
  model: "ble-board",
  name: { fr: "Carte Bluetooth", en: "Bluetooth board" },
  isNameShown: true,
  isAdvertised: () => false,
  isOffered: () => false,
  expected: [],
};

/** What the advertisement says, or `undefined` for one that names no board known here. */
export function advertisedKind(board: AdvertisedBoard): BoardKind | undefined {
  return boardKinds.find((kind) => kind.isAdvertised(board));
}

/** What a connected board is. Its advertised name is believed first: a micro:bit with no service is still one. */
export function connectedKind(
  board: AdvertisedBoard,
  characteristics: readonly GattCharacteristic[],
): BoardKind {
  const services = new Set(characteristics.map(({ service }) => service));
  return boardKinds.find((kind) => kind.isAdvertised(board) || kind.isOffered(services)) ?? anyBoard;
}

/** Expected services that are not there. */
export function missingServices(
  kind: BoardKind,
  characteristics: readonly GattCharacteristic[],
): readonly ExpectedService[] {
  const services = new Set(characteristics.map(({ service }) => service));
  return kind.expected.filter(({ service }) => !services.has(service));
}

/** "Il manque : boutons, lampes." and how to add them. */
export function missingWords(kind: BoardKind, missing: readonly ExpectedService[]): Words {
  const list = (language: "fr" | "en") => missing.map(({ name }) => name[language]).join(", ");
  const remedy = (language: "fr" | "en") => (kind.remedy === undefined ? "" : ` ${kind.remedy[language]}`);
  return {
    fr: `Il manque\u00a0: ${list("fr")}.${remedy("fr")}`,
    en: `Missing: ${list("en")}.${remedy("en")}`,
  };
}
