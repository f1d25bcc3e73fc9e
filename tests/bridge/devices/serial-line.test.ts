// One opening of a port, with a clock that moves only when told and a port whose speed changes when told.
import { describe, expect, it } from "vitest";
import { openLine } from "../../../bridge/devices/serial-line.ts";
import type { Chunk, LinkHandlers, PortInfo, SerialPorts } from "../../../bridge/transports/transport.ts";
import rows from "../../fixtures/rfid.json" with { type: "json" };
import { createManualClock } from "../../helpers/manual-clock.ts";

const port: PortInfo = { key: "path:/dev/a", path: "/dev/a", source: "hardware" };
const frame = Buffer.from(rows.find(({ name }) => name === "rdm6300_0013530444")?.hex ?? "", "hex");

/** All that was promised so far has followed. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a silent line", () => {
  it("is said to be silent only once it listens again: a word said then is heard", async () => {
    const clock = createManualClock();
    const told: string[] = [];
    const changes: (() => void)[] = [];
    let outside: LinkHandlers | undefined;
    const ports: SerialPorts = {
      list: async () => [port],
      async open(_port, _speed, handlers) {
        outside = handlers;
        return {
          write: async () => undefined,
          changeSpeed: () => new Promise((resolve) => void changes.push(resolve)),
          close: async () => undefined,
        };
      },
    };
    const hear = (bytes: Uint8Array) => {
      const chunk: Chunk = { bytes, now: clock.now(), mono: clock.mono() };
      outside?.onChunk(chunk);
    };
    const line = openLine(
      ports,
      port,
      clock,
      { wasKnown: false, speeds: [57_600] },
      {
        onKnown: ({ kind, baudRate }) => void told.push(`${kind} at ${baudRate}`),
        onChunk: () => undefined,
        onUnknown: () => undefined,
        onSilent: () => void told.push("silent"),
        onLost: ({ code }) => void told.push(code),
      },
    );
    await settled();
    clock.advance(6_000);
    await settled();
    expect(changes).toHaveLength(1);
    expect(told).toEqual([]);
    changes[0]?.();
    await settled();
    expect(told).toEqual(["silent"]);
    hear(frame);
    expect(told).toEqual(["silent", "em4100 at 9600"]);
    await line.end();
  });
});
