import { describe, expect, it } from "vitest";
import { mostCodePages, trialCodes } from "#contract/code-pages.ts";
import { codePagesId, createCodePages } from "../../../bridge/devices/code-pages.ts";
import { createEventFactory } from "../../../bridge/devices/event-factory.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";
import { createListeningOutput } from "../../helpers/phone-bench.ts";

function startPages(kept: { id: string; name: string }[] = []) {
  const clock = createManualClock();
  const heard = createListeningOutput();
  const pages = createCodePages({
    clock,
    bridge: "banc",
    output: heard.output,
    events: createEventFactory("banc", "boot"),
    keep: {
      codePages: () => kept,
      addCodePage: (id, name) => void kept.push({ id, name }),
      removeCodePage: (id) =>
        void kept.splice(
          kept.findIndex((one) => one.id === id),
          1,
        ),
    },
  });
  pages.start();
  return { clock, pages, kept, ...heard };
}

describe("pages opened by a printed code", () => {
  it("are no device before there is one", () => {
    const bench = startPages();
    expect(bench.devices.size).toBe(0);
    bench.pages.add("3 cm");
    expect(bench.devices.get(codePagesId)).toMatchObject({ profile: "page", transport: "web" });
  });

  it("count their openings, each an event", () => {
    const bench = startPages([{ id: "affiche", name: "Affiche" }]);
    const { id } = bench.pages.add("3 cm");
    bench.pages.open(id);
    bench.pages.open("affiche");
    expect(bench.pages.open(id).openings).toBe(2);
    expect(bench.of("page-opened").map(({ page }) => page)).toEqual(["3-cm", "affiche", "3-cm"]);
    expect(bench.states.get(codePagesId)).toMatchObject({
      readings: { openings: 3 },
      facts: { "3-cm": "2", affiche: "1" },
    });
  });

  it("keep apart names that look alike, and take any text as text", () => {
    const bench = startPages();
    expect(bench.pages.add("Été").id).toBe("ete");
    expect(bench.pages.add("été").id).toBe("ete-2");
    expect(bench.pages.add("<b>../..</b>").id).toMatch(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/);
    expect(bench.pages.add("日本").id).toBe("page");
    expect(bench.pages.list().map(({ name }) => name)).toContain("<b>../..</b>");
  });

  it("refuse what nobody made, and a program that opens them", () => {
    const bench = startPages([{ id: "affiche", name: "Affiche" }]);
    expect(() => bench.pages.open("autre")).toThrow(/NOT_FOUND/);
    expect(() => {
      for (let n = 0; n < 100; n += 1) bench.pages.open("affiche");
    }).toThrow(/TOO_MANY_REQUESTS/);
    expect(bench.of("page-opened")).toHaveLength(20);
    bench.clock.advance(1_000);
    expect(bench.pages.open("affiche").openings).toBe(21);
  });

  it("of the experiments are made in one gesture, once, and tell which code was read", () => {
    const bench = startPages([{ id: "affiche", name: "Affiche" }]);
    expect(bench.pages.prepare()).toHaveLength(trialCodes.length + 1);
    expect(bench.pages.prepare()).toHaveLength(trialCodes.length + 1);
    // A page of that name is another page.
    expect(bench.pages.add("nfc").id).toBe("nfc-2");
    bench.pages.open("qr-3cm-h", { weightKb: 180 });
    expect(bench.devices.get(codePagesId)?.source).toBe("hardware");
    bench.pages.open("nfc", { simulated: true });
    expect(bench.devices.get(codePagesId)?.source).toBe("simulated");
    bench.pages.open("affiche");
    expect(bench.of("page-opened")).toMatchObject([
      { page: "qr-3cm-h", medium: "qr", widthCm: 3, level: "H", weightKb: 180, source: "hardware" },
      { page: "nfc", medium: "nfc", source: "simulated" },
      { page: "affiche", medium: "qr", offline: false },
    ]);
    expect(bench.of("reading-taken").map(({ readings }) => readings)).toEqual([{ codeWidth: 3 }]);
  });

  it("count what a phone tells again, not knowing whether it was heard, only once", () => {
    const bench = startPages([{ id: "affiche", name: "Affiche" }]);
    const opening = {
      id: "opening-1",
      offline: true,
      clientTime: "2026-07-01T10:00:00.000Z",
      agoMs: 90_000,
    };
    bench.pages.open("affiche", opening);
    expect(bench.pages.open("affiche", opening).openings).toBe(1);
    const note = (id: string) => ({ ...opening, id, text: "<b>Beau phare</b>" });
    bench.pages.write("affiche", { notes: [note("note-0001"), note("note-0002")] });
    expect(bench.pages.write("affiche", { notes: [note("note-0002"), note("note-0003")] }).notes).toBe(3);
    expect(bench.of("note-left").map(({ note: id, text, agoMs }) => [id, text, agoMs])).toEqual([
      ["note-0001", "<b>Beau phare</b>", 90_000],
      ["note-0002", "<b>Beau phare</b>", 90_000],
      ["note-0003", "<b>Beau phare</b>", 90_000],
    ]);
    expect(bench.of("page-opened")).toMatchObject([
      { offline: true, clientTime: "2026-07-01T10:00:00.000Z" },
    ]);
    expect(() => bench.pages.write("autre", { notes: [note("note-0004")] })).toThrow(/NOT_FOUND/);
  });

  it("are bounded, and forget their count when they go", () => {
    const bench = startPages();
    for (let n = 0; n < mostCodePages; n += 1) bench.pages.add(`Page ${n}`);
    expect(() => bench.pages.add("Une de trop")).toThrow(/PAGES_FULL/);
    bench.pages.open("page-0");
    bench.pages.remove("page-0");
    expect(() => bench.pages.remove("page-0")).toThrow(/NOT_FOUND/);
    expect(() => bench.pages.open("page-0")).toThrow(/NOT_FOUND/);
    expect(bench.pages.add("Page 0").openings).toBe(0);
    expect(bench.states.get(codePagesId)?.readings).toEqual({ openings: 0, notes: 0 });
  });
});
