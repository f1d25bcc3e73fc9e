// Components downloaded when first shown: a page brings what it shows, and the rest follows once there is time.
import { type ComponentType, lazy } from "react";

const downloads: (() => Promise<unknown>)[] = [];

/** A component downloaded when first shown, from a module that names it; put it under a `Suspense`. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>) {
  downloads.push(load);
  return lazy(async () => ({ default: await load() }));
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
