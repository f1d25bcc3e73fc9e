import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import type { BenchDelta, LiveMessage } from "#contract/live.ts";
import { liveMessageSchema } from "#contract/live.ts";
import type { Doors } from "../../../bridge/http/doors.ts";
import { mergeBenchDeltas, serveLive } from "../../../bridge/http/live-socket.ts";
import { plainDoors, reader, runOf } from "../../helpers/http-doors.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";

class PlainSocket extends EventEmitter {
  bufferedAmount = 0;
  closed: number | undefined;
  readonly sent: LiveMessage[] = [];
  send(text: string): void {
    this.sent.push(liveMessageSchema.parse(JSON.parse(text)));
  }
  close(code: number): void {
    this.closed = code;
    this.emit("close");
  }
  says(value: unknown): void {
    this.emit("message", Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), false);
  }
  take(): LiveMessage[] {
    return this.sent.splice(0);
  }
}

function open(overrides: Partial<Doors> = {}, caller = { participant: "p-1", isTrainer: false }) {
  const socket = new PlainSocket();
  const clock = createManualClock();
  const refused: number[] = [];
  const doors = plainDoors(overrides);
  serveLive(socket, doors, caller, clock, () => refused.push(1));
  return { socket, clock, refused, doors };
}

/** A bench door whose deltas the test says. */
function benchWith(tell: (listener: (delta: BenchDelta) => void) => void): Partial<Doors> {
  const { bench } = plainDoors();
  return {
    bench: {
      ...bench,
      onDelta(listener) {
        tell(listener);
        return () => {};
      },
    },
  };
}

describe("the live socket", () => {
  it("sends a snapshot of what is asked for, then only changes, at a display's pace", () => {
    let say: (delta: BenchDelta) => void = () => {};
    const { socket, clock } = open(
      benchWith((listener) => {
        say = listener;
      }),
    );
    socket.says({ type: "watch", feeds: ["bench"] });
    expect(socket.take().map((message) => message.type)).toEqual(["bench-snapshot"]);
    say({ devices: { "usb-reader": reader } });
    say({ devices: { gone: null } });
    expect(socket.take()).toEqual([]);
    clock.advance(60);
    expect(socket.take()).toEqual([
      { type: "bench-delta", data: { devices: { "usb-reader": reader, gone: null } } },
    ]);
    clock.advance(500);
    expect(socket.take()).toEqual([]);
  });

  it("keeps a feed that stays asked for, without a second snapshot, and drops one that is not", () => {
    const { socket } = open();
    socket.says({ type: "watch", feeds: ["bench"] });
    socket.says({ type: "watch", feeds: ["bench", "device:usb-reader"] });
    expect(socket.take().map((message) => message.type)).toEqual(["bench-snapshot", "device-snapshot"]);
    socket.says({ type: "watch", feeds: [] });
    socket.says({ type: "watch", feeds: ["bench"] });
    expect(socket.take().map((message) => message.type)).toEqual(["bench-snapshot"]);
  });

  it("asks a watched device for its raw frames, again and again while it is watched", () => {
    const asked: string[] = [];
    const { history } = plainDoors();
    const { socket, clock } = open({ history: { ...history, askForRaw: (id) => void asked.push(id) } });
    socket.says({ type: "watch", feeds: ["device:usb-reader"] });
    clock.advance(41_000);
    expect(asked).toHaveLength(3);
    socket.emit("close");
    clock.advance(100_000);
    expect(asked).toHaveLength(3);
  });

  it("refuses what does not exist, what is another participant's and what is not of the contract", () => {
    const doors = plainDoors();
    doors.runsStarted.push(runOf("p-2"));
    const { socket, refused } = open(doors);
    socket.says({ type: "watch", feeds: ["device:nobody", "run:run-1", "kit"] });
    expect(socket.take().map((message) => message.type === "refused" && message.feed)).toEqual([
      "device:nobody",
      "run:run-1",
      "kit",
    ]);
    for (const garbage of [
      "{",
      "[]",
      { type: "watch" },
      { type: "watch", feeds: ["secrets"] },
      "x".repeat(5_000),
    ]) {
      socket.says(garbage);
    }
    socket.emit("message", Buffer.from("{}"), true);
    expect(socket.take().every((message) => message.type === "refused")).toBe(true);
    expect(refused).toHaveLength(6);
  });

  it("shows a run to the trainer", () => {
    const doors = plainDoors();
    doors.runsStarted.push(runOf("p-2"));
    const { socket } = open(doors, { participant: "p-1", isTrainer: true });
    socket.says({ type: "watch", feeds: ["run:run-1"] });
    expect(socket.take()).toEqual([{ type: "run", run: "run-1", data: runOf("p-2") }]);
  });

  it("goes on looking at the run it watches, which is not put away meanwhile", () => {
    const doors = plainDoors();
    doors.runsStarted.push(runOf("p-1"));
    let looks = 0;
    const get = (id: string) => {
      looks += 1;
      return doors.runs.get(id);
    };
    const { socket, clock } = open({ runs: { ...doors.runs, get } });
    socket.says({ type: "watch", feeds: ["run:run-1"] });
    const before = looks;
    clock.advance(61_000);
    expect(looks).toBe(before + 3);
    socket.emit("close");
    clock.advance(100_000);
    expect(looks).toBe(before + 3);
  });

  it("waits for a page that reads slowly and cuts one that does not read", () => {
    let say: (delta: BenchDelta) => void = () => {};
    const { socket, clock } = open(
      benchWith((listener) => {
        say = listener;
      }),
    );
    socket.says({ type: "watch", feeds: ["bench"] });
    socket.take();
    socket.bufferedAmount = 1024 * 1024;
    say({ devices: { gone: null } });
    clock.advance(200);
    expect(socket.take()).toEqual([]);
    socket.bufferedAmount = 0;
    clock.advance(60);
    expect(socket.take()).toHaveLength(1);
    socket.bufferedAmount = 64 * 1024 * 1024;
    clock.advance(60);
    expect(socket.closed).toBe(1013);
  });
});

describe("a page that asks without end", () => {
  it("is cut, whether what it asks is good or not; one that only asks a lot is served", () => {
    for (const request of [{ type: "watch", feeds: ["bench"] }, "{"]) {
      const { socket, clock, refused } = open();
      for (let i = 0; i < 100; i += 1) {
        socket.says(request);
        clock.advance(100);
      }
      expect(socket.closed).toBeUndefined();
      for (let i = 0; i < 61; i += 1) socket.says(request);
      expect(socket.closed).toBe(1008);
      expect(socket.take().length + refused.length).toBeLessThan(400);
    }
  });
});

describe("two deltas of the bench", () => {
  it("become one in which the later says more", () => {
    const broker = { state: "away", where: "embedded", kept: 2, dropped: 0 } as const;
    expect(
      mergeBenchDeltas(
        { devices: { a: null, "usb-reader": null } },
        { broker, devices: { "usb-reader": reader } },
      ),
    ).toEqual({ broker, devices: { a: null, "usb-reader": reader } });
  });
});
