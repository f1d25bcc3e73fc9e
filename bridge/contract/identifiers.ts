// Names that become topic segments, URLs and keys: one alphabet for all, so nothing heard on the air can break a topic.
import { z } from "zod";

/** A device, bridge, tag, channel, sheet or experiment id: lower-case, digits, dashes and dots; 1 to 64 characters. */
export const idSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
    "lower-case letters, digits, dots and dashes, 64 at most",
  );

/**
 * Makes an id of any text: lower-case, accents dropped, everything else a dash.
 * @returns an id that {@link idSchema} accepts, or `fallback` when nothing usable is left.
 */
export function toId(text: string, fallback: string): string {
  const id = text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-")
    .slice(0, 64)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
  return id === "" ? fallback : id;
}
