// Every error the bridge can tell of: one table, code → meaning → what the reader can do → HTTP status.
import type { Problem } from "#contract/problems.ts";
import type { Words } from "#contract/words.ts";

interface ErrorRow {
  readonly status: number;
  readonly message: Words;
  readonly remedy: Words;
}

const row = (status: number, message: [string, string], remedy: [string, string]): ErrorRow => ({
  status,
  message: { fr: message[0], en: message[1] },
  remedy: { fr: remedy[0], en: remedy[1] },
});

export const errorTable = {
  CONFIG_INVALID: row(
    400,
    ["Des options de démarrage ne sont pas valides.", "Some start options are not valid."],
    ["Corrige les options nommées, puis relance.", "Correct the options named, then start again."],
  ),
  PORT_TAKEN: row(
    409,
    ["Le port est déjà utilisé par un autre programme.", "The port is already used by another program."],
    [
      "Ferme l’autre programme ou choisis un autre port avec --port, ou --https-port pour la page sécurisée.",
      "Close the other program or choose another port with --port, or --https-port for the secured page.",
    ],
  ),
  PORT_REFUSED: row(
    403,
    [
      "Le système ne laisse pas ton compte prendre ce port.",
      "The system does not let your account take this port.",
    ],
    [
      "Choisis un port au-dessus de 1023, avec --port pour la page ou --mqtt-port pour le courtier.",
      "Choose a port above 1023, with --port for the page or --mqtt-port for the broker.",
    ],
  ),
  UDP_PORT: row(
    409,
    ["Le port UDP ne peut pas être ouvert.", "The UDP port cannot be opened."],
    [
      "Choisis un autre port ou une autre adresse avec --raddec-in, ou ferme l’autre programme.",
      "Choose another port or address with --raddec-in, or close the other program.",
    ],
  ),
  GATEWAY_OFFLINE: row(
    503,
    ["La passerelle Bluetooth ne répond plus.", "The Bluetooth gateway does not answer any more."],
    ["Rebranche la carte ESP32 et vérifie son Wi-Fi.", "Plug the ESP32 board in again and check its Wi-Fi."],
  ),
  REQUEST_INVALID: row(
    400,
    ["La demande n’a pas la forme attendue.", "The request does not have the expected form."],
    ["Corrige les champs nommés et recommence.", "Correct the fields named and try again."],
  ),
  NOT_FOUND: row(
    404,
    ["Rien ne porte ce nom ici.", "Nothing has this name here."],
    ["Vérifie l’adresse, ou retourne au banc.", "Check the address, or go back to the bench."],
  ),
  TRAINER_ONLY: row(
    403,
    ["Ce geste est réservé à la personne qui anime.", "Only the trainer may do this."],
    [
      "Ouvre le lien de formation affiché au démarrage du banc.",
      "Open the trainer’s link printed when the bench started.",
    ],
  ),
  ORIGIN_REFUSED: row(
    403,
    [
      "La demande vient d’une autre page que celle du banc.",
      "The request comes from a page that is not the bench’s.",
    ],
    ["Ouvre le banc à l’adresse affichée au démarrage.", "Open the bench at the address printed at start."],
  ),
  TOO_MANY_REQUESTS: row(
    429,
    ["Trop de demandes en peu de temps.", "Too many requests in a short time."],
    ["Attends quelques secondes et recommence.", "Wait a few seconds and try again."],
  ),
  TOO_LARGE: row(
    413,
    ["La demande est trop grosse.", "The request is too large."],
    ["Envoie moins à la fois.", "Send less at a time."],
  ),
  INTERNAL: row(
    500,
    ["Le banc a rencontré une erreur imprévue.", "The bench met an unexpected error."],
    [
      "Recommence; si elle revient, regarde le journal du banc.",
      "Try again; if it comes back, look at the bench’s log.",
    ],
  ),
  COMMAND_UNKNOWN: row(
    400,
    ["L’appareil ne connaît pas cette commande.", "The device does not take this command."],
    ["Choisis une commande de la liste de l’appareil.", "Choose a command from the device’s list."],
  ),
  COMMAND_ARGUMENT: row(
    400,
    ["Un réglage de la commande est hors des bornes.", "An argument of the command is out of bounds."],
    ["Respecte les bornes affichées.", "Keep within the bounds shown."],
  ),
  COMMAND_TIMEOUT: row(
    504,
    ["L’appareil n’a pas répondu à temps.", "The device did not answer in time."],
    ["Vérifie qu’il est branché, puis recommence.", "Check that it is plugged in, then try again."],
  ),
  DEVICE_OFFLINE: row(
    409,
    ["L’appareil n’est pas là en ce moment.", "The device is not here at the moment."],
    ["Branche-le ou rallume-le, puis recommence.", "Plug it in or switch it on, then try again."],
  ),
  DEVICE_PRESENT: row(
    409,
    [
      "L’appareil est encore là : oublié, il reviendrait sans son nom.",
      "The device is still here: forgotten, it would come back without its name.",
    ],
    ["Débranche-le ou éteins-le, puis oublie-le.", "Unplug it or switch it off, then forget it."],
  ),
  BROKER_AWAY: row(
    503,
    ["Le courtier MQTT ne répond pas.", "The MQTT broker does not answer."],
    [
      "Rien n’est perdu : les événements attendent. Relance le courtier.",
      "Nothing is lost: events are waiting. Start the broker again.",
    ],
  ),
  STORE_CORRUPT: row(
    500,
    ["Le fichier de données est abîmé.", "The data file is damaged."],
    [
      "Le fichier a été mis de côté et un nouveau a été créé.",
      "The file was set aside and a new one was made.",
    ],
  ),
  MQTT_PORT_TAKEN: row(
    409,
    [
      "Le port du courtier MQTT est déjà utilisé par un autre programme.",
      "The port of the MQTT broker is already used by another program.",
    ],
    [
      "Ferme l’autre programme, choisis un autre port avec --mqtt-port, ou sers-toi de ce courtier avec --mqtt.",
      "Close the other program, choose another port with --mqtt-port, or use that broker with --mqtt.",
    ],
  ),
  BRIDGE_OFFLINE: row(
    409,
    ["La passerelle qui tient cet appareil est hors ligne.", "The bridge that holds this device is offline."],
    [
      "Rallume l’ordinateur où il est branché, ou relance la passerelle.",
      "Switch on the computer it is plugged into, or start the bridge again.",
    ],
  ),
  BRIDGE_CLOSED: row(
    409,
    ["Le banc qui tient cet appareil a été fermé.", "The bench that holds this device was closed."],
    [
      "Relance-le avec npm start : l’appareil revient.",
      "Start it again with npm start: the device comes back.",
    ],
  ),
  NAME_SHARED: row(
    409,
    [
      "Un autre banc du même nom parle sur ce courtier : chacun ignore les appareils de l’autre.",
      "Another bench of the same name speaks on this broker: each ignores the other’s devices.",
    ],
    [
      "Ferme l’un des deux, puis relance-le avec un autre nom : --name grenier, par exemple.",
      "Close one of the two, then start it again under another name: --name attic, for example.",
    ],
  ),
  STORE_NEWER: row(
    500,
    [
      "Le fichier de données a été écrit par une version plus récente du banc.",
      "The data file was written by a newer version of the bench.",
    ],
    [
      "Mets le banc à jour, ou choisis un autre dossier avec --data. Le fichier n’a pas été touché.",
      "Update the bench, or choose another folder with --data. The file was left as it is.",
    ],
  ),
  STORE_UNUSABLE: row(
    500,
    ["Le fichier de données ne peut pas être ouvert.", "The data file cannot be opened."],
    [
      "Vérifie que le dossier existe, qu’il est permis d’y écrire et qu’il reste de la place, ou choisis-en un autre avec --data.",
      "Check that the folder exists, may be written to and has room left, or choose another with --data.",
    ],
  ),
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
  KIT_OFF: row(
    409,
    ["Le kit virtuel est éteint.", "The virtual kit is off."],
    ["Relance le banc sans --no-kit.", "Start the bench again without --no-kit."],
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
  READER_CHECKSUM: row(
    502,
    [
      "Le lecteur envoie des sommes de contrôle fausses : c’est la marque de certains clones.",
      "The reader sends wrong checksums, as some clones do.",
    ],
    [
      "Compare le numéro avec celui imprimé sur la carte; s’il est bon, règle les sommes de contrôle sur « croire trois trames ».",
      "Compare the number with the one printed on the card; if it is right, set checksums to “believe three frames”.",
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
  TAG_UNREADABLE: row(
    502,
    ["L’étiquette n’a pas été lue ou écrite jusqu’au bout.", "The tag was not read or written to the end."],
    [
      "Pose-la bien à plat sur le lecteur, sans la bouger, et recommence.",
      "Lay it flat on the reader, keep it still, and try again.",
    ],
  ),
  TAG_HALF_WRITTEN: row(
    502,
    [
      "L’écriture s’est arrêtée en chemin : l’étiquette est peut-être vide, ou n’a que la moitié du lien.",
      "Writing stopped on the way: the tag may be empty, or hold half of the link.",
    ],
    [
      "Repose l’étiquette bien à plat, sans la bouger, et écris le lien de nouveau : tout est récrit, puis relu.",
      "Lay the tag flat again, keep it still, and write the link once more: all of it is written anew, then read back.",
    ],
  ),
  TAG_WITHOUT_MEMORY: row(
    409,
    [
      "Les étiquettes de cette sorte n’ont qu’un numéro : pas de mémoire où écrire.",
      "Tags of this kind have only a number: no memory to write.",
    ],
    [
      "Prends une étiquette NTAG et un lecteur à 13,56 MHz : le RC522 du kit ou un PN532.",
      "Take an NTAG tag and a 13.56 MHz reader: the kit’s RC522 or a PN532.",
    ],
  ),
  READER_FIRMWARE_OLD: row(
    409,
    [
      "Le programme de ce lecteur est d’une version plus ancienne : il dit qui arrive et qui repart, mais ne lit ni n’écrit ce que contiennent les étiquettes.",
      "This reader’s program is an older version: it tells who arrives and leaves, but neither reads nor writes what tags hold.",
    ],
    [
      "Téléverse la version récente, firmware/labo-rfid.hex (marche à suivre dans firmware/README.md), puis recommence.",
      "Flash the newer version, firmware/labo-rfid.hex (firmware/README.md says how), then try again.",
    ],
  ),
  TAG_NOT_ALONE: row(
    409,
    [
      "Il faut une étiquette sur le lecteur, et une seule.",
      "There must be one tag on the reader, and only one.",
    ],
    ["Ne laisse que celle à écrire, puis recommence.", "Leave only the one to write, then try again."],
  ),
  TAG_NOT_TAUGHT: row(
    409,
    [
      "Cette étiquette n’est pas du kit : le banc n’écrit pas sur la carte de quelqu’un.",
      "This tag is not the kit’s: the bench does not write on somebody’s card.",
    ],
    ["Donne-lui d’abord un nom, puis recommence.", "Give it a name first, then try again."],
  ),
  TAG_NOT_WRITABLE: row(
    409,
    ["Cette étiquette ne peut pas recevoir ce lien.", "This tag cannot take this link."],
    [
      "Prends une étiquette NTAG213, 215 ou 216 vierge et non verrouillée, ou un lien plus court.",
      "Take a blank NTAG213, 215 or 216 tag that is not locked, or a shorter link.",
    ],
  ),
  LINK_REFUSED: row(
    400,
    [
      "Ce lien n’est pas de ceux qu’on écrit sur une étiquette.",
      "This link is not of the kind that is written to a tag.",
    ],
    [
      "Écris une adresse complète qui commence par https, http, mailto ou tel, sans accent ni espace.",
      "Write a whole address that begins with https, http, mailto or tel, without accents or spaces.",
    ],
  ),
  READER_CHIP_ABSENT: row(
    502,
    [
      "La carte répond, mais pas la puce du lecteur RFID.",
      "The board answers, but the RFID reader chip does not.",
    ],
    [
      "Vérifie les sept fils entre la carte et le module RC522 (3,3 V, jamais 5 V).",
      "Check the seven wires between the board and the RC522 module (3.3 V, never 5 V).",
    ],
  ),
  READER_CHIP_ERROR: row(
    502,
    ["La puce du lecteur RFID répond de travers.", "The RFID reader chip answers wrongly."],
    [
      "Raccourcis ou resserre les fils du module RC522, et éloigne-le du métal.",
      "Shorten or tighten the wires of the RC522 module, and keep it away from metal.",
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
  COMMAND_REFUSED: row(
    409,
    ["L’appareil a refusé la commande.", "The device refused the command."],
    [
      "Attends un instant ou change le réglage, puis recommence.",
      "Wait a moment or change the setting, then try again.",
    ],
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
  EXPERIMENT_UNKNOWN: row(
    404,
    ["Cette expérience n’existe pas ici.", "This experiment does not exist here."],
    ["Retourne à la liste des expériences.", "Go back to the list of experiments."],
  ),
  RUN_UNKNOWN: row(
    404,
    ["Ce parcours n’existe pas, ou n’est pas le tien.", "This run does not exist, or is not yours."],
    [
      "Retourne à la liste des expériences et commences-en un.",
      "Go back to the list of experiments and start one.",
    ],
  ),
  RUN_FINISHED: row(
    409,
    ["Ce parcours est terminé : il ne change plus.", "This run is finished: it no longer changes."],
    ["Recommence l’expérience pour un nouveau parcours.", "Start the experiment again for a new attempt."],
  ),
  STEP_UNKNOWN: row(
    404,
    ["Cette étape n’existe pas dans l’expérience.", "This step does not exist in the experiment."],
    ["Recharge la page de l’expérience.", "Reload the page of the experiment."],
  ),
  ACTION_REFUSED: row(
    409,
    ["Ce geste ne va pas avec l’étape en ce moment.", "This act does not fit the step at the moment."],
    ["Lis ce que l’étape demande, ou passe-la.", "Read what the step asks, or pass it over."],
  ),
  CLI_USAGE: row(
    400,
    ["La commande n’est pas écrite comme attendu.", "The command is not written as expected."],
    ["Ajoute --help pour voir ce qu’elle prend.", "Add --help to see what it takes."],
  ),
  HEX_INVALID: row(
    400,
    ["Ce ne sont pas des octets en hexadécimal.", "These are not bytes in hexadecimal."],
    [
      "Écris deux chiffres par octet, de 00 à ff; espaces et deux-points ne comptent pas.",
      "Write two digits a byte, from 00 to ff; spaces and colons do not count.",
    ],
  ),
  BENCH_UNREACHABLE: row(
    503,
    ["Aucun banc ne répond à cette adresse.", "No bench answers at this address."],
    [
      "Ouvre le banc avec npm start, ou donne l’adresse de sa page avec --bench.",
      "Open the bench with npm start, or give the address of its page with --bench.",
    ],
  ),
  SHEETS_NONE: row(
    404,
    ["Il n’y a aucune fiche dans ce dossier.", "There is no sheet in this folder."],
    ["Donne le dossier qui contient les fiches.", "Give the folder that holds the sheets."],
  ),
  SHEET_TAKEN: row(
    409,
    ["Une fiche porte déjà ce nom.", "A sheet has this name already."],
    ["Donne un autre titre; rien n’a été remplacé.", "Give another title; nothing was replaced."],
  ),
  EXPERIMENT_DEVICE: row(
    422,
    [
      "On ne sait pas quel genre d’appareil cette expérience explore.",
      "What kind of device this experiment explores is not known.",
    ],
    [
      "Nomme-le avec --about : un de ceux-ci, que le kit virtuel sait jouer.",
      "Name it with --about: one of these, which the virtual kit can play.",
    ],
  ),
  SHEET_FOLDER: row(
    409,
    ["La fiche ne peut pas s’écrire dans ce dossier.", "The sheet cannot be written in this folder."],
    [
      "Vérifie que le dossier nommé t’appartient et qu’on peut y écrire, ou choisis-en un autre.",
      "Check that the folder named is yours and can be written to, or choose another.",
    ],
  ),
  SHEET_DISK_FULL: row(
    507,
    ["Le disque est plein : la fiche n’a pas été écrite.", "The disk is full: the sheet was not written."],
    ["Libère un peu de place, puis recommence.", "Make some room, then try again."],
  ),
  RECORDING_REFUSED: row(
    409,
    ["L’enregistrement ne peut pas s’écrire là.", "The recording cannot be written there."],
    [
      "Choisis un fichier qui n’existe pas encore, dans un dossier à toi, sur un disque qui a de la place.",
      "Choose a file that does not exist yet, in a folder of yours, on a disk with room.",
    ],
  ),
  REPLAY_ONLY: row(
    409,
    [
      "Ce banc rejoue un enregistrement : rien d’autre n’y entre.",
      "This bench replays a recording: nothing else comes in.",
    ],
    ["Ferme-le et ouvre un banc avec npm start.", "Close it and open a bench with npm start."],
  ),
  RECORDING_UNREADABLE: row(
    400,
    ["Ce fichier n’est pas un enregistrement lisible.", "This file is not a recording that can be read."],
    [
      "Donne un fichier écrit par labo record; la ligne nommée dit où il est abîmé.",
      "Give a file written by labo record; the line named says where it is damaged.",
    ],
  ),
  PHONES_FULL: row(
    409,
    ["Le banc a déjà tous les téléphones qu’il peut prendre.", "The bench has all the phones it can take."],
    ["Attends que quelqu’un reprenne le sien.", "Wait until somebody takes theirs back."],
  ),
  PHONE_GONE: row(
    410,
    ["Ce téléphone n’est plus prêté.", "This phone is not lent any more."],
    ["Prête-le de nouveau, si tu veux.", "Lend it again, if you like."],
  ),
  KEYBOARD_UNFOCUSED: row(
    409,
    [
      "La page qui écoute ce lecteur-clavier n’entend pas ses touches : une autre fenêtre ou un champ de texte les reçoit.",
      "The page that listens to this keyboard reader does not hear its keys: another window or a text field gets them.",
    ],
    ["Clique dans cette page, hors des champs.", "Click in that page, outside its fields."],
  ),
  KEYBOARD_AWAY: row(
    503,
    [
      "La page qui écoute ce lecteur-clavier ne répond plus.",
      "The page that listens to this keyboard reader does not answer any more.",
    ],
    [
      "Rouvre le banc sur cet ordinateur et ajoute le lecteur.",
      "Open the bench there again and add the reader.",
    ],
  ),
  KEYBOARD_STOPPED: row(
    410,
    [
      "La page a cessé d’écouter ce lecteur-clavier.",
      "The page has stopped listening to this keyboard reader.",
    ],
    ["Ajoute-le de nouveau depuis le banc, si tu veux.", "Add it again from the bench, if you like."],
  ),
  KEYBOARD_GONE: row(
    410,
    ["Ce lecteur-clavier n’est plus sur le banc.", "This keyboard reader is not on the bench any more."],
    ["Ajoute-le de nouveau depuis le banc.", "Add it again from the bench."],
  ),
  KEYBOARD_FLOOD: row(
    429,
    [
      "Bien plus de touches sont venues qu’un lecteur n’en tape; il a été retiré.",
      "Far more keys came than a reader types; it was taken off.",
    ],
    [
      "Vérifie qu’aucune touche n’est coincée, puis ajoute le lecteur de nouveau.",
      "Check that no key is stuck, then add the reader again.",
    ],
  ),
  KEYBOARDS_FULL: row(
    429,
    [
      "Le banc écoute déjà autant de lecteurs-claviers qu’il peut.",
      "The bench already listens to as many keyboard readers as it can.",
    ],
    ["Arrêtes-en un sur une autre page.", "Stop one of them on another page."],
  ),
  PHONE_STOPPED: row(
    410,
    ["La personne a repris son téléphone.", "Its owner took the phone back."],
    ["Il sort du banc dans une minute.", "It leaves the bench in a minute."],
  ),
  PHONE_AWAY: row(
    503,
    ["Le téléphone ne répond plus.", "The phone does not answer any more."],
    [
      "Rouvre sa page, et vérifie qu’il est toujours sur le réseau de la salle.",
      "Open its page again, and check that it is still on the room’s network.",
    ],
  ),
  PHONE_ASLEEP: row(
    503,
    ["La page du téléphone est en veille.", "The phone’s page is asleep."],
    ["Rallume son écran et remets sa page devant.", "Wake its screen and bring its page to the front."],
  ),
  PHONE_PERMISSION: row(
    403,
    [
      "Le téléphone ne laisse pas lire un de ses capteurs :",
      "The phone does not let one of its sensors be read:",
    ],
    [
      "Sa page dit comment l’autoriser, ou éteins ce capteur.",
      "Its page says how to allow it, or switch that sensor off.",
    ],
  ),
  PHONE_FLOOD: row(
    429,
    ["Le téléphone envoyait beaucoup trop de données.", "The phone was sending far too much data."],
    ["Recharge sa page, puis prête-le de nouveau.", "Reload its page, then lend it again."],
  ),
  BROKER_ELSEWHERE: row(
    409,
    [
      "Le courtier n’est pas celui du banc : ce n’est pas au banc de l’arrêter.",
      "The broker is not the bench’s own: it is not for the bench to stop it.",
    ],
    [
      "Arrête-le toi-même, ou démarre le banc sans adresse de courtier.",
      "Stop it yourself, or start the bench without a broker’s address.",
    ],
  ),
  BROKER_CUT: row(
    409,
    ["Le courtier est déjà arrêté.", "The broker is stopped already."],
    ["Attends son retour : il revient de lui-même.", "Wait for it: it comes back by itself."],
  ),
  STATIONS_FULL: row(
    409,
    ["Le banc a déjà toutes les stations qu’il peut tenir.", "The bench has all the stations it can hold."],
    ["Range une station qui ne sert plus.", "Put away a station that nobody uses."],
  ),
  STATION_OFF: row(
    409,
    ["Cette station n’est pas connectée au courtier.", "This station is not connected to the broker."],
    ["Connecte-la d’abord.", "Connect it first."],
  ),
  STATION_LOST: row(
    409,
    [
      "Cette station a perdu le courtier : la ligne ne répond plus.",
      "This station lost the broker: the line is dead.",
    ],
    [
      "Rebranche son câble, ou attends le retour du courtier. Elle se reconnecte d’elle-même.",
      "Plug its cable back in, or wait for the broker. It connects again by itself.",
    ],
  ),
  STATION_UNPLUGGED: row(
    409,
    ["Le câble de cette station est débranché.", "This station’s cable is out."],
    ["Rebranche-le.", "Plug it back in."],
  ),
  STATION_REFUSED: row(
    502,
    ["Le courtier n’a pas accepté la station.", "The broker did not accept the station."],
    [
      "Vérifie que le courtier répond et que l’adresse donnée au banc permet de s’y connecter.",
      "Check that the broker answers and that the address given to the bench lets one in.",
    ],
  ),
  STATION_TOPIC: row(
    400,
    [
      "Un sujet de station commence par « atelier/ », sans niveau vide ni caractère invisible.",
      "A station’s topic begins with “atelier/”, with no empty level and nothing invisible.",
    ],
    [
      "Corrige le sujet. « + » et « # » servent à s’abonner, jamais à publier.",
      "Correct the topic. “+” and “#” are for subscribing, never for publishing.",
    ],
  ),
  STATION_BUSY: row(
    409,
    ["Cette station en fait déjà trop à la fois.", "This station is already doing too much at once."],
    [
      "Attends la fin de sa rafale, ou enlève un abonnement.",
      "Wait for its burst to end, or drop a subscription.",
    ],
  ),
  RULE_REFUSED: row(
    422,
    ["Cette règle ne peut pas marcher telle quelle.", "This rule cannot work as it is."],
    ["Corrige la carte où c’est écrit, puis enregistre.", "Correct the card where it is written, then save."],
  ),
  RULES_FULL: row(
    409,
    [
      "Le compositeur a déjà toutes les règles qu’il peut suivre.",
      "The composer has all the rules it can follow.",
    ],
    ["Retire une règle qui ne sert plus.", "Remove a rule that is not used any more."],
  ),
  PAGES_FULL: row(
    409,
    ["Le banc a déjà toutes les pages qu’il peut garder.", "The bench has all the pages it can keep."],
    ["Retire une page qui ne sert plus.", "Remove a page that is not used any more."],
  ),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** The one error class of the bridge. `details` say where: field paths, file and line, names. */
export class LaboError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly string[];

  constructor(code: ErrorCode, details: readonly string[] = [], cause?: unknown) {
    super(`${code}: ${errorTable[code].message.en}${details.length > 0 ? ` (${details.join("; ")})` : ""}`, {
      cause,
    });
    this.name = "LaboError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  /** As it goes to a person or a program. */
  toProblem(): Problem {
    return problemFor(this.code, this.details);
  }
}

/** The problem of a code, without an error being thrown. */
export function problemFor(code: ErrorCode, details: readonly string[] = []): Problem {
  const { message, remedy } = errorTable[code];
  return {
    code,
    message,
    remedy,
    ...(details.length > 0 ? { details: details.slice(0, 50).map((d) => d.slice(0, 300)) } : {}),
  };
}
