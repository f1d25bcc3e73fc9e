// The live socket: says what the page watches, turns every text into a parsed message or a counted rejection, and comes back when cut.
import { type Feed, type LiveMessage, liveMessageSchema } from "#contract/live.ts";

export const connectionStates = ["connecting", "open", "reconnecting"] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** As much of a browser's WebSocket as is used here. */
export interface SocketLike {
  onopen: ((event: Event) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  readonly readyState: number;
  send(text: string): void;
  close(): void;
}

export interface LiveSocketParts {
  readonly open: () => SocketLike;
  readonly onMessage: (message: LiveMessage) => void;
  readonly onState: (state: ConnectionState) => void;
  /** Called with the number of texts refused since the start. */
  readonly onRejected: (count: number) => void;
  readonly after: (ms: number, act: () => void) => () => void;
  /** 0 to 1; spreads the return of many pages at once. */
  readonly random: () => number;
}

/** More feeds than this are refused by the bench. */
export const feedLimit = 16;
const firstDelayMs = 400;
const lastDelayMs = 8000;
const openState = 1;

/** Wait before the nth try (0 first): doubles up to 8 s, half of it left to chance. */
export function retryDelay(attempt: number, random: number): number {
  const full = Math.min(lastDelayMs, firstDelayMs * 2 ** attempt);
  return full / 2 + (full / 2) * random;
}

/** A message of the contract, or `undefined` when the text is not one. */
export function readMessage(text: unknown): LiveMessage | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const parsed = liveMessageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** One socket for the whole page; the feeds watched are the union of what mounted components ask for. */
export class LiveSocket {
  readonly #parts: LiveSocketParts;
  readonly #watched = new Map<Feed, number>();
  #socket: SocketLike | undefined;
  #cancelRetry: (() => void) | undefined;
  #attempt = 0;
  #rejected = 0;
  #running = false;
  #announcing = false;

  constructor(parts: LiveSocketParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#parts.onState("connecting");
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** Tries at once instead of waiting, for example when the browser says the network is back. */
  retryNow(): void {
    if (!this.#running || this.#cancelRetry === undefined) return;
    this.#cancelRetry();
    this.#cancelRetry = undefined;
    this.#connect();
  }

  /** Asks for feeds; the returned function lets go of them. Counted, so two components may share one. */
  watch(feeds: readonly Feed[]): () => void {
    for (const feed of feeds) this.#watched.set(feed, (this.#watched.get(feed) ?? 0) + 1);
    this.#announceSoon();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      for (const feed of feeds) {
        const left = (this.#watched.get(feed) ?? 1) - 1;
        if (left > 0) this.#watched.set(feed, left);
        else this.#watched.delete(feed);
      }
      this.#announceSoon();
    };
  }

  /** Feeds asked for now. */
  get feeds(): readonly Feed[] {
    return [...this.#watched.keys()];
  }

  #connect(): void {
    const socket = this.#parts.open();
    this.#socket = socket;
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#attempt = 0;
      this.#parts.onState("open");
      this.#announce();
    };
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return;
      const message = readMessage(event.data);
      if (message === undefined) this.#parts.onRejected(++this.#rejected);
      else this.#parts.onMessage(message);
    };
    socket.onclose = () => {
      if (socket !== this.#socket) return;
      this.#socket = undefined;
      if (!this.#running) return;
      this.#parts.onState("reconnecting");
      const delay = retryDelay(this.#attempt++, this.#parts.random());
      this.#cancelRetry = this.#parts.after(delay, () => {
        this.#cancelRetry = undefined;
        this.#connect();
      });
    };
  }

  // A page that changes lets go and asks again in the same breath: one request for both.
  #announceSoon(): void {
    if (this.#announcing) return;
    this.#announcing = true;
    queueMicrotask(() => {
      this.#announcing = false;
      this.#announce();
    });
  }

  #announce(): void {
    if (this.#socket?.readyState !== openState) return;
    this.#socket.send(JSON.stringify({ type: "watch", feeds: this.feeds.slice(0, feedLimit) }));
  }
}
