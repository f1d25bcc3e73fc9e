// Raw frames are looked at, not waited for: those of a moment go together, behind the events they hold.
import { mostRawFrames, type RawFrame } from "#contract/frames.ts";
import type { Clock, Timer } from "../clock.ts";

export interface RawFrames {
  /** @param frame made when it goes. */
  add(device: string, frame: () => RawFrame): void;
  /** Those that wait go now. */
  send(): void;
}

/** Clock milliseconds. */
const paceMs = 200;
/** More of them go at once. */
const mostWaiting = 256;
/** UTF-16 units of the frames of one message, unless one alone is longer: in UTF-8 below what a reader takes. */
const mostLength = 20_000;

/** @param send one message of a device: frames, and the payload that says them. */
export function createRawFrames(
  clock: Clock,
  send: (device: string, payload: string, message: { readonly frames: readonly RawFrame[] }) => void,
): RawFrames {
  /** By device, oldest first. */
  let waiting = new Map<string, (() => RawFrame)[]>();
  let count = 0;
  let timer: Timer | undefined;

  /** In as few messages as their bounds allow. */
  function sendAll(device: string, all: readonly (() => RawFrame)[]): void {
    let frames: RawFrame[] = [];
    let texts: string[] = [];
    let length = 0;
    const sendThese = () => {
      if (frames.length > 0) send(device, `{"frames":[${texts.join()}]}`, { frames });
      frames = [];
      texts = [];
      length = 0;
    };
    for (const make of all) {
      const frame = make();
      const text = JSON.stringify(frame);
      if (length + text.length > mostLength || frames.length >= mostRawFrames) sendThese();
      frames.push(frame);
      texts.push(text);
      length += text.length;
    }
    sendThese();
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
      else timer ??= clock.after(paceMs, sendWaiting);
    },
    send: sendWaiting,
  };
}
