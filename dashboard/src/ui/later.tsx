// Components downloaded when first shown: a page brings what it shows, and the rest follows once there is time.
import { type ComponentType, lazy } from "react";
import type { Extent } from "./catalogue.ts";
import { Texts } from "./language.tsx";

const downloads: (() => Promise<unknown>)[] = [];

/**
 * A component downloaded when first shown, from a module that names it; put it under a `Suspense`.
 * @param extent the texts it needs: `first` for what the first pages show, and then a test holds it to them.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  extent: Extent = "whole",
): ComponentType<P> {
  downloads.push(load);
  const Loaded = lazy(async () => ({ default: await load() })) as ComponentType<P>;
  if (extent === "first") return Loaded;
  return (props) => (
    <Texts extent={extent}>
      <Loaded {...props} />
    </Texts>
  );
}

/**
 * Downloads what was not needed yet, one after the other: going to another page then works while the bench is away.
 * What cannot be had now is had when it is shown.
 * @param wanted asked before each download; false ends it.
 */
export async function fetchAhead(wanted: () => boolean): Promise<void> {
  // A download may name others, which join the list while it is gone through.
  for (const load of downloads) {
    if (!wanted()) return;
    await load().catch(() => undefined);
  }
}
