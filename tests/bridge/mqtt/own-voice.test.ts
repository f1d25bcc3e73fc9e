import { describe, expect, it } from "vitest";
import { createOwnVoice } from "../../../bridge/mqtt/own-voice.ts";

function start() {
  const voice = createOwnVoice();
  return {
    said: (topic: string, text: string) => voice.said(topic, text),
    isEcho: (topic: string, text: string) => voice.isEcho(topic, new TextEncoder().encode(text)),
  };
}
const topic = "labo/cave/lampe/event";

describe("a bridge's own voice", () => {
  it("is heard back once for each time it spoke, letter by letter", () => {
    const voice = start();
    expect(voice.isEcho(topic, "a")).toBe(false);
    voice.said(topic, "a");
    voice.said(topic, "a");
    expect(voice.isEcho(topic, "b")).toBe(false);
    expect(voice.isEcho("labo/cave/lampe/result", "a")).toBe(false);
    const times = [1, 2, 3].map(() => voice.isEcho(topic, "a"));
    expect(times).toEqual([true, true, false]);
  });

  it("does not believe what it said earlier, once it heard what it said later on the same topic", () => {
    const voice = start();
    const other = "labo/cave/lampe/raw";
    for (const text of ["a", "b", "c"]) voice.said(topic, text);
    voice.said(other, "a");
    expect(voice.isEcho(topic, "b")).toBe(true);
    expect(voice.isEcho(topic, "a")).toBe(false);
    expect(voice.isEcho(topic, "c")).toBe(true);
    expect(voice.isEcho(other, "a")).toBe(true);
  });

  it("forgets the oldest of too much that never comes back", () => {
    const voice = start();
    for (let n = 0; n <= 20_000; n += 1) voice.said(topic, String(n));
    expect(voice.isEcho(topic, "0")).toBe(false);
    expect(voice.isEcho(topic, "1")).toBe(true);
    expect(voice.isEcho(topic, "20000")).toBe(true);
  });
});
