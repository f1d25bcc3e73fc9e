// The way back to where one made a detour from.
import { Link, useLocation } from "react-router";
import { cameFrom } from "./detour.tsx";
import { type MessageId, useText } from "./language.tsx";

/** What it leads to, by the beginning of its address. */
const places: readonly (readonly [string, MessageId])[] = [
  ["/parcours/", "wayBack.run"],
  ["/experiences/", "wayBack.experiment"],
  ["/fiches/", "wayBack.sheet"],
];

/** Nothing for who came by no detour. */
export function WayBack() {
  const t = useText();
  const from = cameFrom(useLocation().state);
  if (from === undefined) return null;
  const [, text = "wayBack.page"] = places.find(([start]) => from.startsWith(start)) ?? [];
  return (
    <Link to={from} data-no-print>
      ← {t(text)}
    </Link>
  );
}
