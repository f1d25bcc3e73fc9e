// What to ask and what to do, fault by fault. One question at a time, that somebody with no training can answer by looking.
import { act, ask, type Tree } from "./tree.ts";

const otherCable = act(
  "C’est sans doute un câble qui ne fait que charger : prends un câble de données, le banc retrouve l’appareil en trois secondes.",
  "It is probably a cable that only charges: take a data cable, the bench finds the device again within three seconds.",
);
const unplugged = ask(
  "Le câble est-il bien enfoncé des deux côtés?",
  "Is the cable pushed in well at both ends?",
  ask(
    "Un voyant est-il allumé sur l’appareil?",
    "Is a light on the device lit?",
    otherCable,
    act(
      "Essaie une autre prise USB de l’ordinateur, puis un autre câble. Toujours rien : l’appareil est peut-être mort, essaie-le ailleurs.",
      "Try another USB socket of the computer, then another cable. Still nothing: the device may be dead, try it elsewhere.",
    ),
  ),
  act(
    "Rebranche-le; le banc le retrouve en trois secondes.",
    "Plug it back in; the bench finds it again within three seconds.",
  ),
);

const busy = ask(
  "Le moniteur série de l’IDE Arduino (ou Mu, PuTTY, screen) est-il ouvert?",
  "Is the serial monitor of the Arduino IDE (or Mu, PuTTY, screen) open?",
  act("Ferme-le; le banc réessaie tout seul.", "Close it; the bench tries again by itself."),
  ask(
    "Un autre banc tourne-t-il sur cet ordinateur?",
    "Does another bench run on this computer?",
    act("Ferme l’un des deux.", "Close one of the two."),
    act(
      "Débranche l’appareil, attends trois secondes, rebranche-le. Si le port reste pris, redémarre l’ordinateur.",
      "Unplug the device, wait three seconds, plug it back in. If the port is still taken, restart the computer.",
    ),
  ),
);

const permission = act(
  "Sous Linux, dans un terminal : sudo usermod -aG dialout $USER, puis ferme et rouvre ta session.",
  "On Linux, in a terminal: sudo usermod -aG dialout $USER, then log out and back in.",
);

const unreadable = ask(
  "As-tu téléversé labo-rfid ou labo-firmata sur cette carte?",
  "Did you upload labo-rfid or labo-firmata to this board?",
  act(
    "La vitesse a peut-être été changée : téléverse à nouveau le fichier .hex du dossier firmware, sans le modifier.",
    "The speed may have been changed: upload the .hex file of the firmware folder again, as it is.",
  ),
  ask(
    "Connais-tu la vitesse à laquelle l’appareil parle?",
    "Do you know the speed at which the device speaks?",
    act(
      "Choisis-la sur la page de l’appareil, avec son protocole.",
      "Choose it on the device’s page, with its protocol.",
    ),
    act(
      "Téléverse labo-rfid ou labo-firmata (dossier firmware), ou regarde la notice de l’appareil.",
      "Upload labo-rfid or labo-firmata (firmware folder), or look in the device’s manual.",
    ),
  ),
);

const serialSilent = ask(
  "Est-ce un lecteur qui ne parle que lorsqu’une étiquette s’approche?",
  "Is it a reader that speaks only when a tag comes near?",
  act("Présente-lui une étiquette.", "Hold a tag to it."),
  ask(
    "Un voyant est-il allumé sur l’appareil?",
    "Is a light on the device lit?",
    act(
      "Appuie sur son bouton de redémarrage; s’il reste muet, téléverse à nouveau son programme.",
      "Press its reset button; if it stays silent, upload its program again.",
    ),
    act("Donne-lui du courant : autre prise, autre câble.", "Give it power: another socket, another cable."),
  ),
);

const adapterOff = act(
  "Allume le Bluetooth dans les réglages de l’ordinateur (ou avec sa touche); l’écoute reprend toute seule.",
  "Turn Bluetooth on in the computer’s settings (or with its key); listening resumes by itself.",
);
const noAdapter = ask(
  "L’ordinateur a-t-il du Bluetooth?",
  "Does the computer have Bluetooth?",
  adapterOff,
  act(
    "Branche un adaptateur USB ou un dongle; sans lui, le kit virtuel et les cartes marchent quand même.",
    "Plug in a USB adapter or a dongle; without one, the virtual kit and the boards work all the same.",
  ),
);

const beaconSilent = ask(
  "La balise est-elle à moins de deux mètres, hors de toute boîte?",
  "Is the beacon within two metres, out of any box?",
  act(
    "Change sa pile. Si elle reste muette, son bouton l’a peut-être endormie : appuie dessus.",
    "Change its battery. If it stays silent, its button may have put it to sleep: press it.",
  ),
  act(
    "Sors-la de sa boîte (le métal l’étouffe) et approche-la.",
    "Take it out of its box (metal smothers it) and bring it closer.",
  ),
);
const beaconWeak = ask(
  "Quelqu’un ou quelque chose s’est-il mis entre la balise et l’ordinateur?",
  "Did somebody or something come between the beacon and the computer?",
  act(
    "Dégage la vue : un corps prend une dizaine de décibels, une boîte de métal davantage.",
    "Clear the view: a body takes some ten decibels, a metal box more.",
  ),
  ask(
    "La balise a-t-elle été éloignée?",
    "Was the beacon moved away?",
    act(
      "C’est normal : rapproche-la si tu veux la capter mieux.",
      "That is as it should be: bring it closer to hear it better.",
    ),
    act("Sa pile faiblit sans doute : change-la.", "Its battery is probably running low: change it."),
  ),
);

const noTag = ask(
  "Tiens-tu l’étiquette à moins de trois centimètres du lecteur, à plat?",
  "Do you hold the tag within three centimetres of the reader, flat?",
  ask(
    "Y a-t-il du métal derrière l’étiquette ou sous le lecteur?",
    "Is there metal behind the tag or under the reader?",
    act(
      "Éloigne le métal : il étouffe le champ du lecteur.",
      "Take the metal away: it smothers the reader’s field.",
    ),
    act(
      "L’étiquette est sans doute d’une autre famille : ce lecteur lit le 13,56 MHz (MIFARE, NTAG), pas le 125 kHz ni les étiquettes UHF des magasins. Essaies-en une du kit.",
      "The tag is probably of another family: this reader reads 13.56 MHz (MIFARE, NTAG), not 125 kHz nor the UHF tags of shops. Try one of the kit’s.",
    ),
  ),
  act(
    "Pose-la à plat sur le lecteur, et attends une seconde.",
    "Lay it flat on the reader, and wait a second.",
  ),
);

const floating = ask(
  "Les trois fils de cette pièce (courant, masse, signal) sont-ils bien enfoncés?",
  "Are the three wires of this part (power, ground, signal) pushed in well?",
  act(
    "Change le fil du signal : un fil cassé dans sa gaine ne se voit pas. Compare avec le schéma de la fiche.",
    "Change the signal wire: a wire broken in its sleeve does not show. Compare with the sheet’s drawing.",
  ),
  act("Enfonce-les; la valeur cesse aussitôt d’errer.", "Push them in; the value stops wandering at once."),
);

const broker = ask(
  "Le courtier tourne-t-il sur cet ordinateur?",
  "Does the broker run on this computer?",
  act(
    "Relance-le (par exemple : sudo systemctl start mosquitto). Rien n’est perdu : les événements partent dès son retour.",
    "Start it again (for example: sudo systemctl start mosquitto). Nothing is lost: events leave as soon as it is back.",
  ),
  act(
    "Vérifie le réseau et l’adresse donnée par --mqtt, ou relance le banc sans --mqtt : il a son propre courtier.",
    "Check the network and the address given with --mqtt, or start the bench without --mqtt: it has a broker of its own.",
  ),
);

const nameShared = ask(
  "Ce banc est-il ouvert deux fois : une autre fenêtre, un autre terminal, un autre ordinateur?",
  "Is this bench open twice: another window, another terminal, another computer?",
  act(
    "Ferme l’un des deux. S’il en faut deux, donne à l’un un autre nom : --name grenier.",
    "Close one of the two. If both are needed, give one of them another name: --name attic.",
  ),
  act(
    "Un autre programme publie sous ce nom : relance ce banc avec un nom à lui, --name grenier par exemple.",
    "Another program publishes under this name: start this bench again with a name of its own, --name attic for example.",
  ),
);

const radioRefused = ask(
  "Le banc tourne-t-il sous Linux?",
  "Does the bench run on Linux?",
  act(
    "Le bilan montre la commande exacte (sudo setcap cap_net_raw…) : copie-la dans un terminal, puis relance le banc. Sans elle, tout le reste du banc marche, et un dongle Bluetooth sur port série aussi.",
    "The check-up shows the exact command (sudo setcap cap_net_raw…): copy it into a terminal, then start the bench again. Without it the rest of the bench works, and so does a Bluetooth dongle on a serial port.",
  ),
  ask(
    "Est-ce un Mac?",
    "Is it a Mac?",
    act(
      "Réglages du système, Confidentialité et sécurité, Bluetooth : autorise le terminal, puis relance le banc.",
      "System Settings, Privacy & Security, Bluetooth: allow the terminal, then start the bench again.",
    ),
    act(
      "Ferme les autres programmes qui se servent du Bluetooth, puis relance le banc.",
      "Close the other programs that use Bluetooth, then start the bench again.",
    ),
  ),
);

/** By the code of the fault. */
export const trees: Readonly<Record<string, Tree>> = {
  SERIAL_GONE: unplugged,
  NO_PORT: unplugged,
  SERIAL_OPEN_FAILED: unplugged,
  SERIAL_BUSY: busy,
  SERIAL_PERMISSION: permission,
  SERIAL_UNREADABLE: unreadable,
  SERIAL_SILENT: serialSilent,
  RADIO_OFF: adapterOff,
  RADIO_NO_ADAPTER: noAdapter,
  RADIO_UNAUTHORIZED: radioRefused,
  BEACON_SILENT: beaconSilent,
  BEACON_WEAK: beaconWeak,
  READER_NO_TAG: noTag,
  SENSOR_FLOATING: floating,
  BROKER_AWAY: broker,
  NAME_SHARED: nameShared,
};
