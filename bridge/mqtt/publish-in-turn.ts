// Aedes begins everything one read brought at once, and what takes fewer steps overtakes: a reading overtakes the retained
// state before it, which the guard against doubles then takes for an old one and drops (dedupe in aedes/lib/client.js).
// Here each message is handed to its subscribers before the next is begun, and no subscriber's pace holds up the others.
import type { Aedes, AedesPublishPacket } from "aedes";
import { LaboError } from "../errors.ts";

type Done = (error?: Error | null) => void;

interface Emitter {
  emit(packet: AedesPublishPacket, done?: () => void): unknown;
}

interface Publisher {
  publish(packet: unknown, client: unknown, done?: Done): void;
}

function isEmitter(value: unknown): value is Emitter {
  return typeof value === "object" && value !== null && "emit" in value && typeof value.emit === "function";
}

/**
 * To be called before the broker listens. What waits is bounded by what one read of each client brings: Aedes reads on
 * when the messages of the former read are done.
 * @throws LaboError INTERNAL when this version of Aedes is built otherwise.
 */
export function publishInTurn(aedes: Aedes): void {
  const emitter: unknown = Reflect.get(aedes, "mq");
  if (!isEmitter(emitter)) throw new LaboError("INTERNAL", ["this version of Aedes has no emitter"]);
  const broker = aedes as unknown as Publisher;
  const emit = emitter.emit.bind(emitter);
  const publish = broker.publish.bind(broker);
  const waiting: (() => void)[] = [];
  let isBusy = false;
  let isRunning = false;

  function run(): void {
    if (isRunning) return;
    isRunning = true;
    while (!isBusy) {
      const begin = waiting.shift();
      if (begin === undefined) break;
      isBusy = true;
      begin();
    }
    isRunning = false;
  }
  const goOn = (): void => {
    isBusy = false;
    run();
  };

  emitter.emit = (packet, done) => {
    emit(packet, () => {});
    if (done !== undefined) setImmediate(done);
    goOn();
    return emitter;
  };
  broker.publish = (packet, client, done) => {
    // A client may be left out: the second argument is then the function.
    const [from, finish] =
      typeof client === "function" ? ([null, client as Done] as const) : ([client, done] as const);
    waiting.push(() => {
      publish(packet, from, (error) => {
        // Refused or failed before anybody was told of it.
        if (error) goOn();
        finish?.(error);
      });
    });
    run();
  };
}
