// A reader board, line by line, at the far end of a wire: a test device that speaks the labo-rfid protocol.
// What the real firmware does is tested with the firmware itself.
import { encodeRfidLine } from "../../bridge/decoders/rfid-line.ts";
import type { FarEnd, Firmware } from "./byte-hub.ts";

export interface ReaderBoard {
  readonly firmware: Firmware;
  arrive(uid: string, sak?: string, atqa?: string): void;
  leave(uid: string, presentMs: number): void;
  /** Takes or puts a tag without a word, as if the line was lost on the way. */
  readonly lying: Map<string, { sak: string; atqa: string }>;
  status: "ok" | "absent" | "error";
  /** 180 bytes each of the tags that can be read and written, by UID. */
  readonly memory: Map<string, Uint8Array>;
  /** Asked before a tag is read or written: a reason to refuse it, or nothing. */
  beforeMemory: (command: "RD" | "WR", page: number) => string | undefined;
  /** Sends bytes as they are. */
  send(bytes: Uint8Array): void;
  say(body: string): void;
  /** A line of the host's, body only. */
  obey(body: string): void;
  /** Its power failed for an instant: it says hello and counts its lines from 0. */
  restart(): void;
  /** Lines heard from the host, bodies only. */
  readonly heard: string[];
  mute: boolean;
  /** Says again how the reader is, now. */
  tellStatus(): void;
}

/**
 * @param statusMs between two status lines; the firmware's 2 s by default.
 * @param protocol 1: firmware 1.0, which neither reads nor writes tags.
 */
export function createReaderBoard(statusMs = 2000, protocol: 1 | 2 = 2): ReaderBoard {
  const hello = () => say(`HI,${protocol},labo-rfid,1.${protocol - 1}.0,1`);
  let far: FarEnd | undefined;
  let seq = 0;
  const send = (bytes: Uint8Array) => {
    if (!board.mute) far?.send(bytes);
  };
  const say = (body: string) => send(encodeRfidLine(body));
  const arrived = (uid: string) => {
    const tag = board.lying.get(uid);
    if (tag) say(`TA,${seq++ % 65536},${seq * 10},0,${uid},${tag.sak},${tag.atqa}`);
  };
  const tellStatus = () => {
    say(`RS,${seq++ % 65536},${seq * 10},0,${board.status},92,${seq * 40},0,${board.lying.size}`);
  };
  const access = (command: "RD" | "WR", body: string) => {
    const [, uid = "", pageText = "", hex = ""] = body.split(",");
    const page = Number(pageText);
    const memory = board.lying.has(uid) ? board.memory.get(uid) : undefined;
    const refusal = board.beforeMemory(command, page) ?? (memory === undefined ? "gone" : undefined);
    if (refusal !== undefined || memory === undefined) {
      say(`NO,${command},${refusal}`);
    } else if (command === "WR") {
      memory.set(Buffer.from(hex, "hex"), page * 4);
      say("OK,WR");
    } else {
      const sixteen = Buffer.from(memory.subarray(page * 4, page * 4 + 16));
      say(`TD,${uid},${page},${sixteen.toString("hex").toUpperCase()}`);
    }
  };
  const obey = (body: string) => {
    board.heard.push(body);
    const [command, value] = body.split(",");
    if (command === "?") {
      hello();
      tellStatus();
      for (const uid of board.lying.keys()) arrived(uid);
    } else if (command === "RD" || command === "WR") {
      if (protocol === 1) say(`NO,${command},unknown`);
      else access(command, body);
    } else if (value === "950") say(`NO,${command},range`);
    else if (value !== "900") say(`OK,${command}`);
  };
  const boot = () => {
    seq = 0;
    hello();
    for (const uid of board.lying.keys()) arrived(uid);
  };
  const board: ReaderBoard = {
    lying: new Map(),
    status: "ok",
    memory: new Map(),
    beforeMemory: () => undefined,
    heard: [],
    mute: false,
    send,
    say,
    obey,
    restart: boot,
    tellStatus,
    arrive(uid, sak = "08", atqa = "0004") {
      board.lying.set(uid, { sak, atqa });
      arrived(uid);
    },
    leave(uid, presentMs) {
      board.lying.delete(uid);
      say(`TL,${seq++ % 65536},${seq * 10},0,${uid},${presentMs}`);
    },
    firmware: (end) => {
      far = end;
      const booting = setTimeout(boot, 30);
      const status = setInterval(tellStatus, statusMs);
      let text = "";
      return {
        onBytes(bytes) {
          text += Buffer.from(bytes).toString("latin1");
          for (
            let match = /\$([^*]*)\*.{4}\r\n/.exec(text);
            match;
            match = /\$([^*]*)\*.{4}\r\n/.exec(text)
          ) {
            text = text.slice(match.index + match[0].length);
            obey(match[1] ?? "");
          }
        },
        stop() {
          clearTimeout(booting);
          clearInterval(status);
        },
      };
    },
  };
  return board;
}
