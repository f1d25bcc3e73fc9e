// A serial wire between two sides that may not agree on the speed: what one sends is sampled at the other's pace.

/** Two clocks this close read each other's bytes well: half a bit over ten bits, less the sampling's own slack. */
const tolerance = 0.03;

export function agree(sender: number, receiver: number): boolean {
  return Math.abs(receiver / sender - 1) <= tolerance;
}

/**
 * What a receiver makes of one byte sent at another speed: it takes the first low level for a start bit and samples from
 * there at its own pace, once or several times over.
 * @param sender bits per second. @param receiver bits per second.
 * @returns the bytes it believes to have read; several when it is faster than the sender.
 */
export function misread(byte: number, sender: number, receiver: number): number[] {
  // Start bit, eight data bits, stop bit; idle afterwards.
  const levels = [0, ...Array.from({ length: 8 }, (_, i) => (byte >> i) & 1), 1];
  const level = (time: number): number => levels[Math.floor(time)] ?? 1;
  const bit = sender / receiver;
  const read: number[] = [];
  let time = 0;
  while (time < levels.length) {
    if (level(time) !== 0) {
      time = Math.floor(time) + 1;
      continue;
    }
    let value = 0;
    for (let i = 0; i < 8; i++) value |= level(time + (i + 1.5) * bit) << i;
    read.push(value);
    time += 9.5 * bit;
  }
  return read;
}

/** One direction of the wire. A receiver slower than the sender takes several bytes for one: the rest are lost in it. */
export class Wire {
  private owed = 0;

  /** @returns the bytes that arrive when this one is sent. */
  carry(byte: number, sender: number, receiver: number): number[] {
    if (agree(sender, receiver)) return [byte];
    const read = misread(byte, sender, receiver);
    if (receiver >= sender) return read;
    this.owed += receiver / sender;
    if (this.owed < 1) return [];
    this.owed -= 1;
    return read;
  }
}
