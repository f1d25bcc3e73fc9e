// A row of buttons that is one stop of the keyboard: arrows go about in it, Tab goes past it (WAI-ARIA's toolbar). What
// comes after a chart is then as near as what comes after a word.
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { useText } from "./language.tsx";
import classes from "./toolbar.module.css";

/** How far each key goes, from the place in the row and how many there are. */
const ways: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Toolbar({
  label,
  className,
  children,
}: {
  /** What its buttons are for. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const t = useText();
  const bar = useRef<HTMLDivElement>(null);
  const last = useRef<HTMLButtonElement>(undefined);
  const buttons = () => [...(bar.current?.querySelectorAll("button") ?? [])];
  const settle = () => {
    const all = buttons();
    const stop = all.find((one) => one === last.current) ?? all[0];
    for (const one of all) one.tabIndex = one === stop ? 0 : -1;
  };
  // Buttons come and go with what is shown.
  useLayoutEffect(settle);
  const go = (event: KeyboardEvent) => {
    const all = buttons();
    const here = document.activeElement;
    const at = here instanceof HTMLButtonElement ? all.indexOf(here) : -1;
    const way = ways[event.key];
    if (way === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    all[way(at, all.length)]?.focus();
  };
  return (
    <div
      ref={bar}
      role="toolbar"
      tabIndex={-1}
      aria-label={label}
      className={`${classes.bar} ${className ?? ""}`}
      data-no-print
      onKeyDown={go}
      onFocus={({ target }) => {
        if (!(target instanceof HTMLButtonElement)) return;
        last.current = target;
        settle();
      }}
    >
      {children}
      <span className={classes.how} aria-hidden="true">
        {t("measure.toolsHow")}
      </span>
    </div>
  );
}
