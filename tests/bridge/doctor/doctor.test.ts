// The parts of the check-up: signs in measured values, the computer's own facts, and the words of every way to a remedy.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Check, checkSchema, inOrder, worstOf } from "#contract/doctor.ts";
import type { Sample } from "#contract/live.ts";
import { checkOf } from "../../../bridge/doctor/examine-device.ts";
import {
  examineAdapter,
  examineClock,
  examineDisk,
  examinePorts,
} from "../../../bridge/doctor/examine-machine.ts";
import { readAdapter, readDisk } from "../../../bridge/doctor/machine.ts";
import { wandering, weakened } from "../../../bridge/doctor/signs.ts";
import { flatten } from "../../../bridge/doctor/tree.ts";
import { trees } from "../../../bridge/doctor/trees.ts";
import { FloatingInput, sensorNoise } from "../../../bridge/virtual-kit/parts/analog.ts";
import { createRandom } from "../../../bridge/virtual-kit/random.ts";
import { runLabo } from "../../helpers/labo-command.ts";

const time = "2026-01-01T00:00:00.000Z";
const everyMs = 50;
const samplesOf = (channel: string, values: readonly number[], stepMs = everyMs): Sample[] =>
  values.map((value, index) => ({ time, mono: index * stepMs, readings: { [channel]: value } }));

describe("an input that wanders", () => {
  const length = 300;
  const series = (value: (index: number) => number) =>
    samplesOf(
      "knobVoltage",
      Array.from({ length }, (_, i) => value(i)),
    );

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is one with nothing on it (seed %i)", (seed) => {
    const input = new FloatingInput(createRandom(seed));
    expect(
      wandering(
        series((i) => input.volts(i * everyMs)),
        "knobVoltage",
      )?.spread,
    ).toBeGreaterThan(0.3);
  });

  it("is not a steady one, with its noise", () => {
    const random = createRandom(9);
    expect(
      wandering(
        series(() => 2.5 + sensorNoise(random)),
        "knobVoltage",
      ),
    ).toBeUndefined();
  });

  it("is not a knob that a hand turns back and forth, twice a second", () => {
    const turned = (i: number) => 2.5 + 2 * Math.sin((2 * Math.PI * 2 * i * everyMs) / 1000);
    expect(wandering(series(turned), "knobVoltage")).toBeUndefined();
  });

  it("is not a light that is switched on and off", () => {
    expect(
      wandering(
        series((i) => (Math.floor(i / 20) % 2 === 0 ? 1 : 4)),
        "knobVoltage",
      ),
    ).toBeUndefined();
  });

  it("is not judged on a few samples, nor on another channel", () => {
    const input = new FloatingInput(createRandom(1));
    const few = series((i) => input.volts(i * everyMs)).slice(0, 20);
    expect(wandering(few, "knobVoltage")).toBeUndefined();
    expect(
      wandering(
        series(() => 0),
        "other",
      ),
    ).toBeUndefined();
  });
});

describe("a signal that weakened", () => {
  const heard = (before: number, now: number) =>
    samplesOf(
      "rssi",
      [...Array.from({ length: 60 }, () => before), ...Array.from({ length: 20 }, () => now)],
      500,
    );

  it("is one that lost fifteen decibels and stays there", () => {
    expect(weakened(heard(-55, -70))).toEqual({ before: -55, now: -70 });
  });

  it("is not one that fades a little, grows, or was just heard for the first time", () => {
    expect(weakened(heard(-55, -63))).toBeUndefined();
    expect(weakened(heard(-70, -55))).toBeUndefined();
    expect(weakened(samplesOf("rssi", [-70, -70, -70, -70, -70], 500))).toBeUndefined();
  });

  it("is never found in values that only jitter", () => {
    const jitter = fc.array(fc.integer({ min: -64, max: -56 }), { minLength: 10, maxLength: 200 });
    fc.assert(fc.property(jitter, (values) => weakened(samplesOf("rssi", values, 500)) === undefined));
  });
});

describe("the computer", () => {
  it("has a disk and perhaps an adapter, looked at for real", async () => {
    const disk = await readDisk("/tmp/labo/not/there/yet");
    expect(disk?.freeBytes).toBeGreaterThan(0);
    expect(["clear", "no-adapter", "unauthorized"]).toContain((await readAdapter()).found);
  });

  const gibibyte = 1024 ** 3;
  it.each([
    [{ freeBytes: 40 * gibibyte, isWritable: true }, true, "ok", "ok"],
    [{ freeBytes: gibibyte / 5, isWritable: true }, true, "look", "DISK_FULL"],
    [{ freeBytes: 1024, isWritable: true }, true, "fault", "DISK_FULL"],
    [{ freeBytes: gibibyte, isWritable: false }, true, "fault", "STORE_FAILED"],
    [{ freeBytes: gibibyte, isWritable: true }, false, "fault", "STORE_FAILED"],
    [undefined, true, "fault", "STORE_FAILED"],
  ] as const)("says of a disk with %j how it is", (disk, isStoreWell, state, code) => {
    expect(examineDisk(disk, isStoreWell)).toMatchObject({ state, code });
  });

  it("is not believed when its clock forgot the time", () => {
    expect(examineClock(Date.UTC(2026, 5, 1))).toMatchObject({ state: "ok" });
    expect(examineClock(Date.UTC(1970, 0, 1))).toMatchObject({ state: "fault", code: "CLOCK_WRONG" });
  });

  it("names the right to give, with the very command, where Bluetooth is refused", () => {
    const refused = examineAdapter({ found: "unauthorized", platform: "linux", program: "/opt/node" });
    expect(refused).toMatchObject({ state: "fault", code: "RADIO_UNAUTHORIZED" });
    expect(refused.next?.en).toContain('setcap cap_net_raw,cap_net_admin+eip "/opt/node"');
    expect(examineAdapter({ found: "no-adapter", platform: "linux", program: "" }).code).toBe(
      "RADIO_NO_ADAPTER",
    );
  });

  it("tells which port this account may not open, and that none is there", () => {
    const port = { key: "usb:1", path: "/dev/ttyACM0" };
    const [refused] = examinePorts([{ port, mayOpen: false }]);
    expect(refused).toMatchObject({ state: "fault", code: "SERIAL_PERMISSION" });
    expect(refused?.tree?.[0]?.say.en).toContain("dialout");
    expect(examinePorts([{ port, mayOpen: undefined }])[0]?.state).toBe("ok");
    expect(examinePorts([])[0]).toMatchObject({ state: "look", code: "NO_PORT" });
  });

  it("is what labo doctor looks at when no bench is open", async () => {
    const { code, out } = await runLabo(["doctor", "--json"], { env: { LABO_PORT: "9" } });
    const { checks } = JSON.parse(out) as { checks: Check[] };
    expect([0, 1]).toContain(code);
    expect(checks.map(({ area }) => area)).toEqual(
      expect.arrayContaining(["adapter", "port", "disk", "clock"]),
    );
    expect((await runLabo(["doctor", "--bench", "http://127.0.0.1:9"])).code).toBe(3);
  });
});

describe("the decision trees", () => {
  it.each(Object.entries(trees))(
    "%s ends with something to do on every way, in both languages",
    (_code, tree) => {
      const nodes = flatten(tree);
      const walked = new Set<number>();
      const walk = (place: number): void => {
        expect(walked.has(place)).toBe(false);
        walked.add(place);
        const node = nodes[place];
        if (node === undefined) throw new Error(`no node ${place}`);
        const isQuestion = node.yes !== undefined && node.no !== undefined;
        expect(node.say.fr.endsWith("?")).toBe(isQuestion);
        expect(node.say.en.endsWith("?")).toBe(isQuestion);
        // No space before ! ? ;, a no-break space before a colon, no straight apostrophe.
        expect(node.say.fr).not.toMatch(/\s[;!?]|[^\u00a0\d]: |'/);
        if (node.yes !== undefined) walk(node.yes);
        if (node.no !== undefined) walk(node.no);
      };
      walk(0);
      expect(walked.size).toBe(nodes.length);
      const finding = { state: "fault", code: "X", evidence: { fr: "a", en: "a" } } as const;
      checkSchema.parse({
        ...checkOf({ id: "x", area: "device", title: { fr: "x", en: "x" } }, finding),
        tree: nodes,
      });
    },
  );
});

describe("a report", () => {
  it("puts the worst first, and is as bad as its worst", () => {
    const check = (area: Check["area"], state: Check["state"]): Check =>
      checkOf(
        { id: area, area, title: { fr: area, en: area } },
        { state, code: state, evidence: { fr: "e", en: "e" } },
      );
    const checks = [
      check("disk", "ok"),
      check("clock", "fault"),
      check("device", "look"),
      check("broker", "fault"),
    ];
    expect(worstOf(checks)).toBe("fault");
    expect(worstOf([])).toBe("ok");
    expect(inOrder(checks).map(({ area }) => area)).toEqual(["broker", "clock", "device", "disk"]);
  });
});
