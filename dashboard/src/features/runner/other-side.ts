// The keyboard's way from a step to the kit beside it and back, each where one left it: a chart's buttons lie between.
import { type RefObject, useCallback, useEffect, useRef } from "react";

/** As assistive technology is told of it; the catalogues print it. */
export const otherSideKeys = "Alt+K";

export interface OtherSide {
  /** Around the step and the kit. */
  readonly around: RefObject<HTMLDivElement | null>;
  readonly kit: RefObject<HTMLElement | null>;
  /** Goes to the other side. */
  cross(): void;
}

/** @param drawer opens or closes the kit where it covers the step; without it, the kit stands beside. */
export function useOtherSide(isThere: boolean, drawer?: () => void): OtherSide {
  const around = useRef<HTMLDivElement>(null);
  const kit = useRef<HTMLElement>(null);
  const left = useRef<{ step?: HTMLElement; kit?: HTMLElement }>({});
  const latest = useRef<HTMLElement>(undefined);

  const cross = useCallback(() => {
    if (drawer !== undefined) return drawer();
    const active = document.activeElement;
    // A button that takes no press for now has let the focus go.
    const here = active === null || active === document.body ? latest.current : active;
    const isInKit = here !== undefined && kit.current?.contains(here) === true;
    const place = latest.current;
    if (place !== undefined && place === here) left.current[isInKit ? "kit" : "step"] = place;
    const before = isInKit ? left.current.step : left.current.kit;
    if (before?.isConnected === true) before.focus();
    // What one left may be gone, or take no focus now.
    if (before === undefined || document.activeElement !== before)
      (isInKit ? document.getElementById("etape-titre") : kit.current)?.focus();
  }, [drawer]);

  useEffect(() => {
    if (!isThere) return;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !around.current?.contains(target)) return;
      // Where only a script puts the focus is no place that somebody chose.
      if (target.tabIndex < 0) return;
      latest.current = target;
    };
    const press = (event: KeyboardEvent) => {
      // By place on the keyboard: with Alt held, some layouts write another letter.
      if (event.code !== "KeyK" || !event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      event.preventDefault();
      cross();
    };
    document.addEventListener("focusin", remember);
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("focusin", remember);
      document.removeEventListener("keydown", press);
    };
  }, [isThere, cross]);

  return { around, kit, cross };
}
