// Seeded randomness of the simulated world: same seed, same noise. Generator: xoshiro128** of Blackman and Vigna, seeded by splitmix32.

/** A stream of random numbers that repeats for the same seed. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Normal, mean 0, standard deviation 1. */
  gaussian(): number;
  bytes(count: number): Uint8Array;
  /** An independent stream: drawing from one does not move the other. */
  fork(label: string): Random;
}

function splitmix(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

function hash(label: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) value = Math.imul(value ^ label.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** @param seed any integer; only its low 32 bits count. */
export function createRandom(seed: number): Random {
  const mix = splitmix(seed);
  let a = mix();
  let b = mix();
  let c = mix();
  let d = mix();
  let spare: number | undefined;

  const word = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const next = () => word() / 0x1_0000_0000;

  return {
    next,
    integer: (bound) => Math.floor(next() * bound),
    chance: (probability) => next() < probability,
    gaussian() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => word() >>> 24),
    fork: (label) => createRandom(seed ^ hash(label)),
  };
}

/** A value that wanders around 0 and forgets itself in time (Ornstein–Uhlenbeck process), sampled at any moments. */
export class Wander {
  private readonly random: Random;
  private readonly deviation: number;
  private readonly memoryMs: number;
  private value: number;
  private atMs: number | undefined;

  /**
   * @param deviation its standard deviation, in any unit.
   * @param memoryMs how long until the correlation is down to 1/e.
   */
  constructor(random: Random, deviation: number, memoryMs: number) {
    this.random = random;
    this.deviation = deviation;
    this.memoryMs = memoryMs;
    this.value = deviation * random.gaussian();
  }

  /** The value at this simulated time; times must not go back. */
  at(ms: number): number {
    if (this.atMs !== undefined) this.forget(Math.max(0, ms - this.atMs) / this.memoryMs);
    this.atMs = ms;
    return this.value;
  }

  /** Moves on by `steps` memories at once: 1 leaves a correlation of 1/e. */
  forget(steps: number): void {
    if (steps <= 0) return;
    const keep = Math.exp(-steps);
    this.value = keep * this.value + this.deviation * Math.sqrt(1 - keep * keep) * this.random.gaussian();
  }
}
