// Chunks → frames. A framer is pure, bounded, never throws, and gives back what it throws away.
import type { DiscardReason } from "#contract/events.ts";

export type FrameOutcome =
  | { readonly kind: "frame"; readonly bytes: Uint8Array }
  | { readonly kind: "discarded"; readonly bytes: Uint8Array; readonly reason: DiscardReason };

export interface Framer {
  /** Outcomes that this chunk completes, in order. Any chunking of the same bytes gives the same outcomes. */
  push(chunk: Uint8Array): FrameOutcome[];
  /** What is left when the line closes, as discards. */
  flush(): FrameOutcome[];
}
