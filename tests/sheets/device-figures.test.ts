// Bounds and numbers that follow the device at hand, in the experiments as they are written: E13 on other boards than the
// kit’s, E06 with another reader.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { figureValue } from "#contract/figures.ts";
import { languages } from "#contract/words.ts";
import { readMarkdown } from "../../bridge/paper/markdown.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { printFigure } from "../../dashboard/src/ui/figures.tsx";
import { watch } from "../helpers/experiment-bench.ts";

const { definitions, experiments, constants } = await loadSheets({
  folder: fileURLToPath(new URL("../../sheets", import.meta.url)),
});
const found = <T extends { readonly id: string }>(list: readonly T[], id: string): T => {
  const one = list.find((candidate) => candidate.id === id);
  if (one === undefined) throw new Error(`no ${id}`);
  return one;
};
const e13 = "e13-du-volt-au-nombre";
const e06 = "e06-a-quelle-distance";

/** Whether a board with these facts takes this height of a step for right. */
function accepts(facts: Record<string, string>, millivolts: number): boolean {
  const { steps, figures = [] } = found(definitions, e13);
  const seen = watch(found(steps, "marche").check);
  seen.facts.carte = facts;
  for (const { id, value } of figures) seen.figures[id] = value;
  seen.answers.set("step", millivolts);
  return seen.at(1).satisfied;
}

describe("E13, the height of a step", () => {
  it.each([
    ["the kit's Uno", { adcBits: "10", adcVolts: "5" }, 4.9, 3.2],
    ["a board that tells nothing of its converter", {}, 4.9, 0.8],
    ["10 bits at 3.3 V", { adcBits: "10", adcVolts: "3.3" }, 3.2, 4.9],
    ["12 bits at 3.3 V", { adcBits: "12", adcVolts: "3.3" }, 0.81, 3.2],
  ])("%s", (_, facts, right, wrong) => {
    expect([accepts(facts, right), accepts(facts, wrong)]).toEqual([true, false]);
  });

  it("is printed for the board at hand, in each language", () => {
    const marche = found(found(experiments, e13).figures, "marche");
    const on = (facts: Record<string, string>) =>
      languages.map((language) => printFigure(marche, { carte: { model: "x", facts } }, language, false));
    expect(on({})).toEqual(["4,88\u00a0mV", "4.88\u00a0mV"]);
    const steps = found(found(experiments, e13).figures, "marches");
    expect(printFigure(steps, {}, "fr", false)).toBe("1024\u00a0marches");
    expect(on({ adcBits: "12", adcVolts: "3.3" })).toEqual(["0,806\u00a0mV", "0.806\u00a0mV"]);
  });
});

describe("E06, out of reach", () => {
  const { figures, steps } = found(experiments, e06);
  const beyond = found(figures, "au-dela");

  it("is the constant of the reader at hand", () => {
    const of = (model: string) => figureValue(beyond.value, () => ({ model, facts: {} }));
    expect([of("labo-rfid"), of("pn532")]).toEqual(
      ["e06-beyond", "e06-beyond-pn532"].map((id) => constants.get(id)?.value),
    );
  });

  it("stands in the instruction as with the kit, and on paper so", () => {
    const { instruction } = found(steps, "loin");
    expect(instruction.fr).toContain("[80\u00a0mm](#figure-au-dela)");
    const [first] = readMarkdown(instruction.fr);
    const runs = first?.kind === "text" ? first.runs : [];
    expect(runs.map(({ text }) => text).join("")).toContain("à 80\u00a0mm de ton lecteur");
    expect(runs.every(({ link }) => link === undefined)).toBe(true);
  });
});
