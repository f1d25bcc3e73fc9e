// Raw frames are looked at, not waited for: those of a moment go together, behind the events they hold.
import { mostRawFrames, type RawFrame } from "#contract/frames.ts";
import type { Clock, Timer } from "../clock.ts";

export interface RawFrames {
  /** @param frame made when it goes. */
  add(device: string, frame: () => RawFrame): void;
  /** An event has left: if enough wait behind it, they go. */
  follow(): void;
  /** Those that wait go now. */
  send(): void;
}

/** Clock milliseconds. */
const paceMs = 300;
/** So many are soon written, and hold up no event for long. */
const enough = 16;
/** Of so many that no event followed, none waits longer. */
const plenty = 2 * enough;
/** More never wait. */
const mostWaiting = 256;
/** Of the frames of one message, unless one alone may be longer: below what a reader takes. */
const mostBytes = 60_000;

/** Bytes of one UTF-16 unit in JSON, at most: in what a device may have said, escaped; in words of ours. */
const heard = 6;
const ours = 3;
const noWords = { fr: "", en: "" };

/** Bytes that a frame takes as JSON, at most: known before it is written. */
function mostBytesOf({ hex, format, spans, why = noWords }: RawFrame): number {
  let bytes = 300 + hex.length + heard * (format.length + why.fr.length + why.en.length);
  for (const { field, value = "", note = noWords } of spans)
    bytes += 120 + heard * (field.length + value.length) + ours * (note.fr.length + note.en.length);
  return bytes;
}

/**
 * @param send one message of a device: frames, and the payload that says them.
 * @param isExpected whether {@link RawFrames.send} is about to be called, within the pace of frames: then they wait for it.
 * An alarm set and cancelled wakes the computer all the same.
 */
export function createRawFrames(
  clock: Clock,
  send: (device: string, payload: string, message: { readonly frames: readonly RawFrame[] }) => void,
  isExpected: () => boolean = () => false,
): RawFrames {
  /** By device, oldest first. */
  let waiting = new Map<string, (() => RawFrame)[]>();
  let count = 0;
  let timer: Timer | undefined;

  /** In as few messages as their bounds allow. */
  function sendAll(device: string, all: readonly (() => RawFrame)[]): void {
    let frames: RawFrame[] = [];
    let bytes = 0;
    const sendThese = () => {
      if (frames.length > 0) send(device, JSON.stringify({ frames }), { frames });
      frames = [];
      bytes = 0;
    };
    for (const make of all) {
      const frame = make();
      const more = mostBytesOf(frame);
      if (bytes + more > mostBytes || frames.length >= mostRawFrames) sendThese();
      frames.push(frame);
      bytes += more;
    }
    sendThese();
  }

  function sendAfter(ms: number): void {
    timer?.cancel();
    timer = clock.after(ms, sendWaiting);
  }

  function sendWaiting(): void {
    timer?.cancel();
    timer = undefined;
    const all = waiting;
    waiting = new Map();
    count = 0;
    for (const [device, frames] of all) sendAll(device, frames);
  }

  return {
    add(device, frame) {
      const frames = waiting.get(device);
      if (frames === undefined) waiting.set(device, [frame]);
      else frames.push(frame);
      count += 1;
      if (count >= mostWaiting) sendWaiting();
      else if (count === plenty) sendAfter(0);
      else if (timer === undefined && !isExpected()) sendAfter(paceMs);
    },
    follow() {
      if (count >= enough) sendWaiting();
    },
    send: sendWaiting,
  };
}
