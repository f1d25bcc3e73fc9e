// How a station reaches the broker, as it is handed in: a client of its own, over a cable one can pull.

export type Qos = 0 | 1 | 2;

export interface ReceivedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: Qos;
  readonly isRetained: boolean;
  readonly isDuplicate: boolean;
}

export interface StationConnection {
  readonly clientId: string;
  readonly keepAliveSeconds: number;
  /** Whether the broker forgets the session when the connection ends. */
  readonly isClean: boolean;
  readonly will?: { readonly topic: string; readonly text: string };
  /** @param resumed the broker had kept the session. */
  onUp(resumed: boolean): void;
  /** The connection is gone, asked for or not; it is tried again until {@link StationClient.leave}. */
  onDown(): void;
  onMessage(message: ReceivedMessage): void;
}

export interface StationClient {
  readonly isUp: boolean;
  /** Messages handed over and not yet done with. */
  readonly waiting: number;
  /** @returns how long the exchange with the broker took: milliseconds of the wall, or `undefined` when it never ended. */
  publish(topic: string, text: string, how: { qos: Qos; retain: boolean }): Promise<number | undefined>;
  /** QoS 2, so that a message keeps the quality it was published with. Rejects when the broker refuses. */
  subscribe(filter: string): Promise<void>;
  unsubscribe(filter: string): Promise<void>;
  /** With a goodbye where the cable is in. What still waits is given up. */
  leave(): Promise<void>;
}

export interface StationCable {
  readonly isPlugged: boolean;
  /** Nothing passes any more, and neither end is told: what each would send waits. */
  pull(): void;
  plug(): void;
}

export interface StationNetwork {
  /** One cable for each station; its connections come and go over it. */
  cable(): StationCable;
  /** Connects, once and again. Resolves at the first connection; rejects when there was none within five seconds. */
  connect(cable: StationCable, connection: StationConnection): Promise<StationClient>;
}
