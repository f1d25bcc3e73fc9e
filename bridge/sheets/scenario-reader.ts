// scenarios.yaml: at least one run that passes and one mistake that does not, about steps that exist.
import type { ExperimentFile } from "./format.ts";
import type { Problems } from "./problem.ts";
import { type Scenario, scenariosFileSchema, stepsNamed } from "./scenario.ts";
import { checkYaml, parseYaml } from "./yaml-file.ts";

/** @param files path of the experiment's folder, and the text of its scenarios when there is one. */
export function readScenarios(
  head: ExperimentFile,
  files: { readonly folder: string; readonly scenarios: string | undefined },
  problems: Problems,
): Scenario[] {
  const file = `${files.folder}/scenarios.yaml`;
  if (files.scenarios === undefined) {
    missingScenario(file, "passes", problems);
    return [];
  }
  const yaml = parseYaml(file, files.scenarios, problems);
  const read = yaml === undefined ? undefined : checkYaml(yaml, scenariosFileSchema, problems);
  if (yaml === undefined || read === undefined) return [];
  const steps = new Set(head.steps.map((step) => step.id));
  read.scenarios.forEach((scenario, index) => {
    if (scenario.outcome === "does-not-pass" && !scenario.steps.some((step) => "expect-why" in step)) {
      const path = ["scenarios", index];
      problems.error(
        "missing-why",
        { file, line: yaml.lineOf(path), field: path.join(".") },
        {
          fr: "Cette erreur ne montre pas ce que l’étape répond",
          en: "This mistake does not show what the step answers",
        },
        {
          fr: "Ajoute un expect-why: un bout de ce que dit l’étape, en français et en anglais.",
          en: "Add an expect-why: part of what the step says, in French and in English.",
        },
      );
    }
    scenario.steps.forEach((step, at) => {
      for (const name of stepsNamed(step)) {
        if (steps.has(name)) continue;
        const path = ["scenarios", index, "steps", at];
        problems.error(
          "unknown-step",
          { file, line: yaml.lineOf(path), field: path.join(".") },
          { fr: `L’étape « ${name} » n’existe pas`, en: `There is no step “${name}”` },
          { fr: `Écris une de : ${[...steps].join(", ")}.`, en: `Write one of: ${[...steps].join(", ")}.` },
        );
      }
    });
  });
  for (const outcome of ["passes", "does-not-pass"] as const)
    if (!read.scenarios.some((scenario) => scenario.outcome === outcome))
      missingScenario(file, outcome, problems);
  return read.scenarios;
}

function missingScenario(file: string, outcome: Scenario["outcome"], problems: Problems): void {
  problems.error(
    "missing-scenario",
    { file, line: 1 },
    outcome === "passes"
      ? { fr: "Aucun scénario ne réussit l’expérience", en: "No scenario passes the experiment" }
      : { fr: "Aucun scénario ne montre une erreur courante", en: "No scenario shows a typical mistake" },
    {
      fr: `Ajoute un scénario avec outcome: ${outcome}.`,
      en: `Add a scenario with outcome: ${outcome}.`,
    },
  );
}
