// A page's view of the live socket, without the page: what it watches, checked against the contract.
import { livePath } from "#contract/api.ts";
import type { LaboEvent } from "#contract/events.ts";
import { type LiveMessage, liveMessageSchema } from "#contract/live.ts";

export interface LiveClient {
  /** Everything heard, oldest first. */
  readonly messages: readonly LiveMessage[];
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Close code and reason, once the other side closed. */
  readonly closed: { code: number; reason: string } | undefined;
  close(): void;
}

/** Resolves once the socket is open. @param page address of the bench, without a slash at the end. */
export async function openLive(page: string): Promise<LiveClient> {
  const socket = new WebSocket(`${page.replace(/^http/, "ws")}${livePath}`);
  const messages: LiveMessage[] = [];
  let closed: LiveClient["closed"];
  socket.addEventListener("message", ({ data }) =>
    messages.push(liveMessageSchema.parse(JSON.parse(String(data)))),
  );
  socket.addEventListener("close", ({ code, reason }) => {
    closed = { code, reason };
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`no live socket at ${page}`)));
  });
  return {
    messages,
    send: (data) => socket.send(data),
    get closed() {
      return closed;
    },
    close: () => socket.close(),
  };
}

/** Events of one device in the order the bench tells them: those it keeps, then each as it comes. */
export interface EventWatch {
  readonly events: readonly LaboEvent[];
  close(): void;
}

export async function watchEvents(page: string, device: string): Promise<EventWatch> {
  const live = await openLive(page);
  live.send(JSON.stringify({ type: "watch", feeds: [`device:${device}`] }));
  return {
    get events() {
      let events: LaboEvent[] = [];
      for (const message of live.messages) {
        if (message.type === "device-snapshot") events = [...message.data.events];
        else if (message.type === "device-delta") events.push(...message.data.events);
      }
      return events;
    },
    close: live.close,
  };
}
