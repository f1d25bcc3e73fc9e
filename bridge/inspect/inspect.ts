// The last raw frames of a device nobody knows → what the inspector shows: framings guessed, and fields of each. Pure.
import type { RawFrame } from "#contract/frames.ts";
import type { Framing, Inspection } from "#contract/inspection.ts";
import { guessAdvertisements } from "./advertisements.ts";
import { candidateColumns, candidateFields, sameLength } from "./candidate-fields.ts";
import { lineText } from "./framings/text.ts";
import type { Guess } from "./guess.ts";
import { guessFraming, windowBytes } from "./guess-framing.ts";

/** What raw frames of unknown bytes name as their format. */
export const unknownFormat = "unknown";

const framesShown = 12;
const mostSpeeds = 12;
const shownBytes = 512;

const bytesOf = ({ hex }: RawFrame) => Uint8Array.from(Buffer.from(hex, "hex"));
const toHex = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, shownBytes)).toString("hex");

function framingOf(guess: Guess): Framing {
  const { id, kind, score, what, checksum, frames, coverage, separator } = guess;
  const same = sameLength(frames);
  const fields =
    kind === "lines"
      ? candidateColumns(frames.map(lineText), separator ?? "\u0000")
      : candidateFields(frames, guess);
  return {
    id,
    kind,
    score,
    what,
    ...(checksum === undefined ? {} : { checksum: checksum.name }),
    count: frames.length,
    coverage,
    frames: frames.slice(-framesShown).reverse().map(toHex),
    frameLength: same.at(-1)?.length ?? 0,
    fields,
  };
}

/** The longest stretch heard without a break at each speed. A change of speed is a break. */
function stretches(frames: readonly RawFrame[]): Map<number | undefined, Uint8Array> {
  const longest = new Map<number | undefined, Uint8Array>();
  let speed: number | undefined;
  let run: Uint8Array[] = [];
  const close = () => {
    const bytes = Uint8Array.from(Buffer.concat(run));
    if (bytes.length > (longest.get(speed)?.length ?? 0)) longest.set(speed, bytes.subarray(-windowBytes));
    run = [];
  };
  for (const frame of frames) {
    if (frame.speed !== speed) close();
    speed = frame.speed;
    run.push(bytesOf(frame));
  }
  close();
  return longest;
}

/**
 * @param given raw frames of one device, in the order heard; those of known formats are left out.
 * @param isRadio whether each is an advertisement, not a piece of a stream.
 */
export function inspect(given: readonly RawFrame[], isRadio: boolean): Inspection {
  const frames = given.filter(({ format, direction }) => format === unknownFormat && direction === "in");
  const total = frames.reduce((sum, { hex }) => sum + hex.length / 2, 0);
  if (isRadio)
    return { bytes: total, speeds: [], framings: guessAdvertisements(frames.map(bytesOf)).map(framingOf) };
  const heard = [...stretches(frames)].map(([speed, bytes]) => ({ speed, bytes, ...guessFraming(bytes) }));
  const scored = heard
    .map((one) => ({ ...one, score: one.guesses[0]?.score ?? 0 }))
    .sort((a, b) => b.score - a.score || b.bytes.length - a.bytes.length);
  const [best] = scored;
  const { hint } = best ?? guessFraming(new Uint8Array());
  return {
    bytes: best?.bytes.length ?? 0,
    ...(best?.speed === undefined ? {} : { speed: best.speed }),
    speeds: scored
      .flatMap(({ speed, bytes, score }) =>
        speed === undefined ? [] : [{ speed, bytes: bytes.length, score }],
      )
      .slice(0, mostSpeeds),
    ...(hint === undefined ? {} : { hint }),
    framings: (best?.guesses ?? []).map(framingOf),
  };
}
