// The frame of every page: a title that also names the tab, a lead, and the page's own actions.
import { Skeleton } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useText } from "./language.tsx";
import classes from "./page.module.css";

export function Page({
  title,
  lead,
  over,
  actions,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  /** A short line above the title: where one is. */
  readonly over?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  useEffect(() => {
    document.title = `${title} · Labo Explorer`;
  }, [title]);
  return (
    <div className={classes.page} data-wide={wide}>
      <header className={classes.head}>
        <div className={classes.titles}>
          {over !== undefined && <div className={classes.over}>{over}</div>}
          <h1>{title}</h1>
          {lead !== undefined && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Grey shapes where content will be. */
export function Loading({ lines = 3 }: { readonly lines?: number }) {
  const t = useText();
  return (
    <div className={classes.loading} aria-busy="true">
      <span className={classes.hidden} role="status">
        {t("loading")}
      </span>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike and never move
        <Skeleton key={index} height={index === 0 ? 40 : 110} radius="md" />
      ))}
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  aside,
  children,
  id,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly id: string;
}) {
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionHead}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A place with nothing in it yet, and what to do about that. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={classes.empty}>
      <svg viewBox="0 0 64 40" width="96" height="60" aria-hidden="true">
        <path d="M4 34h56M10 34V16h18v18M36 34V10h14v24M16 22h6M42 16h2M42 22h2" />
      </svg>
      <p className={classes.emptyTitle}>{title}</p>
      <div>{children}</div>
    </div>
  );
}
