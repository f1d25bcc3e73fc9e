// Definitions shaped like E01, E05 and E13, numbers put in, for tests of the engine and the runner.
import { checkSchema } from "#contract/conditions.ts";
import type { Profile } from "#contract/devices.ts";
import type { StepInput, StepKind } from "#contract/sheets.ts";
import type { DefinedChannel, ExperimentDefinition } from "../../bridge/experiments/definition.ts";

type Step = readonly [id: string, kind: StepKind, check?: object | undefined, inputs?: StepInput[]];

export function define(
  id: string,
  role: string,
  profile: Profile,
  channels: DefinedChannel[],
  steps: readonly Step[],
): ExperimentDefinition {
  return {
    id,
    version: 1,
    title: { fr: id, en: id },
    needs: [
      {
        role,
        profiles: [profile],
        name: { fr: role, en: role },
        channels: channels.map((channel) => channel.id),
        takes: [],
      },
    ],
    channels,
    steps: steps.map(([step, kind, check, inputs]) => ({
      id: step,
      kind,
      title: { fr: `Étape ${step}`, en: `Step ${step}` },
      inputs: inputs ?? [],
      ...(check === undefined ? {} : { check: checkSchema.parse(check) }),
    })),
  };
}

const interval = { fact: "intervalMs", of: "balise", invert: true };

export const e01 = define(
  "e01",
  "balise",
  "ble-beacon",
  [{ id: "rssi", role: "balise", quantity: "rssi", name: { fr: "Force du signal", en: "Signal strength" } }],
  [
    ["predire", "predict"],
    ["allumer", "do", { op: "seen", on: "balise", within: 5 }],
    ["ecouter", "discover", { op: "count", event: "reading-taken", on: "balise", min: 10, within: 30 }],
    [
      "cadence",
      "measure",
      {
        op: "rate",
        event: "reading-taken",
        on: "balise",
        window: 20,
        min: { ...interval, times: 0.3 },
        max: { ...interval, times: 1.15 },
      },
    ],
    [
      "silence",
      "do",
      {
        op: "then",
        of: [
          { op: "silence", on: "balise", for: 10 },
          { op: "seen", on: "balise", within: 5 },
        ],
      },
    ],
    ["nom", "explain", { op: "answer", correct: { fact: "minor", of: "balise" } }, [{ type: "text" }]],
    ["transferer", "transfer", undefined, [{ type: "text" }]],
  ],
);

export const e05 = define(
  "e05",
  "lecteur",
  "rfid-hf",
  [],
  [
    ["predire", "predict"],
    ["presenter", "discover", { op: "count", event: "tag-arrived", on: "lecteur", min: 1 }],
    ["deux", "do", { op: "distinct", event: "tag-arrived", on: "lecteur", field: "tag.id", min: 2 }],
    [
      "ordre",
      "do",
      {
        op: "sequence",
        items: ["A", "B", "A", "C"],
        event: "tag-arrived",
        on: "lecteur",
        field: "tag.id",
        max_gap: 10,
        exact: true,
      },
    ],
    [
      "tenir",
      "measure",
      {
        op: "any",
        of: [
          {
            op: "then",
            of: [
              { op: "count", event: "tag-arrived", on: "lecteur", min: 1 },
              {
                op: "count",
                event: "tag-left",
                on: "lecteur",
                where: { durationMs: { min: 2000, max: 10_000 } },
                min: 1,
              },
            ],
          },
          { op: "confirm", by: "trainer" },
        ],
      },
    ],
    [
      "nommer",
      "do",
      { op: "distinct", event: "tag-labelled", field: "tag.id", min: 3 },
      [{ type: "label-tags" }],
    ],
    ["transferer", "transfer", undefined, [{ type: "text" }]],
  ],
);

export const e13 = define(
  "e13",
  "carte",
  "board-serial",
  [{ id: "knob", role: "carte", quantity: "ratio", name: { fr: "Bouton", en: "Knob" } }],
  [
    ["predire", "predict"],
    [
      "bouts",
      "do",
      {
        op: "all",
        of: [
          { op: "hold", channel: "knob", max: 2, for: 2 },
          { op: "hold", channel: "knob", min: 98, for: 2 },
        ],
      },
    ],
    ["milieu", "do", { op: "hold", channel: "knob", min: 47, max: 53, for: 5 }],
    [
      "marche",
      "explain",
      { op: "answer", correct: 4.9, tolerance: { percent: 5 }, unit: "mV" },
      [{ type: "number", unit: "mV" }],
    ],
    ["fil", "measure", { op: "stat", channel: "knob", stat: "sd", window: 5, min: 2, min_samples: 20 }],
    ["transferer", "transfer", undefined, [{ type: "text" }]],
  ],
);

/** A step that listens to commands. */
export const lamp = define(
  "lampe",
  "lampe",
  "board-serial",
  [],
  [
    ["predire", "predict"],
    [
      "allumer",
      "do",
      {
        op: "latency",
        from: { event: "command-sent", on: "lampe", where: { "args.level": { min: 10 } } },
        to: { event: "command-answered", on: "lampe", where: { ok: true, command: "strip.fill" } },
        match: "commandId",
        max: 0.5,
      },
    ],
  ],
);

/** A step with captures and one with trials, for the acts that E01, E05 and E13 do not need. */
export const bench = define(
  "bench",
  "balise",
  "ble-beacon",
  [{ id: "rssi", role: "balise", quantity: "rssi", name: { fr: "Force du signal", en: "Signal strength" } }],
  [
    [
      "releve",
      "measure",
      { op: "capture", channel: "rssi", label_unit: "m", window: 20, min_samples: 3, sd_max: 8 },
    ],
    ["essais", "do", { op: "ratio", event: "reading-taken", on: "balise", within: 5, n: 2, min: 1 }],
    ["dire", "do", { op: "confirm" }],
  ],
);

/** A fit over captures, and an answer compared with it. */
export const law = define(
  "law",
  "balise",
  "ble-beacon",
  [],
  [
    ["releve", "measure", { op: "capture", channel: "rssi", count: 4 }],
    ["loi", "explain", { op: "fit", model: "logdistance", min_points: 4, r2_min: 0.9 }],
    ["pente", "explain", { op: "answer", correct: { fit: "loi", figure: "n" }, tolerance: { percent: 5 } }],
  ],
);
