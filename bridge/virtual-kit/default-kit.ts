// What is in the virtual kit when the bench starts, and where: the names every sheet, scenario and test may count on.

import type { Kit, KitBeacon, KitBoard, KitPeripheral, KitTag } from "#contract/kit.ts";
import { figures } from "./figures.ts";
import { stripLength } from "./parts/strip.ts";

/** What the air tells of a beacon, besides what a person sees. */
export interface BeaconRadio {
  /** Displayed order, most significant first. */
  readonly address: readonly number[];
  readonly addressType: "public" | "random";
  /** dBm at 1 m, as it truly is. */
  readonly measuredPower: number;
  /** What it says of that, where its maker set another value than anybody would measure. */
  readonly declaredPower?: number;
  /** What a decoder makes of its frames; `address:…` when they name nobody. */
  readonly identity: string;
}

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
const hex = (bytes: readonly number[]): string => bytes.map((b) => b.toString(16).padStart(2, "0")).join("");

/** "LaboExplorer" in ASCII, then a number. */
export const ibeacon = { uuid: [...ascii("LaboExplorer"), 0, 0, 0, 1], major: 1, minor: 7 };
/** "LaboExplor" in ASCII. */
export const eddystone = { namespace: ascii("LaboExplor"), instance: [0, 0, 0, 0, 0, 2] };
/** https, a name that belongs to nobody (RFC 2606). */
export const beaconUrl = { scheme: 0x03, text: "labo.example/a" };

const ruuviAddress = [0xd4, 0x1a, 0x7e, 0x52, 0x9c, 0x03];
const urlAddress = [0xe8, 0x30, 0x5b, 0x91, 0x4d, 0x02];

export const beaconRadios: Readonly<Record<string, BeaconRadio>> = {
  "balise-ibeacon": {
    address: [0xc2, 0x6f, 0x19, 0xa4, 0x33, 0x07],
    addressType: "random",
    get measuredPower() {
      return figures.beaconPower;
    },
    identity: `ibeacon:${hex(ibeacon.uuid)}-${ibeacon.major}-${ibeacon.minor}`,
  },
  "balise-eddystone": {
    address: [0xf1, 0x0c, 0x88, 0x2d, 0x76, 0x05],
    addressType: "random",
    get measuredPower() {
      return figures.beaconPower;
    },
    identity: `eddystone:${hex(eddystone.namespace)}-${hex(eddystone.instance)}`,
  },
  "balise-url": {
    address: urlAddress,
    addressType: "random",
    measuredPower: -61,
    // As it left the factory, before it was glued behind a poster: one metre looks like two.
    declaredPower: -54,
    identity: `address:${hex(urlAddress)}`,
  },
  "balise-ruuvi": {
    address: ruuviAddress,
    addressType: "random",
    measuredPower: -57,
    identity: `ruuvi:${hex(ruuviAddress)}`,
  },
};

/** What the air tells of a board one connects to. */
export interface PeripheralRadio {
  /** Displayed order; random static, as such boards have. */
  readonly address: readonly number[];
  /** Advertised as its complete local name. */
  readonly localName: string;
  /** 16-bit services it advertises. */
  readonly services: readonly number[];
  readonly intervalMs: number;
  /** dBm at 1 m. */
  readonly measuredPower: number;
}

export const peripheralRadios: Readonly<Record<string, PeripheralRadio>> = {
  microbit: {
    address: [0xd7, 0x3c, 0x10, 0x6b, 0x2e, 0x41],
    localName: "BBC micro:bit [vutop]",
    services: [],
    intervalMs: 200,
    measuredPower: -62,
  },
  "capteur-climat": {
    address: [0xe4, 0x52, 0x0d, 0x97, 0x6a, 0x18],
    localName: "Labo climat",
    services: [0x181a, 0x180f],
    intervalMs: 500,
    measuredPower: -60,
  },
};

/** The identity a board is taught by. */
export const peripheralIdentity = ({ address }: PeripheralRadio): string => `gatt:${hex(address)}`;

const tags: KitTag[] = [
  {
    id: "amulette",
    name: { fr: "Amulette de corne", en: "Horn amulet" },
    uid: "3a7fc21e",
    family: "mifare-classic-1k",
  },
  {
    id: "billet",
    name: { fr: "Billet du traversier", en: "Ferry ticket" },
    uid: "b4d08e65",
    family: "mifare-classic-1k",
  },
  {
    id: "coquillage",
    name: { fr: "Coquillage de la grève", en: "Seashell from the shore" },
    uid: "04a91c72e35b80",
    family: "ntag213",
  },
  {
    id: "carnet",
    name: { fr: "Carnet de bord", en: "Logbook" },
    uid: "04d36f8a1c2290",
    family: "ntag213",
  },
  {
    id: "plume",
    name: { fr: "Plume d’eider", en: "Eider feather" },
    uid: "0417be50d96c81",
    family: "ntag213",
  },
  {
    id: "carte-bus",
    name: { fr: "Carte d’autobus d’ailleurs", en: "Bus card from elsewhere" },
    uid: "8c51e7d9",
    family: "mifare-classic-1k",
  },
  {
    id: "jeton",
    name: { fr: "Jeton du vestiaire (125 kHz)", en: "Cloakroom token (125 kHz)" },
    uid: "2b0058c1d7",
    family: "em4100",
  },
  {
    id: "maquette",
    name: { fr: "Maquette de goélette (à soulever)", en: "Model schooner (to lift)" },
    uid: "0002",
    family: "lift-and-learn",
  },
];

/** Somebody's own card, which has no business here: nobody taught it to the bench. */
export const untaughtTags: ReadonlySet<string> = new Set(["carte-bus"]);

const beacons: KitBeacon[] = [
  {
    id: "balise-ibeacon",
    name: { fr: "Balise du phare", en: "Lighthouse beacon" },
    format: "ibeacon",
    at: { x: 4, y: 3.6 },
    powered: true,
    tin: false,
    held: false,
    turned: false,
    get intervalMs() {
      return figures.beaconIntervalMs;
    },
  },
  {
    id: "balise-eddystone",
    name: { fr: "Balise du sentier", en: "Trail beacon" },
    format: "eddystone-uid",
    at: { x: 6.6, y: 1.6 },
    powered: true,
    tin: false,
    held: false,
    turned: false,
    intervalMs: 300,
  },
  {
    id: "balise-url",
    name: { fr: "Balise de l’affiche", en: "Poster beacon" },
    format: "eddystone-tlm-url",
    at: { x: 1.2, y: 1.2 },
    powered: true,
    tin: false,
    held: false,
    turned: false,
    intervalMs: 500,
  },
  {
    id: "balise-ruuvi",
    name: { fr: "Balise météo", en: "Weather beacon" },
    format: "ruuvi-rawv2",
    at: { x: 7, y: 4.8 },
    powered: true,
    tin: false,
    held: false,
    turned: false,
    intervalMs: 1000,
  },
];

const boards: KitBoard[] = [
  {
    id: "lecteur-rfid",
    name: { fr: "Lecteur RFID", en: "RFID reader" },
    firmware: "labo-rfid",
    plugged: true,
    components: [],
    speed: 0,
    load: 0,
  },
  {
    id: "carte-capteurs",
    name: { fr: "Carte de capteurs", en: "Sensor board" },
    firmware: "labo-firmata",
    plugged: true,
    components: [
      { id: "light", kind: "photoresistor", pin: "A0", wired: true, value: 0 },
      { id: "temperature", kind: "temperature", pin: "A1", wired: true, value: 0 },
      { id: "knob", kind: "potentiometer", pin: "A2", wired: true, value: 0.35 },
      { id: "button", kind: "button", pin: "D2", wired: true, value: 0 },
      { id: "led", kind: "led", pin: "D6", wired: true, value: 0 },
      { id: "servo", kind: "servo", pin: "D9", wired: true, value: 90 },
      { id: "buzzer", kind: "buzzer", pin: "D4", wired: true, value: 0 },
    ],
    speed: 0,
    load: 0,
  },
];

const peripherals: KitPeripheral[] = [
  {
    id: "microbit",
    name: { fr: "micro:bit", en: "micro:bit" },
    kind: "microbit",
    at: { x: 3.2, y: 5.2 },
    powered: true,
    linked: false,
    microbit: {
      a: false,
      b: false,
      tilt: { x: 0, y: 0 },
      heading: 0,
      display: "0".repeat(25),
      text: "",
      heard: "",
    },
  },
  {
    id: "capteur-climat",
    name: { fr: "Capteur de climat", en: "Climate sensor" },
    kind: "climate",
    at: { x: 5.6, y: 2.6 },
    powered: true,
    linked: false,
  },
];

/** A second board, its cable out at the start: a simulated Uno costs what it costs only to who uses it. */
const workshopBoard: KitBoard = {
  id: "carte-atelier",
  name: { fr: "Carte d’atelier", en: "Workshop board" },
  firmware: "labo-firmata",
  plugged: false,
  components: [
    { id: "echo", kind: "sonar", pin: "D7", wired: true, value: 1 },
    { id: "motion", kind: "motion", pin: "D2", wired: true, value: 0 },
    { id: "climate", kind: "climate", pin: "I2C", wired: true, value: 0, settings: { address: 0x76 } },
    { id: "lux", kind: "lux", pin: "I2C", wired: true, value: 0, settings: { address: 0x23 } },
    {
      id: "rgb",
      kind: "rgb-led",
      pin: "D5",
      pins: ["D5", "D6", "D9"],
      wired: true,
      value: 0,
      colours: ["#000000"],
    },
    {
      id: "strip",
      kind: "strip",
      pin: "D4",
      wired: true,
      value: 0,
      colours: Array.from({ length: stripLength }, () => "#000000"),
    },
    { id: "piezo", kind: "piezo", pin: "D8", wired: true, value: 0 },
  ],
  speed: 0,
  load: 0,
};

/** A row of littleBits that ends in an Arduino bit. Its cable is out at the start. */
const bitsBoard: KitBoard = {
  id: "circuit-littlebits",
  name: { fr: "Circuit littleBits", en: "littleBits circuit" },
  firmware: "labo-firmata",
  plugged: false,
  components: [
    {
      id: "potentiometer",
      kind: "potentiometer",
      pin: "A0",
      wired: true,
      value: 0,
      chain: [
        { bit: "button", value: 0 },
        { bit: "led", value: 0 },
      ],
    },
  ],
  speed: 0,
  load: 0,
};

/** An accelerometer on a string, at the end of four thin wires. Its cable is out at the start. */
const pendulumBoard: KitBoard = {
  id: "pendule",
  name: { fr: "Pendule", en: "Pendulum" },
  firmware: "labo-firmata",
  plugged: false,
  components: [
    {
      id: "accelerometer",
      kind: "accelerometer",
      pin: "I2C",
      wired: true,
      value: 0,
      settings: { address: 0x53, chip: "adxl345" },
      tilt: { x: 0, y: 0 },
      swing: { metres: 0.25, degrees: 0 },
    },
  ],
  speed: 0,
  load: 0,
};

/** A light rangefinder that looks ahead, and a servo whose arm is an arrow. Its cable is out at the start. */
const pointerBoard: KitBoard = {
  id: "carte-fleche",
  name: { fr: "Carte à flèche", en: "Arrow board" },
  firmware: "labo-firmata",
  plugged: false,
  components: [
    {
      id: "time-of-flight",
      kind: "time-of-flight",
      pin: "I2C",
      wired: true,
      value: 1,
      settings: { address: 0x29 },
    },
    { id: "servo", kind: "servo", pin: "D9", wired: true, value: 90 },
  ],
  speed: 0,
  load: 0,
};

/** Readers that need no board. Their cables are out at the start: who is curious puts them in. */
const modules: KitBoard[] = [
  {
    id: "lecteur-rdm6300",
    name: { fr: "Lecteur 125 kHz RDM6300", en: "RDM6300 125 kHz reader" },
    firmware: "rdm6300",
    plugged: false,
    components: [],
    speed: 0,
    load: 0,
  },
  {
    id: "lecteur-pn532",
    name: { fr: "Lecteur NFC PN532", en: "PN532 NFC reader" },
    firmware: "pn532",
    plugged: false,
    components: [],
    speed: 0,
    load: 0,
  },
  {
    id: "socle-nexmosphere",
    name: { fr: "Socle Nexmosphere", en: "Nexmosphere plinth" },
    firmware: "nexmosphere",
    plugged: false,
    components: [],
    speed: 0,
    load: 0,
  },
];

/** USB serial number of each board, as its cable tells it. */
export const serialNumbers: Readonly<Record<string, string>> = {
  "lecteur-rfid": "LABO-VK-RFID-01",
  "carte-capteurs": "LABO-VK-IO-01",
  "carte-atelier": "LABO-VK-IO-02",
  "circuit-littlebits": "LABO-VK-IO-03",
  pendule: "LABO-VK-IO-04",
  "carte-fleche": "LABO-VK-IO-05",
  "lecteur-rdm6300": "LABO-VK-RDM-01",
  "lecteur-pn532": "LABO-VK-PN532-01",
  "socle-nexmosphere": "LABO-VK-NEX-01",
};

/** A fresh kit, everything in its place. */
export function defaultKit(): Kit {
  return structuredClone({
    room: { width: 8, depth: 6 },
    receiver: { x: 2, y: 4.6 },
    person: { x: 1.4, y: 5.5 },
    illuminance: 320,
    light: {
      place: "table",
      covered: false,
      lamp: { lit: false, metres: 1, panel: false },
      stripMetres: 0.3,
    },
    temperature: 21.5,
    humidity: 43,
    strangers: 30,
    boards: [...boards, workshopBoard, bitsBoard, pendulumBoard, pointerBoard, ...modules],
    tags,
    beacons,
    peripherals,
  });
}

/** A fresh kit with other cables in: a simulated board costs only what is plugged in. @param plugged ids of boards. */
export function kitWith(plugged: readonly string[] | undefined): Kit {
  const kit = defaultKit();
  if (plugged !== undefined) for (const board of kit.boards) board.plugged = plugged.includes(board.id);
  return kit;
}
