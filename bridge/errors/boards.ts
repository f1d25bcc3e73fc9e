// Serial lines and what is at their end: boards, their plans and parts, receivers.
import { type ErrorRow, row } from "./row.ts";

export const boardsErrors = {
  FIRMWARE_UNREADABLE: row(
    500,
    [
      "Le programme compilé d’une carte simulée est absent ou abîmé.",
      "The compiled program of a simulated board is missing or damaged.",
    ],
    [
      "Reconstruis-le avec npm run firmware, ou démarre le banc avec --no-kit.",
      "Build it again with npm run firmware, or start the bench with --no-kit.",
    ],
  ),
  SERIAL_GONE: row(
    409,
    ["L’appareil a été débranché.", "The device was unplugged."],
    [
      "Rebranche son câble USB : il reviendra tout seul, sous le même nom.",
      "Plug its USB cable back in: it will come back by itself, under the same name.",
    ],
  ),
  SERIAL_BUSY: row(
    409,
    ["Un autre programme utilise déjà ce port série.", "Another program is already using this serial port."],
    [
      "Ferme l’autre programme (le moniteur série de l’IDE Arduino, souvent); le banc réessaie tout seul.",
      "Close the other program (often the Arduino IDE’s serial monitor); the bench tries again by itself.",
    ],
  ),
  SERIAL_PERMISSION: row(
    403,
    ["Ton compte n’a pas le droit d’ouvrir ce port série.", "Your account may not open this serial port."],
    [
      "Sous Linux : lance « sudo usermod -aG dialout $USER », puis ferme et rouvre ta session.",
      "On Linux: run “sudo usermod -aG dialout $USER”, then log out and back in.",
    ],
  ),
  SERIAL_OPEN_FAILED: row(
    502,
    ["Le port série ne s’ouvre pas.", "The serial port does not open."],
    [
      "Débranche l’appareil, compte jusqu’à trois, rebranche-le; essaie un autre câble s’il boude encore.",
      "Unplug the device, count to three, plug it back in; try another cable if it still sulks.",
    ],
  ),
  SERIAL_STUCK: row(
    504,
    ["L’appareil n’accepte plus ce qu’on lui envoie.", "The device no longer takes what is sent to it."],
    [
      "Le banc rouvre le port tout seul; si ça revient, débranche et rebranche l’appareil.",
      "The bench reopens the port by itself; if it comes back, unplug the device and plug it in again.",
    ],
  ),
  SERIAL_SILENT: row(
    504,
    ["Le port est ouvert, mais rien n’en sort.", "The port is open, but nothing comes out of it."],
    [
      "Vérifie que l’appareil est alimenté et que son programme (labo-rfid ou labo-firmata) y est téléversé; à un lecteur 125 kHz, présente une étiquette.",
      "Check that the device has power and that its program (labo-rfid or labo-firmata) is uploaded to it; hold a tag to a 125 kHz reader.",
    ],
  ),
  SERIAL_UNREADABLE: row(
    502,
    [
      "Des octets arrivent, mais ils ne veulent rien dire pour le banc.",
      "Bytes arrive, but they mean nothing to the bench.",
    ],
    [
      "Le banc a essayé 9600, 57 600 et 115 200 bauds. Choisis le protocole et la vitesse toi-même sur la page de l’appareil, ou téléverse labo-rfid ou labo-firmata.",
      "The bench tried 9,600, 57,600 and 115,200 baud. Choose the protocol and the speed yourself on the device’s page, or upload labo-rfid or labo-firmata.",
    ],
  ),
  SERIAL_REOPENED: row(
    503,
    [
      "Le port se rouvre : quelqu’un a dit ce qui y est branché.",
      "The port is being reopened: somebody said what is plugged in there.",
    ],
    ["Attends un instant.", "Wait a moment."],
  ),
  SERIAL_UNAVAILABLE: row(
    503,
    [
      "Les vrais ports série ne sont pas accessibles sur cet ordinateur.",
      "Real serial ports cannot be reached on this computer.",
    ],
    [
      "Le kit virtuel marche quand même. Pour les vrais appareils, réinstalle avec « npm install », puis relance le banc.",
      "The virtual kit works all the same. For real devices, reinstall with “npm install”, then start the bench again.",
    ],
  ),
  GPS_NO_FIX: row(
    503,
    [
      "Le récepteur GPS n’entend pas assez de satellites pour savoir où il est.",
      "The GPS receiver hears too few satellites to know where it is.",
    ],
    [
      "Approche-le d’une fenêtre ou sors; le premier point peut prendre quelques minutes.",
      "Move it near a window or go outside; the first position may take a few minutes.",
    ],
  ),
  BOARD_RESTARTING: row(
    503,
    [
      "Le programme qui parle à la carte s’est arrêté; il redémarre.",
      "The program that talks to the board stopped; it is starting again.",
    ],
    ["Attends quelques secondes, tu n’as rien à faire.", "Wait a few seconds, there is nothing to do."],
  ),
  BOARD_COMPONENT_FAILED: row(
    502,
    ["Une pièce de la carte ne peut pas servir.", "A part of the board cannot be used."],
    [
      "Compare le câblage au schéma de la fiche : chaque pièce a sa broche.",
      "Compare the wiring with the sheet’s drawing: each part has its pin.",
    ],
  ),
  PLAN_REFUSED: row(
    409,
    ["Ce plan ne peut pas être câblé.", "This plan cannot be wired."],
    ["Règle d’abord ce qui est marqué à côté des pièces.", "First settle what is marked beside the parts."],
  ),
  CALIBRATION_REFUSED: row(
    409,
    ["Ces échantillons ne peuvent pas étalonner la balise.", "These samples cannot calibrate the beacon."],
    [
      "Pose la balise à un mètre du récepteur, sans rien entre les deux, et recommence sans bouger.",
      "Put the beacon one metre from the receiver, with nothing between them, and begin again, keeping still.",
    ],
  ),
  PLAN_ELSEWHERE: row(
    409,
    [
      "Cette carte est branchée à un autre ordinateur, qui garde lui-même son plan.",
      "This board is plugged into another computer, which keeps its plan itself.",
    ],
    [
      "Ouvre la page de la carte sur le banc de cet ordinateur-là, par le lien de la personne qui anime.",
      "Open the board’s page on the bench of that computer, by the trainer’s link.",
    ],
  ),
  FLASH_LIMIT: row(
    429,
    [
      "Pas plus de trois éclats de lumière par seconde : c’est la limite pour ne gêner personne.",
      "No more than three flashes of light a second: the limit that keeps everyone safe.",
    ],
    ["Attends une seconde, puis recommence plus lentement.", "Wait a second, then try again more slowly."],
  ),
} as const satisfies Record<string, ErrorRow>;
