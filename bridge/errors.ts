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
      "Ferme l’autre programme ou choisis un autre port avec --port.",
      "Close the other program or choose another port with --port.",
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
  BROKER_AWAY: row(
    503,
    ["Le courtier MQTT ne répond pas.", "The MQTT broker does not answer."],
    [
      "Rien n’est perdu: les événements attendent. Relance le courtier.",
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
  KIT_OFF: row(
    409,
    ["Le kit virtuel est éteint.", "The virtual kit is off."],
    ["Relance le banc sans --no-kit.", "Start the bench again without --no-kit."],
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
