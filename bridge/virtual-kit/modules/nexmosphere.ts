// A Nexmosphere Xperience controller behind its USB cable, with two readers in its sockets: a lift-and-learn antenna
// driver (XR-DR1), which says which of its own numbered tags was picked up or put back, and an NFC driver (XR-DW2),
// which says the UID of what lies there. Lines end CR LF, 115200 8N1; it says what changes, and nothing else. Asked what
// is in a socket, it answers with the model, padded to seven characters.
import type { ModuleChip } from "./serial-module.ts";

const rangeMm = 40;
const lookEveryMs = 100;
const liftSocket = 1;
const nfcSocket = 2;
const models: Readonly<Record<number, string>> = { [liftSocket]: "XRDR1  ", [nfcSocket]: "XRDW2  " };
/** It forgets a line that never ends. */
const longestLine = 64;

export interface NexmosphereTag {
  readonly kind: "numbered" | "nfc";
  /** Number of a numbered tag, two bytes; UID of the others. Lower-case hexadecimal. */
  readonly uid: string;
  readonly distanceMm: number;
}

const address = (socket: number) => String(socket).padStart(3, "0");

function moved({ kind, uid }: Pick<NexmosphereTag, "kind" | "uid">, isThere: boolean): readonly string[] {
  if (kind === "nfc") return [`X${address(nfcSocket)}B[${isThere ? "TD" : "TR"}=UID:${uid.toUpperCase()}]`];
  const number = address(Number.parseInt(uid, 16));
  return [`XR[${isThere ? "PB" : "PU"}${number}]`, `X${address(liftSocket)}A[${isThere ? 0 : 1}]`];
}

export class Nexmosphere implements ModuleChip {
  readonly baudRate = 115_200;
  private readonly field: () => readonly NexmosphereTag[];
  private there = new Map<string, NexmosphereTag>();
  private heard = "";
  private lines: string[] = [];
  private nextMs = 0;

  /** @param field tags near the antennas, asked ten times a second. */
  constructor(field: () => readonly NexmosphereTag[]) {
    this.field = field;
  }

  powerOn(ms: number): void {
    this.there = new Map();
    this.heard = "";
    this.lines = [];
    this.nextMs = ms + lookEveryMs;
  }

  powerOff(): void {}

  receive(byte: number): void {
    if (byte !== 0x0a && byte !== 0x0d) {
      this.heard = (this.heard + String.fromCharCode(byte)).slice(-longestLine);
      return;
    }
    const [, socket] = /^D(\d{3})B\[TYPE\]=?$/.exec(this.heard) ?? [];
    this.heard = "";
    const model = models[Number(socket)];
    if (model !== undefined) this.lines.push(`D${socket}B[TYPE=${model}]`);
  }

  *runUntil(ms: number): Iterable<number> {
    for (; this.nextMs <= ms; this.nextMs += lookEveryMs) this.look();
    for (const line of this.lines.splice(0))
      for (const character of `${line}\r\n`) yield character.charCodeAt(0);
  }

  private look(): void {
    const now = new Map(
      this.field()
        .filter(({ distanceMm }) => distanceMm <= rangeMm)
        .map((tag) => [tag.uid, tag] as const),
    );
    for (const [uid, tag] of this.there) if (!now.has(uid)) this.lines.push(...moved(tag, false));
    for (const [uid, tag] of now) if (!this.there.has(uid)) this.lines.push(...moved(tag, true));
    this.there = now;
  }
}
