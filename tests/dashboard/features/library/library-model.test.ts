// What the library shows of what it holds: by device, level, time, place, and by what is plugged in.
import { describe, expect, it } from "vitest";
import type { Bench } from "#contract/bench.ts";
import type { ExperimentSummary, LearningPath } from "#contract/sheets.ts";
import {
  type Filters,
  readFilters,
  writeFilters,
} from "../../../../dashboard/src/features/library/filters.ts";
import {
  countOf,
  type Library,
  openRuns,
  pathItems,
  progressOf,
  readinessOf,
  shelvesOf,
  stepsDone,
} from "../../../../dashboard/src/features/library/library-model.ts";
import { bench, experiments, finishedRun, newRun, sheets } from "../../fixtures.ts";

const everything: Filters = readFilters(new URLSearchParams());
const books: Library = { sheets, experiments, bench, runs: [] };
const [e05, e01] = experiments;
if (e05 === undefined || e01 === undefined) throw new Error("the fixtures have no experiments");

const shown = (filters: Partial<Filters>, of: Library = books) =>
  shelvesOf(of, { ...everything, ...filters }, "all", undefined).flatMap((shelf) => [
    ...(shelf.isSheetAsked ? [shelf.sheet.sheet.number] : []),
    ...shelf.experiments.map(({ experiment }) => experiment.number),
  ]);
const unplugged: Bench = {
  ...bench,
  devices: Object.fromEntries(
    Object.entries(bench.devices).map(([id, one]) => [
      id,
      id === "lecteur-rfid" && one.availability !== undefined
        ? { ...one, availability: { ...one.availability, state: "offline" as const } }
        : one,
    ]),
  ),
};

describe("the shelves of the library", () => {
  it("put each experiment beside the sheet it belongs to, in the order of their numbers", () => {
    expect(shown({})).toEqual(["F1", "E01", "F2", "E05", "F4", "E13"]);
  });

  it("keep what suits every criterion, and the sheet of an experiment that does", () => {
    expect(shown({ family: "reader" })).toEqual(["F2", "E05"]);
    expect(shown({ level: "expert" })).toEqual([]);
    expect(shown({ minutes: 5 })).toEqual(["F1", "F2", "F4"]);
    expect(shown({ setting: "group" })).toEqual(["E01", "E05", "E13"]);
    expect(shown({ setting: "kiosk" })).toEqual([]);
    const shelves = shelvesOf(books, { ...everything, setting: "solo" }, "all", undefined);
    expect(shelves.map(({ sheet }) => sheet.sheet.number)).toEqual(["F1", "F2", "F4"]);
    expect(countOf(shelves)).toBe(3);
  });

  it("keep only what words were found in", () => {
    const shelves = shelvesOf(books, everything, "all", new Set(["e05-lire-sans-toucher"]));
    expect(shelves.map(({ sheet, isSheetAsked }) => [sheet.sheet.number, isSheetAsked])).toEqual([
      ["F2", false],
    ]);
  });

  it("show sheets alone, or experiments alone", () => {
    const numbers = (kind: "sheets" | "experiments") =>
      countOf(shelvesOf(books, everything, kind, undefined));
    expect(numbers("sheets")).toBe(3);
    expect(numbers("experiments")).toBe(3);
  });

  it("know what can be done now", () => {
    expect(shown({ now: true })).toEqual(["F1", "E01", "F2", "E05", "F4", "E13"]);
    expect(shown({ now: true }, { ...books, bench: unplugged })).toEqual(["F1", "E01", "F4", "E13"]);
    expect(shown({ now: true }, { ...books, bench: undefined })).toEqual([]);
  });
});

describe("what can be done now", () => {
  const needs: ExperimentSummary["needs"] = e01.needs;

  it("is unknown of a bench nobody hears", () => {
    expect(readinessOf(undefined, needs)).toBe("unknown");
  });

  it("asks for a device of its own for each role", () => {
    const [need] = needs;
    if (need === undefined) throw new Error("E01 needs nothing");
    const roles = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...need, role: `r${index}` }));
    // Two beacons are on the bench; the second hears nothing of the signal of a third.
    expect(readinessOf(bench, roles(2))).toBe("ready");
    expect(readinessOf(bench, roles(3))).toBe("lacking");
  });

  it("finds a cast where the first device that fits is the only one for another role", () => {
    const beacon = needs[0];
    if (beacon === undefined) throw new Error("E01 needs nothing");
    const warm = { ...beacon, role: "chaude", channels: ["temperature"] };
    expect(readinessOf(bench, [beacon, warm])).toBe("ready");
    expect(readinessOf(bench, [warm, beacon])).toBe("ready");
    expect(readinessOf(bench, [warm, { ...warm, role: "autre" }])).toBe("lacking");
  });
});

describe("what was begun", () => {
  const open = newRun("a", e05, {});
  const later = { ...open, id: "b", startedAt: "2026-03-22T14:00:00.000Z" };
  const done = finishedRun("c", e05);

  it("comes with the latest first, and how far it is", () => {
    expect(openRuns([open, done, later]).map(({ id }) => id)).toEqual(["b", "a"]);
    expect([stepsDone(open), stepsDone(done)]).toEqual([0, done.steps.length]);
  });

  it("is told of an experiment, before what was finished", () => {
    expect(progressOf([done, open], e05.id)).toBe("begun");
    expect(progressOf([done], e05.id)).toBe("done");
    expect(progressOf([done], e01.id)).toBeUndefined();
  });
});

describe("learning paths", () => {
  it("have the experiments there are, and their time", () => {
    const path: LearningPath = {
      id: "accueil",
      name: { fr: "Accueil", en: "Welcome" },
      lead: { fr: "Pour l’accueil.", en: "For the desk." },
      experiments: [e01.id, "e99-pas-encore", e05.id],
    };
    const items = pathItems(books, [path, { ...path, id: "vide", experiments: [] }]);
    expect(items.map((item) => [item.path.id, item.minutes, item.experiments.length])).toEqual([
      ["accueil", 20, 2],
    ]);
  });
});

describe("what is asked of the library", () => {
  it("goes to the address and back", () => {
    const asked: Filters = {
      words: "été & hiver",
      family: "board",
      level: "advanced",
      minutes: 15,
      setting: "group",
      now: true,
    };
    expect(readFilters(new URLSearchParams(writeFilters(asked).toString()))).toEqual(asked);
    expect(writeFilters(everything).toString()).toBe("");
  });

  it("is nothing where an address says it badly", () => {
    const query = new URLSearchParams({
      niveau: "tout",
      duree: "0",
      lieu: "<b>",
      appareil: "",
      maintenant: "oui",
    });
    expect(readFilters(query)).toEqual(everything);
  });
});
