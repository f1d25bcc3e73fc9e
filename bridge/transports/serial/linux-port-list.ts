// Serial ports of USB devices on Linux, read from sysfs: no program to start, so the list can be watched every second.
// Reference: Linux, Documentation/ABI/stable/sysfs-bus-usb (idVendor, idProduct, serial, manufacturer) and
// Documentation/ABI/testing/sysfs-bus-usb (devnum: the address the bus gives a device each time it is plugged in).
import { readdirSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ListedPort } from "./binding.ts";

async function attribute(folder: string, name: string): Promise<string | undefined> {
  try {
    const text = (await readFile(join(folder, name), "utf8")).trim();
    return text === "" ? undefined : text.slice(0, 200);
  } catch {
    return undefined;
  }
}

/** The port, if it hangs from a USB device; ports of the mainboard (ttyS*) have none above them. */
async function usbPort(classFolder: string, name: string): Promise<ListedPort | undefined> {
  let folder: string;
  try {
    folder = await realpath(join(classFolder, name, "device"));
  } catch {
    return undefined;
  }
  // Interface, hubs in between: a USB device is at most seven levels below its root.
  for (let level = 0; level < 10 && dirname(folder) !== folder; level++, folder = dirname(folder)) {
    const vendorId = await attribute(folder, "idVendor");
    if (vendorId === undefined) continue;
    return {
      path: `/dev/${name}`,
      vendorId,
      productId: await attribute(folder, "idProduct"),
      serialNumber: await attribute(folder, "serial"),
      manufacturer: await attribute(folder, "manufacturer"),
      locationId: basename(folder),
      pnpId: undefined,
      plugging: await attribute(folder, "devnum"),
    };
  }
  return undefined;
}

/** @param classFolder where the kernel lists ttys. */
export async function listLinuxPorts(classFolder = "/sys/class/tty"): Promise<ListedPort[]> {
  let names: string[];
  try {
    // The kernel answers from its memory, sooner than another thread could be asked to ask it.
    names = readdirSync(classFolder);
  } catch {
    return [];
  }
  // Consoles, pseudo-terminals and mainboard ports are many and never USB: they are not even looked at.
  const candidates = names.filter((name) => /^tty(?!S?\d|$)/.test(name)).sort();
  const ports = await Promise.all(candidates.map((name) => usbPort(classFolder, name)));
  return ports.filter((port) => port !== undefined);
}
