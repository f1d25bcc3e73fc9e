// Keeps simulated time beside real time: how far to go now, and what to give up when the machine cannot follow.

/** Real milliseconds of delay made up for; more is dropped. */
const mostDebtMs = 250;

export class Pace {
  private readonly rate: number;
  private lastReal: number | undefined;
  private debt = 0;
  /** Simulated milliseconds given up so far. */
  dropped = 0;

  /** @param rate simulated milliseconds per real one. */
  constructor(rate: number) {
    this.rate = rate;
  }

  /**
   * @param real monotonic real time, milliseconds.
   * @param slice most simulated milliseconds to run in one go.
   * @returns simulated milliseconds to run now.
   */
  step(real: number, slice: number): number {
    this.debt += this.lastReal === undefined ? 0 : Math.max(0, real - this.lastReal) * this.rate;
    this.lastReal = real;
    const most = mostDebtMs * this.rate;
    if (this.debt > most) {
      this.dropped += this.debt - most;
      this.debt = most;
    }
    const run = Math.min(this.debt, slice);
    this.debt -= run;
    return run;
  }

  /** More is owed: go on at once. */
  get behind(): boolean {
    return this.debt > 0;
  }
}
