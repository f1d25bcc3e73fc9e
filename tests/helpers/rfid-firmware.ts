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

/** @param statusMs between two status lines; the firmware's 2 s by default. */
export function createReaderBoard(statusMs = 2000): ReaderBoard {
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
  const obey = (body: string) => {
    board.heard.push(body);
    const [command, value] = body.split(",");
    if (command === "?") {
      say("HI,1,labo-rfid,1.0.0,1");
      tellStatus();
      for (const uid of board.lying.keys()) arrived(uid);
    } else if (value === "950") say(`NO,${command},range`);
    else if (value !== "900") say(`OK,${command}`);
  };
  const boot = () => {
    seq = 0;
    say("HI,1,labo-rfid,1.0.0,1");
    for (const uid of board.lying.keys()) arrived(uid);
  };
  const board: ReaderBoard = {
    lying: new Map(),
    status: "ok",
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
