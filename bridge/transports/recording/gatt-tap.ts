// Connections to peripherals, written down on their way: what they offer, what they send, and what became of each call.
import type { GattConnector, GattLink, GattPlace } from "../transport.ts";
import type { Failure, Untimed } from "./recording-format.ts";

/** Where a recorder takes what a tap has heard. */
export interface Tape {
  /** Written in the turn in which it is said; never played. */
  note(line: Untimed): void;
  /** Something from outside, for a turn of its own. */
  enter(line: Untimed, act: () => void): void;
  /** The answer to a call, in a turn of its own. */
  answered<T>(call: string, work: Promise<T>, lineOf?: (value: T) => Untimed): Promise<T>;
  failureOf(error: unknown): Failure;
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** @returns what wraps each receiver's connector; links are numbered through all of them. */
export function createGattTap(tape: Tape): (receiver: string, real: GattConnector) => GattConnector {
  let links = 0;

  function tapLink(inner: GattLink, link: number): GattLink {
    let calls = 0;
    const next = (kind: string) => {
      calls += 1;
      return `gatt.${link}.${kind}.${calls}`;
    };
    return {
      read(place) {
        const call = next("read");
        return tape.answered(call, inner.read(place), (value) => ({
          what: "answer",
          call,
          hex: hexOf(value),
        }));
      },
      write(place, value, withoutResponse) {
        const out = { direction: "out", transport: "gatt", link, ...placeOf(place) } as const;
        tape.note({ what: "gatt-value", ...out, hex: hexOf(value) });
        return tape.answered(next("write"), inner.write(place, value, withoutResponse));
      },
      subscribe: (place) => tape.answered(next("subscribe"), inner.subscribe(place)),
      close: () => inner.close(),
    };
  }

  return (receiver, real) => ({
    connect(address, handlers) {
      links += 1;
      const link = links;
      tape.note({ what: "gatt-open", link, receiver, address });
      const inner = real.connect(address, {
        onOpen(characteristics) {
          const offered = characteristics.map(({ service, uuid, properties }) => ({
            service,
            uuid,
            properties: [...properties],
          }));
          tape.enter({ what: "gatt-opened", link, characteristics: offered }, () => handlers.onOpen(offered));
        },
        onValue(place, chunk) {
          const line = { direction: "in", transport: "gatt", link, ...placeOf(place) } as const;
          const { bytes, now, mono } = chunk;
          tape.enter({ what: "gatt-value", ...line, hex: hexOf(bytes), heard: { time: now, mono } }, () =>
            handlers.onValue(place, chunk),
          );
        },
        onClose(reason) {
          const failure = tape.failureOf(reason);
          tape.enter({ what: "gatt-closed", link, failure }, () => handlers.onClose(reason));
        },
      });
      return tapLink(inner, link);
    },
  });
}

const placeOf = ({ service, uuid }: GattPlace) => ({ service, uuid });
