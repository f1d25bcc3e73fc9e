// A link to a page that one leaves again for where one was: the page then knows the way back (way-back.tsx).
import { Link, type LinkProps, useLocation } from "react-router";

export function Detour(props: LinkProps) {
  const { pathname } = useLocation();
  return <Link state={{ from: pathname }} {...props} />;
}

/** What a browser kept of a visit may be anything: only a path of this site is followed. */
export function cameFrom(state: unknown): string | undefined {
  if (typeof state !== "object" || state === null || !("from" in state)) return undefined;
  const { from } = state;
  return typeof from === "string" && /^\/(?![/\\])/.test(from) ? from : undefined;
}
