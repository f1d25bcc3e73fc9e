// The one live socket and store of the page, as React sees them: pick a value, watch a feed.
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { livePath } from "#contract/api.ts";
import type { Feed, LiveMessage } from "#contract/live.ts";
import { introduce } from "../connection/api.ts";
import { LiveSocket } from "../connection/live-socket.ts";
import { atNextFrame, firstPageState, LiveStore, type PageState } from "../store/live-store.ts";

interface Live {
  readonly store: LiveStore;
  readonly socket: LiveSocket;
}

const introductionRetryMs = 2000;
const LiveContext = createContext<Live | undefined>(undefined);

function createLive(): Live {
  const store = new LiveStore(atNextFrame);
  const socket = new LiveSocket({
    open: () => {
      const address = new URL(livePath, window.location.href);
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      return new WebSocket(address);
    },
    onMessage: store.take,
    onState: (state) => store.setConnection(state),
    onRejected: (count) => store.setRejected(count),
    after: (ms, act) => {
      const timer = window.setTimeout(act, ms);
      return () => window.clearTimeout(timer);
    },
    random: Math.random,
  });
  return { store, socket };
}

export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [live] = useState(createLive);
  useEffect(() => {
    const retry = () => live.socket.retryNow();
    let here = true;
    let again = 0;
    // The socket is somebody's from its first byte: it opens once the bench knows this browser.
    const start = () =>
      introduce().then(
        () => here && live.socket.start(),
        () => {
          if (here) again = window.setTimeout(start, introductionRetryMs);
        },
      );
    void start();
    window.addEventListener("online", retry);
    return () => {
      here = false;
      window.clearTimeout(again);
      window.removeEventListener("online", retry);
      live.socket.stop();
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLiveParts(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error("LiveProvider is missing above this component");
  return live;
}

/** A part of the live state; the component draws again only when that part changes identity. */
export function useLive<T>(select: (state: PageState) => T): T {
  const { store } = useLiveParts();
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.getState()),
    // What a page written ahead shows: nothing is known yet.
    () => select(firstPageState),
  );
}

/** Watches feeds while the component is mounted. */
export function useFeeds(feeds: readonly Feed[]): void {
  const { socket } = useLiveParts();
  const key = feeds.join(" ");
  const current = useRef(feeds);
  current.current = feeds;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is new at each drawing; its text says whether it changed
  useEffect(() => socket.watch(current.current), [socket, key]);
}

/** Puts the bench's answer to our own request into the live state, without waiting for the socket to repeat it. */
export function useTake(): (message: LiveMessage) => void {
  return useLiveParts().store.take;
}

/** The state at this instant, without drawing again when it changes: for canvas charts. */
export function useLiveReader(): LiveStore {
  return useLiveParts().store;
}
