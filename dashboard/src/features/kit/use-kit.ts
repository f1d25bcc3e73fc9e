// The virtual kit, live, and the hand that moves it.
import { useEffect, useMemo, useState } from "react";
import type { Kit, KitControl } from "#contract/kit.ts";
import type { Problem } from "#contract/problems.ts";
import { call, problemOf } from "../../connection/api.ts";
import { latestOnly } from "../../connection/latest-only.ts";
import { useFeeds, useLive, useTake } from "../../live/live-context.tsx";
import { useRoute } from "../../live/use-route.ts";

export interface KitHand {
  /** Does it after what was asked before: for gestures that must all happen, in their order. */
  readonly act: (control: KitControl) => void;
  /** Does it soon, the newest wish winning: for sliders and drags. */
  readonly glide: (control: KitControl) => void;
}

export interface KitView extends KitHand {
  readonly kit: Kit | undefined;
  readonly problem: Problem | undefined;
}

export function useKit(): KitView {
  useFeeds(["kit"]);
  const take = useTake();
  const live = useLive((state) => state.kit);
  const fetched = useRoute("kit");
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    if (fetched.error !== null) setProblem(problemOf(fetched.error));
  }, [fetched.error]);
  const hand = useMemo<KitHand>(() => {
    const send = async (control: KitControl) => {
      const kit = await call("controlKit", { body: control });
      setProblem(undefined);
      take({ type: "kit", data: kit });
    };
    const failed = (error: unknown) => setProblem(problemOf(error));
    // One after the other: a tag taken away must not be told before it was put.
    let last = Promise.resolve();
    return {
      act: (control) => {
        last = last.then(() => send(control)).catch(failed);
      },
      glide: latestOnly(send, failed),
    };
  }, [take]);
  return { ...hand, kit: live ?? fetched.data, problem };
}
