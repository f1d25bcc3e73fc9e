// Everything present, as the screens show it: a projection of MQTT messages, of what the store remembers (names,
// pairings, tags) and of the broker's status. Several bridges may hold devices of one id: the one that is there wins, and
// this bench's own before a neighbour's. Neighbours share what room there is; this bench's own always has its place.
import type {
  Bench,
  BenchBridge,
  BenchDevice,
  BenchHearing,
  BrokerStatus,
  TaughtTag,
} from "#contract/bench.ts";
import type { Availability, Device, DeviceState } from "#contract/devices.ts";
import type { BenchDelta } from "#contract/live.ts";
import type { LaboMessage } from "#contract/messages.ts";
import type { SheetSummary } from "#contract/sheets.ts";
import { sameWords } from "#contract/words.ts";
import type { Clock, Timer } from "../clock.ts";
import { errorTable } from "../errors.ts";
import { matchSheet } from "./pairing.ts";

/** What people said of a device; absent keys leave what the device says of itself. */
export interface DeviceNotes {
  readonly name?: string;
  /** Sheet paired by hand. */
  readonly sheet?: string;
}

export interface BenchProjection {
  apply(message: LaboMessage): void;
  setBroker(status: BrokerStatus): void;
  setSheets(sheets: readonly SheetSummary[]): void;
  /** Replaces what is noted of a device, seen yet or not. */
  setNotes(deviceId: string, notes: DeviceNotes): void;
  /** Replaces all taught tags. */
  setTags(tags: readonly TaughtTag[]): void;
  /** Takes a device away, until its bridge lists it again. */
  forget(deviceId: string): void;
  snapshot(): Bench;
  device(id: string): BenchDevice | undefined;
  /** Whether what a bridge says of a device is of the device shown here: two may speak of one, each as it hears it. */
  isShownOf(bridge: string, deviceId: string): boolean;
  /** Changes from now on, gathered; `take` gives those since the last one, or `undefined` when nothing changed. */
  watch(): BenchWatch;
  /** Tells changes from now on, gathered over {@link BenchOptions.paceMs}. */
  onDelta(listener: (delta: BenchDelta) => void): () => void;
}

export interface BenchWatch {
  take(): BenchDelta | undefined;
  close(): void;
}

export interface BenchOptions {
  readonly clock: Clock;
  /** This bench's own bridge. */
  readonly bridge?: string;
  /** Changes are told together after this long, clock milliseconds. */
  readonly paceMs?: number;
}

const mostBridges = 64;
/** Of all neighbours together; a bridge's own are bounded by the contract's list. */
const mostDevices = 512;
/** Retained state may come before the list that names its device: so many of neighbours' are kept, seen or not. */
const mostEntries = 1_024;
const mostNotes = 4_096;
const mostHearings = 64;

interface Entry {
  readonly bridge: string;
  device?: Device;
  availability?: Availability;
  state?: DeviceState;
  lastEvent?: string;
}

interface Changes {
  broker: boolean;
  readonly bridges: Set<string>;
  readonly devices: Set<string>;
  readonly tags: Set<string>;
  readonly wake: () => void;
}

const bridgeGone: Availability = {
  state: "offline",
  health: {
    state: "waiting",
    code: "BRIDGE_OFFLINE",
    reason: {
      fr: `${errorTable.BRIDGE_OFFLINE.message.fr} ${errorTable.BRIDGE_OFFLINE.remedy.fr}`,
      en: `${errorTable.BRIDGE_OFFLINE.message.en} ${errorTable.BRIDGE_OFFLINE.remedy.en}`,
    },
  },
};

/** @see BenchProjection */
export function createBench({ clock, bridge: own, paceMs = 20 }: BenchOptions): BenchProjection {
  let broker: BrokerStatus = { state: "away", where: "", kept: 0, dropped: 0 };
  let sheets: readonly SheetSummary[] = [];
  const bridges = new Map<string, BenchBridge>();
  /** Device id → its entry at each bridge that speaks of it. */
  const entries = new Map<string, Entry[]>();
  const notes = new Map<string, DeviceNotes>();
  const tags = new Map<string, TaughtTag>();
  const watchers = new Set<Changes>();
  let entryCount = 0;

  function changed(what: "bridges" | "devices" | "tags", id: string) {
    for (const watcher of watchers) {
      watcher[what].add(id);
      watcher.wake();
    }
  }

  const isBridgeOnline = (id: string) => bridges.get(id)?.state === "online";

  function rank(entry: Entry): number {
    if (entry.device === undefined) return -1;
    const isHere = isBridgeOnline(entry.bridge) && entry.availability?.state === "online";
    return (isHere ? 4 : 0) + (isBridgeOnline(entry.bridge) ? 2 : 0) + (entry.bridge === own ? 1 : 0);
  }

  function shownOf(id: string): Entry | undefined {
    let best: Entry | undefined;
    for (const entry of entries.get(id) ?? [])
      if (best === undefined || rank(entry) > rank(best)) best = entry;
    return best?.device === undefined ? undefined : best;
  }

  /** Who hears it now, the shown bridge first: a beacon heard by two is one beacon with two receivers. */
  function hearingsOf(id: string, shown: Entry): BenchHearing[] {
    const others = (entries.get(id) ?? []).filter((entry) => entry !== shown && entry.device !== undefined);
    return [shown, ...others]
      .filter(({ bridge, availability }) => isBridgeOnline(bridge) && availability?.state === "online")
      .flatMap(({ bridge, state }) => (state?.receivers ?? []).map((hearing) => ({ bridge, ...hearing })))
      .slice(0, mostHearings);
  }

  function view(id: string): BenchDevice | undefined {
    const best = shownOf(id);
    if (best?.device === undefined) return undefined;
    const noted = notes.get(id);
    const availability = isBridgeOnline(best.bridge) ? best.availability : bridgeGone;
    const pairing = matchSheet(best.device, sheets, noted?.sheet);
    const receivers = hearingsOf(id, best);
    return {
      device: noted?.name === undefined ? best.device : { ...best.device, name: sameWords(noted.name) },
      ...(availability === undefined ? {} : { availability }),
      ...(best.state === undefined ? {} : { state: best.state }),
      ...(pairing === undefined ? {} : { pairing }),
      ...(best.lastEvent === undefined ? {} : { lastEvent: best.lastEvent }),
      ...(receivers.length === 0 ? {} : { receivers }),
    };
  }

  function neighboursCount(): number {
    let count = 0;
    for (const list of entries.values())
      if (list.some((entry) => entry.device !== undefined && entry.bridge !== own)) count += 1;
    return count;
  }

  function drop(id: string, entry: Entry) {
    const rest = (entries.get(id) ?? []).filter((one) => one !== entry);
    if (rest.length === 0) entries.delete(id);
    else entries.set(id, rest);
    if (entry.bridge !== own) entryCount -= 1;
  }

  /** Makes room by dropping an entry nobody sees: the one that came first. @returns whether there is room. */
  function makeRoom(): boolean {
    if (entryCount < mostEntries) return true;
    for (const [id, list] of entries) {
      const unseen = list.find((entry) => entry.device === undefined && entry.bridge !== own);
      if (unseen === undefined) continue;
      drop(id, unseen);
      return true;
    }
    return false;
  }

  function entryOf(bridge: string, id: string): Entry | undefined {
    const list = entries.get(id);
    const found = list?.find((entry) => entry.bridge === bridge);
    if (found !== undefined) return found;
    if (bridge !== own && !makeRoom()) return undefined;
    const made: Entry = { bridge };
    entries.set(id, [...(entries.get(id) ?? []), made]);
    if (bridge !== own) entryCount += 1;
    return made;
  }

  function bridgeOf(id: string): BenchBridge | undefined {
    const known = bridges.get(id);
    if (known !== undefined) return known;
    if (id !== own && bridges.size >= mostBridges) return undefined;
    const made: BenchBridge = { id, state: "offline" };
    bridges.set(id, made);
    return made;
  }

  function setBridge(next: BenchBridge) {
    const before = bridges.get(next.id);
    bridges.set(next.id, next);
    changed("bridges", next.id);
    if (before?.state === next.state) return;
    for (const [id, list] of entries)
      if (list.some((entry) => entry.bridge === next.id && entry.device !== undefined))
        changed("devices", id);
  }

  function setDevices(bridge: string, listed: readonly Device[]) {
    const byId = new Map(listed.map((device) => [device.id, device]));
    for (const [id, list] of entries) {
      const gone = list.find(
        (entry) => entry.bridge === bridge && entry.device !== undefined && !byId.has(id),
      );
      if (gone === undefined) continue;
      drop(id, gone);
      changed("devices", id);
    }
    let room = bridge === own ? Number.POSITIVE_INFINITY : mostDevices - neighboursCount();
    for (const device of byId.values()) {
      const entry = entryOf(bridge, device.id);
      if (entry === undefined) continue;
      if (entry.device === undefined) {
        if (room <= 0) continue;
        room -= 1;
      }
      entry.device = device;
      changed("devices", device.id);
    }
  }

  function deltaOf(changes: Changes): BenchDelta | undefined {
    const delta: BenchDelta = {};
    if (changes.broker) delta.broker = broker;
    if (changes.bridges.size > 0)
      delta.bridges = Object.fromEntries([...changes.bridges].map((id) => [id, bridges.get(id) ?? null]));
    if (changes.devices.size > 0)
      delta.devices = Object.fromEntries([...changes.devices].map((id) => [id, view(id) ?? null]));
    if (changes.tags.size > 0)
      delta.tags = Object.fromEntries([...changes.tags].map((id) => [id, tags.get(id) ?? null]));
    changes.broker = false;
    changes.bridges.clear();
    changes.devices.clear();
    changes.tags.clear();
    return Object.keys(delta).length > 0 ? delta : undefined;
  }

  function watchWith(wake: () => void): BenchWatch {
    const changes: Changes = {
      broker: false,
      bridges: new Set(),
      devices: new Set(),
      tags: new Set(),
      wake,
    };
    watchers.add(changes);
    return {
      take: () => deltaOf(changes),
      close: () => {
        watchers.delete(changes);
      },
    };
  }

  return {
    apply(message) {
      const known = bridgeOf(message.bridge);
      if (known === undefined) return;
      switch (message.kind) {
        case "state":
          setBridge({ ...known, state: message.payload.state });
          break;
        case "health":
          setBridge({ ...known, health: message.payload });
          break;
        case "devices":
          setDevices(message.bridge, message.payload.devices);
          break;
        case "device-state":
        case "availability":
        case "event": {
          const entry = entryOf(message.bridge, message.device);
          if (entry === undefined) break;
          if (message.kind === "device-state") entry.state = message.payload;
          else if (message.kind === "availability") entry.availability = message.payload;
          else entry.lastEvent = message.payload.time;
          if (entry.device !== undefined) changed("devices", message.device);
          break;
        }
        default:
          break;
      }
    },
    setBroker(status) {
      broker = status;
      for (const watcher of watchers) {
        watcher.broker = true;
        watcher.wake();
      }
    },
    setSheets(given) {
      sheets = given;
      for (const id of entries.keys()) if (view(id) !== undefined) changed("devices", id);
    },
    setNotes(id, given) {
      if (given.name === undefined && given.sheet === undefined) notes.delete(id);
      else if (notes.has(id) || notes.size < mostNotes) notes.set(id, given);
      if (view(id) !== undefined) changed("devices", id);
    },
    setTags(given) {
      for (const id of [...tags.keys(), ...given.map((tag) => tag.id)]) changed("tags", id);
      tags.clear();
      for (const tag of given) tags.set(tag.id, tag);
    },
    forget(id) {
      for (const entry of entries.get(id) ?? []) drop(id, entry);
      notes.delete(id);
      changed("devices", id);
    },
    snapshot() {
      const devices: Bench["devices"] = {};
      for (const id of entries.keys()) {
        const shown = view(id);
        if (shown !== undefined) devices[id] = shown;
      }
      return { broker, bridges: Object.fromEntries(bridges), devices, tags: Object.fromEntries(tags) };
    },
    device: view,
    isShownOf(bridge, id) {
      const shown = shownOf(id);
      // Before its list has come, only this bench's own device is taken at its word.
      return shown === undefined ? bridge === own : shown.bridge === bridge;
    },
    watch: () => watchWith(() => {}),
    onDelta(listener) {
      let timer: Timer | undefined;
      const tell = () => {
        timer = undefined;
        const delta = watch.take();
        if (delta !== undefined) listener(delta);
      };
      const watch = watchWith(() => {
        timer ??= clock.after(paceMs, tell);
      });
      return () => {
        timer?.cancel();
        watch.close();
      };
    },
  };
}
