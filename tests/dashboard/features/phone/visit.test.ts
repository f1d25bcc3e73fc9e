import { describe, expect, it } from "vitest";
import type { CodePage, Opening, PageNote, PageNotes } from "#contract/code-pages.ts";
import { totalKb, weigh } from "../../../../dashboard/src/features/phone/page-weight.ts";
import { createVisit, NotTaken } from "../../../../dashboard/src/features/phone/visit.ts";

/** A phone, its memory, and a bench that may be out of reach, or hear and be cut before it answers. */
function phone(start: { page?: string; memory?: Map<string, string> } = {}) {
  const memory = start.memory ?? new Map<string, string>();
  const openings: Opening[] = [];
  const notes: PageNote[] = [];
  const bench = { isAway: false, isAnswerLost: false, refuses: false };
  let now = Date.parse("2026-07-01T10:00:00.000Z");
  let drawn = 0;
  const page = start.page ?? "affiche";
  const answer = (): CodePage => {
    if (bench.isAnswerLost) throw new TypeError("cut");
    const told = new Set(openings.map(({ id }) => id)).size;
    return { id: page, name: "Affiche", openings: told, notes: notes.length, medium: "qr" };
  };
  const reach = () => {
    if (bench.isAway) throw new TypeError("cut");
    if (bench.refuses)
      throw new NotTaken({
        code: "NOT_FOUND",
        message: { fr: "Introuvable.", en: "Not found." },
        remedy: { fr: "…", en: "…" },
      });
  };
  const control = createVisit({
    page,
    storage: {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
    },
    now: () => now,
    drawId: () => {
      drawn += 1;
      return `drawn-${memory.size}-${drawn}-${now}`;
    },
    open: async (_page, opening) => {
      reach();
      openings.push(opening);
      return answer();
    },
    write: async (_page, written: PageNotes) => {
      reach();
      notes.push(...written.notes);
      return answer();
    },
  });
  const later = (ms: number) => {
    now += ms;
  };
  return { memory, openings, notes, bench, control, later };
}

describe("a visit", () => {
  it("is told at once where the bench is near", async () => {
    const { control, openings } = phone();
    await control.opened(182);
    expect(openings).toMatchObject([{ offline: false, weightKb: 182, agoMs: 0 }]);
    expect(control.get()).toMatchObject({ page: { name: "Affiche", openings: 1 }, isAway: false });
  });

  it("waits without a network, then is told with the phone’s time, notes together", async () => {
    const { control, openings, notes, bench, later } = phone();
    await control.opened();
    bench.isAway = true;
    await control.returned(false);
    for (const text of ["un", "deux", "trois"]) await control.wrote(text);
    expect(control.get()).toMatchObject({ isAway: true, notes: [{ isTold: false }, {}, {}] });
    expect([openings.length, notes.length]).toEqual([1, 0]);
    later(60_000);
    bench.isAway = false;
    await control.tell();
    expect(openings[1]).toMatchObject({
      offline: true,
      clientTime: "2026-07-01T10:00:00.000Z",
      agoMs: 60_000,
    });
    expect(notes.map(({ text, offline }) => [text, offline])).toEqual([
      ["un", true],
      ["deux", true],
      ["trois", true],
    ]);
    expect(control.get()).toMatchObject({ isAway: false, notes: [{ isTold: true }, { isTold: true }, {}] });
  });

  it("told twice when the answer was lost, keeps its ids: the bench knows them again", async () => {
    const { control, notes, bench } = phone();
    await control.opened();
    bench.isAnswerLost = true;
    await control.wrote("un");
    bench.isAnswerLost = false;
    await control.tell();
    expect(notes).toHaveLength(2);
    expect(new Set(notes.map(({ id }) => id)).size).toBe(1);
  });

  it("outlives its page: what waited is told by the next one, and the page still has its name", async () => {
    const before = phone();
    await before.control.opened();
    before.bench.isAway = true;
    await before.control.wrote("avant de fermer");
    const after = phone({ memory: before.memory });
    expect(after.control.get()).toMatchObject({ page: { name: "Affiche" }, notes: [{ isTold: false }] });
    await after.control.tell();
    expect(after.notes.map(({ text }) => text)).toEqual(["avant de fermer"]);
  });

  it("brought back in sight counts as an opening once in an outage, and never with a network", async () => {
    const { control, openings, bench } = phone();
    await control.opened();
    await control.returned(true);
    bench.isAway = true;
    await control.returned(false);
    await control.returned(false);
    bench.isAway = false;
    await control.tell();
    expect(openings.map(({ offline }) => offline)).toEqual([false, true]);
  });

  it("says what the bench refuses, and does not go on about it", async () => {
    const { control, bench, openings } = phone({ page: "jamais-faite" });
    bench.refuses = true;
    await control.opened();
    expect(control.get().problem?.code).toBe("NOT_FOUND");
    bench.refuses = false;
    await control.tell();
    expect(openings).toEqual([]);
  });

  it("forgets what it cannot read in its memory", () => {
    for (const text of ["{", '{"waiting":[{"kind":"note"}],"pages":{"affiche":{"name":3}}}', "null"]) {
      const { control } = phone({ memory: new Map([["labo.visit", text]]) });
      expect(control.get().page).toBeUndefined();
    }
  });
});

it("a page weighs what its files weighed on their way; what it says to the bench is no part of it", () => {
  const file = (path: string, encodedBodySize: number) => ({
    name: `http://banc:3000${path}`,
    encodedBodySize,
  });
  const weight = weigh(file("/q/affiche", 1_200), [
    file("/assets/index-1.js", 110_000),
    file("/assets/landing-2.js", 2_000),
    file("/assets/index-3.css", 12_000),
    file("/assets/serif.woff2", 20_000),
    file("/favicon.svg", 300),
    file("/api/session", 9_000),
  ]);
  expect(weight).toEqual({ document: 1.2, script: 112, style: 12, font: 20, other: 0.3 });
  expect(totalKb(weight)).toBe(146);
});
