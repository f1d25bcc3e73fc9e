// The power cut in the middle of a run: what was acknowledged is there at the next start, and the run can be completed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { exportPaths } from "#contract/api.ts";
import type { Run, RunStep } from "#contract/runs.ts";
import { createRandom } from "../../bridge/virtual-kit/random.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import {
  actIn,
  closeHouses,
  experimentE05,
  type House,
  kitReader,
  kitReaderOf,
  openHouse,
  startE05,
  stateOf,
  stepIs,
} from "../helpers/house.ts";
import { freePort } from "../helpers/mosquitto.ts";
import { commandOf, descendantsOf, isAlive } from "../helpers/process-tree.ts";
import { listens, portOf } from "../helpers/tcp.ts";

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "labo-kill-"));
  folders.push(folder);
  return folder;
};
afterAll(async () => {
  await closeHouses();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Ends a bench in some way, and waits until nothing of it is left: processes, ports. */
async function endsWhole(house: House, end: () => Promise<unknown>): Promise<void> {
  const pid = house.bridge.process.pid;
  if (pid === undefined) throw new Error("no process");
  const children = descendantsOf(pid);
  expect(children.map(commandOf).join("\n")).toContain("noble-host");
  await end();
  await eventually(() => !children.some(isAlive), "its children are gone too");
  expect(await listens(portOf(house.bridge.page))).toBe(false);
  expect(await listens(portOf(house.bridge.broker))).toBe(false);
}

it("kill -9 in the middle of E05: the run is there with its evidence, and is completed after the next start", async () => {
  const data = newFolder();
  const port = await freePort();
  const options = { data, args: ["--port", String(port)] };
  const first = await openHouse(options);
  const reader = await kitReaderOf(first);
  const { id } = await startE05(first, reader.id);
  const act = actIn(first, id);
  await act.answer("predire", "lecteur");
  await act.go("presenter");
  await reader.tap("amulette");
  await stepIs(first, id, "presenter", "verified");
  await act.note("presenter", "L’amulette répond à deux doigts du lecteur.");
  await act.label("3a7fc21e", "Amulette");
  await act.go("deux");
  await reader.tap("amulette");
  const before = await first.api.call("run", { id });
  expect(stateOf(before, "deux")).toBe("in-progress");

  await endsWhole(first, () => first.bridge.kill());

  // The same address, so that the same browser's cookies go on naming the same participant.
  const again = await openHouse(options);
  expect(again.bridge.output(), "no warning").not.toMatch(/^! /m);
  const house: House = { bridge: again.bridge, api: first.api };
  const lasting = (run: Run) => ({
    attempt: run.attempt,
    startedAt: run.startedAt,
    devices: run.devices,
    notes: run.notes,
    tagLabels: run.tagLabels,
    currentStep: run.currentStep,
    steps: run.steps.map(({ id: step, state, evidence, answer, doneAt }: RunStep) => ({
      step,
      state,
      evidence,
      answer,
      doneAt,
    })),
  });
  const after = await house.api.call("run", { id });
  expect(lasting(after)).toEqual(lasting(before));
  expect(after.notes).toHaveLength(1);
  expect(after.tagLabels).toEqual({ "3a7fc21e": "Amulette" });

  const readerAgain = await kitReaderOf(house);
  expect(readerAgain.id).toBe(reader.id);
  const actAgain = actIn(house, id);
  await readerAgain.tap("amulette");
  await readerAgain.tap("coquillage");
  await stepIs(house, id, "deux", "verified");
  await actAgain.go("ordre");
  for (const tag of ["amulette", "billet", "amulette", "coquillage"]) await readerAgain.tap(tag);
  await stepIs(house, id, "ordre", "verified");
  await actAgain.go("tenir");
  await house.api.call("controlKit", {
    body: { control: "tag-place", tag: "plume", reader: kitReader, distanceMm: 5 },
  });
  // What a hand does: it holds the object for four seconds.
  await pause(4000);
  await house.api.call("controlKit", { body: { control: "tag-remove", tag: "plume" } });
  await stepIs(house, id, "tenir", "verified");
  await actAgain.go("nommer");
  await actAgain.label("b4d08e65", "Billet");
  await actAgain.label("04a91c72e35b80", "Coquillage");
  await stepIs(house, id, "nommer", "verified");
  await actAgain.go("transferer");
  await actAgain.note("transferer", "Une réplique sur un socle.");
  expect((await actAgain.finish()).finishedAt).toBeDefined();
  const kept = await (await house.api.open(exportPaths.json(id))).text();
  expect(kept).toContain("deux doigts du lecteur");
  expect(kept).toContain("Une réplique sur un socle");

  // And a polite end leaves nothing behind either.
  await endsWhole(house, async () => expect(await again.bridge.stop()).toBe(0));
});

it("kill -9 at random moments: the file always opens, and every act that was acknowledged is there", async () => {
  const rounds = 8;
  const random = createRandom(20_261_124);
  const data = newFolder();
  const port = await freePort();
  const api = createApiClient(`http://127.0.0.1:${port}`);
  /** Run → texts of its notes that were acknowledged. */
  const acknowledged = new Map<string, string[]>();

  async function live(): Promise<void> {
    for (let run = 0; ; run += 1) {
      const { id } = await api.call("startRun", { body: { experiment: experimentE05 } });
      const texts: string[] = [];
      acknowledged.set(id, texts);
      for (let n = 0; n < 150; n += 1) {
        const text = `${run}-${n} ${"x".repeat(300)}`;
        await api.call("actOnRun", { id, body: { action: "note", text } });
        texts.push(text);
      }
      await api.call("actOnRun", { id, body: { action: "finish" } });
    }
  }

  for (let round = 0; round <= rounds; round += 1) {
    const { bridge } = await openHouse({ data, args: ["--no-kit", "--port", String(port)] });
    expect(bridge.output(), "no file set aside").not.toMatch(/^! /m);
    for (const [id, texts] of acknowledged) {
      const run = await api.call("run", { id });
      expect(run.notes.map(({ text }) => text).slice(0, texts.length), `round ${round}, ${id}`).toEqual(
        texts,
      );
      // At most the one act that was under way when the power was cut.
      expect(run.notes.length - texts.length).toBeLessThanOrEqual(1);
    }
    if (round === rounds) break;
    const moment = pause(20 + random.next() * 700).then(() => bridge.kill());
    const lived = live().catch((error: unknown) => error);
    await moment;
    // Cut off in the middle of a request: nothing else may have stopped it.
    expect(String(await lived)).toMatch(/fetch failed|terminated|other side closed/);
  }
  const total = [...acknowledged.values()].reduce((sum, texts) => sum + texts.length, 0);
  process.stdout.write(`${total} notes acknowledged in ${acknowledged.size} runs over ${rounds} lives\n`);
  expect(total).toBeGreaterThan(50);
});
