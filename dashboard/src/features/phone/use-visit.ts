// The visit of this page: one, made with it; it tells what waits when the network comes back, and sees the page come and go.
import { useEffect, useState, useSyncExternalStore } from "react";
import { ApiError, call } from "../../connection/api.ts";
import { type Keeping, keepPage } from "./keep-page.ts";
import { type PageWeight, totalKb, weigh } from "./page-weight.ts";
import { createVisit, NotTaken, type Visit, type VisitControl } from "./visit.ts";

/** What waits is told again this often while the page is in sight. */
const againMs = 3_000;
/** Letters may take their time, and the opening is to be told while it is fresh. */
const patienceForFontsMs = 800;

export interface VisitOfPage {
  readonly visit: Visit;
  readonly control: VisitControl;
  readonly weight: PageWeight | undefined;
  /** Absent until known. */
  readonly keeping: Keeping | undefined;
  /** Of the virtual kit's phone: its network is cut. */
  readonly isAirplane: boolean;
  setAirplane(on: boolean): void;
}

/** Unlike any other; `crypto.randomUUID` is for secured pages alone. */
function drawId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

function refusalOf(error: unknown): unknown {
  const isRefusal =
    error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
  return isRefusal ? new NotTaken(error.problem) : error;
}

function createVisitOf(page: string, simulated: boolean) {
  const network = { isCut: false };
  const through = <T>(ask: () => Promise<T>): Promise<T> =>
    network.isCut
      ? Promise.reject(new Error("the kit’s phone is in airplane mode"))
      : ask().catch((error: unknown) => Promise.reject(refusalOf(error)));
  const control = createVisit({
    page,
    storage: simulated ? sessionStorage : localStorage,
    now: () => Date.now(),
    drawId,
    simulated,
    open: (id, body) => through(() => call("openCodePage", { params: { id }, body })),
    write: (id, body) => through(() => call("leaveNotes", { params: { id }, body })),
  });
  const isReached = () =>
    network.isCut
      ? Promise.resolve(false)
      : fetch("/api/session", { cache: "no-store" }).then(
          () => true,
          () => false,
        );
  return { control, network, isReached };
}

async function weighPage(): Promise<PageWeight | undefined> {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  await Promise.race([
    document.fonts.ready,
    new Promise((resolve) => window.setTimeout(resolve, patienceForFontsMs)),
  ]);
  if (page === undefined || page.encodedBodySize === 0) return undefined;
  return weigh(page, performance.getEntriesByType("resource") as PerformanceResourceTiming[]);
}

/** @param simulated the phone is the virtual kit's. */
export function useVisit(page: string, simulated: boolean): VisitOfPage {
  const [made] = useState(() => createVisitOf(page, simulated));
  const { control, network, isReached } = made;
  const visit = useSyncExternalStore(control.onChange, control.get);
  const [weight, setWeight] = useState<PageWeight>();
  const [keeping, setKeeping] = useState<Keeping>();
  const [isAirplane, setAirplane] = useState(false);

  useEffect(() => {
    let here = true;
    void weighPage().then(async (weighed) => {
      // One opening is one opening, however often React draws.
      if (!here) return;
      setWeight(weighed);
      await control.opened(weighed === undefined ? undefined : totalKb(weighed));
      const kept = await keepPage();
      if (here) setKeeping(kept);
    });
    return () => {
      here = false;
    };
  }, [control]);

  useEffect(() => {
    const tell = () => void control.tell();
    const comeBack = () => {
      if (document.visibilityState === "visible")
        void isReached().then((reached) => control.returned(reached));
    };
    const timer = window.setInterval(tell, againMs);
    window.addEventListener("online", tell);
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener("online", tell);
      document.removeEventListener("visibilitychange", comeBack);
    };
  }, [control, isReached]);

  return {
    visit,
    control,
    weight,
    keeping,
    isAirplane,
    setAirplane(on) {
      network.isCut = on;
      setAirplane(on);
      if (!on) void control.tell();
    },
  };
}
