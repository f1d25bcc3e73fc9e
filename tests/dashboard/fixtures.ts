// A small bench for developing and checking the dashboard's pages without a bridge: valid by the contract, invented otherwise.

import type { Bench, BenchDevice } from "#contract/bench.ts";
import { type BoardPlan, planFormSchema } from "#contract/board-plan.ts";
import type { Channel, Device } from "#contract/devices.ts";
import type { DoctorReport } from "#contract/doctor.ts";
import type { RawFrame } from "#contract/frames.ts";
import type { Kit } from "#contract/kit.ts";
import type { Run } from "#contract/runs.ts";
import type { Experiment, ExperimentStep, Sheet } from "#contract/sheets.ts";
import { sheetSections } from "#contract/sheets.ts";
import type { Words } from "#contract/words.ts";
import { sameWords } from "#contract/words.ts";
import { describeStation } from "../../bridge/devices/stations/station-device.ts";
import { checkOf } from "../../bridge/doctor/examine-device.ts";

const both = (fr: string, en: string): Words => ({ fr, en });
export const startTime = "2026-03-21T14:00:00.000Z";

const channel = (
  id: string,
  quantity: Channel["quantity"],
  name: Words,
  more: Partial<Channel> = {},
): Channel => ({
  id,
  quantity,
  name,
  ...more,
});

function device(id: string, name: string, more: Partial<Device> & Pick<Device, "profile" | "model">): Device {
  return {
    id,
    bridge: "labo",
    name: sameWords(name),
    transport: more.profile === "ble-beacon" ? "ble" : "serial",
    source: "simulated",
    channels: [],
    capabilities: [],
    facts: {},
    ...more,
  };
}

const beaconChannels = [
  channel("rssi", "rssi", both("Force du signal", "Signal strength"), { min: -100, max: -30 }),
  channel("distance", "distance", both("Distance estimée", "Estimated distance")),
];

export const reader = device("lecteur-rfid", "Lecteur RFID", {
  profile: "rfid-hf",
  model: "labo-rfid",
  facts: { firmware: "labo-rfid 1.0", port: "USB virtuel 1" },
});
export const beacon = device("balise-ibeacon", "Balise du phare", {
  profile: "ble-beacon",
  model: "ibeacon",
  channels: beaconChannels,
  facts: { major: "1", minor: "7", interval: "100 ms" },
});
export const board = device("carte-capteurs", "Carte de capteurs", {
  profile: "board-serial",
  model: "firmata-board",
  channels: [
    channel("light", "illuminance", both("Lumière", "Light"), { pin: "A0" }),
    channel("temperature", "temperature", both("Température", "Temperature"), { pin: "A1" }),
    channel("knob", "ratio", both("Potentiomètre", "Knob"), { pin: "A2", min: 0, max: 100 }),
    channel("button", "contact", both("Bouton", "Button"), { pin: "D2", min: 0, max: 1 }),
  ],
  capabilities: [
    {
      command: "led.set",
      label: both("Allumer la DEL", "Light the LED"),
      arguments: [
        {
          type: "number",
          name: "level",
          label: both("Luminosité", "Brightness"),
          min: 0,
          max: 100,
          step: 1,
          unit: "%",
        },
      ],
    },
    {
      command: "buzzer.set",
      label: both("Faire sonner", "Sound the buzzer"),
      arguments: [
        {
          type: "choice",
          name: "state",
          label: both("État", "State"),
          choices: [
            { value: "on", label: both("sonne", "on") },
            { value: "off", label: both("se tait", "off") },
          ],
        },
      ],
    },
  ],
});
const ruuvi = device("balise-ruuvi", "Balise météo", {
  profile: "ble-beacon",
  model: "ruuvitag",
  channels: [
    ...beaconChannels.slice(0, 1),
    channel("temperature", "temperature", both("Température", "Temperature")),
    channel("relativeHumidity", "relativeHumidity", both("Humidité", "Humidity")),
    channel("pressure", "pressure", both("Pression", "Pressure")),
  ],
});

/** As the bridge describes one, with every control of its desk. */
const station = describeStation("station-phare", "labo", {
  group: "phare",
  name: both("Phare", "Lighthouse"),
});

const entry = (
  of: Device,
  readings: Record<string, number>,
  sheet: string,
  more: Partial<BenchDevice> = {},
) => ({
  device: of,
  availability: { state: "online" as const, health: { state: "ready" as const, code: "ok" } },
  state: { time: startTime, readings, ...(of.profile === "ble-beacon" ? { zone: "mid" as const } : {}) },
  pairing: { sheet, by: "match" as const },
  lastEvent: startTime,
  ...more,
});

export const bench: Bench = {
  broker: { state: "connected", where: "mqtt://127.0.0.1:1883", kept: 0, dropped: 0 },
  bridges: {
    labo: {
      id: "labo",
      state: "online",
      health: {
        time: startTime,
        uptimeMs: 60_000,
        residentBytes: 90_000_000,
        receivers: [
          {
            id: "radio",
            kind: "ble",
            source: "simulated",
            health: { state: "ready", code: "ok" },
            restarts: 0,
          },
          {
            id: "usb",
            kind: "serial",
            source: "simulated",
            health: { state: "ready", code: "ok" },
            restarts: 1,
          },
        ],
        strangers: 31,
        advertisementsPerSecond: 164,
        outbox: { kept: 0, dropped: 0 },
        discarded: 4,
        refusedMessages: 0,
      },
    },
  },
  devices: {
    "lecteur-rfid": entry(reader, {}, "f2-rfid-nfc"),
    "station-phare": entry(station, { handshake: 1.2 }, "f6-mqtt"),
    "balise-ibeacon": entry(beacon, { rssi: -63, distance: 1.4 }, "f1-balise"),
    "balise-ruuvi": entry(
      ruuvi,
      { rssi: -78, temperature: 21.46, relativeHumidity: 44.2, pressure: 100_843 },
      "f1-balise",
      {
        availability: {
          state: "online",
          health: {
            state: "degraded",
            code: "BEACON_FAINT",
            reason: both(
              "Le signal est faible: rapproche la balise.",
              "The signal is faint: bring the beacon closer.",
            ),
          },
        },
      },
    ),
    "carte-capteurs": entry(
      board,
      { light: 342, temperature: 21.5, knob: 34.8, button: 0 },
      "f4-microcontroleur",
    ),
  },
  tags: {
    "3a7fc21e": { id: "3a7fc21e", label: { fr: "Amulette de corne", en: "Horn amulet" } },
    "04a91c72e35b80": {
      id: "04a91c72e35b80",
      label: { fr: "Coquillage de la grève", en: "Seashell from the shore" },
    },
  },
};

export const kit: Kit = {
  room: { width: 8, depth: 6 },
  receiver: { x: 4, y: 5.2 },
  person: { x: 2.4, y: 4 },
  illuminance: 320,
  light: { place: "table", covered: false, lamp: { lit: false, metres: 1, panel: false }, stripMetres: 0.3 },
  temperature: 21.5,
  humidity: 43,
  strangers: 30,
  boards: [
    {
      id: "lecteur-rfid",
      name: both("Lecteur RFID", "RFID reader"),
      firmware: "labo-rfid",
      plugged: true,
      components: [],
      speed: 1,
      load: 0.06,
    },
    {
      id: "carte-capteurs",
      name: both("Carte de capteurs", "Sensor board"),
      firmware: "labo-firmata",
      plugged: true,
      components: [
        { id: "light", kind: "photoresistor", pin: "A0", wired: true, value: 320 },
        { id: "temperature", kind: "temperature", pin: "A1", wired: true, value: 21.5 },
        { id: "knob", kind: "potentiometer", pin: "A2", wired: true, value: 0.35 },
        { id: "button", kind: "button", pin: "D2", wired: true, value: 0 },
        { id: "led", kind: "led", pin: "D6", wired: true, value: 0.6 },
        { id: "servo", kind: "servo", pin: "D9", wired: true, value: 90 },
        { id: "buzzer", kind: "buzzer", pin: "D4", wired: true, value: 0 },
      ],
      speed: 1,
      load: 0.09,
    },
    {
      id: "carte-atelier",
      name: both("Carte d’atelier", "Workshop board"),
      firmware: "labo-firmata",
      plugged: true,
      components: [
        { id: "press", kind: "force", pin: "A0", wired: true, value: 4 },
        { id: "voice", kind: "sound-level", pin: "A1", wired: true, value: 0.6 },
        {
          id: "tilted",
          kind: "accelerometer",
          pin: "I2C",
          wired: true,
          value: 0,
          settings: { address: 0x53, chip: "adxl345" },
          tilt: { x: 30, y: 0 },
        },
        { id: "air", kind: "thermometer", pin: "I2C", wired: true, value: 21.5 },
        { id: "far", kind: "time-of-flight", pin: "I2C", wired: true, value: 0.8 },
        { id: "lamp", kind: "relay", pin: "A3", wired: true, value: 1, settings: { activeLow: true } },
        {
          id: "screen",
          kind: "lcd",
          pin: "I2C",
          wired: true,
          value: 1,
          text: ["Salle des phares", "18 °C           "],
        },
      ],
      speed: 1,
      load: 0.1,
    },
  ],
  tags: [
    {
      id: "amulette",
      name: both("Amulette de corne", "Horn amulet"),
      uid: "3a7fc21e",
      family: "mifare-classic-1k",
    },
    {
      id: "billet",
      name: both("Billet du traversier", "Ferry ticket"),
      uid: "b4d08e65",
      family: "mifare-classic-1k",
    },
    {
      id: "coquillage",
      name: both("Coquillage de la grève", "Seashell from the shore"),
      uid: "04a91c72e35b80",
      family: "ntag213",
    },
    { id: "carnet", name: both("Carnet de bord", "Logbook"), uid: "04d36f8a1c2290", family: "ntag213" },
    { id: "plume", name: both("Plume d’eider", "Eider feather"), uid: "0417be50d96c81", family: "ntag213" },
  ],
  beacons: [
    {
      id: "balise-ibeacon",
      name: both("Balise du phare", "Lighthouse beacon"),
      format: "ibeacon",
      at: { x: 4, y: 3.6 },
      powered: true,
      tin: false,
      held: false,
      turned: false,
      intervalMs: 100,
    },
    {
      id: "balise-eddystone",
      name: both("Balise du sentier", "Trail beacon"),
      format: "eddystone-uid",
      at: { x: 6.6, y: 1.6 },
      powered: true,
      tin: true,
      held: false,
      turned: false,
      intervalMs: 300,
    },
    {
      id: "balise-url",
      name: both("Balise de l’affiche", "Poster beacon"),
      format: "eddystone-tlm-url",
      at: { x: 1.2, y: 1.2 },
      powered: false,
      tin: false,
      held: false,
      turned: false,
      intervalMs: 500,
    },
  ],
  peripherals: [
    {
      id: "microbit",
      name: { fr: "micro:bit", en: "micro:bit" },
      kind: "microbit",
      at: { x: 3, y: 5 },
      powered: true,
      linked: true,
      microbit: {
        a: true,
        b: false,
        tilt: { x: 15, y: -30 },
        heading: 40,
        display: "0101011111111110111000100",
        text: "Bonjour",
        heard: "allume",
      },
    },
    {
      id: "capteur-climat",
      name: { fr: "Capteur de climat", en: "Climate sensor" },
      kind: "climate",
      at: { x: 5, y: 5 },
      powered: false,
      linked: false,
    },
  ],
};

const sheet = (
  id: string,
  number: string,
  title: Words,
  question: Words,
  profile: Device["profile"],
  experiment: string,
): Sheet => ({
  id,
  number,
  title,
  question,
  level: "beginner",
  role: "input",
  profiles: [profile],
  models: [],
  experiments: [experiment],
  version: 1,
  minutes: 5,
  status: "reviewed",
  sections: sheetSections.map((part, index) => ({
    id: part,
    title: both(`Partie ${index + 1}`, `Part ${index + 1}`),
    folded: part === "further",
    folds: [],
    ...(part === "do" ? { minutes: 5 } : {}),
    body: {
      fr: "Un texte **simple**, avec une liste.\n\n- d’abord\n- ensuite\n\n| a | b |\n| - | - |\n| 1 | 2 |",
      en: "A **plain** text, with a list.\n\n- first\n- then\n\n| a | b |\n| - | - |\n| 1 | 2 |",
    },
  })),
  numbers: [
    {
      id: "portee",
      printed: both("5 cm", "5 cm"),
      what: both("Portée d’un lecteur d’amateur", "Range of a hobby reader"),
      tolerance: both("± 1 cm", "± 1 cm"),
      source: { fr: "Mesure du labo", en: "Measured in the lab" },
      status: "chosen",
      checkedOn: "2026-03-01",
    },
  ],
  glossary: [
    {
      term: both("étiquette radio", "tag"),
      definition: both("Une puce et une antenne, sans pile.", "A chip and an antenna, no battery."),
    },
  ],
  authors: ["Labo Explorer"],
  checkedOn: "2026-03-01",
});

export const sheets: readonly Sheet[] = [
  sheet(
    "f1-balise",
    "F1",
    both("La balise Bluetooth", "The Bluetooth beacon"),
    both("Comment un objet dit-il « je suis là »?", "How does a thing say “here I am”?"),
    "ble-beacon",
    "e01-qui-est-la",
  ),
  sheet(
    "f2-rfid-nfc",
    "F2",
    both("L’étiquette RFID et NFC", "The RFID and NFC tag"),
    both("Comment lire un objet sans pile?", "How to read a thing with no battery?"),
    "rfid-hf",
    "e05-lire-sans-toucher",
  ),
  sheet(
    "f4-microcontroleur",
    "F4",
    both("Le microcontrôleur", "The microcontroller"),
    both("Qui écoute les capteurs et décide?", "Who listens to the sensors and decides?"),
    "board-serial",
    "e13-du-volt-au-nombre",
  ),
];

const step = (
  id: string,
  kind: ExperimentStep["kind"],
  title: Words,
  more: Partial<ExperimentStep> = {},
): ExperimentStep => ({
  id,
  kind,
  minutes: 2,
  title,
  instruction: {
    fr: "Approche une étiquette du lecteur, **doucement**.",
    en: "Bring a tag close to the reader, **gently**.",
  },
  hints: [
    { fr: "Regarde l’antenne.", en: "Look at the antenna." },
    { fr: "Pose-la bien à plat.", en: "Lay it flat." },
    { fr: "Au centre, à moins de 3 cm.", en: "In the middle, closer than 3 cm." },
  ],
  inputs: [],
  explanation: { fr: "Le lecteur nourrit la puce.", en: "The reader feeds the chip." },
  verifiable: true,
  ...more,
});

const experiment = (
  id: string,
  number: string,
  ofSheet: string,
  title: Words,
  need: Experiment["needs"][number],
  steps: ExperimentStep[],
  channels: Experiment["channels"] = [],
): Experiment => ({
  id,
  number,
  sheet: ofSheet,
  title,
  level: "beginner",
  minutes: 10,
  needs: [need],
  settings: ["solo", "group"],
  version: 1,
  status: "reviewed",
  aim: {
    fr: "Voir ce que l’appareil voit, et comprendre pourquoi.",
    en: "See what the device sees, and understand why.",
  },
  safety: { fr: "Aucun danger.", en: "No danger." },
  privacy: { fr: "Rien n’est gardé hors du banc.", en: "Nothing is kept outside the bench." },
  channels,
  charts: [],
  figures: [],
  steps,
  authors: ["Labo Explorer"],
});

const everyInput: ExperimentStep["inputs"] = [
  { type: "number", unit: "mV", label: both("Le plus petit pas", "The smallest step") },
  {
    type: "choice",
    options: [
      { value: "a", label: both("Le lecteur", "The reader") },
      { value: "b", label: both("La pile", "The battery") },
    ],
  },
  { type: "text" },
  { type: "capture", labelUnit: "m", expectLabel: 1 },
  { type: "trial" },
  { type: "mark", name: "ici", label: both("Je suis là", "I am here") },
  { type: "confirm", by: "participant" },
];

export const experiments: readonly Experiment[] = [
  experiment(
    "e05-lire-sans-toucher",
    "E05",
    "f2-rfid-nfc",
    both("Lire sans toucher", "Reading without touching"),
    {
      role: "lecteur",
      profiles: ["rfid-hf"],
      name: both("Un lecteur RFID", "An RFID reader"),
      channels: [],
      takes: [],
    },
    [
      step("presenter", "discover", both("Présente une étiquette", "Present a tag"), {
        simulated: {
          fr: "Glisse une étiquette sur le lecteur bleu.",
          en: "Drag a tag onto the blue reader.",
        },
      }),
      step("deux", "do", both("Deux objets différents", "Two different things")),
      step("nommer", "explain", both("Donne-leur un nom", "Give them a name"), {
        inputs: [{ type: "label-tags" }],
      }),
      step("tout", "transfer", both("Toutes les réponses", "Every kind of answer"), {
        inputs: everyInput,
        verifiable: false,
      }),
    ],
  ),
  experiment(
    "e01-qui-est-la",
    "E01",
    "f1-balise",
    both("Qui est là?", "Who is there?"),
    {
      role: "balise",
      profiles: ["ble-beacon"],
      name: both("Une balise", "A beacon"),
      channels: ["rssi"],
      takes: [],
    },
    [
      step("voir", "discover", both("Écoute la balise", "Listen to the beacon"), {
        live: { role: "balise", channel: "rssi" },
      }),
    ],
    [channel("rssi", "rssi", both("Force du signal", "Signal strength"))].map((c) => ({
      ...c,
      role: "balise",
    })),
  ),
  experiment(
    "e13-du-volt-au-nombre",
    "E13",
    "f4-microcontroleur",
    both("Du volt au nombre", "From volt to number"),
    {
      role: "carte",
      profiles: ["board-serial"],
      name: both("Une carte", "A board"),
      channels: ["knob"],
      takes: [],
    },
    [
      step("bouts", "do", both("D’un bout à l’autre", "From end to end"), {
        live: { role: "carte", channel: "knob" },
      }),
    ],
    [channel("knob", "ratio", both("Potentiomètre", "Knob"))].map((c) => ({ ...c, role: "carte" })),
  ),
];

/** A run as it begins. */
export function newRun(id: string, of: Experiment, devices: Record<string, string>): Run {
  return {
    id,
    experiment: of.id,
    experimentVersion: 1,
    participant: "p-1",
    attempt: 1,
    startedAt: startTime,
    devices,
    currentStep: of.steps[0]?.id ?? "un",
    steps: of.steps.map((s, index) => ({
      id: s.id,
      state: index === 0 ? "in-progress" : "to-do",
      progress:
        index === 0
          ? {
              fraction: 0.4,
              why: both("Aucune étiquette lue jusqu’ici; il en faut 1.", "No tag read so far; 1 is needed."),
              refusals: [
                both(
                  "Fenêtre trop instable: écart-type 9 dB, il en faut 8 ou moins.",
                  "Window too unstable: standard deviation 9 dB, 8 or less is needed.",
                ),
              ],
            }
          : { refusals: [] },
      hints: 0,
    })),
    captures: [],
    notes: [],
    tagLabels: {},
  };
}

/** A run at its end, with evidence, captures, notes and labels. */
export function finishedRun(id: string, of: Experiment): Run {
  const run = newRun(id, of, { lecteur: "lecteur-rfid" });
  return {
    ...run,
    finishedAt: "2026-03-21T14:09:30.000Z",
    steps: run.steps.map((s, index) => ({
      ...s,
      state: index === 0 ? "verified" : index === 1 ? "helped" : index === 2 ? "confirmed" : "passed",
      progress: { refusals: [] },
      hints: index === 1 ? 3 : 0,
      ...(index === 0
        ? {
            evidence: {
              time: startTime,
              summary: both("1 étiquette lue", "1 tag read"),
              figures: { count: 1 },
              sources: ["simulated" as const],
            },
          }
        : {}),
      ...(index === 2 ? { confirmedBy: "participant" as const } : {}),
    })),
    captures: [
      {
        step: "tout",
        channel: "rssi",
        label: 1,
        time: startTime,
        samples: 42,
        mean: -61.3,
        median: -61,
        sd: 2.4,
        min: -68,
        max: -57,
      },
    ],
    notes: [
      { id: "n1", step: "deux", time: startTime, text: "Le billet se lit de plus loin que l’amulette." },
    ],
    tagLabels: { "3a7fc21e": "L’amulette de grand-maman" },
  };
}

export const frame: RawFrame = {
  time: startTime,
  direction: "in",
  hex: "0201061aff4c0002154c61626f4578706c6f726572000000010001000 7c5".replace(" ", ""),
  format: "ibeacon",
  spans: [
    { offset: 0, length: 3, field: "Flags", value: "0x06" },
    {
      offset: 5,
      length: 2,
      field: "Company",
      value: "0x004C",
      note: both("Celui qui a défini le format.", "Who defined the format."),
    },
    { offset: 7, length: 2, field: "Type" },
    { offset: 9, length: 16, field: "UUID", value: "4c61626f-4578-706c-6f72-657200000001" },
    { offset: 25, length: 2, field: "Major", value: "1" },
    { offset: 27, length: 2, field: "Minor", value: "7" },
    {
      offset: 29,
      length: 1,
      field: "Measured power",
      value: "−59 dBm",
      note: both("À un mètre.", "At one metre."),
    },
  ],
};

/** A check-up with a fault, something to look at, and what is well. */
export const checkUp: DoctorReport = {
  time: startTime,
  state: "fault",
  checks: [
    checkOf(
      {
        id: "device-lecteur",
        area: "device",
        title: { fr: "Lecteur RFID", en: "RFID reader" },
        device: "lecteur-rfid",
      },
      {
        state: "fault",
        code: "SERIAL_GONE",
        evidence: { fr: "L’appareil n’est plus sur ce port.", en: "The device is no longer on this port." },
      },
    ),
    checkOf(
      { id: "device-balise", area: "device", title: { fr: "Balise <b>", en: "Beacon <b>" } },
      {
        state: "look",
        code: "BEACON_WEAK",
        evidence: { fr: "Le signal a perdu 18 dB.", en: "The signal has lost 18 dB." },
      },
    ),
    checkOf(
      { id: "disk", area: "disk", title: { fr: "Disque", en: "Disk" } },
      { state: "ok", code: "ok", evidence: { fr: "77 Go libres.", en: "77 GB free." } },
    ),
  ],
};

/** Parts on every side of the board, and one on several pins. */
export const boardPlan: BoardPlan = planFormSchema.parse({
  components: [
    { id: "light", name: { fr: "Lumière", en: "Light" }, kind: "photoresistor", pin: "A0" },
    { id: "climate", name: { fr: "Climat", en: "Climate" }, kind: "climate", pin: "I2C" },
    { id: "echo", name: { fr: "Distance", en: "Distance" }, kind: "sonar", pin: "D7" },
    { id: "button", name: { fr: "Bouton-poussoir", en: "Push button" }, kind: "button", pin: "D2" },
    { id: "rgb", name: { fr: "DEL à trois couleurs", en: "Three-colour LED" }, kind: "rgb-led", pin: "D3" },
    { id: "strip", name: { fr: "Bande de DEL", en: "LED strip" }, kind: "strip", pin: "D4" },
  ],
});
