// The air between a reader's antenna and the tags held over it: power, chance of being heard, answers mixed bit by bit.
import type { Random } from "../random.ts";
import { exchangeProbability } from "./coupling.ts";
import { type AirFrame, bitAt, bitCount, fromBits, type Tag } from "./iso14443-tags.ts";

/** What a receiver makes of all answers together. */
export interface Reception {
  readonly frame: AirFrame;
  /** Index of the first bit where two cards disagreed, from 0. */
  readonly collision?: number;
}

/** Where a tag lies over the antenna; asked anew at each exchange, so moving it needs no message. */
export interface PlacedTag {
  readonly tag: Tag;
  /** Metres. */
  readonly distance: number;
}

export class ReaderField {
  private readonly random: Random;
  private readonly placed: () => Iterable<PlacedTag>;
  private readonly known = new Set<Tag>();

  constructor(random: Random, placed: () => Iterable<PlacedTag>) {
    this.random = random;
    this.placed = placed;
  }

  /** The reader's carrier is gone: every tag loses its power. */
  off(): void {
    for (const tag of this.known) tag.power(false);
    this.known.clear();
  }

  /** Powers what is near, then sends one frame. @returns the answer as received, or `undefined` for silence. */
  exchange(frame: AirFrame): Reception | undefined {
    const answers: AirFrame[] = [];
    for (const { tag, probability } of this.reached()) {
      if (!this.random.chance(probability)) continue;
      const answer = tag.hear(frame);
      if (answer !== undefined) answers.push(answer);
    }
    return mix(answers);
  }

  private reached(): { tag: Tag; probability: number }[] {
    const here = [...this.placed()];
    const reached = here
      .map(({ tag, distance }) => ({ tag, probability: exchangeProbability(distance, here.length - 1) }))
      .filter(({ probability }) => probability > 0);
    const powered = new Set(reached.map(({ tag }) => tag));
    for (const tag of this.known) if (!powered.has(tag)) tag.power(false);
    this.known.clear();
    for (const tag of powered) {
      tag.power(true);
      this.known.add(tag);
    }
    return reached;
  }
}

/** Manchester-coded answers on top of one another: a bit sent both as 0 and as 1 is a collision and reads as 1. */
export function mix(answers: readonly AirFrame[]): Reception | undefined {
  const [first, ...others] = answers;
  if (first === undefined) return undefined;
  if (others.length === 0) return { frame: first };
  const bits: number[] = [];
  let collision: number | undefined;
  const length = Math.max(...answers.map(bitCount));
  for (let i = 0; i < length; i++) {
    const sent = answers.filter((answer) => i < bitCount(answer)).map((answer) => bitAt(answer.bytes, i));
    const bit = sent.includes(1) ? 1 : 0;
    if (bit === 1 && sent.includes(0)) collision ??= i;
    bits.push(bit);
  }
  return { frame: fromBits(bits), ...(collision === undefined ? {} : { collision }) };
}
