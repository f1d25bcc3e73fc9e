// Commands sent to devices.
import { type ErrorRow, row } from "./row.ts";

export const commandsErrors = {
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
  COMMAND_REFUSED: row(
    409,
    ["L’appareil a refusé la commande.", "The device refused the command."],
    [
      "Attends un instant ou change le réglage, puis recommence.",
      "Wait a moment or change the setting, then try again.",
    ],
  ),
} as const satisfies Record<string, ErrorRow>;
