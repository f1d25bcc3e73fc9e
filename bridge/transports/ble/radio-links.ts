// The bridge's end of the connections a noble process holds: numbers links and asks, and gives each its answer, whatever
// becomes of the process.
import { type ErrorCode, LaboError } from "../../errors.ts";
import type { GattConnector, GattLink, GattLinkHandlers, GattPlace } from "../transport.ts";
import type { AskFailure, FromHost, LinkAsk, LinkFailure, ToHost } from "./host-protocol.ts";

/** A value longer than this is not sent: noble would cut it into a long write, which few peripherals take. */
const longestWrite = 244;
/** Asks of one link that may wait for their answers. */
const mostAsks = 64;

interface RadioLinksOptions {
  /** @returns whether a process took the message. */
  readonly tell: (message: ToHost) => boolean;
  /** When something of this age entered, on the bench's clock. */
  readonly stamp: (ageMs: number) => { readonly now: number; readonly mono: number };
}

type LinkMessage = Extract<FromHost, { kind: "linked" | "unlinked" | "answer" | "held" | "values" }>;

export interface RadioLinks extends GattConnector {
  take(message: LinkMessage): void;
  /** A process listens: connections that the last one left behind are ended. */
  listening(): void;
  /** The process is gone, and every link with it. */
  lost(): void;
}

const closings: Readonly<Record<Exclude<LinkFailure, "closed">, ErrorCode>> = {
  "queue-full": "BLE_BUSY",
  unheard: "BLE_UNHEARD",
  "no-answer": "BLE_NO_ANSWER",
  discovery: "BLE_SERVICES_UNKNOWN",
  pairing: "BLE_PAIRING",
  lost: "BLE_LINK_LOST",
};

const refusals: Readonly<Record<AskFailure, ErrorCode>> = {
  absent: "BLE_SERVICE_MISSING",
  refused: "COMMAND_REFUSED",
  pairing: "BLE_PAIRING",
  "no-answer": "COMMAND_TIMEOUT",
  "too-many": "TOO_MANY_REQUESTS",
  lost: "BLE_LINK_LOST",
};

interface Pending {
  resolve(value: Uint8Array): void;
  reject(error: LaboError): void;
}

interface Link {
  readonly handlers: GattLinkHandlers;
  readonly asks: Map<number, Pending>;
}

export function createRadioLinks({ tell, stamp }: RadioLinksOptions): RadioLinks {
  const links = new Map<number, Link>();
  /** Connections the controller holds for the process, and those held for one that is gone. */
  const held = new Set<number>();
  const left = new Set<number>();
  let lastNumber = 0;

  /** Takes a link off the table; its asks fail. */
  function remove(number: number): Link | undefined {
    const link = links.get(number);
    if (link === undefined) return undefined;
    links.delete(number);
    for (const { reject } of link.asks.values()) reject(new LaboError("BLE_LINK_LOST"));
    link.asks.clear();
    return link;
  }

  function ask(number: number, wish: LinkAsk): Promise<Uint8Array> {
    const link = links.get(number);
    if (link === undefined) return Promise.reject(new LaboError("BLE_LINK_LOST"));
    if (link.asks.size >= mostAsks) return Promise.reject(new LaboError("TOO_MANY_REQUESTS"));
    lastNumber += 1;
    const request = lastNumber;
    return new Promise((resolve, reject) => {
      link.asks.set(request, { resolve, reject });
      if (tell({ kind: "ask", link: number, request, ask: wish })) return;
      link.asks.delete(request);
      reject(new LaboError("BLE_LINK_LOST"));
    });
  }

  const place = ({ service, uuid }: GattPlace) => ({ service, characteristic: uuid });

  return {
    connect(address, handlers): GattLink {
      lastNumber += 1;
      const number = lastNumber;
      links.set(number, { handlers, asks: new Map() });
      // Told after this call has returned: whoever asks has the link in hand when it hears of it.
      if (!tell({ kind: "connect", link: number, address }))
        queueMicrotask(() => remove(number)?.handlers.onClose(new LaboError("BLE_UNHEARD")));
      return {
        read: (where) => ask(number, { act: "read", ...place(where) }),
        async write(where, value, withoutResponse) {
          if (value.length > longestWrite) throw new LaboError("TOO_LARGE");
          await ask(number, { act: "write", ...place(where), value, withoutResponse });
        },
        async subscribe(where) {
          await ask(number, { act: "subscribe", ...place(where) });
        },
        close() {
          if (remove(number) !== undefined) tell({ kind: "disconnect", link: number });
        },
      };
    },
    take(message) {
      switch (message.kind) {
        case "linked":
          links.get(message.link)?.handlers.onOpen(message.characteristics);
          return;
        case "unlinked": {
          const { failure, detail } = message;
          const code = failure === "closed" ? "BLE_LINK_LOST" : closings[failure];
          remove(message.link)?.handlers.onClose(new LaboError(code, detail === "" ? [] : [detail]));
          return;
        }
        case "answer": {
          const link = links.get(message.link);
          const pending = link?.asks.get(message.request);
          link?.asks.delete(message.request);
          if (message.failure === undefined) pending?.resolve(message.value ?? new Uint8Array());
          else pending?.reject(new LaboError(refusals[message.failure]));
          return;
        }
        case "held":
          if (message.isHeld) held.add(message.handle);
          else held.delete(message.handle);
          return;
        case "values":
          for (const { link, service, characteristic, value, ageMs } of message.values)
            links
              .get(link)
              ?.handlers.onValue({ service, uuid: characteristic }, { bytes: value, ...stamp(ageMs) });
      }
    },
    listening() {
      if (left.size > 0) tell({ kind: "hang-up", handles: [...left] });
      left.clear();
    },
    lost() {
      for (const handle of held) left.add(handle);
      held.clear();
      for (const number of [...links.keys()])
        remove(number)?.handlers.onClose(new LaboError("BLE_LINK_LOST"));
    },
  };
}
