// What an experiment must respect as a whole: its place, unique names, declared roles and channels, its time, its order.
import type { ExperimentFile } from "./format.ts";
import type { Known } from "./lint-text.ts";
import type { Problems } from "./problem.ts";
import { placeIn, type YamlFile } from "./yaml-file.ts";

/** @param folder path of the experiment's folder from the content folder; `sheet` is the folder above it. */
export function lintExperiment(
  head: ExperimentFile,
  files: { readonly folder: string; readonly sheet: string },
  yaml: YamlFile,
  known: Known,
  problems: Problems,
): void {
  const place = (...path: PropertyKey[]) => placeIn(yaml)(path);
  if (files.folder.split("/").at(-1) !== head.id) {
    problems.error(
      "wrong-folder",
      place("id"),
      { fr: `Le dossier ne s’appelle pas « ${head.id} »`, en: `The folder is not called “${head.id}”` },
      { fr: "Donne le même nom au dossier et à l’id.", en: "Give the folder and the id the same name." },
    );
  }
  if (files.sheet !== head.sheet || !known.sheets.has(head.sheet)) {
    problems.error(
      "unknown-sheet",
      place("sheet"),
      {
        fr: `La fiche « ${head.sheet} » n’est pas celle du dossier`,
        en: `The sheet “${head.sheet}” is not the folder’s`,
      },
      { fr: `Écris ${files.sheet}.`, en: `Write ${files.sheet}.` },
    );
  }
  const unique = (list: readonly { readonly id: string }[], name: string) => {
    list.forEach(({ id }, index) => {
      if (list.findIndex((one) => one.id === id) === index) return;
      problems.error(
        "twice",
        place(name, index, "id"),
        { fr: `« ${id} » est pris deux fois`, en: `“${id}” is used twice` },
        { fr: "Donne à chacun son id.", en: "Give each its own id." },
      );
    });
  };
  unique(head.steps, "steps");
  unique(head.channels, "channels");
  unique(head.charts, "charts");
  const roles = new Set(head.needs.map((need) => need.role));
  const channels = new Set(head.channels.map((channel) => channel.id));
  const demand = (ok: boolean, name: string, ...path: PropertyKey[]) => {
    if (ok) return;
    problems.error(
      "unknown-name",
      place(...path),
      { fr: `« ${name} » n’est déclaré nulle part`, en: `“${name}” is declared nowhere` },
      {
        fr: "Déclare-le sous needs ou channels, ou corrige-le.",
        en: "Declare it under needs or channels, or correct it.",
      },
    );
  };
  head.channels.forEach((channel, index) => {
    demand(roles.has(channel.from), channel.from, "channels", index, "from");
  });
  head.charts.forEach((chart, index) => {
    chart.series.forEach((series, at) => {
      demand(channels.has(series), series, "charts", index, "series", at);
    });
  });
  head.steps.forEach((step, index) => {
    step.inputs.forEach((input, at) => {
      if (input.type !== "command") return;
      const need = head.needs.find(({ role }) => role === input.role);
      demand(need !== undefined, input.role, "steps", index, "inputs", at, "role");
      if (need !== undefined && !need.takes.includes(input.command))
        problems.error(
          "command-not-needed",
          place("steps", index, "inputs", at, "command"),
          {
            fr: `« ${input.role} » n’a pas à prendre la commande « ${input.command} »`,
            en: `“${input.role}” need not take the command “${input.command}”`,
          },
          {
            fr: `Ajoute ${input.command} à takes, sous needs, pour qu’un appareil qui la prend soit choisi.`,
            en: `Add ${input.command} to takes, under needs, so that a device that takes it is chosen.`,
          },
        );
    });
    if (step.live === undefined) return;
    demand(roles.has(step.live.role), step.live.role, "steps", index, "live", "role");
  });
  const minutes = head.steps.reduce((sum, step) => sum + step.minutes, 0);
  if (Math.abs(minutes - head.minutes) > 1e-9) {
    problems.warning(
      "minutes",
      place("minutes"),
      { fr: `Les étapes durent ${minutes} min en tout`, en: `The steps last ${minutes} min in all` },
      {
        fr: `Écris minutes: ${minutes}, ou revois les étapes.`,
        en: `Write minutes: ${minutes}, or change the steps.`,
      },
    );
  }
  const order = [head.steps[0]?.kind, head.steps.at(-1)?.kind];
  if (order[0] !== "predict" || order[1] !== "transfer") {
    problems.error(
      "predict-transfer",
      place("steps"),
      {
        fr: "Une expérience commence par prédire et finit par transférer au musée",
        en: "An experiment begins with a prediction and ends with a transfer to the museum",
      },
      {
        fr: "Ajoute une étape predict au début, transfer à la fin.",
        en: "Add a predict step first, a transfer step last.",
      },
    );
  }
}
