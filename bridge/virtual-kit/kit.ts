// The virtual kit as the rest of the house sees it: ports to open, a radio to listen to, things to move by hand.
import type { BoardPlan } from "#contract/board-plan.ts";
import type { Kit, KitControl } from "#contract/kit.ts";
import type { Words } from "#contract/words.ts";

/** A simulated board's USB port. */
export interface VirtualPort {
  readonly path: string;
  readonly serialNumber: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly manufacturer: string;
  /** Another one each time the cable is put in. */
  readonly plugging: string;
}

export interface VirtualLine {
  write(bytes: Uint8Array): void;
  close(): void;
}

export interface VirtualSerialHub {
  list(): readonly VirtualPort[];
  /**
   * Opens a port: the board resets, as a real Uno does. Bytes are garbled when the baud rate is not the firmware's.
   * @throws Error with `code` "ENOENT" (not there), "EBUSY" (open already) or "EINVAL" (no such speed).
   */
  open(
    path: string,
    baudRate: number,
    handlers: { onData(bytes: Uint8Array): void; onUnplug(): void },
  ): VirtualLine;
}

/** The host side of a simulated Bluetooth controller: whole H4 HCI packets (type byte first), both ways. */
export interface VirtualController {
  send(packet: Uint8Array): void;
  onPacket(listener: (packet: Uint8Array) => void): () => void;
}

export interface VirtualKit {
  start(): Promise<void>;
  stop(): Promise<void>;
  snapshot(): Kit;
  /** Resolves with the kit once the world has taken it; rejects with a LaboError when the thing named does not exist. */
  control(control: KitControl): Promise<Kit>;
  /**
   * Wires a simulated board as a plan says, before the next byte reaches it and again after every start.
   * @throws LaboError NOT_FOUND when the kit has no such board, or none with pins to wire.
   */
  rewire(board: string, plan: BoardPlan): void;
  /** Called when anything visible changed, at most 30 times a second. */
  onChange(listener: (kit: Kit) => void): () => void;
  readonly serial: VirtualSerialHub;
  readonly controller: VirtualController;
  /** What the kit's own beacons, boards and tags are, so that they are known from the start. */
  readonly taught: {
    readonly beacons: readonly { readonly identity: string; readonly name: Words }[];
    /** Boards one connects to. */
    readonly peripherals: readonly { readonly identity: string; readonly name: Words }[];
    readonly tags: readonly { readonly uid: string; readonly name: Words }[];
  };
}
