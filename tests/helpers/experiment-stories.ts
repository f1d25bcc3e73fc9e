// One check of each operator, and made-up stories of what three devices do, for properties of the engine.
import fc from "fast-check";
import type { ops } from "#contract/conditions.ts";
import type { LaboEvent } from "#contract/events.ts";
import { make } from "./experiment-bench.ts";

/** One check of each operator and combinator; each names the roles it looks at. */
export const oneOfEach: readonly { readonly op: (typeof ops)[number]; readonly [key: string]: unknown }[] = [
  { op: "seen", on: "balise", within: 5 },
  { op: "count", event: "tag-arrived", on: "lecteur", min: 3, within: 20 },
  { op: "distinct", event: "tag-arrived", on: "lecteur", field: "tag.id", min: 3 },
  {
    op: "sequence",
    items: ["A", "B", "A"],
    event: "tag-arrived",
    on: "lecteur",
    field: "tag.id",
    max_gap: 10,
    exact: true,
  },
  { op: "cross", channel: "knob", dir: "up", level: 50, hysteresis: 5 },
  { op: "hold", channel: "knob", min: 20, max: 80, for: 2 },
  { op: "stat", channel: "knob", stat: "sd", window: 5, min: 2 },
  { op: "capture", channel: "rssi", window: 5 },
  { op: "delta", a: "x", b: "y", min: 1 },
  { op: "fit", model: "logdistance", r2_min: 0.5 },
  { op: "period", channel: "knob", min: 0.4, max: 0.6 },
  { op: "ratio", event: "tag-arrived", on: "lecteur", within: 5, n: 2, min: 1 },
  { op: "rate", event: "reading-taken", on: "balise", window: 10, min: 0.2 },
  {
    op: "latency",
    from: { event: "tag-arrived", on: "lecteur" },
    to: { event: "tag-left", on: "lecteur" },
    match: "tag.id",
    max: 10,
  },
  { op: "silence", on: "balise", for: 10 },
  { op: "answer", correct: 5 },
  { op: "confirm" },
  {
    op: "all",
    of: [
      { op: "seen", on: "balise", within: 5 },
      { op: "count", event: "button-pressed", on: "carte", min: 1 },
    ],
  },
  {
    op: "any",
    of: [
      { op: "silence", on: "balise", for: 3 },
      { op: "count", event: "tag-left", on: "lecteur", min: 2 },
    ],
  },
  { op: "not", of: { op: "count", event: "button-pressed", on: "carte", min: 2, within: 10 } },
  {
    op: "then",
    of: [
      { op: "count", event: "tag-arrived", on: "lecteur", min: 1 },
      { op: "count", event: "tag-left", on: "lecteur", min: 1 },
    ],
  },
];

const tag = fc.constantFrom("a1", "b2", "c3", "d4");
/** A contract-valid event some time after the one before. */
const step = fc.tuple(
  fc.integer({ min: 0, max: 3000 }),
  fc.oneof(
    fc.integer({ min: -100, max: -30 }).map((rssi) => (at: number) => make.frame(at, rssi)),
    fc.integer({ min: -100, max: -30 }).map((rssi) => (at: number) => make.suspect(at, rssi)),
    fc.double({ min: 0, max: 100, noNaN: true }).map((knob) => (at: number) => make.knob(at, knob)),
    fc.constant((at: number) => make.press(at)),
    tag.map((id) => (at: number) => make.arrived(at, id)),
    fc.tuple(tag, fc.integer({ min: 0, max: 20_000 })).map(
      ([id, ms]) =>
        (at: number) =>
          make.left(at, id, ms),
    ),
    fc.constant((at: number) => make.beaconLeft(at)),
  ),
);
/** Events of a beacon, a reader and a board, in the order they come. */
export const stories = fc.array(step, { maxLength: 40 }).map((steps) => {
  let at = 0;
  return steps.map(([ms, build]): LaboEvent => {
    at += ms / 1000;
    return build(at);
  });
});
