import { describe, expect, it } from "vitest";
import type { LaboEvent } from "#contract/events.ts";
import type { LiveMessage } from "#contract/live.ts";
import { applyMessage, emptyLiveState, kept } from "../../../dashboard/src/store/live-state.ts";
import { LiveStore } from "../../../dashboard/src/store/live-store.ts";
import { beacon, bench, experiments, frame, kit, newRun, startTime } from "../fixtures.ts";

const apply = (messages: readonly LiveMessage[]) => messages.reduce(applyMessage, emptyLiveState);
const event = (id: string): LaboEvent => ({
  v: 1,
  id,
  seq: 1,
  time: startTime,
  mono: 1,
  bridge: "labo",
  device: beacon.id,
  source: "simulated",
  kind: "device-found",
});
const sample = (mono: number) => ({ time: startTime, mono, readings: { rssi: -60 } });
const feed = (
  type: "device-snapshot" | "device-delta",
  data: Partial<{ samples: ReturnType<typeof sample>[]; events: LaboEvent[] }>,
): LiveMessage => ({
  type,
  device: beacon.id,
  data: { samples: [], events: [], frames: [], ...data },
});

describe("the live state", () => {
  it("takes a snapshot, then changes only the entries a delta names", () => {
    const moved = {
      ...bench.devices["balise-ibeacon"],
      device: beacon,
      state: { time: startTime, readings: { rssi: -70 } },
    };
    const state = apply([
      { type: "bench-snapshot", data: bench },
      { type: "bench-delta", data: { devices: { "balise-ibeacon": moved, "balise-ruuvi": null } } },
    ]);
    expect(state.bench?.devices["balise-ibeacon"]?.state?.readings.rssi).toBe(-70);
    expect(state.bench?.devices["balise-ruuvi"]).toBeUndefined();
    expect(state.bench?.devices["carte-capteurs"]).toBe(bench.devices["carte-capteurs"]);
    expect(state.bench?.tags).toBe(bench.tags);
  });

  it("leaves a delta that comes before any snapshot", () => {
    expect(apply([{ type: "bench-delta", data: { broker: bench.broker } }])).toEqual(emptyLiveState);
  });

  it("appends what a device said, drops an event told twice, and starts over at a snapshot", () => {
    const before = apply([
      feed("device-snapshot", { samples: [sample(1)], events: [event("a")] }),
      feed("device-delta", { samples: [sample(2)], events: [event("a"), event("b")] }),
    ]);
    expect(before.feeds[beacon.id]?.samples.map(({ mono }) => mono)).toEqual([1, 2]);
    expect(before.feeds[beacon.id]?.events.map(({ id }) => id)).toEqual(["a", "b"]);
    const after = applyMessage(before, feed("device-snapshot", { samples: [sample(9)] }));
    expect(after.feeds[beacon.id]?.samples).toHaveLength(1);
  });

  it("keeps no more than its bounds, the newest", () => {
    const state = apply([
      feed("device-snapshot", { samples: Array.from({ length: kept.samples + 5 }, (_, n) => sample(n)) }),
      feed("device-delta", { samples: [sample(99_999)] }),
    ]);
    expect(state.feeds[beacon.id]?.samples).toHaveLength(kept.samples);
    expect(state.feeds[beacon.id]?.samples.at(-1)?.mono).toBe(99_999);
    const many = Array.from(
      { length: 60 },
      (_, n): LiveMessage => ({
        type: "device-snapshot",
        device: `appareil-${n}`,
        data: { samples: [], events: [], frames: [frame] },
      }),
    );
    expect(Object.keys(apply(many).feeds).length).toBeLessThan(30);
  });

  it("keeps the kit, the runs and the last refusal", () => {
    const [first] = experiments;
    if (first === undefined) throw new Error("no experiment in the fixtures");
    const run = newRun("essai-1", first, {});
    const problem = { code: "NOT_FOUND", message: { fr: "a", en: "b" }, remedy: { fr: "c", en: "d" } };
    const state = apply([
      { type: "kit", data: kit },
      { type: "run", run: run.id, data: run },
      { type: "refused", feed: "run:x", problem },
    ]);
    expect(state.kit).toBe(kit);
    expect(state.runs["essai-1"]).toBe(run);
    expect(state.refusal).toEqual({ feed: "run:x", problem });
  });
});

describe("the live store", () => {
  it("tells its listeners once for all the messages of a frame", () => {
    let flush = () => {};
    const store = new LiveStore((act) => {
      flush = act;
    });
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    store.take({ type: "bench-snapshot", data: bench });
    store.take({ type: "kit", data: kit });
    expect(store.getState().bench).toBeUndefined();
    flush();
    expect(told).toBe(1);
    expect(store.getState().bench).toBe(bench);
    expect(store.getState().kit).toBe(kit);
  });

  it("applies early rather than hoard when nobody draws", () => {
    const store = new LiveStore(() => {});
    for (let n = 0; n < 2000; n += 1) store.take({ type: "kit", data: kit });
    expect(store.getState().kit).toBe(kit);
  });
});
