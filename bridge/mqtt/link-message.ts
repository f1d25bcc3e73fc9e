// A message as the readers of a link get it: heard from the broker, or said by this bridge and taken by it.

/** A message as it came: nothing about it has been checked. */
export interface LinkMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Bytes of the payload. */
  readonly size: number;
  readonly isRetained: boolean;
  /** On this bridge's own branch, and not said by it. */
  readonly isImpostor: boolean;
  /** Said by this bridge, and taken by the broker: what it was made of, checked when it was written. */
  readonly own?: object | undefined;
}

/** What this bridge says, kept until the broker has it. */
export interface Kept {
  readonly topic: string;
  readonly payload: string;
  readonly message?: object | undefined;
}

/** What this bridge said and the broker took. It went out as text: its bytes are made for who reads them. */
export class Taken implements LinkMessage {
  readonly isRetained = false;
  readonly isImpostor = false;
  readonly topic: string;
  readonly own: object | undefined;
  private readonly text: string;

  constructor({ topic, payload, message }: Kept) {
    this.topic = topic;
    this.own = message;
    this.text = payload;
  }

  get payload(): Uint8Array {
    return Buffer.from(this.text);
  }

  get size(): number {
    return Buffer.byteLength(this.text);
  }
}
