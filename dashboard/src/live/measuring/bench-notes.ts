// The notes of this browser, as the measuring bench sees them.
import { useSyncExternalStore } from "react";
import { type BenchNotes, NotesStore } from "./notes-store.ts";

const store = new NotesStore(
  () => window.localStorage,
  () => Date.now(),
);
window.addEventListener("storage", () => store.reload());

/** @param curve its device and channel, and where its data come from: what was simulated is not mixed with what was real. */
export function useBenchNotes(curve: string): readonly [BenchNotes, (change: Partial<BenchNotes>) => void] {
  const notes = useSyncExternalStore(store.subscribe, () => store.get(curve));
  return [notes, (change) => store.change(curve, change)];
}
