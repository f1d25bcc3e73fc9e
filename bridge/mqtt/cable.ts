// A network cable that can be pulled between an MQTT client and its broker: both sockets stay open and fall silent, as
// when a real one is pulled, so that each side finds out by its own keep-alive.
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/** One connection over the cable; opened once the cable is in. */
class Line extends Duplex {
  private socket: Socket | undefined;
  private held: (() => void) | undefined;
  private readonly dial: () => Socket;
  private readonly isPlugged: () => boolean;
  private readonly keepSilent: (socket: Socket) => void;

  constructor(dial: () => Socket, isPlugged: () => boolean, keepSilent: (socket: Socket) => void) {
    super({ allowHalfOpen: false });
    this.dial = dial;
    this.isPlugged = isPlugged;
    this.keepSilent = keepSilent;
    if (isPlugged()) this.goOn();
  }

  /** The cable is in: what waited passes. */
  goOn(): void {
    if (this.destroyed) return;
    if (this.socket === undefined) this.open();
    else this.socket.resume();
    const held = this.held;
    this.held = undefined;
    held?.();
  }

  /** The cable is out. */
  hush(): void {
    this.socket?.pause();
  }

  private open(): void {
    const socket = this.dial();
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on("error", (error) => this.ended(error));
    socket.on("close", () => this.ended());
  }

  /** While the cable is out, the news does not pass either. */
  private ended(error?: Error): void {
    if (this.isPlugged()) this.destroy(error);
    else this.held = () => this.destroy(error);
  }

  override _read(): void {
    if (this.isPlugged()) this.socket?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const pass = () => {
      if (this.socket === undefined) done(new Error("the cable is out"));
      else this.socket.write(chunk, done);
    };
    if (this.isPlugged() && this.socket !== undefined) pass();
    else this.held = pass;
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.isPlugged() && this.socket !== undefined) this.socket.end(() => done());
    else done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.held = undefined;
    const socket = this.socket;
    if (socket !== undefined && !socket.destroyed) {
      if (this.isPlugged()) socket.destroy();
      else this.keepSilent(socket);
    }
    done(error);
  }
}

export interface Cable {
  readonly isPlugged: boolean;
  pull(): void;
  plug(): void;
  /** A connection over this cable; it is dialled once the cable is in. */
  open(dial: () => Socket): Duplex;
}

export function createCable(): Cable {
  let isPlugged = true;
  const lines = new Set<Line>();
  /** Left by their client while the cable was out: their broker cannot know yet. */
  const silent = new Set<Socket>();

  return {
    get isPlugged() {
      return isPlugged;
    },
    pull() {
      isPlugged = false;
      for (const line of lines) line.hush();
    },
    plug() {
      isPlugged = true;
      for (const socket of silent) socket.destroy();
      silent.clear();
      for (const line of lines) line.goOn();
    },
    open(dial) {
      const line = new Line(
        dial,
        () => isPlugged,
        (socket) => {
          socket.removeAllListeners("data").removeAllListeners("close").removeAllListeners("error");
          socket.on("error", () => silent.delete(socket)).on("close", () => silent.delete(socket));
          socket.pause();
          silent.add(socket);
        },
      );
      lines.add(line);
      line.once("close", () => lines.delete(line));
      return line;
    },
  };
}
