// Every start option once: its flag, its variable, what it may be, what it means.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { idSchema } from "#contract/identifiers.ts";
import { topicRoot } from "#contract/topics.ts";
import { languages, type Words } from "#contract/words.ts";
import { parseBrokerAddress } from "./mqtt/broker-address.ts";

const projectFolder = fileURLToPath(new URL("..", import.meta.url));

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);
const portExpected: Words = { fr: "un nombre entier de 0 à 65535", en: "a whole number from 0 to 65535" };
const yes = z.union([z.boolean(), z.stringbool()]);
const yesExpected: Words = { fr: "rien, true ou false", en: "nothing, true or false" };
/** `port`, `host:port`, `[::1]:port`; without a host, this computer alone. */
const udpAddress = z
  .string()
  .regex(/^(?:(?:[\w.-]+|\[[0-9a-f:]+\]):)?\d{1,5}$/i)
  .transform((text) => {
    const colon = text.lastIndexOf(":");
    const host = colon < 0 ? "127.0.0.1" : text.slice(0, colon).replaceAll(/[[\]]/g, "");
    return { host, port: Number(text.slice(colon + 1)) };
  })
  .refine(({ port: number }) => number >= 1 && number <= 65_535);
const udpExpected: Words = {
  fr: "un port comme 50001, ou adresse:port comme 192.168.1.20:50001",
  en: "a port such as 50001, or address:port such as 192.168.1.20:50001",
};
const topicPrefix = z
  .string()
  .regex(/^[^+#\0$/][^+#\0]{0,99}$/)
  .refine((prefix) => prefix.split("/")[0] !== topicRoot && !prefix.endsWith("/"));
const levels = ["silent", "error", "warn", "info", "debug"] as const;

export interface Option {
  readonly flag: string;
  readonly env: string;
  readonly type: "string" | "boolean";
  /** Of what was given. */
  readonly schema: z.ZodType;
  /** As in the configuration. */
  readonly fallback: unknown;
  /** For `--help`, and in English for the configuration table of the README. */
  readonly help: Words;
  /** What a value must be. */
  readonly expected: Words;
  /** May hold a password: its value is never repeated. */
  readonly isSecret?: boolean;
}

/** Every option once. `env` is read when the flag is absent. */
export const options = {
  port: {
    flag: "port",
    env: "LABO_PORT",
    type: "string",
    schema: port,
    fallback: 3000,
    help: { fr: "port de la page (0 : n’importe lequel de libre)", en: "port of the page (0: any free one)" },
    expected: portExpected,
  },
  httpsPort: {
    flag: "https-port",
    env: "LABO_HTTPS_PORT",
    type: "string",
    schema: port,
    fallback: 3443,
    help: {
      fr: "port de la page sécurisée, pour les téléphones, avec --lan (0 : n’importe lequel de libre)",
      en: "port of the secured page, for phones, with --lan (0: any free one)",
    },
    expected: portExpected,
  },
  mqttUrl: {
    flag: "mqtt",
    env: "LABO_MQTT_URL",
    type: "string",
    schema: z.string().refine(isBrokerAddress).optional(),
    fallback: undefined,
    help: {
      fr: "un courtier externe au lieu du courtier intégré",
      en: "an external broker instead of the embedded one",
    },
    expected: {
      fr: "une adresse comme mqtt://hôte:1883 ou mqtts://nom:motdepasse@hôte:8883 (%25 pour un %)",
      en: "an address such as mqtt://host:1883 or mqtts://user:password@host:8883 (%25 for a %)",
    },
    isSecret: true,
  },
  mqttCa: {
    flag: "mqtt-ca",
    env: "LABO_MQTT_CA",
    type: "string",
    schema: z.string().transform(readCertificate).optional(),
    fallback: undefined,
    help: {
      fr: "fichier de l’autorité de certification du courtier externe (PEM)",
      en: "file with the certificate authority of the external broker (PEM)",
    },
    expected: {
      fr: "un fichier PEM lisible, avec un certificat",
      en: "a PEM file that can be read, with a certificate in it",
    },
  },
  mqttPort: {
    flag: "mqtt-port",
    env: "LABO_MQTT_PORT",
    type: "string",
    schema: port,
    fallback: 1883,
    help: {
      fr: "port du courtier intégré, sur cet ordinateur seulement (0 : n’importe lequel de libre)",
      en: "port of the embedded broker, on this computer only (0: any free one)",
    },
    expected: portExpected,
  },
  data: {
    flag: "data",
    env: "LABO_DATA",
    type: "string",
    schema: z
      .string()
      .min(1)
      .transform((path) => resolve(path)),
    fallback: resolve(projectFolder, ".labo"),
    help: { fr: "dossier du fichier de données", en: "folder of the data file" },
    expected: { fr: "un dossier", en: "a folder" },
  },
  lan: {
    flag: "lan",
    env: "LABO_LAN",
    type: "boolean",
    schema: yes,
    fallback: false,
    help: {
      fr: "ouvre la salle : la page est accessible du réseau local",
      en: "open the room: reachable from the local network",
    },
    expected: yesExpected,
  },
  language: {
    flag: "language",
    env: "LABO_LANGUAGE",
    type: "string",
    schema: z.enum(languages),
    fallback: "fr",
    help: {
      fr: "langue des messages et d’une première visite : fr ou en",
      en: "language of the messages and of a first visit: fr or en",
    },
    expected: { fr: "fr ou en", en: "fr or en" },
  },
  noKit: {
    flag: "no-kit",
    env: "LABO_NO_KIT",
    type: "boolean",
    schema: yes,
    fallback: false,
    help: {
      fr: "sans le kit virtuel : du vrai matériel seulement",
      en: "without the virtual kit: real hardware only",
    },
    expected: yesExpected,
  },
  name: {
    flag: "name",
    env: "LABO_NAME",
    type: "string",
    schema: idSchema,
    fallback: "banc",
    help: {
      fr: "nom de cette passerelle dans les sujets, quand plusieurs partagent un courtier",
      en: "name of this bridge in the topics, when several share one broker",
    },
    expected: {
      fr: "des minuscules sans accent, des chiffres, des points et des tirets, 64 au plus",
      en: "lower-case letters, digits, dots and dashes, 64 at most",
    },
  },
  bluetooth: {
    flag: "bluetooth",
    env: "LABO_BLUETOOTH",
    type: "string",
    schema: z.union([
      z.literal("auto"),
      z.literal("off"),
      z.string().startsWith("/"),
      z.string().regex(/^COM\d+$/),
    ]),
    fallback: "auto",
    help: {
      fr: "auto (l’adaptateur de l’ordinateur), off, ou le port série d’un dongle HCI-UART",
      en: "auto (the computer’s adapter), off, or the serial port of an HCI-UART dongle",
    },
    expected: {
      fr: "auto, off, ou le port d’un dongle HCI-UART",
      en: "auto, off, or the port of an HCI-UART dongle",
    },
  },
  serial: {
    flag: "serial",
    env: "LABO_SERIAL",
    type: "string",
    schema: z.string().transform((paths) => paths.split(",").filter((path) => path !== "")),
    fallback: [],
    help: {
      fr: "ports série à ouvrir en plus de ceux de l’USB, séparés par des virgules",
      en: "serial ports to open besides the USB ones, separated by commas",
    },
    expected: { fr: "des ports séparés par des virgules", en: "ports separated by commas" },
  },
  homeAssistant: {
    flag: "home-assistant",
    env: "LABO_HOME_ASSISTANT",
    type: "boolean",
    schema: yes,
    fallback: false,
    help: {
      fr: "annonce les appareils du banc à Home Assistant, par le courtier",
      en: "announce the devices of the bench to Home Assistant, through the broker",
    },
    expected: yesExpected,
  },
  gateways: {
    flag: "gateways",
    env: "LABO_GATEWAYS",
    type: "string",
    schema: topicPrefix.optional(),
    fallback: undefined,
    help: {
      fr: "écoute aussi par les passerelles Bluetooth ESP32 (OpenMQTTGateway, Theengs) de ce préfixe, d’habitude home",
      en: "listen through Bluetooth gateways on ESP32 (OpenMQTTGateway, Theengs) of this topic prefix, usually home",
    },
    expected: {
      fr: "le début d’un sujet MQTT, sans + ni #, autre que labo",
      en: "the beginning of an MQTT topic, without + or #, other than labo",
    },
  },
  raddecIn: {
    flag: "raddec-in",
    env: "LABO_RADDEC_IN",
    type: "string",
    schema: udpAddress.optional(),
    fallback: undefined,
    help: {
      fr: "reçoit des raddecs par UDP : un port de cet ordinateur, ou adresse:port",
      en: "receive raddecs by UDP: a port of this computer, or address:port",
    },
    expected: udpExpected,
  },
  raddecOut: {
    flag: "raddec-out",
    env: "LABO_RADDEC_OUT",
    type: "string",
    schema: udpAddress.optional(),
    fallback: undefined,
    help: {
      fr: "envoie en raddecs, par UDP, ce que disent les balises connues : un port de cet ordinateur, ou adresse:port",
      en: "send what taught beacons say as raddecs by UDP: to a port of this computer, or address:port",
    },
    expected: udpExpected,
  },
  logLevel: {
    flag: "log-level",
    env: "LABO_LOG_LEVEL",
    type: "string",
    schema: z.enum(levels),
    fallback: "warn",
    help: {
      fr: "ce qui va au journal, sur la sortie d’erreur",
      en: "how much goes to the log on standard error",
    },
    expected: { fr: `un mot parmi ${levels.join(", ")}`, en: `one of ${levels.join(", ")}` },
  },
} as const satisfies Record<string, Option>;

function isBrokerAddress(text: string): boolean {
  try {
    parseBrokerAddress(text);
    return true;
  } catch {
    return false;
  }
}

/** The file's text; a file that holds no certificate is a problem, told with the others. */
function readCertificate(path: string, problems: z.RefinementCtx): string {
  try {
    const text = readFileSync(path, "utf8");
    if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  } catch {
    // Told below: one sentence says all that is expected.
  }
  problems.addIssue({ code: "custom" });
  return z.NEVER;
}
