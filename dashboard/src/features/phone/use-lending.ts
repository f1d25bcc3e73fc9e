// The lending of this page: one, made with its page, that knows when the page is out of sight or closed.
import { useEffect, useState, useSyncExternalStore } from "react";
import { routes } from "#contract/api.ts";
import type { LentPhone } from "#contract/phones.ts";
import { ApiError, call, pathOf, problemOf } from "../../connection/api.ts";
import { createLending, type Lending, type LendingControl, Refusal } from "./lending.ts";
import { sensors } from "./sensors.ts";

const refusalOf = (error: unknown): Refusal =>
  new Refusal(problemOf(error), error instanceof ApiError && error.status >= 400 && error.status < 500);

const bodyOf = (phone: LentPhone, frames: readonly string[]) => ({ key: phone.key, frames: [...frames] });

function createPageLending(): LendingControl {
  return createLending({
    lend: () =>
      call("lendPhone", { body: {} }).catch((error: unknown) => {
        throw refusalOf(error);
      }),
    async send(phone, frames) {
      await call("phoneFrames", { params: { id: phone.device }, body: bodyOf(phone, frames) }).catch(
        (error: unknown) => {
          throw refusalOf(error);
        },
      );
    },
    sendLast(phone, frames) {
      const body = new Blob([JSON.stringify(bodyOf(phone, frames))], { type: "application/json" });
      navigator.sendBeacon(pathOf(routes.phoneFrames.path, { id: phone.device }), body);
    },
    sensors,
    every(ms, act) {
      const timer = window.setInterval(act, ms);
      return () => window.clearInterval(timer);
    },
    now: () => performance.now(),
  });
}

export function useLending(): { readonly lending: Lending; readonly control: LendingControl } {
  const [control] = useState(createPageLending);
  const lending = useSyncExternalStore(control.subscribe, control.state);
  useEffect(() => {
    const seen = () => control.setAsleep(document.visibilityState === "hidden");
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("pagehide", control.stop);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("pagehide", control.stop);
      // Another page of the bench: nobody sees the button to stop there.
      control.stop();
    };
  }, [control]);
  useWakeLock(lending.phase === "lent");
  return { lending, control };
}

/** Keeps the screen on while the phone is lent, where the browser can: a phone that sleeps feels nothing. */
function useWakeLock(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted || navigator.wakeLock === undefined) return;
    let lock: WakeLockSentinel | undefined;
    let here = true;
    const hold = () => {
      if (document.visibilityState !== "visible") return;
      navigator.wakeLock.request("screen").then(
        (held) => {
          if (here) lock = held;
          else void held.release();
        },
        // A battery that is low keeps its screen for itself.
        () => undefined,
      );
    };
    hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      here = false;
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, [isWanted]);
}
