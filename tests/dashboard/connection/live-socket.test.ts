import { describe, expect, it } from "vitest";
import { pathOf } from "../../../dashboard/src/connection/api.ts";
import {
  LiveSocket,
  readMessage,
  retryDelay,
  type SocketLike,
} from "../../../dashboard/src/connection/live-socket.ts";
import { kit } from "../fixtures.ts";

/** A socket in the hand: opened, cut and fed by the test. */
class HandSocket implements SocketLike {
  onopen: SocketLike["onopen"] = null;
  onclose: SocketLike["onclose"] = null;
  onmessage: SocketLike["onmessage"] = null;
  readyState = 0;
  sent: string[] = [];
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  openNow() {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }
  cut() {
    this.readyState = 3;
    this.onclose?.(new Event("close") as CloseEvent);
  }
  hear(data: unknown) {
    this.onmessage?.(new MessageEvent("message", { data }));
  }
}

function bench() {
  const sockets: HandSocket[] = [];
  const waits: { ms: number; act: () => void }[] = [];
  const heard: string[] = [];
  const states: string[] = [];
  let rejected = 0;
  const live = new LiveSocket({
    open: () => {
      const socket = new HandSocket();
      sockets.push(socket);
      return socket;
    },
    onMessage: (message) => heard.push(message.type),
    onState: (state) => states.push(state),
    onRejected: (count) => {
      rejected = count;
    },
    after: (ms, act) => {
      waits.push({ ms, act });
      return () => {};
    },
    random: () => 0,
  });
  const last = () => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  };
  return { live, sockets, waits, heard, states, last, rejected: () => rejected };
}

const microtasks = () => Promise.resolve().then(() => {});

describe("the live socket", () => {
  it("asks for the union of what is watched, and lets go of it once nobody does", async () => {
    const { live, last } = bench();
    live.start();
    const first = live.watch(["bench", "kit"]);
    const second = live.watch(["bench"]);
    last().openNow();
    expect(JSON.parse(last().sent[0] ?? "")).toEqual({ type: "watch", feeds: ["bench", "kit"] });
    first();
    first();
    await microtasks();
    expect(JSON.parse(last().sent.at(-1) ?? "")).toEqual({ type: "watch", feeds: ["bench"] });
    second();
    await microtasks();
    expect(JSON.parse(last().sent.at(-1) ?? "")).toEqual({ type: "watch", feeds: [] });
  });

  it("counts what is not a message of the contract and passes on what is", () => {
    const { live, last, heard, rejected } = bench();
    live.start();
    last().openNow();
    for (const text of ["{", "[]", '{"type":"tag"}', 7, JSON.stringify({ type: "kit", data: {} })])
      last().hear(text);
    expect(rejected()).toBe(5);
    last().hear(JSON.stringify({ type: "kit", data: kit }));
    expect(heard).toEqual(["kit"]);
  });

  it("comes back after a cut, later each time, and asks again for what is watched", () => {
    const { live, last, waits, states, sockets } = bench();
    live.watch(["bench"]);
    live.start();
    last().openNow();
    last().cut();
    waits.at(-1)?.act();
    last().cut();
    waits.at(-1)?.act();
    expect(waits.map(({ ms }) => ms)).toEqual([200, 400]);
    last().openNow();
    expect(sockets).toHaveLength(3);
    expect(last().sent).toHaveLength(1);
    expect(states).toEqual(["connecting", "open", "reconnecting", "reconnecting", "open"]);
  });

  it("stays away once stopped", () => {
    const { live, last, waits } = bench();
    live.start();
    const socket = last();
    live.stop();
    socket.cut();
    expect(waits).toHaveLength(0);
  });

  it("never waits longer than eight seconds", () => {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      expect(retryDelay(attempt, 1)).toBeLessThanOrEqual(8000);
      expect(retryDelay(attempt, 0)).toBeGreaterThanOrEqual(200);
    }
  });

  it("refuses binary and broken texts", () => {
    expect(readMessage(new ArrayBuffer(2))).toBeUndefined();
    expect(readMessage("nope")).toBeUndefined();
  });
});

describe("paths of the routes", () => {
  it("have their parameters escaped", () => {
    expect(pathOf("/api/devices/:id/commands", { id: "../a b" })).toBe("/api/devices/..%2Fa%20b/commands");
  });
});
