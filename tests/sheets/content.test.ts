// The real content, held to what it promises: everything loads, every number is put in, every name exists in the kit.
import { describe, expect, it } from "vitest";
import { readPictureAddress } from "#contract/pictures.ts";
import { composerId } from "#contract/rules.ts";
import { foldLevels, sheetSections } from "#contract/sheets.ts";
import { codePagesId } from "../../bridge/devices/code-pages.ts";
import { notebookId } from "../../bridge/devices/notebook.ts";
import { stationNames } from "../../bridge/devices/stations/station-names.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import type { ScenarioStep } from "../../bridge/sheets/scenario.ts";
import { defaultKit } from "../../bridge/virtual-kit/default-kit.ts";
import { en } from "../../dashboard/src/catalogues/en.ts";
import { fr } from "../../dashboard/src/catalogues/fr.ts";
import { contentFolder } from "../bridge/sheets/content-copy.ts";

const loaded = await loadSheets({ folder: contentFolder });
const kit = defaultKit();
const kitNames = [...kit.boards, ...kit.beacons, ...kit.tags].map(({ name }) => name);

describe("the content", () => {
  it("loads with no problem at all", () => {
    expect(loaded.problems).toEqual([]);
    for (const list of [loaded.sheets, loaded.experiments]) {
      const numbers = list.map(({ number }) => number);
      expect(numbers).toEqual([...new Set(numbers)].sort());
    }
    expect(loaded.definitions.map(({ id }) => id)).toEqual(loaded.experiments.map(({ id }) => id));
  });

  it("marks what is done besides the core", () => {
    const bonus = loaded.experiments.filter((experiment) => experiment.bonus === true);
    expect(bonus.map(({ number }) => number)).toEqual(["E10", "E22", "E27", "E28"]);
  });

  it("has no mark of an author left in what people read", () => {
    const left = textsIn([loaded.sheets, loaded.experiments]).filter((text) =>
      /\{\{|\}\}|^\$[a-z]|\[[a-z0-9]+(-[a-z0-9]+)+\](?!\()/.test(text),
    );
    expect(left).toEqual([]);
  });

  it("never writes the same text in both languages", () => {
    for (const sheet of loaded.sheets)
      for (const { body } of sheet.sections) expect(body.fr).not.toBe(body.en);
    for (const { steps } of loaded.experiments)
      for (const { instruction, hints } of steps)
        for (const text of [instruction, ...hints]) expect(text.fr).not.toBe(text.en);
  });

  it("sets French with no-break spaces and typographic apostrophes", () => {
    const french = loaded.sheets.flatMap(({ sections }) => sections.map(({ body }) => body.fr)).join("\n");
    expect(french).not.toMatch(/\p{L}'\p{L}/u);
    expect(french).not.toMatch(/« | »/);
    expect(french).not.toMatch(/\p{L} :(\s|$)/mu);
    expect(french).not.toMatch(/ [;!?](\s|$)/m);
  });
});

describe.each(loaded.sheets.map((sheet) => [sheet.id, sheet] as const))("the sheet %s", (id, sheet) => {
  it("has its ten parts, a picture in each language, and numbers with their sources", () => {
    expect(sheet.sections.map((section) => section.id)).toEqual([...sheetSections]);
    for (const language of ["fr", "en"] as const) {
      const prose = sheet.sections.flatMap(({ body, folds }) => [body, ...folds.map((fold) => fold.body)]);
      const text = prose.map((body) => body[language]).join("\n");
      const pictures = [...text.matchAll(/!\[.{40,}?\]\(([^)]+)\)/g)];
      expect(pictures.length).toBeGreaterThan(0);
      for (const [, address = ""] of pictures) {
        const picture = readPictureAddress(address);
        expect(picture?.sheet).toBe(id);
        const drawing = loaded.image(id, picture?.name ?? "");
        expect(drawing).toMatch(/^<svg/);
        expect(drawing).not.toContain("{{");
        // Its room is kept as large as it is drawn.
        const { width, height } = picture?.size ?? {};
        expect(drawing).toMatch(new RegExp(`^<svg[^>]* width="${width}"[^>]* height="${height}"`));
      }
    }
    for (const { source } of sheet.numbers) expect([source.fr, source.en]).not.toContain("");
  });

  it("folds what is for each of the next levels apart, with something to do before", () => {
    const further = sheet.sections.find((section) => section.id === "further");
    expect(further?.folds.map(({ level }) => level)).toEqual([...foldLevels]);
    expect(further?.body.fr).toContain("](/experiences/");
    for (const { body } of further?.folds ?? [])
      for (const language of ["fr", "en"] as const)
        expect(body[language].split(/\s+/).length).toBeGreaterThan(40);
  });

  it("fits two printed pages at the beginner's level", () => {
    const shown = sheet.sections.filter(({ folded }) => !folded);
    for (const language of ["fr", "en"] as const) {
      const words = shown
        .map(({ body }) => body[language])
        .join(" ")
        .split(/\s+/).length;
      expect(words).toBeLessThan(1000);
    }
  });

  it("leads to its experiments", () => {
    expect(sheet.experiments.length).toBeGreaterThan(0);
  });

  it("gives no picture it does not hold", () => {
    expect(loaded.image(id, "../sheet.yaml")).toBeUndefined();
    expect(loaded.image("nowhere", "cercles.fr.svg")).toBeUndefined();
  });
});

it("what was captured is drawn at each fit, and where success is compared with the field of a coil", () => {
  const drawn = Object.fromEntries(
    loaded.experiments.flatMap(({ number, steps }) =>
      steps.flatMap((step) => (step.drawn === undefined ? [] : [[`${number} ${step.id}`, step.drawn]])),
    ),
  );
  expect(drawn).toEqual({
    "E03 loi": {
      steps: ["demi", "un", "deux", "quatre"],
      channel: "rssi",
      stat: "median",
      across: "label",
      law: { model: "logdistance" },
    },
    "E06 falaise": {
      steps: ["cales"],
      channel: "trials",
      stat: "mean",
      across: "label",
      law: { coil: 20 },
    },
    "E10 loi": {
      steps: ["distances"],
      channel: "light",
      stat: "median",
      across: "label",
      law: { model: "power" },
      baseline: "noir",
    },
    "E17 regle": {
      steps: ["distances"],
      channel: "codeWidth",
      stat: "median",
      across: "figure",
      law: { model: "linear0" },
    },
  });
});

it("the page proposes the very number its capture is asked for, as the constants have it", () => {
  const proposed = loaded.definitions.flatMap(({ steps }) =>
    steps.flatMap(({ inputs, check }) =>
      inputs.flatMap((input) =>
        input.type === "capture" && check?.op === "capture" && check.expect_label !== undefined
          ? [[input.expectLabel, check.expect_label]]
          : [],
      ),
    ),
  );
  expect(proposed.length).toBeGreaterThanOrEqual(5);
  for (const [onPage, asked] of proposed) expect(onPage).toBe(asked);
});

describe.each(loaded.experiments.map((experiment) => [experiment.id, experiment] as const))(
  "the experiment %s",
  (id, experiment) => {
    const things = new Set(
      [...kit.boards, ...kit.beacons, ...kit.tags]
        .map((thing) => thing.id)
        .concat(
          notebookId,
          codePagesId,
          composerId,
          stationNames.map(({ group }) => `station-${group}`),
        ),
    );
    const scenarios = loaded.scenarios.get(id) ?? [];

    it("says what is safe, what is private, and which misconception it is after", () => {
      for (const prose of [experiment.safety, experiment.privacy, experiment.misconceptions])
        for (const language of ["fr", "en"] as const)
          expect(prose?.[language] ?? "").toMatch(/\p{L}{3}.*\./u);
    });

    it("helps at each step it verifies, and explains after", () => {
      const verified = experiment.steps.filter((step) => step.verifiable);
      expect(verified.length).toBeGreaterThanOrEqual(4);
      for (const step of verified) {
        expect(step.hints).toHaveLength(3);
        expect(step.explanation).toBeDefined();
      }
    });

    it("never sends people away from the run to the kit, which stands beside the step or opens over it", () => {
      for (const { simulated } of experiment.steps) {
        expect(simulated?.fr ?? "").not.toContain("](/");
        expect(simulated?.en ?? "").not.toContain("](/");
      }
    });

    it.each([
      ["fr", fr, /«\u00a0(\p{Lu}.+?)\u00a0»/gu],
      ["en", en, /“(\p{Lu}.+?)”/gu],
    ] as const)("quotes in %s only words that are really on the screen", (language, catalogue, quotes) => {
      const ownNames = experiment.steps.flatMap(({ inputs }) =>
        inputs.flatMap((input) => ("label" in input && input.label ? [input.label[language]] : [])),
      );
      const names = [...Object.values(catalogue), ...kitNames.map((name) => name[language]), ...ownNames];
      const texts = experiment.steps.flatMap(({ instruction, simulated, hints, explanation }) =>
        [instruction, simulated, ...hints, explanation].map((text) => text?.[language] ?? ""),
      );
      const quoted = texts.flatMap((text) => [...text.matchAll(quotes)].map(([, name = ""]) => name));
      expect(quoted.length).toBeGreaterThan(0);
      expect(quoted.filter((name) => !names.includes(name))).toEqual([]);
    });

    it("begins with a prediction and ends in the museum, neither of them graded", () => {
      const [first, last] = [experiment.steps[0], experiment.steps.at(-1)];
      expect([first?.kind, last?.kind]).toEqual(["predict", "transfer"]);
      expect([first?.verifiable, last?.verifiable]).toEqual([false, false]);
    });

    it("has scenarios whose things are all in the kit", () => {
      expect(new Set(scenarios.map(({ outcome }) => outcome))).toEqual(new Set(["passes", "does-not-pass"]));
      const roles = experiment.needs.map(({ role }) => role);
      for (const scenario of scenarios) {
        expect(Object.keys(scenario.devices)).toEqual(roles);
        const named = [...Object.values(scenario.devices), ...scenario.steps.flatMap(thingsNamed)];
        expect(named.filter((name) => !things.has(name))).toEqual([]);
      }
    });

    it("has a passing scenario that sees every verifiable step verified", () => {
      const passing = scenarios.find(({ outcome }) => outcome === "passes");
      const seen = passing?.steps.flatMap((step) =>
        "wait-step" in step && step["wait-step"].state === "verified" ? [step["wait-step"].step] : [],
      );
      expect(seen).toEqual(experiment.steps.filter(({ verifiable }) => verifiable).map((step) => step.id));
    });

    it("has mistakes that hold a step back", () => {
      for (const scenario of scenarios.filter(({ outcome }) => outcome === "does-not-pass")) {
        const held = scenario.steps.findLast((step) => "expect-step" in step);
        expect(held !== undefined && "expect-step" in held && held["expect-step"].state).toBe("in-progress");
      }
    });
  },
);

function thingsNamed(step: ScenarioStep): string[] {
  if ("repeat" in step) return step.repeat.steps.flatMap(thingsNamed);
  if ("place" in step) return [step.place.tag, step.place.reader];
  if ("remove" in step) return [step.remove.tag];
  if ("tap" in step) return [step.tap.tag, step.tap.reader];
  if ("hold" in step) return [step.hold.tag, step.hold.reader];
  if ("label-tag" in step) return [step["label-tag"].tag];
  if (!("set-control" in step)) return [];
  const control = step["set-control"];
  return ["tag", "reader", "beacon", "board"].flatMap((key) => {
    const name: unknown = Reflect.get(control, key);
    return typeof name === "string" ? [name] : [];
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
