// Keyboard readers over a hand-moved clock: what a person added comes on the bench, tags arrive, leave after the hold
// time, and nothing is left of a reader whose page was closed.
import { describe, expect, it } from "vitest";
import { createEventFactory } from "../../../../bridge/devices/event-factory.ts";
import { createKeyboards, mostKeyboards } from "../../../../bridge/devices/keyboards/keyboards.ts";
import { createTagIdentity } from "../../../../bridge/devices/tag-identity.ts";
import { keyboardHex } from "../../../helpers/keyboard-frames.ts";
import { createManualClock } from "../../../helpers/manual-clock.ts";
import { createListeningOutput } from "../../../helpers/phone-bench.ts";

const known = "00820481";

function start() {
  const clock = createManualClock();
  const heard = createListeningOutput();
  const forgotten: string[] = [];
  let drawn = 0;
  const keyboards = createKeyboards({
    clock,
    bridge: "banc",
    output: heard.output,
    events: createEventFactory("banc", "boot"),
    tags: createTagIdentity(
      { beaconName: () => undefined, isTagKnown: (uid) => uid === known },
      new Uint8Array(32),
    ),
    random: (bytes) => {
      drawn += 1;
      return Uint8Array.from({ length: bytes }, (_, n) => (drawn * 37 + n * 11) % 256);
    },
    forget: (id) => void forgotten.push(id),
  });
  const add = () => {
    const lent = keyboards.lend();
    const say = (...frames: string[]) => keyboards.take(lent.device, lent.key, frames);
    say(keyboardHex.here(0));
    return { ...lent, say };
  };
  const command = (device: string, name: string, args: Record<string, string | number>) =>
    keyboards.execute(device, { id: "c", command: name, args });
  return { clock, keyboards, forgotten, add, command, ...heard };
}

describe("a keyboard reader", () => {
  it("comes on the bench when its page speaks, and its tag arrives once, then leaves after the hold time", () => {
    const { clock, add, devices, of, states } = start();
    const { device, say } = add();
    expect(devices.get(device)).toMatchObject({ model: "keyboard-reader", profile: "rfid-wedge" });
    clock.advance(5_000);
    say(keyboardHex.typed("0008520833", { at: 5_000 }));
    expect(of("tag-arrived")).toMatchObject([
      { device, source: "hardware", tag: { id: known, known: true, uidBytes: 4 } },
    ]);
    expect(states.get(device)?.tags).toEqual([known]);
    clock.advance(600);
    // Held again before it has left: the same visit.
    say(keyboardHex.typed("0008520833", { at: 5_600 }));
    clock.advance(900);
    expect([of("tag-arrived").length, of("tag-left").length]).toEqual([1, 0]);
    clock.advance(300);
    expect(of("tag-left")).toMatchObject([{ device, tag: { id: known }, durationMs: 600 }]);
    expect(states.get(device)?.tags).toEqual([]);
  });

  it("gives a tag nobody taught a pseudonym, and shows its number nowhere", async () => {
    const { clock, add, command, of, raw, events } = start();
    const { device, say } = add();
    await command(device, "raw.watch", { ms: 10_000 });
    clock.advance(100);
    say(keyboardHex.typed("0008520833", { at: 100 }), keyboardHex.typed("3A7FC21E", { at: 150 }));
    expect(of("tag-arrived").map(({ tag }) => tag.known)).toEqual([true, false]);
    expect(of("tag-arrived")[1]?.tag.id).toMatch(/^foreign-[0-9a-f]{6}$/);
    const [shown, hidden] = raw;
    expect(hidden?.spans.filter(({ field }) => field === "uid").every(({ value }) => value === "xxxx")).toBe(
      true,
    );
    expect(hidden?.hex.slice(12)).toMatch(/^(?:78787878){8}/);
    expect(
      shown?.spans
        .filter(({ field }) => field === "uid")
        .map(({ value }) => value)
        .join(""),
    ).toBe("0008520833");
    // A burst that means nothing may hold a number all the same.
    say(keyboardHex.typed("3A7FC21E9", { at: 200 }));
    expect(of("frame-discarded")).toHaveLength(1);
    expect(of("frame-discarded")[0]?.hex.slice(12)).toMatch(/^(?:78)+$/);
    expect(JSON.stringify([events, raw]).toLowerCase()).not.toContain("3a7fc21e");
  });

  it("types hexadecimal digits once a letter came, or when a person says so", async () => {
    const { clock, add, command, of } = start();
    const { device, say } = add();
    const read = (text: string, at: number) => {
      clock.advance(5_000);
      say(keyboardHex.typed(text, { at }));
      return of("tag-arrived").length;
    };
    const seen: string[] = [];
    for (const [n, text] of ["12345678", "3A7FC21E", "12345678", "12345678"].entries()) {
      if (n === 3)
        expect(await command(device, "number-base.set", { base: "decimal" })).toMatchObject({ ok: true });
      expect(read(text, (n + 1) * 5_000)).toBe(n + 1);
      seen.push(of("tag-arrived").at(-1)?.tag.id ?? "");
    }
    expect(seen[0]).not.toBe(seen[2]);
    expect(seen[3]).toBe(seen[0]);
  });

  it("holds a tag for as long as it was told to", async () => {
    const { clock, add, command, of, devices } = start();
    const { device, say } = add();
    expect(await command(device, "hold-time.set", { ms: 5_000 })).toMatchObject({ ok: true });
    expect(await command(device, "hold-time.set", { ms: 50 })).toMatchObject({ ok: false });
    const told = devices.get(device)?.capabilities.find((one) => one.command === "hold-time.set");
    expect(told?.arguments[0]).toMatchObject({ initial: 5_000 });
    say(keyboardHex.typed("0008520833", { at: 10 }));
    clock.advance(4_900);
    expect(of("tag-left")).toEqual([]);
    clock.advance(300);
    expect(of("tag-left")).toHaveLength(1);
  });

  it("is degraded while its page does not hear the keys, away when it is silent, forgotten after five minutes", () => {
    const { clock, add, healths, forgotten } = start();
    const { device, say } = add();
    clock.advance(2_000);
    say(keyboardHex.here(2_000, false));
    clock.advance(60_000);
    say(keyboardHex.here(62_000, true));
    clock.advance(91_000);
    expect(healths).toEqual([
      "online ready ok",
      "online degraded KEYBOARD_UNFOCUSED",
      "online ready ok",
      "offline waiting KEYBOARD_AWAY",
    ]);
    clock.advance(60_000);
    say(keyboardHex.here(213_000, true));
    expect(healths.at(-1)).toBe("online ready ok");
    clock.advance(301_000);
    expect(forgotten).toEqual([device]);
  });

  it("leaves the bench with its page, and nobody speaks for it then", () => {
    const { clock, keyboards, add, healths, of, forgotten } = start();
    const { device, key, say } = add();
    say(keyboardHex.stop(100));
    expect(healths.at(-1)).toBe("offline waiting KEYBOARD_STOPPED");
    expect(of("device-lost")).toMatchObject([{ device, reason: "KEYBOARD_STOPPED" }]);
    expect(() => say(keyboardHex.here(200))).toThrow("KEYBOARD_GONE");
    clock.advance(12_000);
    expect(forgotten).toEqual([device]);
    expect(() => keyboards.take(device, key, [keyboardHex.here(300)])).toThrow("KEYBOARD_GONE");
  });

  it("is spoken for by nobody without its key", () => {
    const { keyboards, add, of } = start();
    const { device } = add();
    for (const key of ["", "k".repeat(32)])
      expect(() => keyboards.take(device, key, [keyboardHex.typed("0008520833")])).toThrow("KEYBOARD_GONE");
    expect(of("tag-arrived")).toEqual([]);
  });

  it("counts what is no frame, old frames and endless keys, and goes on", () => {
    const { clock, keyboards, add, of, healths } = start();
    const { say } = add();
    clock.advance(1_000);
    say(
      keyboardHex.here(1_000),
      keyboardHex.here(500),
      "",
      "ff",
      "00".repeat(400),
      keyboardHex.typed("1".repeat(300), { at: 1_100 }),
    );
    clock.advance(3_000);
    expect(keyboards.figures().discarded).toBe(5);
    expect(of("frame-discarded").reduce((sum, { count }) => sum + count, 0)).toBe(5);
    for (const { why } of of("frame-discarded")) expect(why?.fr.length).toBeGreaterThan(10);
    say(keyboardHex.typed("0008520833", { at: 4_000 }));
    expect(of("tag-arrived")).toHaveLength(1);
    expect(healths.at(-1)).toBe("online ready ok");
  });

  it("is cut when far more comes than a reader types", () => {
    const { add, healths } = start();
    const { say } = add();
    expect(() => {
      for (let n = 0; n < 2_000; n += 1) say(keyboardHex.here(n));
    }).toThrow("KEYBOARD_FLOOD");
    expect(healths.at(-1)).toBe("offline waiting KEYBOARD_FLOOD");
  });

  it("is one of several with names of their own, up to a bound; one that is over makes room", () => {
    const { add, keyboards } = start();
    const all = Array.from({ length: mostKeyboards }, add);
    expect(new Set(all.map(({ name }) => name.fr)).size).toBe(mostKeyboards);
    expect(all[0]?.name).toEqual({ fr: "Lecteur-clavier", en: "Keyboard reader" });
    expect(() => keyboards.lend()).toThrow("KEYBOARDS_FULL");
    all[3]?.say(keyboardHex.stop(100));
    expect(keyboards.lend().name).toEqual(all[3]?.name);
  });
});
