import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createClock } from "../../../../bridge/clock.ts";
import type { LaboError } from "../../../../bridge/errors.ts";
import { listLinuxPorts } from "../../../../bridge/transports/serial/linux-port-list.ts";
import { maxPendingBytes } from "../../../../bridge/transports/serial/open-link.ts";
import { serialError } from "../../../../bridge/transports/serial/serial-errors.ts";
import { createSerialPorts } from "../../../../bridge/transports/serial/serial-ports.ts";
import type { Chunk } from "../../../../bridge/transports/transport.ts";
import { createByteHub, type Firmware, port } from "../../../helpers/byte-hub.ts";
import { eventually } from "../../../helpers/eventually.ts";

const clock = createClock();
const echo: Firmware = (far) => ({ onBytes: (bytes) => far.send(bytes) });
const mute: Firmware = () => ({ onBytes: () => undefined });

function virtual(firmware: Firmware = echo) {
  const hub = createByteHub();
  hub.plug(port("virtual-1", "KIT1"), firmware);
  const ports = createSerialPorts({ clock, virtual: hub, real: false });
  const chunks: Chunk[] = [];
  const closed: LaboError[] = [];
  const open = async () => {
    const [first] = await ports.list();
    if (first === undefined) throw new Error("no port");
    return ports.open(first, 57_600, {
      onChunk: (chunk) => chunks.push(chunk),
      onClose: (reason) => closed.push(reason),
    });
  };
  const received = () => Buffer.concat(chunks.map(({ bytes }) => bytes)).toString("latin1");
  return { hub, ports, open, closed, chunks, received };
}

describe("virtual ports through serialport’s stream", () => {
  it("are listed with the identity of their USB serial number", async () => {
    const { ports } = virtual();
    expect(await ports.list()).toEqual([
      {
        key: "usb:KIT1",
        path: "virtual-1",
        source: "simulated",
        plugging: expect.stringMatching(/^\d+$/),
        serialNumber: "KIT1",
        vendorId: "2341",
        productId: "0043",
        manufacturer: "Labo",
      },
    ]);
  });

  it("carry bytes both ways, stamped where they entered", async () => {
    const { open, received, chunks } = virtual();
    const before = { now: clock.now(), mono: clock.mono() };
    const link = await open();
    await link.write(Uint8Array.from(Buffer.from("bonjour")));
    await eventually(() => received() === "bonjour", "the echo");
    expect(chunks[0]?.mono).toBeGreaterThanOrEqual(before.mono);
    expect(chunks[0]?.now).toBeGreaterThanOrEqual(before.now - 1);
    await link.close();
  });

  it("carry more than one buffer at once without losing or doubling a byte", async () => {
    const long = Uint8Array.from({ length: 60_000 }, (_, index) => index % 251);
    const { open, chunks } = virtual((far) => {
      setImmediate(() => far.send(long));
      return { onBytes: () => undefined };
    });
    const link = await open();
    await eventually(
      () => chunks.reduce((sum, { bytes }) => sum + bytes.length, 0) >= long.length,
      "all bytes",
    );
    expect(Buffer.concat(chunks.map(({ bytes }) => bytes)).equals(long)).toBe(true);
    await link.close();
  });

  it("tell of an unplug once, and refuse to write after it", async () => {
    const { hub, open, closed } = virtual();
    const link = await open();
    hub.unplug("virtual-1");
    await eventually(() => closed.length > 0, "the close");
    expect(closed.map(({ code }) => code)).toEqual(["SERIAL_GONE"]);
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "SERIAL_GONE" });
    await link.close();
    expect(closed.length).toBe(1);
  });

  it("say nothing when they are closed on purpose", async () => {
    const { open, closed } = virtual();
    const link = await open();
    await link.close();
    await link.close();
    expect(closed).toEqual([]);
  });

  it("are busy for a second opening and gone for one that is not there", async () => {
    const { ports, open } = virtual();
    const link = await open();
    await expect(open()).rejects.toMatchObject({ code: "SERIAL_BUSY" });
    const [first] = await ports.list();
    if (first === undefined) throw new Error("no port");
    const nothing = { onChunk: () => undefined, onClose: () => undefined };
    await expect(ports.open({ ...first, path: "elsewhere" }, 57_600, nothing)).rejects.toMatchObject({
      code: "SERIAL_GONE",
    });
    await link.close();
  });

  it("refuse to pile up bytes for a wire that takes none", async () => {
    const { open } = virtual(mute);
    const link = await open();
    const first = link.write(new Uint8Array(maxPendingBytes));
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "SERIAL_STUCK" });
    await first;
    await link.write(Uint8Array.of(1));
    await link.close();
  });
});

describe("real ports", () => {
  it("are said to be unavailable, with the reason, when the native library is missing; virtual ones still work", async () => {
    const hub = createByteHub();
    hub.plug(port("virtual-1", "KIT1"), echo);
    const ports = createSerialPorts({
      clock,
      virtual: hub,
      real: true,
      loadBinding: () => Promise.reject(new Error("No native build was found")),
    });
    expect((await ports.list()).map(({ path }) => path)).toEqual(["virtual-1"]);
    expect(ports.realFault()).toMatchObject({ code: "SERIAL_UNAVAILABLE" });
    expect(ports.realFault()?.details.join()).toContain("No native build");
  });

  it("without a USB identity are left out, unless their path is named; two with one serial number stay two", async () => {
    const bare = {
      manufacturer: undefined,
      serialNumber: undefined,
      pnpId: undefined,
      locationId: undefined,
      productId: undefined,
      vendorId: undefined,
    };
    const folder = mkdtempSync(join(tmpdir(), "labo-ports-"));
    const named = join(folder, "named");
    writeFileSync(named, "");
    const ports = createSerialPorts({
      clock,
      real: true,
      extraPaths: [named, join(folder, "absent")],
      excludePaths: ["/dev/ttyACM9"],
      loadBinding: async () => ({
        list: async () => [
          { ...bare, path: "/dev/ttyS0" },
          { ...bare, path: "/dev/ttyACM0", vendorId: "2341", productId: "0043", serialNumber: "0001" },
          { ...bare, path: "/dev/ttyACM1", vendorId: "2341", productId: "0043", serialNumber: "0001" },
          { ...bare, path: "/dev/ttyUSB0", vendorId: "1a86", productId: "7523", locationId: "1-1.2" },
          { ...bare, path: "/dev/ttyACM9", vendorId: "2341", productId: "0043", serialNumber: "0002" },
        ],
        open: () => Promise.reject(new Error("not opened here")),
      }),
    });
    expect((await ports.list()).map(({ key }) => key)).toEqual([
      `path:${named}`,
      "usb:0001",
      "usb:0001@/dev/ttyACM1",
      "usb:1a86:7523:1-1.2",
    ]);
    rmSync(folder, { recursive: true });
  });

  it("of Linux are read from sysfs with their USB identity", async () => {
    const root = mkdtempSync(join(tmpdir(), "labo-sysfs-"));
    const classFolder = join(root, "class/tty");
    const usb = join(root, "devices/usb1/1-1");
    mkdirSync(join(usb, "1-1:1.0"), { recursive: true });
    mkdirSync(join(root, "devices/platform/serial8250"), { recursive: true });
    for (const [name, text] of [
      ["idVendor", "2341\n"],
      ["idProduct", "0043\n"],
      ["serial", "95530343834351A0B0C1\n"],
      ["manufacturer", "Arduino (www.arduino.cc)\n"],
      ["devnum", "17\n"],
    ] as const)
      writeFileSync(join(usb, name), text);
    for (const name of ["ttyACM0", "ttyS0", "ttyAMA0", "tty1", "console"]) {
      mkdirSync(join(classFolder, name), { recursive: true });
    }
    symlinkSync(join(usb, "1-1:1.0"), join(classFolder, "ttyACM0/device"));
    symlinkSync(join(root, "devices/platform/serial8250"), join(classFolder, "ttyS0/device"));
    symlinkSync(join(root, "devices/platform/serial8250"), join(classFolder, "ttyAMA0/device"));
    expect(await listLinuxPorts(classFolder)).toEqual([
      {
        path: "/dev/ttyACM0",
        vendorId: "2341",
        productId: "0043",
        serialNumber: "95530343834351A0B0C1",
        manufacturer: "Arduino (www.arduino.cc)",
        locationId: "1-1",
        pnpId: undefined,
        plugging: "17",
      },
    ]);
    expect(await listLinuxPorts(join(root, "nowhere"))).toEqual([]);
    rmSync(root, { recursive: true });
  });
});

describe("what systems say", () => {
  it.each([
    ["Error: Permission denied, cannot open /dev/ttyACM0", "SERIAL_PERMISSION"],
    ["Error Resource temporarily unavailable Cannot lock port", "SERIAL_BUSY"],
    ["Opening COM3: Access denied", "SERIAL_BUSY"],
    ["Error: No such file or directory, cannot open /dev/ttyACM0", "SERIAL_GONE"],
    ["Opening COM9: File not found", "SERIAL_GONE"],
    ["something new", "SERIAL_OPEN_FAILED"],
  ])("“%s” is %s", (message, code) => {
    expect(serialError(new Error(message), "port", "SERIAL_OPEN_FAILED").code).toBe(code);
  });
});
