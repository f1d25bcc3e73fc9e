// What a measurement is: one thing of the bench measured once, as readings; it is run several times and read together.

export type Unit = "ms" | "s" | "/s" | "MB" | "kB" | "%" | "cores" | "×" | "";

/** A duty of the design. It is printed beside the figure; a slow machine does not make the bench fail. */
export interface Aim {
  readonly text: string;
  isMet(value: number): boolean;
}

export const under = (most: number, unit: Unit): Aim => ({
  text: `under ${most} ${unit}`,
  isMet: (value) => value < most,
});

export const atLeast = (least: number, unit: Unit): Aim => ({
  text: `at least ${least}${unit === "/s" ? "" : " "}${unit}`,
  isMet: (value) => value >= least,
});

/** One figure of one run. */
export interface Reading {
  /** The same at each run. */
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  readonly aim?: Aim;
  /** Name of the reading of the same run that this one is compared with. */
  readonly against?: string;
}

export interface RunOutcome {
  readonly readings: readonly Reading[];
  /** What a reader of the table must know, and what was left out and why. */
  readonly notes?: readonly string[];
}

/** What it needs is not on this computer: said once, in a sentence, and not tried again. */
export class Unavailable extends Error {}

export interface Duration {
  /** Minutes of the kit's day that a long measurement lasts; each has its own when nobody says. */
  readonly minutes?: number;
}

export interface Measurement {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** Only when asked for: `peers` fetches other people's programs, `long` takes many minutes. */
  readonly group?: "peers" | "long";
  run(duration: Duration): Promise<RunOutcome>;
}
