// The bench itself: its start, its requests, its files, its command line.
import { type ErrorRow, row } from "./row.ts";

export const benchErrors = {
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
  STORE_CORRUPT: row(
    500,
    ["Le fichier de données est abîmé.", "The data file is damaged."],
    [
      "Le fichier a été mis de côté et un nouveau a été créé.",
      "The file was set aside and a new one was made.",
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
  KIT_OFF: row(
    409,
    ["Le kit virtuel est éteint.", "The virtual kit is off."],
    ["Relance le banc sans --no-kit.", "Start the bench again without --no-kit."],
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
} as const satisfies Record<string, ErrorRow>;
