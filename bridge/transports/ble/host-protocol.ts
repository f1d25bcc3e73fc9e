// What the bridge and its noble process say to each other, over the process's own message channel.
// Times travel as ages: two processes do not share a monotonic clock.

/** How an adapter is to its driver: on; off, or gone from the computer; not this account's to open. */
export const driverWords = ["up", "down", "forbidden"] as const;
export type DriverWord = (typeof driverWords)[number];

/** How the noble process reaches its radio. Given once, at start. */
export type HostMode =
  | { readonly kind: "virtual"; readonly driver: DriverWord }
  | { readonly kind: "adapter"; readonly deviceId?: number }
  | { readonly kind: "uart" };

/** One HCI packet on its way to noble, and how long ago it entered, in real milliseconds. */
export interface AgedPacket {
  readonly bytes: Uint8Array;
  readonly ageMs: number;
}

/** One thing asked of a connected peripheral. UUIDs are noble's: lower case, no dashes. */
export type LinkAsk =
  | { readonly act: "read"; readonly service: string; readonly characteristic: string }
  | { readonly act: "subscribe"; readonly service: string; readonly characteristic: string }
  | {
      readonly act: "write";
      readonly service: string;
      readonly characteristic: string;
      readonly value: Uint8Array;
      readonly withoutResponse: boolean;
    };

export type ToHost =
  | { readonly kind: "packets"; readonly packets: readonly AgedPacket[] }
  | { readonly kind: "restart-scan" }
  /** What the driver of a virtual controller says from now on. */
  | { readonly kind: "driver"; readonly says: DriverWord }
  /** `link` is the bridge's own number for this connection, never used twice. */
  | { readonly kind: "connect"; readonly link: number; readonly address: string }
  | { readonly kind: "ask"; readonly link: number; readonly request: number; readonly ask: LinkAsk }
  | { readonly kind: "disconnect"; readonly link: number }
  /** Ends connections that an earlier process left in the controller: their peripherals would never be heard again. */
  | { readonly kind: "hang-up"; readonly handles: readonly number[] }
  | { readonly kind: "stop" };

/** One advertising report as noble discovered it. */
export interface HostReport {
  readonly address: string;
  readonly addressType: "public" | "random" | "unknown";
  /** dBm; absent when the controller has none. */
  readonly rssi?: number;
  readonly payload: Uint8Array;
  /** How long before this message it was heard, real milliseconds. */
  readonly ageMs: number;
}

/** A characteristic found on a peripheral, and what may be done with it (`read`, `write`, `notify`…). */
export interface HostCharacteristic {
  readonly service: string;
  readonly uuid: string;
  readonly properties: readonly string[];
}

/** A value a peripheral sent by itself. */
export interface HostValue {
  readonly link: number;
  readonly service: string;
  readonly characteristic: string;
  readonly value: Uint8Array;
  readonly ageMs: number;
}

/**
 * Why a link is not there (any more): too many wait; never heard; the peripheral does not answer the call; its services
 * cannot be listed; it wants to be paired; it was there and is gone; the bridge closed it.
 */
export type LinkFailure =
  | "queue-full"
  | "unheard"
  | "no-answer"
  | "discovery"
  | "pairing"
  | "lost"
  | "closed";

/** Why an ask failed: not on this peripheral, refused by it, unanswered, or the link is gone. */
export type AskFailure = "absent" | "refused" | "pairing" | "no-answer" | "too-many" | "lost";

/** Counts since the process started. */
export interface HostFigures {
  /** Reports thrown away because the bridge did not take them fast enough. */
  readonly dropped: number;
  /** HCI packets or reports that made no sense. */
  readonly refused: number;
}

export type HostFailure = "binding-missing" | "port" | "port-forbidden" | "crashed";

export type FromHost =
  | { readonly kind: "state"; readonly state: string }
  | { readonly kind: "scanning" }
  | { readonly kind: "packets"; readonly packets: readonly Uint8Array[] }
  | { readonly kind: "reports"; readonly reports: readonly HostReport[] }
  | {
      readonly kind: "linked";
      readonly link: number;
      readonly characteristics: readonly HostCharacteristic[];
    }
  /** Once for each `connect`, whenever it ends. */
  | {
      readonly kind: "unlinked";
      readonly link: number;
      readonly failure: LinkFailure;
      readonly detail: string;
    }
  /** Once for each `ask` of a link that is there. */
  | {
      readonly kind: "answer";
      readonly link: number;
      readonly request: number;
      readonly failure?: AskFailure;
      readonly value?: Uint8Array;
    }
  /** The controller holds this connection, or holds it no more. */
  | { readonly kind: "held"; readonly handle: number; readonly isHeld: boolean }
  | { readonly kind: "values"; readonly values: readonly HostValue[] }
  /** Once a second: the process lives. */
  | { readonly kind: "pulse"; readonly figures: HostFigures }
  | { readonly kind: "failed"; readonly failure: HostFailure; readonly detail: string };

const fromHostKinds: readonly string[] = [
  ...["state", "scanning", "packets", "reports", "pulse", "failed"],
  ...["linked", "unlinked", "answer", "held", "values"],
];
const toHostKinds: readonly string[] = [
  "packets",
  "restart-scan",
  "driver",
  "connect",
  "ask",
  "disconnect",
  "hang-up",
  "stop",
];

const hasKind = (message: unknown, kinds: readonly string[]): boolean =>
  typeof message === "object" &&
  message !== null &&
  "kind" in message &&
  typeof message.kind === "string" &&
  kinds.includes(message.kind);

/** Both ends are this project's own, of the same version: the kind is enough to tell a message from anything else. */
export const isFromHost = (message: unknown): message is FromHost => hasKind(message, fromHostKinds);
export const isToHost = (message: unknown): message is ToHost => hasKind(message, toHostKinds);
