// What a new experiment begins with, by kind of device: one step that the virtual kit can play, and a mistake in it.
import type { Profile } from "#contract/devices.ts";
import type { Words } from "#contract/words.ts";

export interface Beginning {
  readonly role: string;
  readonly roleName: Words;
  /** Thing of the virtual kit that plays the role. */
  readonly thing: string;
  /** Lines of `experiment.yaml`: channels and charts; none for a device that measures nothing. */
  readonly channels: readonly string[];
  /** Channel shown live in the step. */
  readonly live?: string;
  /** What the step watches, once the role is known: the end of a `check`. */
  readonly check: string;
  readonly gesture: Words;
  readonly simulated: Words;
  /** A nudge, how, the answer. */
  readonly hints: readonly [Words, Words, Words];
  /** Verbs of `scenarios.yaml`, one a line. */
  readonly right: readonly string[];
  readonly mistake: {
    readonly name: string;
    /** Done before the step is entered. */
    readonly before?: readonly string[];
    readonly verbs: readonly string[];
    /** Part of what the step then says. */
    readonly why: Words;
  };
}

const twoTags = ["amulette", "coquillage"];
const tapAll = (height: string) =>
  twoTags.flatMap((tag) => ["delay: 2s", `tap: { tag: ${tag}, reader: lecteur-rfid${height} }`]);

const joins = [
  'command: { role: station, command: join, args: { session: clean, keepAlive: 30, will: "" } }',
  "command: { role: station, command: subscribe, args: { filter: atelier/phare/bonjour } }",
];
const publishes = (topic: string) =>
  `command: { role: station, command: publish, args: { topic: ${topic}, text: allo, qos: "0", retain: "no" } }`;

export const beginnings: Partial<Readonly<Record<Profile, Beginning>>> = {
  "ble-beacon": {
    role: "balise",
    roleName: { fr: "Une balise Bluetooth du kit", en: "A Bluetooth beacon of the kit" },
    thing: "balise-ibeacon",
    channels: [
      "channels:",
      "  - { id: rssi, from: balise, quantity: rssi, min: -100, max: -30 }",
      "charts:",
      "  - { id: signal, series: [rssi], window_seconds: 60 }",
    ],
    live: "rssi",
    check: "event: reading-taken, on: balise, min: 5",
    gesture: {
      fr: "Pose la balise près de l'ordinateur et laisse-la parler : il faut l'entendre cinq fois.",
      en: "Put the beacon near the computer and let it speak: it must be heard five times.",
    },
    simulated: {
      fr: "Dans le kit virtuel, vérifie que « Pile en place » est allumé.",
      en: "In the virtual kit, check that “Battery in place” is on.",
    },
    hints: [
      { fr: "Une balise sans pile ne dit rien.", en: "A beacon without a battery says nothing." },
      { fr: "Approche-la à un pas de l'ordinateur.", en: "Bring it within a step of the computer." },
      {
        fr: "Retire la pile, remets-la, le côté + vers le haut, et attends un peu.",
        en: "Take the battery out, put it back with the + side up, and wait a little.",
      },
    ],
    right: [],
    mistake: {
      name: "the battery is out",
      before: ["set-control: { control: beacon-power, beacon: balise-ibeacon, on: false }", "delay: 2s"],
      verbs: [],
      why: { fr: "sur 5", en: "of 5" },
    },
  },
  "rfid-hf": {
    role: "lecteur",
    roleName: { fr: "Un lecteur d'étiquettes du kit", en: "A tag reader of the kit" },
    thing: "lecteur-rfid",
    channels: [],
    check: "event: tag-arrived, on: lecteur, min: 2",
    gesture: {
      fr: "Pose deux objets sur le lecteur, l'un après l'autre.",
      en: "Put two objects on the reader, one after the other.",
    },
    simulated: {
      fr: "Dans le kit virtuel, glisse deux objets sur le lecteur, l'un après l'autre.",
      en: "In the virtual kit, drag two objects onto the reader, one after the other.",
    },
    hints: [
      { fr: "À quelle distance es-tu?", en: "How far away are you?" },
      { fr: "Pose l'objet à plat, au milieu du lecteur.", en: "Lay the object flat, in the middle." },
      {
        fr: "Pose l'amulette, retire-la, puis fais de même avec le coquillage.",
        en: "Put the amulet down, take it away, then do the same with the shell.",
      },
    ],
    right: tapAll(""),
    mistake: {
      name: "the objects are held too high",
      verbs: tapAll(", mm: 150"),
      why: { fr: "0 sur 2", en: "0 of 2" },
    },
  },
  "board-serial": {
    role: "carte",
    roleName: { fr: "Une carte de capteurs du kit", en: "A sensor board of the kit" },
    thing: "carte-capteurs",
    channels: [],
    check: "event: button-pressed, on: carte, min: 3",
    gesture: {
      fr: "Appuie trois fois sur le bouton de la carte, sans te presser.",
      en: "Press the board's button three times, taking your time.",
    },
    simulated: {
      fr: "Dans le kit virtuel, appuie trois fois sur le bouton dessiné.",
      en: "In the virtual kit, press the button that is drawn three times.",
    },
    hints: [
      { fr: "Le compte monte-t-il quand tu appuies?", en: "Does the count rise when you press?" },
      { fr: "Relâche bien entre deux appuis.", en: "Let go fully between two presses." },
      {
        fr: "Appuie, relâche, compte « un »; recommence jusqu'à trois.",
        en: "Press, let go, count “one”; go on to three.",
      },
    ],
    right: Array.from({ length: 3 }, () => [
      "delay: 1s",
      "press: { board: carte-capteurs, component: button, for: 200ms }",
    ]).flat(),
    mistake: {
      name: "the button is held instead of pressed again",
      verbs: ["delay: 1s", "press: { board: carte-capteurs, component: button, for: 3s }"],
      why: { fr: "1 sur 3", en: "1 of 3" },
    },
  },
  "mqtt-station": {
    role: "station",
    roleName: { fr: "Une station prêtée par le banc", en: "A station lent by the bench" },
    thing: "station-phare",
    channels: [],
    check: "event: message-received, on: station, min: 1",
    gesture: {
      fr: "Fais entrer la station, abonne-la à un sujet, puis publie sur ce sujet : le message doit lui revenir.",
      en: "Let the station join, subscribe it to a topic, then publish on that topic: the message must come back.",
    },
    simulated: {
      fr: "Il n'y a rien de simulé ici : les messages passent pour vrai par le courtier.",
      en: "Nothing is simulated here: the messages really go through the broker.",
    },
    hints: [
      { fr: "Le sujet est-il le même, lettre pour lettre?", en: "Is the topic the same, letter for letter?" },
      { fr: "Abonne-toi d'abord, publie ensuite.", en: "Subscribe first, publish next." },
      {
        fr: "Abonne la station à `atelier/phare/bonjour`, puis publie « allo » sur `atelier/phare/bonjour`.",
        en: "Subscribe the station to `atelier/phare/bonjour`, then publish “allo” on `atelier/phare/bonjour`.",
      },
    ],
    right: [...joins, publishes("atelier/phare/bonjour")],
    mistake: {
      name: "published on another topic",
      verbs: [...joins, publishes("atelier/phare/Bonjour")],
      why: { fr: "0 sur 1", en: "0 of 1" },
    },
  },
};
