import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../../bridge/clock.ts";
import { createPortWatcher } from "../../../bridge/devices/port-watcher.ts";
import { createSerialPorts } from "../../../bridge/transports/serial/serial-ports.ts";
import { createByteHub, type Firmware, port } from "../../helpers/byte-hub.ts";
import { eventually } from "../../helpers/eventually.ts";

const echo: Firmware = (far) => ({ onBytes: (bytes) => far.send(bytes) });

describe("the port watcher", () => {
  const watchers: { stop(): void }[] = [];
  afterEach(() => {
    for (const watcher of watchers.splice(0)) watcher.stop();
  });

  it("tells of ports that appear, move and vanish, silent unplugs too", async () => {
    const hub = createByteHub();
    const told: string[] = [];
    const fast = createClock(20);
    const watcher = createPortWatcher(fast, createSerialPorts({ clock: fast, virtual: hub, real: false }), {
      onAppear: ({ key, path }) => told.push(`appear ${key} ${path}`),
      onMove: ({ key, path }) => told.push(`move ${key} ${path}`),
      onVanish: (key) => told.push(`vanish ${key}`),
    });
    watchers.push(watcher);
    watcher.start();
    hub.plug(port("a", "ONE"), echo);
    await eventually(() => told.includes("appear usb:ONE a"), "the port appears");
    hub.unplug("a", true);
    hub.plug(port("b", "ONE"), echo);
    await eventually(() => told.includes("move usb:ONE b"), "the port moves");
    hub.unplug("b", true);
    hub.plug(port("b", "ONE"), echo);
    await eventually(() => told.length === 3, "the port is replugged where it was");
    expect(told[2]).toBe("move usb:ONE b");
    hub.unplug("b", true);
    await eventually(() => told.includes("vanish usb:ONE"), "the port vanishes");
    expect(told.length).toBe(4);
  });

  it("asked while it looks, looks once more: a list begun before does not answer", async () => {
    const pending: (() => void)[] = [];
    const watcher = createPortWatcher(
      createClock(),
      {
        list: () => new Promise((resolve) => pending.push(() => resolve([]))),
        open: () => Promise.reject(new Error("not here")),
      },
      { onAppear: () => undefined, onMove: () => undefined, onVanish: () => undefined },
      3_600_000,
    );
    watchers.push(watcher);
    watcher.start();
    const answered: string[] = [];
    void watcher.look().then(() => answered.push("one"));
    void watcher.look().then(() => answered.push("two"));
    expect(pending).toHaveLength(1);
    pending.shift()?.();
    await eventually(() => pending.length === 1, "the second list");
    expect(answered).toEqual([]);
    pending.shift()?.();
    await eventually(() => answered.length === 2, "both answered");
    expect(pending).toEqual([]);
  });

  it("takes ports to be there still while the system refuses to tell", async () => {
    const told: string[] = [];
    let looks = 0;
    const fast = createClock(20);
    const watcher = createPortWatcher(
      fast,
      {
        list: () => {
          looks += 1;
          if (looks > 1) return Promise.reject(new Error("busy"));
          return Promise.resolve([{ key: "usb:1", path: "a", source: "hardware" as const }]);
        },
        open: () => Promise.reject(new Error("not here")),
      },
      {
        onAppear: ({ key }) => told.push(`appear ${key}`),
        onMove: ({ key }) => told.push(`move ${key}`),
        onVanish: (key) => told.push(`vanish ${key}`),
      },
    );
    watchers.push(watcher);
    watcher.start();
    await eventually(() => looks > 4, "a few looks");
    expect(told).toEqual(["appear usb:1"]);
  });
});
