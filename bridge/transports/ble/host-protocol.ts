// What the bridge and its noble process say to each other, over the process's own message channel.
// Times travel as ages: two processes do not share a monotonic clock.

/** How the noble process reaches its radio. Given once, at start. */
export type HostMode =
  | { readonly kind: "virtual" }
  | { readonly kind: "adapter"; readonly deviceId?: number }
  | { readonly kind: "uart" };

/** One HCI packet on its way to noble, and how long ago it entered, in real milliseconds. */
export interface AgedPacket {
  readonly bytes: Uint8Array;
  readonly ageMs: number;
}

export type ToHost =
  | { readonly kind: "packets"; readonly packets: readonly AgedPacket[] }
  | { readonly kind: "restart-scan" }
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
  /** Once a second: the process lives. */
  | { readonly kind: "pulse"; readonly figures: HostFigures }
  | { readonly kind: "failed"; readonly failure: HostFailure; readonly detail: string };

const fromHostKinds: readonly string[] = ["state", "scanning", "packets", "reports", "pulse", "failed"];
const toHostKinds: readonly string[] = ["packets", "restart-scan", "stop"];

const hasKind = (message: unknown, kinds: readonly string[]): boolean =>
  typeof message === "object" &&
  message !== null &&
  "kind" in message &&
  typeof message.kind === "string" &&
  kinds.includes(message.kind);

/** Both ends are this project's own, of the same version: the kind is enough to tell a message from anything else. */
export const isFromHost = (message: unknown): message is FromHost => hasKind(message, fromHostKinds);
export const isToHost = (message: unknown): message is ToHost => hasKind(message, toHostKinds);
