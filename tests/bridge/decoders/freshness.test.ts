// New, repeated, played back: the rules of packet numbers and counters, one case each.
import { describe, expect, it } from "vitest";
import type { Freshness } from "../../../bridge/decoders/decoder.ts";
import { createFreshnessMemory } from "../../../bridge/decoders/freshness.ts";
import { decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { contextOf, payloadOf, type Row, vectors } from "../../helpers/advertisement-rows.ts";

/** Verdicts of frames heard at these times, milliseconds. */
function verdicts(...heard: readonly (readonly [Freshness, number])[]) {
  const memory = createFreshnessMemory();
  return heard.map(([freshness, mono]) => memory.judge(freshness, mono));
}
const packets = (...heard: readonly (readonly [number, number])[]) =>
  verdicts(...heard.map(([packetId, mono]) => [{ packetId }, mono] as const));
const counters = (...values: readonly number[]) =>
  verdicts(...values.map((counter, i) => [{ counter }, i * 10_000] as const));

describe("a packet number", () => {
  it("that is the same is the same frame heard again", () => {
    expect(packets([9, 0], [9, 50], [9, 100])).toEqual(["fresh", "repeat", "repeat"]);
  });

  it("that is repeated without end never becomes new", () => {
    const heard = Array.from({ length: 20 }, (_, i): [number, number] => [9, i * 1000]);
    expect(packets(...heard).slice(1)).toEqual(Array(19).fill("repeat"));
  });

  it("that is older within four seconds is a straggler", () => {
    expect(packets([9, 0], [8, 3999])).toEqual(["fresh", "late"]);
  });

  it("says nothing after four seconds of silence: the device may have started again", () => {
    expect(packets([9, 0], [8, 4001])).toEqual(["fresh", "fresh"]);
    expect(packets([9, 0], [9, 4001])).toEqual(["fresh", "fresh"]);
  });

  it("comes round at 256, and 63 ahead is ahead", () => {
    expect(packets([0xbd, 0], [0xbe, 1], [0xfd, 2], [0x2f, 3])).toEqual(Array(4).fill("fresh"));
    expect(packets([0, 0], [64, 1])).toEqual(["fresh", "late"]);
  });
});

describe("a counter", () => {
  it("goes up; the same is a repeat; back is a replay, however long after", () => {
    expect(counters(500, 501, 501, 500)).toEqual(["fresh", "fresh", "repeat", "replayed"]);
  });

  it("back a moment after is a straggler, of a slower receiver perhaps", () => {
    expect(verdicts([{ counter: 501 }, 0], [{ counter: 500 }, 3000])).toEqual(["fresh", "late"]);
  });

  it("that a replay shows changes nothing of what is expected next", () => {
    expect(counters(500, 400, 450, 501)).toEqual(["fresh", "replayed", "replayed", "fresh"]);
  });

  it("may start again below 100: a battery was changed", () => {
    expect(counters(0xffff_ffff, 0, 1)).toEqual(["fresh", "fresh", "fresh"]);
    expect(counters(500, 99)).toEqual(["fresh", "fresh"]);
    expect(counters(500, 100)).toEqual(["fresh", "replayed"]);
  });

  it("and a packet number together: the graver of the two", () => {
    expect(verdicts([{ counter: 1, packetId: 7 }, 0], [{ counter: 2, packetId: 7 }, 10])).toEqual([
      "fresh",
      "repeat",
    ]);
  });
});

describe("a press with no number at all", () => {
  it("is told once while the same bytes keep coming", () => {
    const content = { content: "403a01" };
    expect(verdicts([content, 0], [content, 100], [content, 5000])).toEqual(["fresh", "repeat", "fresh"]);
    expect(verdicts([content, 0], [{ content: "403a02" }, 100])).toEqual(["fresh", "fresh"]);
  });
});

describe("the sequences of the vectors", () => {
  const judged = (name: string, apartMs: number) => {
    const row = vectors.find((one) => one.name === name);
    if (row?.sequence === undefined) throw new Error(`${name} has no sequence`);
    const memory = createFreshnessMemory();
    return row.sequence.map((hex, i) => {
      const frame: Row = { ...row, hex };
      const [outcome] = decodeAdvertisement(payloadOf(frame), contextOf(frame)).outcomes;
      if (outcome?.ok !== true || outcome.freshness === undefined) throw new Error(`${hex} says no number`);
      return memory.judge(outcome.freshness, i * apartMs);
    });
  };

  it("drop an older packet, drop a replay, take a counter that starts again", () => {
    expect(judged("bthome_identical_packet_id", 1000)).toEqual(["fresh", "late"]);
    expect(judged("bthome_replayed", 60_000)).toEqual(["fresh", "replayed"]);
    expect(judged("bthome_reset_encryption_counter", 1000)).toEqual(["fresh", "fresh"]);
  });
});
