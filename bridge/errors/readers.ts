// Tag readers and what they are asked to do with tags.
import { type ErrorRow, row } from "./row.ts";

export const readersErrors = {
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
} as const satisfies Record<string, ErrorRow>;
