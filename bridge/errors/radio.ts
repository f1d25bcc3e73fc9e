// Bluetooth: adapters, beacons, boards one connects to, gateways.
import { type ErrorRow, row } from "./row.ts";

export const radioErrors = {
  GATEWAY_OFFLINE: row(
    503,
    ["La passerelle Bluetooth ne répond plus.", "The Bluetooth gateway does not answer any more."],
    ["Rebranche la carte ESP32 et vérifie son Wi-Fi.", "Plug the ESP32 board in again and check its Wi-Fi."],
  ),
  RADIO_NO_ADAPTER: row(
    503,
    ["Cet ordinateur n’a pas d’adaptateur Bluetooth.", "This computer has no Bluetooth adapter."],
    [
      "Branche un adaptateur ou un dongle quand tu veux; le banc le remarquera. Tout le reste marche sans lui.",
      "Plug in an adapter or a dongle whenever you like; the bench will notice. Everything else works without it.",
    ],
  ),
  RADIO_OFF: row(
    503,
    ["Le Bluetooth de cet ordinateur est éteint.", "This computer’s Bluetooth is off."],
    [
      "Allume-le dans les réglages du système; l’écoute reprendra toute seule.",
      "Turn it on in the system’s settings; listening will resume by itself.",
    ],
  ),
  RADIO_UNAUTHORIZED: row(
    503,
    [
      "Le système ne laisse pas le banc écouter le Bluetooth.",
      "The system does not let the bench listen to Bluetooth.",
    ],
    ["Donne-lui ce droit, puis relance le banc.", "Grant it that right, then start the bench again."],
  ),
  RADIO_UNSUPPORTED: row(
    503,
    [
      "L’adaptateur Bluetooth est trop ancien pour entendre les balises.",
      "The Bluetooth adapter is too old to hear beacons.",
    ],
    [
      "Utilise un adaptateur Bluetooth 4.0 ou plus récent.",
      "Use a Bluetooth 4.0 adapter or a more recent one.",
    ],
  ),
  RADIO_BINDING_MISSING: row(
    503,
    [
      "Le pilote Bluetooth n’est pas installé pour cet ordinateur.",
      "The Bluetooth driver is not installed for this computer.",
    ],
    [
      "Relance « npm install ». Sans lui, les balises réelles restent muettes, mais tout le reste marche.",
      "Run “npm install” again. Without it real beacons stay silent, but everything else works.",
    ],
  ),
  RADIO_PORT: row(
    503,
    ["Le port du dongle Bluetooth ne s’ouvre pas.", "The Bluetooth dongle’s port does not open."],
    [
      "Vérifie qu’il est branché et qu’aucun autre programme ne s’en sert; le banc réessaie.",
      "Check that it is plugged in and that no other program uses it; the bench tries again.",
    ],
  ),
  RADIO_NO_ANSWER: row(
    503,
    ["La radio ne répond pas.", "The radio does not answer."],
    [
      "Le banc réessaie; si cela dure, débranche-la et rebranche-la.",
      "The bench tries again; if it lasts, unplug it and plug it back in.",
    ],
  ),
  RADIO_QUIET: row(
    503,
    [
      "La radio écoute, mais n’entend encore aucune annonce.",
      "The radio is listening, but hears no advertisement yet.",
    ],
    ["Allume une balise tout près.", "Switch on a beacon close by."],
  ),
  RADIO_SILENT: row(
    503,
    [
      "La radio entendait bien, puis plus rien : elle s’est peut-être figée.",
      "The radio heard well, then nothing: it may have frozen.",
    ],
    ["Le banc relance l’écoute de lui-même.", "The bench restarts listening by itself."],
  ),
  RADIO_STOPPED: row(
    503,
    ["L’écoute du Bluetooth s’est arrêtée d’un coup.", "Listening to Bluetooth stopped short."],
    ["Le banc la relance de lui-même.", "The bench restarts it by itself."],
  ),
  BEACON_SILENT: row(
    503,
    ["La balise ne se fait plus entendre.", "The beacon is no longer heard."],
    [
      "Approche-la, vérifie sa pile, sors-la de sa boîte.",
      "Bring it closer, check its battery, take it out of its box.",
    ],
  ),
  BEACON_UNHEARD: row(
    503,
    [
      "Aucune radio n’écoute en ce moment : impossible de savoir si la balise est là.",
      "No radio is listening at the moment: whether the beacon is here cannot be told.",
    ],
    ["Regarde l’état de la radio sur le banc.", "Look at the radio’s state on the bench."],
  ),
  BLE_UNHEARD: row(
    503,
    ["La carte Bluetooth ne se fait pas entendre.", "The Bluetooth board is not heard."],
    [
      "Allume-la, approche-la du banc, et ferme l’appli ou l’onglet qui lui parle déjà.",
      "Switch it on, bring it close to the bench, and close the app or the tab that already talks to it.",
    ],
  ),
  BLE_NO_ANSWER: row(
    504,
    ["La carte s’annonce, mais n’accepte pas la connexion.", "The board is heard, but takes no connection."],
    [
      "Approche-la, ou redémarre-la; le banc rappelle de lui-même.",
      "Bring it closer, or restart it; the bench calls again by itself.",
    ],
  ),
  BLE_LINK_LOST: row(
    503,
    ["La connexion Bluetooth s’est coupée.", "The Bluetooth connection was cut."],
    [
      "Approche la carte ou change sa pile; le banc la rappelle de lui-même.",
      "Bring the board closer or change its battery; the bench calls it again by itself.",
    ],
  ),
  BLE_SERVICES_UNKNOWN: row(
    502,
    [
      "La carte est connectée, mais ne dit pas ce qu’elle sait faire.",
      "The board is connected, but does not say what it can do.",
    ],
    ["Redémarre-la; le banc redemande de lui-même.", "Restart it; the bench asks again by itself."],
  ),
  BLE_SERVICE_MISSING: row(
    502,
    [
      "Le programme de la carte n’offre pas tous les services attendus.",
      "The board’s program does not offer every service expected.",
    ],
    [
      "Ajoute-les dans son programme, puis téléverse-le de nouveau.",
      "Add them to its program, then upload it again.",
    ],
  ),
  BLE_PAIRING: row(
    403,
    [
      "La carte exige un jumelage, que le banc ne peut pas faire.",
      "The board demands to be paired, which the bench cannot do.",
    ],
    [
      "Dans MakeCode : Paramètres du projet → « No Pairing Required », puis téléverse le programme de nouveau.",
      "In MakeCode: Project Settings → “No Pairing Required”, then upload the program again.",
    ],
  ),
  BLE_BUSY: row(
    503,
    [
      "La radio tient déjà toutes les connexions qu’elle peut.",
      "The radio already holds all the connections it can.",
    ],
    [
      "Éteins une carte dont tu ne te sers pas; le banc réessaie de lui-même.",
      "Switch off a board you are not using; the bench tries again by itself.",
    ],
  ),
} as const satisfies Record<string, ErrorRow>;
