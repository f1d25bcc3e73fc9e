// noble, started and listening: every report it discovers, with the raw bytes that the HCI layer had for it. Its
// connections are in noble-links.ts.
// Runs in its own process (noble-host.ts): native handles crash worker threads, and noble stalls and grows.
import { createRequire } from "node:module";
import { judgePacket, reportsIn } from "./hci-packets.ts";
import type { DriverWord, HostFailure, HostMode } from "./host-protocol.ts";
import { createLinkJudge, type LinkJudge, type LinkJudgeHandlers } from "./link-judge.ts";
import { createNobleLinks, guardWrites, type LinkEvents, type NobleLinks } from "./noble-links.ts";
import { createTableKeeper } from "./noble-tables.ts";
import type { Bindings, Hci, Noble, Peripheral } from "./noble-types.ts";
import { rebuildPayload } from "./rebuild-payload.ts";
import type { HeardReport } from "./report-outbox.ts";
import { VirtualSocket } from "./virtual-socket.ts";

/** Radios noble may remember at once. */
const rememberedRadios = 2000;
/** The specification's "not available", and the largest value a controller may give. */
const largestRssi = 20;

/** The HCI report that noble is busy with. */
interface CurrentReport {
  readonly address: string;
  readonly addressType: string;
  readonly payload: Uint8Array;
  readonly rssi: number;
}

interface Options {
  readonly mode: HostMode;
  readonly onReport: (report: HeardReport) => void;
  readonly onState: (state: string) => void;
  readonly onScanning: () => void;
  readonly onFailed: (failure: HostFailure, detail: string) => void;
  /** HCI packets to the virtual controller. */
  readonly onPacket: (packet: Uint8Array) => void;
  readonly links: Omit<LinkEvents, "onValue"> & {
    onValue(...value: [...Parameters<LinkEvents["onValue"]>, heardAt: number]): void;
    onHeld: LinkJudgeHandlers["onHeld"];
  };
  /** Real milliseconds. */
  readonly now: () => number;
}

export interface Scanner {
  start(): void;
  /** An HCI packet of the virtual controller that entered `ageMs` ago. */
  deliver(packet: Uint8Array, ageMs: number): void;
  restartScan(): void;
  /** Of the virtual controller. */
  driverSays(word: DriverWord): void;
  /** `undefined` until noble is there. */
  readonly links: NobleLinks | undefined;
  stop(): void;
  readonly refused: number;
}

const load = createRequire(import.meta.url);

function makeBindings(mode: HostMode): Bindings {
  const overHci = mode.kind !== "adapter" || process.platform === "linux" || process.platform === "freebsd";
  const options = mode.kind === "adapter" && mode.deviceId !== undefined ? { deviceId: mode.deviceId } : {};
  if (!overHci) return load("@abandonware/noble/lib/resolve-bindings")(options);
  const HciBindings = load("@abandonware/noble/lib/hci-socket/bindings");
  return new HciBindings(options);
}

const addressTypeOf = (type: string) => (type === "public" || type === "random" ? type : "unknown");
const rssiOf = (rssi: number) => (Number.isInteger(rssi) && rssi <= largestRssi ? { rssi } : {});
/** Copied, because it is a view on a buffer that lives on in noble's tables. */
const copyOf = (bytes: Uint8Array) => Uint8Array.from(bytes);

/** The socket of Linux gives the system's words alone, drivers of serial lines a code. */
function isForbidden(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    code === "EPERM" ||
    code === "EACCES" ||
    /operation not permitted|permission denied/i.test(String(message))
  );
}

export function createScanner(options: Options): Scanner {
  const { mode, onReport, onState, onScanning, onFailed, onPacket, now } = options;
  let noble: Noble | undefined;
  let links: NobleLinks | undefined;
  let socket: VirtualSocket | undefined;
  let state = "unknown";
  let listening = false;
  let refused = 0;
  /** When the packet being digested was heard. */
  let heardAt: number | undefined;
  let current: CurrentReport | undefined;
  let reported = 0;

  function scan(): void {
    if (state !== "poweredOn" || noble === undefined) return;
    listening = true;
    noble.startScanning([], true);
  }

  function onDiscover(peripheral: Peripheral, overHci: boolean): void {
    if (overHci && current === undefined) return;
    reported += 1;
    const heard = heardAt ?? now();
    if (current !== undefined) {
      const { address, addressType, payload, rssi } = current;
      current = undefined;
      onReport({
        address,
        addressType: addressTypeOf(addressType),
        payload,
        ...rssiOf(rssi),
        heardAt: heard,
      });
      return;
    }
    onReport({
      address: /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(peripheral.address) ? peripheral.address : "",
      addressType: addressTypeOf(peripheral.addressType),
      payload: rebuildPayload(peripheral.advertisement),
      ...rssiOf(peripheral.rssi),
      heardAt: heard,
    });
  }

  /** Puts a guard before noble's HCI layer and notes each report on its way through. */
  function guard(hci: Hci, judge: LinkJudge, touch: (id: string, address: string) => void): void {
    const digest = hci.onSocketData.bind(hci);
    guardWrites(hci);
    hci.onSocketData = (packet) => {
      const verdict = judge.judge(packet) ?? judgePacket(packet);
      if (verdict === "refuse") refused += 1;
      if (verdict !== "pass") return;
      reported = 0;
      current = undefined;
      try {
        digest(packet);
        if (listening) refused += Math.max(0, (reportsIn(packet) ?? 0) - reported);
      } catch {
        refused += 1;
      }
      current = undefined;
    };
    hci.onSocketError = (error) => {
      if (error.message === "Network is down") {
        // noble looks once a second, and would miss an adapter that was off for less: then it would never begin again.
        hci._isDevUp = false;
        hci.emit("stateChange", "poweredOff");
        return;
      }
      const forbidden = isForbidden(error);
      if (mode.kind === "uart") onFailed(forbidden ? "port-forbidden" : "port", error.message);
      else if (forbidden) onState("unauthorized");
    };
    const note = (address: string, addressType: string, payload: Uint8Array, rssi: number) => {
      current = { address, addressType, payload: copyOf(payload), rssi };
      touch(address.replaceAll(":", ""), address);
    };
    // Before noble's own listeners: its "discover" then comes while this report is the current one.
    hci.prependListener(
      "leAdvertisingReport",
      (_status: number, _type: number, address: string, addressType: string, eir: Buffer, rssi: number) =>
        note(address, addressType, eir, rssi),
    );
    hci.prependListener(
      "leExtendedAdvertisingReport",
      (
        _status: number,
        _type: number,
        address: string,
        addressType: string,
        _txPower: number,
        rssi: number,
        eir: Buffer,
      ) => {
        // noble gives everything to the packet's end; the report's own length is the byte before.
        const length = eir.byteOffset > 0 ? (new Uint8Array(eir.buffer, eir.byteOffset - 1, 1)[0] ?? 0) : 0;
        note(address, addressType, eir.subarray(0, length), rssi);
      },
    );
  }

  return {
    start() {
      let bindings: Bindings;
      let started: Noble;
      try {
        bindings = makeBindings(mode);
        started = load("@abandonware/noble/with-bindings")(bindings);
      } catch (error) {
        onFailed("binding-missing", error instanceof Error ? error.message : String(error));
        return;
      }
      noble = started;
      const keeper = createTableKeeper(
        {
          byId: [
            () => started._peripherals,
            () => started._services,
            () => started._characteristics,
            () => started._descriptors,
            () => started._discoveredPeripheralUUids,
            () => bindings._addresses,
            () => bindings._addresseTypes,
            () => bindings._connectable,
            () => bindings.scannable,
          ],
          byAddress: [() => bindings._gap?._discoveries],
        },
        rememberedRadios,
      );
      const hci = bindings._hci;
      const judge = createLinkJudge({
        onHeld: options.links.onHeld,
        onAttError: (handle, code) => links?.attError(handle, code),
        onPairingFailed: (handle) => links?.pairingFailed(handle),
      });
      if (hci !== undefined) {
        if (mode.kind === "virtual") {
          socket = new VirtualSocket(onPacket, mode.driver);
          hci._socket = socket;
        }
        guard(hci, judge, keeper.touch);
      }
      links = createNobleLinks({
        ...options.links,
        onValue: (link, service, characteristic, value) =>
          options.links.onValue(link, service, characteristic, value, heardAt ?? now()),
        peripheralOf: (address) => started._peripherals[address.replaceAll(":", "")],
        ...(hci === undefined ? {} : { hci, judge }),
        pin: ({ id }) => keeper.pin(id),
        unpin: ({ id }) => keeper.unpin(id),
        pauseScan: () => started.stopScanning(),
        resumeScan: scan,
        onStuck: (detail) => onFailed("crashed", detail),
      });
      // noble would start its bindings by itself at the first listener, and only warn when they fail.
      started.initialized = true;
      started.on("warning", () => undefined);
      started.on("stateChange", (next: string) => {
        state = next;
        listening = false;
        if (next !== "poweredOn") links?.adapterLost();
        onState(next);
        scan();
      });
      started.on("scanStart", onScanning);
      started.on("discover", (peripheral: Peripheral) => {
        if (hci === undefined) keeper.touch(peripheral.id, peripheral.address);
        onDiscover(peripheral, hci !== undefined);
      });
      try {
        bindings.init();
      } catch (error) {
        if (mode.kind !== "uart" && isForbidden(error)) {
          onState("unauthorized");
          return;
        }
        onFailed(
          mode.kind === "uart" ? "port" : "crashed",
          error instanceof Error ? error.message : String(error),
        );
      }
    },
    deliver(packet, ageMs) {
      heardAt = now() - ageMs;
      socket?.deliver(packet);
      heardAt = undefined;
    },
    driverSays: (word) => socket?.driverSays(word),
    restartScan() {
      if (noble === undefined || state !== "poweredOn") return;
      noble.stopScanning();
      scan();
    },
    stop() {
      if (state === "poweredOn") noble?.stopScanning();
    },
    get links() {
      return links;
    },
    get refused() {
      return refused;
    },
  };
}
