import { describe, expect, it } from "vitest";
import { createOwnVoice } from "../../../bridge/mqtt/own-voice.ts";

function start() {
  const voice = createOwnVoice("cave");
  return {
    said: (topic: string, text: string, message?: object) => voice.said(topic, Buffer.from(text), message),
    heard: (topic: string, text: string) => voice.heard(topic, new TextEncoder().encode(text)),
    startOver: voice.startOver,
  };
}

describe("a bridge's own voice", () => {
  it.each([
    ["labo/cave/state", true],
    ["labo/cave/lampe/event", true],
    ["labo/cave/lampe/result", true],
    ["labo/cave/set", true],
    ["labo/cave/lampe/set", false],
    ["labo/cavea/lampe/event", false],
    ["labo/cav/lampe/event", false],
    ["autre/cave/lampe/event", false],
  ])("alone may be heard on %s: %s", (topic, isReserved) => {
    expect(createOwnVoice("cave").isReserved(topic)).toBe(isReserved);
  });

  it("is heard back once for each time it spoke, word for word", () => {
    const voice = start();
    const topic = "labo/cave/lampe/event";
    expect(voice.heard(topic, "a")).toBeUndefined();
    voice.said(topic, "a");
    voice.said(topic, "a");
    expect(voice.heard(topic, "b")).toBeUndefined();
    expect(voice.heard("labo/cave/lampe/result", "a")).toBeUndefined();
    const times = [1, 2, 3].map(() => voice.heard(topic, "a") !== undefined);
    expect(times).toEqual([true, true, false]);
  });

  it("gives back with its words what they were made of, and nothing for words that differ by a letter", () => {
    const voice = start();
    const topic = "labo/cave/lampe/event";
    const message = { kind: "device-found" };
    voice.said(topic, JSON.stringify(message), message);
    expect(voice.heard(topic, JSON.stringify({ kind: "device-fount" }))).toBeUndefined();
    expect(voice.heard(topic, JSON.stringify(message))?.message).toBe(message);
  });

  it("does not believe what it said earlier, once it heard what it said later on the same topic", () => {
    const voice = start();
    const [topic, other] = ["labo/cave/lampe/event", "labo/cave/lampe/raw"] as const;
    for (const text of ["a", "b", "c"]) voice.said(topic, text);
    voice.said(other, "a");
    expect(voice.heard(topic, "b")).toBeDefined();
    expect(voice.heard(topic, "a")).toBeUndefined();
    expect(voice.heard(topic, "c")).toBeDefined();
    expect(voice.heard(other, "a")).toBeDefined();
  });

  it("forgets what it said on a former line, and the oldest of too much that never comes back", () => {
    const voice = start();
    const topic = "labo/cave/lampe/event";
    voice.said(topic, "before");
    voice.startOver();
    expect(voice.heard(topic, "before")).toBeUndefined();
    for (let n = 0; n <= 20_000; n += 1) voice.said(topic, String(n));
    expect(voice.heard(topic, "0")).toBeUndefined();
    expect(voice.heard(topic, "1")).toBeDefined();
    expect(voice.heard(topic, "20000")).toBeDefined();
  });
});
