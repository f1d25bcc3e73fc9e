// Events on their way to the broker: kept in order until acknowledged, bounded, oldest dropped first. Pure.

/** One item handed out, to be acknowledged. */
export interface Ticket<T> {
  readonly item: T;
}

export interface Outbox<T> {
  /** Keeps an item; when full, the oldest one not handed out is dropped and counted. */
  push(item: T): void;
  /** Hands out the oldest waiting item, or `undefined` when none waits. It stays kept until {@link acknowledge}. */
  take(): Ticket<T> | undefined;
  /** The broker has it. Late or repeated acknowledgements do no harm. */
  acknowledge(ticket: Ticket<T>): void;
  /** What was handed out and never acknowledged waits again, in front, in order. */
  takeBack(): void;
  readonly waiting: number;
  readonly handedOut: number;
  /** Dropped since the start. */
  readonly dropped: number;
}

/** @param capacity most items kept, handed out ones included. */
export function createOutbox<T>(capacity: number): Outbox<T> {
  // `head` moves instead of the items; the array is cut when half of it is behind.
  let items: (T | undefined)[] = [];
  let head = 0;
  const out = new Set<Ticket<T>>();
  let dropped = 0;

  function removeOldest(): T | undefined {
    const item = items[head];
    items[head] = undefined;
    head += 1;
    if (head > 1_024 && head * 2 > items.length) {
      items = items.slice(head);
      head = 0;
    }
    return item;
  }

  return {
    push(item) {
      items.push(item);
      if (items.length - head + out.size <= capacity) return;
      removeOldest();
      dropped += 1;
    },
    take() {
      if (head >= items.length) return undefined;
      const item = removeOldest();
      if (item === undefined) return undefined;
      const ticket = { item };
      out.add(ticket);
      return ticket;
    },
    acknowledge(ticket) {
      out.delete(ticket);
    },
    takeBack() {
      if (out.size === 0) return;
      items = [...[...out].map((ticket) => ticket.item), ...items.slice(head)];
      head = 0;
      out.clear();
    },
    get waiting() {
      return items.length - head;
    },
    get handedOut() {
      return out.size;
    },
    get dropped() {
      return dropped;
    },
  };
}
