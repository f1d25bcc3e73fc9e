import { describe, expect, it } from "vitest";
import { decodeKeyboardFrame } from "../../../../bridge/decoders/keyboard-burst.ts";
import { problemFor } from "../../../../bridge/errors.ts";
import {
  createListening,
  type ListeningParts,
  type Sent,
} from "../../../../dashboard/src/features/keyboard-reader/listening.ts";

const reader = {
  device: "keyboard-1",
  name: { fr: "Lecteur-clavier", en: "Keyboard reader" },
  key: "k".repeat(32),
};

/** Lets promises that are already settled run their course. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function page(changes: Partial<ListeningParts> = {}) {
  let now = 0;
  let answer: Sent = { ok: true };
  const turns = new Set<() => void>();
  const sent: string[] = [];
  const last: string[] = [];
  const control = createListening({
    lend: async () => reader,
    async send(_, frames) {
      if (answer.ok) sent.push(...frames);
      return answer;
    },
    sendLast: (_, frames) => void last.push(...frames),
    every(_, act) {
      turns.add(act);
      return () => void turns.delete(act);
    },
    now: () => now,
    ...changes,
  });
  const read = (frames: readonly string[]) =>
    frames.map((hex) => {
      const outcome = decodeKeyboardFrame(Buffer.from(hex, "hex"));
      if (!outcome.ok) return outcome.why.code;
      const { frame } = outcome;
      return frame.type === "burst" ? frame.uid : frame.type === "here" ? `here ${frame.hears}` : frame.type;
    });
  const press = (character: string, at: number): boolean => {
    const code = character === "Enter" ? character : `Digit${character}`;
    const how = { shift: false, isShortcut: false, isHeld: false, isWriting: false };
    return control.press({ code, key: character, at, ...how });
  };
  return {
    control,
    turns,
    sent: () => read(sent),
    last: () => read(last),
    answers: (next: Sent) => {
      answer = next;
    },
    async advance(ms: number) {
      for (const end = now + ms; now < end; ) {
        now += 100;
        for (const act of [...turns]) act();
        await settle();
      }
    },
    press,
    async type(text: string, gap = 8) {
      let isReaders = false;
      for (const character of [...text, "Enter"]) {
        now += gap;
        isReaders = press(character, now);
      }
      await settle();
      return isReaders;
    },
  };
}

describe("a page that listens to a keyboard reader", () => {
  it("sends nothing and keeps no key before a person adds the reader", async () => {
    const { control, turns, sent, type } = page();
    expect(await type("0008520833")).toBe(false);
    expect([turns.size, sent()]).toEqual([0, []]);
    expect(control.state().phase).toBe("idle");
  });

  it("says that it is there, what it hears, and keeps Enter to itself", async () => {
    const { control, sent, type, advance } = page();
    await control.start("hears");
    await settle();
    expect(control.state()).toMatchObject({ phase: "listening", device: "keyboard-1", bursts: 0 });
    expect(await type("0008520833")).toBe(true);
    expect(await type("1234567", 200)).toBe(false);
    expect(sent()).toEqual(["here true", "00820481"]);
    expect(control.state().bursts).toBe(1);
    await advance(2_100);
    expect(sent().at(-1)).toBe("here true");
  });

  it("says when it stops hearing, and when it hears again", async () => {
    const { control, sent } = page();
    await control.start("hears");
    for (const hearing of ["writing", "writing", "behind", "hears"] as const) {
      control.setHearing(hearing);
      await settle();
      expect(control.state().hearing).toBe(hearing);
    }
    expect(sent()).toEqual(["here true", "here false", "here false", "here true"]);
  });

  it("remarks on a burst without Enter", async () => {
    const { control, advance, sent, press } = page();
    await control.start("hears");
    for (let n = 0; n < 10; n += 1) press("1", n * 8);
    await advance(500);
    expect(control.state()).toMatchObject({ bursts: 1, remark: "no-end" });
    expect(sent()).toContain("form");
  });

  it("waits for keys that come late on a busy computer: they are still one burst", async () => {
    const { control, advance, sent, press } = page();
    await control.start("hears");
    for (const [index, character] of [..."0008520833"].entries()) {
      press(character, index * 8);
      await advance(200);
    }
    press("Enter", 80);
    await settle();
    expect(sent().filter((frame) => !frame.startsWith("here"))).toEqual(["00820481"]);
  });

  it("keeps a bench that does not answer in few words, and tells it the latest once it is back", async () => {
    const { control, answers, advance, type, sent } = page();
    await control.start("hears");
    await settle();
    answers({ ok: false, isReached: false, problem: problemFor("KEYBOARD_AWAY") });
    for (let n = 0; n < 40; n += 1) await type("0008520833");
    await advance(1_000);
    expect(control.state()).toMatchObject({ phase: "listening", isReached: false });
    answers({ ok: true });
    await advance(3_000);
    expect(control.state().isReached).toBe(true);
    expect(sent().length).toBeLessThan(30);
  });

  it("ends with the bench's reason when it is refused", async () => {
    const { control, answers, turns, type } = page();
    await control.start("hears");
    await settle();
    const problem = problemFor("KEYBOARD_FLOOD");
    answers({ ok: false, isReached: true, problem });
    await type("0008520833");
    expect(control.state()).toMatchObject({ phase: "cut", problem: { code: "KEYBOARD_FLOOD" } });
    expect(turns.size).toBe(0);
    expect(await type("0008520833")).toBe(false);
  });

  it("says why when there is no room, and can be asked again", async () => {
    const { control } = page({ lend: async () => problemFor("KEYBOARDS_FULL") });
    await control.start("hears");
    expect(control.state()).toMatchObject({ phase: "idle", problem: { code: "KEYBOARDS_FULL" } });
  });

  it("has one reader, whoever presses the button again", async () => {
    let lent = 0;
    const { control } = page({
      lend: async () => {
        lent += 1;
        return reader;
      },
    });
    await Promise.all([control.start("hears"), control.start("hears")]);
    await control.start("hears");
    expect(lent).toBe(1);
  });

  it("takes its leave, and hears no more", async () => {
    const { control, last, turns, type } = page();
    await control.start("hears");
    await settle();
    control.stop();
    expect(last().at(-1)).toBe("stop");
    expect([control.state().phase, turns.size]).toEqual(["stopped", 0]);
    expect(await type("0008520833")).toBe(false);
    control.stop();
    expect(last().filter((frame) => frame === "stop")).toHaveLength(1);
  });
});
