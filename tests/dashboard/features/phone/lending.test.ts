import { describe, expect, it } from "vitest";
import { type PhoneFrame, phoneFrameSchema } from "#contract/phones.ts";
import { problemFor } from "../../../../bridge/errors.ts";
import {
  createLending,
  type LendingParts,
  Refusal,
} from "../../../../dashboard/src/features/phone/lending.ts";
import { type Heard, SensorAbsent, SensorRefused } from "../../../../dashboard/src/features/phone/sensors.ts";

const phone = { device: "phone-1", name: { fr: "Loutre bleue", en: "Blue otter" }, key: "k".repeat(32) };

/** Lets promises that are already settled run their course. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function bench(changes: Partial<LendingParts> = {}) {
  let now = 0;
  const timers = new Set<{ ms: number; next: number; act: () => void }>();
  const frames: PhoneFrame[] = [];
  const last: PhoneFrame[] = [];
  const hear: Partial<Record<string, (heard: Heard) => void>> = {};
  const open = new Set<string>();
  const opener = (name: string) => async (onHeard: (heard: Heard) => void) => {
    hear[name] = onHeard;
    open.add(name);
    return { close: () => void open.delete(name) };
  };
  const parse = (text: string) => phoneFrameSchema.parse(JSON.parse(text));
  const control = createLending({
    lend: async () => phone,
    send: async (_, sent) => void frames.push(...sent.map(parse)),
    sendLast: (_, sent) => void last.push(...sent.map(parse)),
    sensors: {
      motion: opener("motion"),
      orientation: opener("orientation"),
      light: opener("light"),
      sound: opener("sound"),
      nfc: opener("nfc"),
    },
    every(ms, act) {
      const timer = { ms, next: now + ms, act };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    now: () => now,
    ...changes,
  });
  return {
    control,
    frames,
    last,
    hear,
    open,
    timers,
    async advance(ms: number) {
      for (const end = now + ms; now < end; ) {
        now += 10;
        for (const timer of [...timers])
          if (timer.next <= now && timers.has(timer)) {
            timer.next += timer.ms;
            timer.act();
          }
        await settle();
      }
    },
  };
}

describe("a phone while it is lent", () => {
  it("sends nothing, and opens nothing, before its owner said yes", async () => {
    const { control, frames, open, timers, advance } = bench();
    await control.switchOn("sound");
    await advance(5_000);
    expect([frames.length, open.size, timers.size]).toEqual([0, 0, 0]);
    expect(control.state().phase).toBe("idle");
  });

  it("says what is lent, then samples no faster than 25 a second", async () => {
    const { control, frames, hear, advance } = bench();
    await control.lend();
    await control.switchOn("motion");
    for (let n = 0; n < 200; n += 1) {
      hear.motion?.({ motion: [0, 0, 9.8] });
      await advance(10);
    }
    expect(frames[0]).toMatchObject({ type: "lend", lends: [] });
    expect(frames.find((frame) => frame.type === "lend" && frame.lends.includes("motion"))).toBeDefined();
    const samples = frames.filter(({ type }) => type === "sample");
    expect(samples.length).toBeGreaterThan(40);
    expect(samples.length).toBeLessThanOrEqual(50);
    const clocks = frames.map(({ at }) => at);
    expect(clocks).toEqual([...clocks].sort((a, b) => a - b));
    expect(control.state()).toMatchObject({ isReached: true, heard: { motion: [0, 0, 9.8] } });
  });

  it("gives a sign of life when nothing moves", async () => {
    const { control, frames, advance } = bench();
    await control.lend();
    await advance(10_000);
    expect(frames.filter(({ type }) => type === "lend").length).toBeGreaterThanOrEqual(4);
  });

  it("sends nothing of a sensor that was switched off", async () => {
    const { control, frames, hear, open, advance } = bench();
    await control.lend();
    await control.switchOn("sound");
    hear.sound?.({ sound: -40 });
    control.switchOff("sound");
    hear.sound?.({ sound: -30 });
    await advance(1_000);
    expect(frames.filter(({ type }) => type === "sample")).toEqual([]);
    expect(frames.at(-1)).toMatchObject({ type: "lend", lends: [] });
    expect(open.size).toBe(0);
    expect(control.state().heard).toEqual({});
  });

  it("is silent from the stop on, what waited included", async () => {
    const { control, frames, last, hear, open, timers, advance } = bench();
    await control.lend();
    await control.switchOn("motion");
    await advance(200);
    hear.motion?.({ motion: [1, 1, 1] });
    const before = frames.length;
    control.stop();
    hear.motion?.({ motion: [2, 2, 2] });
    await advance(5_000);
    expect(frames).toHaveLength(before);
    expect(last).toMatchObject([{ type: "stop" }]);
    expect([open.size, timers.size]).toEqual([0, 0]);
    expect(control.state()).toMatchObject({ phase: "stopped", heard: {}, sensors: { motion: "off" } });
  });

  it("closes a sensor whose permission came after the stop", async () => {
    let answer = () => {};
    let closed = 0;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const opener = async () => {
      await asked;
      return {
        close() {
          closed += 1;
        },
      };
    };
    const { control } = bench({
      sensors: { motion: opener, orientation: opener, light: opener, sound: opener, nfc: opener },
    });
    await control.lend();
    const opening = control.switchOn("sound");
    control.stop();
    answer();
    await opening;
    expect(closed).toBe(1);
    expect(control.state().sensors.sound).toBe("off");
  });

  it("tells the bench what the browser refused, and its owner what is not there", async () => {
    const refuse = async () => {
      throw new SensorRefused();
    };
    const lack = async () => {
      throw new SensorAbsent();
    };
    const { control, frames, advance } = bench({
      sensors: { motion: lack, orientation: lack, light: lack, sound: refuse, nfc: lack },
    });
    await control.lend();
    await control.switchOn("sound");
    await control.switchOn("motion");
    await advance(200);
    expect(control.state().sensors).toMatchObject({ sound: "refused", motion: "absent" });
    expect(frames.at(-1)).toMatchObject({ type: "lend", lends: [], refused: ["sound"] });
  });

  it("reads tags, and leaves those without a number", async () => {
    const { control, frames, hear, advance } = bench();
    await control.lend();
    await control.switchOn("nfc");
    hear.nfc?.({ tag: "04a1b2c3d4e580" });
    hear.nfc?.({ tag: "" });
    await advance(200);
    expect(frames.filter(({ type }) => type === "tag")).toMatchObject([{ uid: "04a1b2c3d4e580" }]);
    expect(control.state().tags).toBe(2);
  });

  it("says when the bench is away, drops what is old, and goes on when it is back", async () => {
    let away = true;
    const came: string[] = [];
    const { control, advance } = bench({
      async send(_, sent) {
        if (away) throw new Refusal(problemFor("INTERNAL"), false);
        came.push(...sent);
      },
    });
    await control.lend();
    await advance(20_000);
    expect(control.state()).toMatchObject({ phase: "lent", isReached: false });
    away = false;
    await advance(3_000);
    expect(control.state().isReached).toBe(true);
    expect(came.length).toBeLessThan(10);
  });

  it("ends when the bench does not want it any more, with the reason", async () => {
    const { control, open, timers, advance } = bench({
      async send() {
        throw new Refusal(problemFor("PHONE_FLOOD"), true);
      },
    });
    await control.lend();
    await control.switchOn("motion");
    await advance(200);
    expect(control.state()).toMatchObject({ phase: "cut", problem: { code: "PHONE_FLOOD" } });
    expect([open.size, timers.size]).toEqual([0, 0]);
  });

  it("says why it cannot be lent", async () => {
    const { control } = bench({
      lend: async () => {
        throw new Refusal(problemFor("PHONES_FULL"), true);
      },
    });
    await control.lend();
    expect(control.state()).toMatchObject({ phase: "idle", problem: { code: "PHONES_FULL" } });
  });

  it("tells at once that its page is out of sight", async () => {
    const { control, last, advance } = bench();
    await control.lend();
    await advance(200);
    control.setAsleep(true);
    expect(last.at(-1)).toMatchObject({ type: "lend", asleep: true });
  });
});
