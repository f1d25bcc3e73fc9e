// Bytes that nobody understands, for the inspector: gathered for a moment, so that a slow line is not shown byte by
// byte, and shown only with every run of digits covered, wherever a chunk happened to end. Free while nobody looks.
import type { Clock, Timer } from "../clock.ts";
import type { Chunk } from "../transports/transport.ts";
import type { Instant } from "./event-factory.ts";
import { hideDigits } from "./hidden-uids.ts";
import type { RawWatch } from "./raw-watch.ts";

/** What raw frames of unknown bytes name as their format. */
export const unknownFormat = "unknown";

const gatherMs = 200;
/** A piece is told at once when it is so long. */
const mostBytes = 256;
/** A run at the end may go on in the next chunk: so many bytes are waited with. */
const mostHeld = 64;
const runAtEnd = /[0-9A-Fa-f][0-9A-Fa-f :-]*$/;
const runAtStart = /^[0-9A-Fa-f :-]+/;
const covered = 0x78;

export interface UnknownBytes {
  /** @param speed of the line, baud. */
  push(chunk: Chunk, speed: number): void;
  /** The line is closed or known: what was held back is forgotten. */
  end(): void;
}

export function createUnknownBytes(clock: Clock, watch: Pick<RawWatch, "isWatched" | "frame">): UnknownBytes {
  let gathered: Uint8Array[] = [];
  let length = 0;
  let at: Instant = { now: 0, mono: 0 };
  let baudRate = 0;
  let timer: Timer | undefined;
  let isWaiting = false;
  /** The piece before ended within a run of digits too long to wait for: what goes on is covered. */
  let isInRun = false;

  const forget = (): void => {
    timer?.cancel();
    timer = undefined;
    isWaiting = false;
    gathered = [];
    length = 0;
  };

  /** @param isPause nothing more came for a while: a run at the end is over. */
  const tell = (isPause: boolean): void => {
    const bytes = Uint8Array.from(Buffer.concat(gathered));
    forget();
    const run = isPause ? undefined : runAtEnd.exec(Buffer.from(bytes).toString("latin1"))?.[0];
    const held = run !== undefined && run.length <= mostHeld ? run.length : 0;
    const shown = bytes.slice(0, bytes.length - held);
    const rest = bytes.slice(bytes.length - held);
    if (isInRun) {
      const going = runAtStart.exec(Buffer.from(shown).toString("latin1"))?.[0].length ?? 0;
      shown.fill(covered, 0, going);
    }
    const { bytes: hidden } = hideDigits(shown);
    if (run !== undefined && held === 0) hidden.fill(covered, hidden.length - run.length);
    isInRun = run !== undefined && held === 0;
    if (hidden.length > 0)
      watch.frame(at, "in", hidden, () => ({ format: unknownFormat, spans: [], speed: baudRate }));
    if (rest.length === 0) return;
    gathered = [rest];
    length = rest.length;
    isWaiting = true;
    timer = clock.after(gatherMs, () => tell(true));
  };

  return {
    push(chunk, speed) {
      if (!watch.isWatched) {
        forget();
        isInRun = true;
        return;
      }
      if (speed !== baudRate && length > 0) tell(true);
      baudRate = speed;
      at = { now: chunk.now, mono: chunk.mono };
      gathered.push(chunk.bytes);
      length += chunk.bytes.length;
      if (length >= mostBytes) tell(false);
      else if (timer === undefined || isWaiting) {
        // What was waited for goes on after all.
        timer?.cancel();
        isWaiting = false;
        timer = clock.after(gatherMs, () => tell(false));
      }
    },
    end() {
      forget();
      isInRun = false;
    },
  };
}
