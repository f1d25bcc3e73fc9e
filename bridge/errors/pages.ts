// What a page lends or opens: phones, keyboard readers, printed codes.
import { type ErrorRow, row } from "./row.ts";

export const pagesErrors = {
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
  PAGES_FULL: row(
    409,
    ["Le banc a déjà toutes les pages qu’il peut garder.", "The bench has all the pages it can keep."],
    ["Retire une page qui ne sert plus.", "Remove a page that is not used any more."],
  ),
} as const satisfies Record<string, ErrorRow>;
