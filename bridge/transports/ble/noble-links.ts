// noble's connections: one call at a time, everything bounded and timed, so that a peripheral that never answers costs
// only its own link. noble itself has no time-outs, tells no error of a write or a subscription, and stays stuck on some.
import type { AskFailure, HostCharacteristic, LinkAsk, LinkFailure } from "./host-protocol.ts";
import type { LinkJudge } from "./link-judge.ts";
import type {
  ConnectionParameters,
  Hci,
  NobleCharacteristic,
  NobleService,
  Peripheral,
} from "./noble-types.ts";

/** Links open or waiting at once; adapters hold seven to ten. */
export const mostLinks = 8;
/** Asks of one link that may wait. */
const mostAsks = 32;
const mostServices = 32;
const mostCharacteristics = 128;
// Real milliseconds.
const callWithinMs = 8000;
const settleWithinMs = 2000;
const discoverWithinMs = 10_000;
const answerWithinMs = 5000;
const partWithinMs = 3000;
/** 30 to 50 ms between turns leave the radio time to listen; 4 s of silence are a lost link (noble's own would be 0.4 s). */
const parameters: ConnectionParameters = { minInterval: 24, maxInterval: 40, latency: 0, timeout: 400 };
/** The controller does not call while it listens (error 0x0C, Command Disallowed). */
const disallowed = /\(0xc\)$/i;
/** Insufficient authentication, authorization, encryption: noble then tries to pair (volume 3, part F, section 3.4.1.1). */
const pairingCodes = [0x05, 0x08, 0x0f];

export interface LinkEvents {
  onLinked(link: number, characteristics: readonly HostCharacteristic[]): void;
  onUnlinked(link: number, failure: LinkFailure, detail: string): void;
  onAnswer(link: number, request: number, failure?: AskFailure, value?: Uint8Array): void;
  onValue(link: number, service: string, characteristic: string, value: Uint8Array): void;
}

interface LinksOptions extends LinkEvents {
  /** What noble knows of an address. */
  readonly peripheralOf: (address: string) => Peripheral | undefined;
  /** Absent where noble does not speak HCI itself. */
  readonly hci?: Hci;
  readonly judge?: LinkJudge;
  readonly pin: (peripheral: Peripheral) => void;
  readonly unpin: (peripheral: Peripheral) => void;
  readonly pauseScan: () => void;
  readonly resumeScan: () => void;
  /** Nothing but a new process helps. */
  readonly onStuck: (detail: string) => void;
}

interface PendingAsk {
  readonly request: number;
  readonly ask: LinkAsk;
}

interface Link {
  readonly id: number;
  readonly address: string;
  state: "queued" | "calling" | "discovering" | "open" | "closing";
  peripheral?: Peripheral;
  timer?: NodeJS.Timeout;
  /** Why it is being closed. */
  closing?: { readonly failure: LinkFailure; readonly detail: string };
  readonly characteristics: Map<string, NobleCharacteristic>;
  readonly heard: Set<string>;
  readonly waiting: PendingAsk[];
  current?: { readonly settle: (failure?: AskFailure, value?: Uint8Array) => void };
  wantsPairing: boolean;
}

export interface NobleLinks {
  connect(link: number, address: string): void;
  ask(link: number, request: number, ask: LinkAsk): void;
  disconnect(link: number): void;
  /** Ends connections nobody here made. */
  hangUp(handles: readonly number[]): void;
  /** The adapter went off: noble tells nobody. */
  adapterLost(): void;
  /** From the judge: the peripheral refused what was asked. */
  attError(handle: number, code: number): void;
  pairingFailed(handle: number): void;
}

const keyOf = ({ service, characteristic }: { service: string; characteristic: string }) =>
  `${service}/${characteristic}`;

/** noble writes to a connection that ended meanwhile, and dies of it: such packets are dropped. */
export function guardWrites(hci: Hci): void {
  const write = hci.writeAclDataPkt.bind(hci);
  const flush = hci.flushAcl.bind(hci);
  hci.writeAclDataPkt = async (handle, channel, data) => {
    if (hci._aclConnections.has(handle)) await write(handle, channel, data);
  };
  hci.flushAcl = async () => {
    hci._aclQueue = hci._aclQueue.filter(({ handle }) => hci._aclConnections.has(handle));
    await flush().catch(() => undefined);
  };
}

export function createNobleLinks(options: LinksOptions): NobleLinks {
  const { hci, judge, onStuck } = options;
  const links = new Map<number, Link>();
  const queue: Link[] = [];
  let calling: Link | undefined;

  function end(link: Link, failure: LinkFailure, detail = ""): void {
    if (!links.delete(link.id)) return;
    clearTimeout(link.timer);
    const told = link.closing ?? { failure, detail };
    link.current?.settle("lost");
    for (const { request } of link.waiting.splice(0)) options.onAnswer(link.id, request, "lost");
    for (const characteristic of link.characteristics.values()) characteristic.removeAllListeners();
    if (link.peripheral !== undefined) {
      link.peripheral.removeAllListeners();
      options.unpin(link.peripheral);
    }
    options.onUnlinked(link.id, told.failure, told.detail.slice(0, 200));
  }

  function next(): void {
    if (calling !== undefined) return;
    const link = queue.shift();
    if (link === undefined) return;
    const peripheral = options.peripheralOf(link.address);
    if (peripheral === undefined) {
      end(link, "unheard");
      next();
      return;
    }
    link.peripheral = peripheral;
    link.state = "calling";
    calling = link;
    options.pin(peripheral);
    call(link, peripheral, false);
  }

  /** The call is over, one way or the other: the next may begin, and listening goes on. */
  function callDone(): void {
    calling = undefined;
    judge?.expect(undefined);
    options.resumeScan();
    next();
  }

  function call(link: Link, peripheral: Peripheral, isSecond: boolean): void {
    judge?.expect(link.address);
    link.timer = setTimeout(() => giveUp(link, peripheral, "no-answer", "no answer"), callWithinMs);
    peripheral.once("connect", (error?: Error | null) => {
      clearTimeout(link.timer);
      if (error === undefined || error === null) {
        discover(link, peripheral);
        callDone();
      } else if (!isSecond && disallowed.test(error.message)) {
        options.pauseScan();
        call(link, peripheral, true);
      } else {
        end(link, "no-answer", error.message);
        callDone();
      }
    });
    peripheral.connect(parameters);
  }

  /** Takes the call back; the line is free once the controller has said what became of it. */
  function giveUp(link: Link, peripheral: Peripheral, failure: LinkFailure, detail: string): void {
    peripheral.removeAllListeners("connect");
    end(link, failure, detail);
    const stuck = setTimeout(() => onStuck("a call could not be taken back"), settleWithinMs);
    const settled = () => {
      clearTimeout(stuck);
      // It answered in the same instant.
      if (peripheral.state === "connected") peripheral.disconnect();
      callDone();
    };
    if (hci === undefined) settled();
    else hci.once("leConnComplete", settled);
    peripheral.cancelConnect();
  }

  function discover(link: Link, peripheral: Peripheral): void {
    link.state = "discovering";
    peripheral.once("disconnect", () => end(link, "lost"));
    link.timer = setTimeout(() => close(link, "discovery", "services not told"), discoverWithinMs);
    const found: HostCharacteristic[] = [];
    const take = (services: readonly NobleService[]): void => {
      const [service, ...others] = services;
      if (service === undefined) {
        clearTimeout(link.timer);
        link.state = "open";
        options.onLinked(link.id, found);
        run(link);
        return;
      }
      service.once("characteristicsDiscover", (characteristics: readonly NobleCharacteristic[]) => {
        for (const characteristic of characteristics) {
          if (found.length >= mostCharacteristics) break;
          const place = { service: service.uuid, characteristic: characteristic.uuid };
          link.characteristics.set(keyOf(place), characteristic);
          const { uuid, properties } = characteristic;
          found.push({ service: service.uuid, uuid, properties: [...properties] });
        }
        take(others);
      });
      service.discoverCharacteristics([]);
    };
    peripheral.once("servicesDiscover", (services: readonly NobleService[]) =>
      take(services.slice(0, mostServices)),
    );
    peripheral.discoverServices([]);
  }

  function close(link: Link, failure: LinkFailure, detail = ""): void {
    if (link.state === "closing") return;
    if (link.state === "queued" || link.peripheral === undefined) {
      queue.splice(queue.indexOf(link), 1);
      end(link, failure, detail);
      return;
    }
    if (link.state === "calling") {
      clearTimeout(link.timer);
      giveUp(link, link.peripheral, failure, detail);
      return;
    }
    link.state = "closing";
    link.closing = { failure, detail };
    clearTimeout(link.timer);
    link.timer = setTimeout(() => onStuck("a link could not be closed"), partWithinMs);
    link.peripheral.disconnect();
  }

  /** Does the next ask of a link, one at a time. */
  function run(link: Link): void {
    if (link.state !== "open" || link.current !== undefined) return;
    const pending = link.waiting.shift();
    if (pending === undefined) return;
    const { request, ask } = pending;
    const characteristic = link.characteristics.get(keyOf(ask));
    if (characteristic === undefined) {
      options.onAnswer(link.id, request, "absent");
      run(link);
      return;
    }
    link.wantsPairing = false;
    const told = { read: "read", write: "write", subscribe: "notify" }[ask.act];
    const timer = setTimeout(() => {
      // A peripheral that leaves an ask unanswered answers no other either (volume 3, part F, section 3.3.3).
      const failure = link.wantsPairing ? "pairing" : "no-answer";
      settle(failure);
      close(link, link.wantsPairing ? "pairing" : "lost", "an ask was left unanswered");
    }, answerWithinMs);
    const settle = (failure?: AskFailure, value?: Uint8Array): void => {
      clearTimeout(timer);
      characteristic.removeListener(told, onTold);
      delete link.current;
      options.onAnswer(link.id, request, failure, value);
      run(link);
    };
    const onTold = (value: unknown, isNotification?: boolean): void => {
      if (ask.act !== "read") settle();
      else if (isNotification !== true && value instanceof Uint8Array)
        settle(undefined, Uint8Array.from(value));
    };
    link.current = { settle };
    characteristic.on(told, onTold);
    if (ask.act === "read") characteristic.read();
    else if (ask.act === "write") characteristic.write(Buffer.from(ask.value), ask.withoutResponse);
    else {
      hearValues(link, ask, characteristic);
      characteristic.subscribe();
    }
  }

  function hearValues(link: Link, ask: LinkAsk, characteristic: NobleCharacteristic): void {
    if (link.heard.has(keyOf(ask))) return;
    link.heard.add(keyOf(ask));
    characteristic.on("data", (value: Buffer, isNotification: boolean) => {
      if (isNotification) options.onValue(link.id, ask.service, ask.characteristic, Uint8Array.from(value));
    });
  }

  const linkOf = (handle: number) =>
    [...links.values()].find(({ address }) => judge?.handleOf(address) === handle);

  return {
    connect(id, address) {
      const isTwice = [...links.values()].some((other) => other.address === address);
      if (links.size >= mostLinks || isTwice) {
        options.onUnlinked(id, "queue-full", isTwice ? "linked already" : "too many links");
        return;
      }
      const link: Link = {
        id,
        address,
        state: "queued",
        characteristics: new Map(),
        heard: new Set(),
        waiting: [],
        wantsPairing: false,
      };
      links.set(id, link);
      queue.push(link);
      next();
    },
    ask(id, request, ask) {
      const link = links.get(id);
      if (link === undefined || link.state === "closing") options.onAnswer(id, request, "lost");
      else if (link.waiting.length >= mostAsks) options.onAnswer(id, request, "too-many");
      else {
        link.waiting.push({ request, ask });
        run(link);
      }
    },
    disconnect(id) {
      const link = links.get(id);
      if (link !== undefined) close(link, "closed");
    },
    hangUp(handles) {
      const own = [...links.values()].map(({ address }) => judge?.handleOf(address));
      for (const handle of handles) if (!own.includes(handle)) hci?.disconnect(handle);
    },
    adapterLost() {
      if (links.size > 0) onStuck("the adapter went off with its connections");
    },
    attError(handle, code) {
      const link = linkOf(handle);
      if (link?.current === undefined) return;
      if (pairingCodes.includes(code)) link.wantsPairing = true;
      else link.current.settle("refused");
    },
    pairingFailed(handle) {
      const link = linkOf(handle);
      if (link === undefined) return;
      link.current?.settle("pairing");
      close(link, "pairing", "pairing refused");
    },
  };
}
