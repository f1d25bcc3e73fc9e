// A board of the kit one connects to: its server, its link, and what it does as time passes.
import { AttServer, type ServicePlan } from "./att-server.ts";
import type { Peer } from "./connections.ts";

/** What a kind of board offers and does. */
export interface PeripheralProgram {
  readonly services: readonly ServicePlan[];
  /** Largest ATT packet it takes, bytes. */
  readonly mtu: number;
  /** Lets time pass. @param ms simulated time now. */
  advance(ms: number, server: AttServer): void;
  /** Its battery was put in: everything begins anew. */
  restart(): void;
}

export interface PeripheralOptions {
  readonly program: PeripheralProgram;
  /** It has power and radio reaches it. */
  readonly isReachable: () => boolean;
  readonly onLink: (isLinked: boolean) => void;
}

export class Peripheral implements Peer {
  private readonly options: PeripheralOptions;
  private readonly server: AttServer;
  private send: ((pdu: Uint8Array) => void) | undefined;
  private wasReachable = true;

  constructor(options: PeripheralOptions) {
    this.options = options;
    const { services, mtu } = options.program;
    this.server = new AttServer({ services, mtu, send: (pdu) => this.send?.(pdu) });
  }

  /** While it is linked it does not advertise. */
  get isLinked(): boolean {
    return this.send !== undefined;
  }

  isReachable(): boolean {
    return this.options.isReachable();
  }

  linkUp(send: (pdu: Uint8Array) => void): void {
    this.server.reset();
    this.send = send;
    this.options.onLink(true);
  }

  linkDown(): void {
    this.server.reset();
    this.send = undefined;
    this.options.onLink(false);
  }

  receive(pdu: Uint8Array): void {
    this.server.receive(pdu);
  }

  advance(ms: number): void {
    const isReachable = this.isReachable();
    if (!isReachable) this.server.reset();
    else {
      if (!this.wasReachable) this.options.program.restart();
      this.options.program.advance(ms, this.server);
    }
    this.wasReachable = isReachable;
  }
}
