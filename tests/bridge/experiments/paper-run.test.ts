// Experiments of the shelf done on the printed sheet: typed values are worked out, the rest is a person's word, and nothing
// ever passes for verified.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { judgedOnPaper } from "#contract/paper-runs.ts";
import { type RunAction, runSchema } from "#contract/runs.ts";
import type { ExperimentDefinition } from "../../../bridge/experiments/definition.ts";
import { exportCsv, exportJson } from "../../../bridge/experiments/exports.ts";
import { beginRun, createRunEngine } from "../../../bridge/experiments/run-engine.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { make, timeAt } from "../../helpers/experiment-bench.ts";

const { definitions } = await loadSheets({
  folder: fileURLToPath(new URL("../../../sheets", import.meta.url)),
});

function definitionOf(number: string): ExperimentDefinition {
  const found = definitions.find(({ id }) => id.startsWith(`${number}-`));
  if (!found) throw new Error(`no experiment ${number}`);
  return found;
}

/** Somebody with a filled sheet; every act takes a second. */
function copy(definition: ExperimentDefinition, paper = true) {
  let now = 0;
  const at = () => ({ mono: now * 1000, time: timeAt(now) });
  const engine = createRunEngine({
    definition,
    run: beginRun(definition, {
      ...{ id: "run-1", participant: "p", attempt: 1, startedAt: timeAt(0), devices: {} },
      ...(paper ? { paper } : {}),
    }),
    device: () => undefined,
    newId: () => `n${now}`,
    now: at(),
  });
  return {
    run: () => runSchema.parse(engine.run()),
    step: (id: string) => engine.run().steps.find((step) => step.id === id),
    hear: () => engine.observe(make.frame(now)),
    act(action: RunAction) {
      now += 1;
      return engine.act(action, { isTrainer: false }, at());
    },
  };
}

const distances = { demi: [0.5, -43], un: [1, -49], deux: [2, -56], quatre: [4, -62] } as const;

describe("a run on paper", () => {
  it("fits the law of distance through typed figures, and confirms what it can work out", () => {
    const sheet = copy(definitionOf("e03"));
    for (const [step, [label, value]] of Object.entries(distances)) {
      sheet.act({ action: "capture", step, label, value });
      expect(sheet.step(step)).toMatchObject({ state: "confirmed", confirmedBy: "participant" });
      expect(sheet.step(step)?.evidence?.summary.en).toMatch(/^Capture: −\d/);
    }
    sheet.act({ action: "go", step: "loi" });
    const law = sheet.step("loi");
    expect(law?.state).toBe("confirmed");
    expect(law?.evidence?.sources).toEqual(["manual"]);
    expect(law?.evidence?.figures.slope).toBeCloseTo(2.1, 1);
    expect(sheet.run().captures[0]).toMatchObject({ samples: 1, median: -43, sources: ["manual"] });
  });

  it("says why not yet where typed figures are not enough, and refuses a word that would skip them", () => {
    const sheet = copy(definitionOf("e03"));
    sheet.act({ action: "capture", step: "demi", label: 2, value: -50 });
    expect(sheet.step("demi")?.progress.refusals[0]?.fr).toContain(
      "Le relevé attendu ici est «\u00a00,5\u00a0m\u00a0»",
    );
    expect(() => sheet.act({ action: "confirm", step: "demi", by: "participant" })).toThrow("ACTION_REFUSED");
    expect(() => sheet.act({ action: "capture", step: "demi", label: 0.5 })).toThrow("ACTION_REFUSED");
    expect(sheet.step("demi")?.state).toBe("in-progress");
  });

  it("takes a person’s word for what only a device could verify, and hears no device", () => {
    const sheet = copy(definitionOf("e05"));
    sheet.act({ action: "go", step: "presenter" });
    sheet.hear();
    expect(sheet.step("presenter")?.progress.refusals).toEqual([]);
    sheet.act({ action: "note", step: "presenter", text: "Amulette, lue à deux centimètres" });
    sheet.act({ action: "confirm", step: "presenter", by: "participant" });
    const step = sheet.step("presenter");
    expect(step).toMatchObject({ state: "confirmed", confirmedBy: "participant" });
    expect(step?.evidence).toMatchObject({
      sources: ["manual"],
      summary: { fr: "Confirmé d’après la feuille.", en: "Confirmed from the printed sheet." },
    });
    expect(() => sheet.act({ action: "choose-device", role: "lecteur", device: "reader-1" })).toThrow(
      "ACTION_REFUSED",
    );
  });

  it("never judges an answer by the spread of a window, which a sheet does not have", () => {
    const sheet = copy(definitionOf("e03"));
    for (const [step, [label, value]] of Object.entries(distances))
      sheet.act({ action: "capture", step, label, value });
    sheet.act({ action: "answer", step: "facteur", value: 1.6 });
    expect(sheet.step("facteur")).toMatchObject({ state: "confirmed", answer: 1.6 });
    expect(sheet.step("facteur")?.answerCorrect).toBeUndefined();
  });

  it("is told apart in the table and the document", () => {
    const definition = definitionOf("e03");
    const sheet = copy(definition);
    sheet.act({ action: "capture", step: "un", label: 1, value: -49.5 });
    const input = { run: sheet.run(), definition, series: [], devices: [] };
    const rows = exportCsv(input, "semicolon", "fr").split("\r\n");
    expect(rows.find((row) => row.includes("relevé 1"))).toMatch(/;-49,5;papier;;"relevé 1\u00a0: -49,5"$/);
    expect(rows.find((row) => row.includes("confirmée"))).toContain(";papier;");
    expect(exportCsv(input, "comma", "en")).toContain(",paper,,capture 1: -49.5");
    expect(exportJson(input)).toMatchObject({ run: { paper: true } });
  });

  it("typed figures are refused in a run that listens", () => {
    const live = copy(definitionOf("e03"), false);
    expect(() => live.act({ action: "capture", step: "un", label: 1, value: -49 })).toThrow("ACTION_REFUSED");
  });
});

describe.each(definitions.map((definition) => ({ id: definition.id, definition })))(
  "$id",
  ({ definition }) => {
    it("can be copied in from the sheet, step by step, and nothing is verified", () => {
      const sheet = copy(definition);
      for (const { id, check, inputs, kind } of definition.steps) {
        sheet.act({ action: "go", step: id });
        const asks = inputs.find(({ type }) => type === "number" || type === "choice" || type === "text");
        if (asks?.type === "choice")
          sheet.act({ action: "answer", step: id, value: asks.options[0]?.value ?? "" });
        else if (asks)
          sheet.act({ action: "answer", step: id, value: asks.type === "number" ? 1 : "Une idée." });
        else if (check && !judgedOnPaper(check))
          sheet.act({ action: "confirm", step: id, by: "participant" });
        if (check === undefined || !judgedOnPaper(check))
          expect([id, kind, sheet.step(id)?.state]).toEqual([id, kind, "confirmed"]);
      }
      const states = sheet.run().steps.map(({ state }) => state);
      expect(states).not.toContain("verified");
      expect(states).not.toContain("to-do");
    });
  },
);
