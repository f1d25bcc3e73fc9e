// Sheets, experiments and runs.
import { type ErrorRow, row } from "./row.ts";

export const learningErrors = {
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
} as const satisfies Record<string, ErrorRow>;
