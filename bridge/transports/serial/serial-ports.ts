// All serial ports a bridge may open: USB ones of this computer, paths named by hand, and the virtual kit's.
// The same stream code reads them all (open-link.ts); only the binding below differs.
import { existsSync } from "node:fs";
import type { Clock } from "../../clock.ts";
import { LaboError } from "../../errors.ts";
import type { VirtualSerialHub } from "../../virtual-kit/kit.ts";
import type { AllSerialPorts, PortInfo } from "../transport.ts";
import type { Binding, ListedPort } from "./binding.ts";
import { listLinuxPorts } from "./linux-port-list.ts";
import { openLink } from "./open-link.ts";
import { createVirtualBinding } from "./virtual-binding.ts";

export interface SerialPortsOptions {
  readonly clock: Clock;
  readonly virtual?: VirtualSerialHub;
  /** Look for the computer's own ports. */
  readonly real: boolean;
  /** Ports that have no USB identity (a built-in port, a pseudo-terminal), opened because somebody named them. */
  readonly extraPaths?: readonly string[];
  /** Ports that are somebody else's, for example a Bluetooth dongle's. */
  readonly excludePaths?: readonly string[];
  /** The binding of real ports; the operating system's by default. */
  readonly loadBinding?: () => Promise<Binding>;
}

/** Loaded when first needed: a missing native library must leave the virtual kit working. */
async function loadNativeBinding(): Promise<Binding> {
  const { autoDetect } = await import("@serialport/bindings-cpp");
  return autoDetect();
}

function usbKey({ serialNumber, vendorId, productId, locationId, path }: ListedPort): string {
  if (serialNumber !== undefined) return `usb:${serialNumber}`;
  // Boards without a serial number (CH340) are told apart by the socket they are in.
  return `usb:${vendorId ?? "0000"}:${productId ?? "0000"}:${locationId ?? path}`;
}

function toPortInfo(listed: ListedPort, source: PortInfo["source"]): PortInfo {
  const { path, plugging, serialNumber, vendorId, productId, manufacturer } = listed;
  return {
    key: usbKey(listed),
    path,
    source,
    ...(plugging === undefined ? {} : { plugging }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
  };
}

/** Clones sold with the same serial number would be one device: the later ones take their path as well. */
function withUniqueKeys(ports: readonly PortInfo[]): PortInfo[] {
  const taken = new Set<string>();
  return ports.map((port) => {
    const key = taken.has(port.key) ? `${port.key}@${port.path}` : port.key;
    taken.add(key);
    return { ...port, key };
  });
}

export function createSerialPorts(options: SerialPortsOptions): AllSerialPorts {
  const { clock, real, extraPaths = [], excludePaths = [] } = options;
  const loadBinding = options.loadBinding ?? loadNativeBinding;
  const virtualBinding = options.virtual && createVirtualBinding(options.virtual);
  let binding: Promise<Binding> | undefined;
  let fault: LaboError | undefined;

  const realBinding = (): Promise<Binding> => {
    binding ??= loadBinding().catch((cause: unknown) => {
      binding = undefined;
      throw new LaboError("SERIAL_UNAVAILABLE", [String(cause).slice(0, 200)], cause);
    });
    return binding;
  };

  const listReal = async (): Promise<PortInfo[]> => {
    if (!real) return [];
    try {
      const loaded = await realBinding();
      const listed =
        process.platform === "linux" && options.loadBinding === undefined
          ? await listLinuxPorts()
          : await loaded.list();
      fault = undefined;
      return listed
        .filter(({ vendorId, path }) => vendorId !== undefined && !excludePaths.includes(path))
        .map((port) => toPortInfo(port, "hardware"));
    } catch (cause) {
      fault =
        cause instanceof LaboError
          ? cause
          : new LaboError("SERIAL_UNAVAILABLE", [String(cause).slice(0, 200)], cause);
      return [];
    }
  };

  const listExtra = (): PortInfo[] =>
    extraPaths
      // Windows has no files for its COM ports: there, opening tells.
      .filter((path) => process.platform === "win32" || existsSync(path))
      .map((path) => ({ key: `path:${path}`, path, source: "hardware" }));

  return {
    hasReal: real,
    hasVirtual: virtualBinding !== undefined,
    realFault: () => fault,
    async list() {
      const [usb, extra, simulated] = await Promise.all([
        listReal(),
        listExtra(),
        virtualBinding?.list() ?? [],
      ]);
      return withUniqueKeys([
        ...simulated.map((port) => toPortInfo(port, "simulated")),
        ...extra,
        ...usb.filter(({ path }) => !extraPaths.includes(path)),
      ]);
    },
    async open(port, baudRate, handlers) {
      const chosen = port.source === "simulated" ? virtualBinding : await realBinding();
      if (chosen === undefined) throw new LaboError("SERIAL_GONE", [port.path]);
      return openLink(clock, chosen, port.path, baudRate, handlers);
    },
  };
}
