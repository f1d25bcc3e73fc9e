// Holds the live state outside React: messages queue up and are applied together, once per animation frame.
import type { LiveMessage } from "#contract/live.ts";
import type { ConnectionState } from "../connection/live-socket.ts";
import { applyMessage, emptyLiveState, type LiveState } from "./live-state.ts";

export interface PageState extends LiveState {
  readonly connection: ConnectionState;
  /** Texts of the socket that were not messages of the contract. */
  readonly rejected: number;
}

export const firstPageState: PageState = { ...emptyLiveState, connection: "connecting", rejected: 0 };

/** Calls `act` once, at the next moment a screen would show it. */
export type Schedule = (act: () => void) => void;

const queueLimit = 2000;

export class LiveStore {
  readonly #schedule: Schedule;
  readonly #listeners = new Set<() => void>();
  #state = firstPageState;
  #queue: LiveMessage[] = [];
  #scheduled = false;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  readonly getState = (): PageState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes a message; it shows at the next frame. A page that cannot keep up applies early rather than hoard. */
  readonly take = (message: LiveMessage): void => {
    this.#queue.push(message);
    if (this.#queue.length >= queueLimit) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      this.#schedule(() => {
        this.#scheduled = false;
        this.#flush();
      });
    }
  };

  setConnection(connection: ConnectionState): void {
    this.#state = { ...this.#state, connection };
    this.#notify();
  }

  setRejected(rejected: number): void {
    this.#state = { ...this.#state, rejected };
    this.#notify();
  }

  #flush(): void {
    const queue = this.#queue;
    this.#queue = [];
    const { connection, rejected, ...live } = this.#state;
    this.#state = { ...queue.reduce(applyMessage, live), connection, rejected };
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The browser's pace: an animation frame, or a quarter second when the page is hidden and frames stop. */
export const atNextFrame: Schedule = (act) => {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    act();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 250);
};
