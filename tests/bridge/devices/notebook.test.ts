import { describe, expect, it } from "vitest";
import type { LaboEvent } from "#contract/events.ts";
import { mostVisitors } from "#contract/notebook.ts";
import { createEventFactory } from "../../../bridge/devices/event-factory.ts";
import { createNotebook, notebookId } from "../../../bridge/devices/notebook.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";
import { createListeningOutput } from "../../helpers/phone-bench.ts";

const uid = "04d36f8a1c2290";

function startNotebook() {
  const clock = createManualClock();
  const heard = createListeningOutput();
  const events = createEventFactory("banc", "boot");
  let drawn = 0;
  const notebook = createNotebook({
    clock,
    bridge: "banc",
    output: heard.output,
    events: createEventFactory("banc", "carnet"),
    salt: () => Uint8Array.from({ length: 32 }, (_, n) => n + 7 * ++drawn),
  });
  const arrive = (reader: string, id = uid) => {
    const at = { now: clock.now(), mono: clock.mono() };
    const tag = { id, known: true, family: "mifare-ultralight-ntag", uidBytes: 7 } as const;
    const event: LaboEvent = events.make(reader, "simulated", at, {
      kind: "tag-arrived",
      reader: "reader-1",
      tag,
    });
    notebook.hear(event, (device) => `Lecteur ${device}`);
  };
  const ask = (command: string, args: Record<string, string> = {}) =>
    notebook.execute(notebookId, { id: "c1", command, args });
  const facts = () => heard.of("reading-taken").map((event) => event.facts);
  return { notebook, arrive, ask, facts, ...heard };
}

describe("the visit notebook", () => {
  it("is no device and notes nothing before somebody begins it", async () => {
    const bench = startNotebook();
    bench.arrive("quai");
    expect(await bench.ask("notebook.purge")).toBeUndefined();
    expect(() => bench.notebook.open()).toThrow(/NOT_FOUND/);
    expect([bench.devices.size, bench.events.length]).toEqual([0, 0]);
    expect(bench.notebook.begin()).toEqual({ begun: true, stops: [], visitors: [] });
    bench.notebook.begin();
    expect(bench.devices.get(notebookId)).toMatchObject({ profile: "notebook", transport: "web" });
    expect(bench.healths).toEqual(["online ready ok"]);
  });

  it("follows a tag from stop to stop under one pseudonym, and never tells its number", async () => {
    const bench = startNotebook();
    bench.notebook.begin();
    bench.arrive("quai");
    bench.arrive("phare");
    expect(await bench.ask("stop.set", { reader: "quai", stop: " Grève " })).toMatchObject({ ok: true });
    bench.arrive("quai");
    const told = bench.facts();
    expect(told.map((one) => one?.stop)).toEqual(["Lecteur quai", "Lecteur phare", "Grève"]);
    expect(new Set(told.map((one) => one?.visitor)).size).toBe(1);
    expect(told[0]?.visitor).toMatch(/^visitor-[0-9a-f]{6}$/);
    expect(bench.states.get(notebookId)).toMatchObject({ readings: { visitors: 1, visits: 3 } });
    expect(bench.states.get(notebookId)?.facts).toBeUndefined();
    expect(JSON.stringify([bench.events, bench.notebook.show()])).not.toContain(uid);
    expect(bench.of("reading-taken").map(({ source }) => source)).toEqual(Array(3).fill("simulated"));
  });

  it("takes a trembling hand for one stop, and another tag for another visitor", () => {
    const bench = startNotebook();
    bench.notebook.begin();
    bench.arrive("quai");
    bench.arrive("quai");
    bench.arrive("quai", "0417be50d96c81");
    expect(bench.notebook.show().visitors.map(({ visits }) => visits.length)).toEqual([1, 1]);
  });

  it("erases everything at a purge, and knows nobody again", async () => {
    const bench = startNotebook();
    bench.notebook.begin();
    bench.arrive("quai");
    const [before] = bench.notebook.show().visitors;
    expect(await bench.ask("notebook.purge")).toMatchObject({ ok: true });
    expect(bench.notebook.show().visitors).toEqual([]);
    expect(bench.of("reading-taken").at(-1)).toMatchObject({ readings: { visitors: 0, visits: 0 } });
    bench.arrive("quai");
    expect(bench.notebook.show().visitors[0]?.id).not.toBe(before?.id);
  });

  it("tells of its page, refuses what it does not know, and keeps so many visitors", async () => {
    const bench = startNotebook();
    bench.notebook.begin();
    bench.notebook.open();
    expect(bench.of("page-opened")).toMatchObject([{ page: "carnet", source: "manual" }]);
    expect(await bench.ask("notebook.burn")).toMatchObject({ ok: false });
    expect(await bench.ask("stop.set", { reader: "quai", stop: "x".repeat(41) })).toMatchObject({
      ok: false,
    });
    for (let n = 0; n <= mostVisitors; n += 1) bench.arrive("quai", `04${String(n).padStart(12, "0")}`);
    expect(bench.notebook.show().visitors).toHaveLength(mostVisitors);
  });
});
