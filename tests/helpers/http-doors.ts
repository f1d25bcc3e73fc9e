// Doors over plain values, so that the server can be tried alone.

import type { Bench, BenchDevice } from "#contract/bench.ts";
import type { Run } from "#contract/runs.ts";
import { sameWords } from "#contract/words.ts";
import { LaboError } from "../../bridge/errors.ts";
import type { Doors } from "../../bridge/http/doors.ts";
import { thingDescriptionOf } from "../../bridge/neighbours/thing-description.ts";

const time = "2026-01-01T12:00:00.000Z";

export const reader: BenchDevice = {
  device: {
    id: "usb-reader",
    bridge: "banc",
    name: sameWords("<b>Lecteur</b>"),
    model: "labo-rfid",
    profile: "rfid-hf",
    transport: "serial",
    source: "simulated",
    channels: [],
    capabilities: [],
    facts: {},
  },
};

export function runOf(participant: string): Run {
  return {
    id: "run-1",
    experiment: "e05-lire-sans-toucher",
    experimentVersion: 1,
    participant,
    attempt: 1,
    startedAt: time,
    devices: {},
    currentStep: "predire",
    steps: [{ id: "predire", state: "to-do", progress: { refusals: [] }, hints: 0 }],
    captures: [],
    notes: [],
    tagLabels: {},
  };
}

/** Doors with one reader, remembering the runs started. */
export function plainDoors(overrides: Partial<Doors> = {}): Doors & { runsStarted: Run[] } {
  const bench: Bench = {
    broker: { state: "connected", where: "embedded", kept: 0, dropped: 0 },
    bridges: {},
    devices: { "usb-reader": reader },
    tags: {},
  };
  const runsStarted: Run[] = [];
  const never = () => () => {};
  return {
    runsStarted,
    bench: { snapshot: () => bench, device: (id) => bench.devices[id], onDelta: never },
    history: {
      snapshot: () => ({ samples: [], events: [], frames: [] }),
      follow: never,
      askForRaw: () => {},
    },
    runs: {
      list: (participant) =>
        runsStarted.filter((run) => participant === undefined || run.participant === participant),
      get: (id) => runsStarted.find((run) => run.id === id),
      async start(participant) {
        const run = runOf(participant);
        runsStarted.push(run);
        return run;
      },
      async act(id) {
        const run = runsStarted.find((one) => one.id === id);
        if (run === undefined) throw new LaboError("NOT_FOUND", [id]);
        return run;
      },
      lends: () => false,
      onRun: never,
      exportCsv: () => "t_s\n0\n",
      exportJson: () => ({ ok: true }),
    },
    unknowns: {
      inspect: () => ({ bytes: 0, speeds: [], framings: [] }),
      makeSheet: () => Promise.reject(new LaboError("SHEET_TAKEN", ["sonde"])),
    },
    sheets: {
      sheets: [],
      experiments: [],
      paths: [],
      problems: () => [],
      numbers: () => ({ topics: [], numbers: [] }),
      image: () => undefined,
      refresh: async () => {},
    },
    writtenPages: { sheet: async () => undefined },
    papers: {
      sheet: async () => undefined,
      experiment: async () => undefined,
      booklet: async () => Buffer.from("%PDF-"),
    },
    kit: undefined,
    commands: { send: async () => ({ id: "c", ok: true, time }) },
    settings: {
      rename: async (id, name) => {
        const found = bench.devices[id];
        if (found !== undefined)
          bench.devices[id] = { ...found, device: { ...found.device, name: sameWords(name) } };
      },
      forget: async () => {},
      pair: async () => {},
      unpair: async () => {},
      nearby: () => [],
      giveKey: async () => {},
      forgetKey: async () => {},
      calibrate: async (id) => {
        throw new LaboError("NOT_FOUND", [id]);
      },
      forgetCalibration: async () => {},
      teachRotating: async () => {},
      teachBeacon: async () => {},
      teachTag: async (id, label) => ({ id, label: sameWords(label) }),
      forgetTag: async () => {},
    },
    thing: (device, base) =>
      thingDescriptionOf(device, { base, broker: "mqtt://127.0.0.1:1883", language: "fr" }),
    plans: {
      show: () => ({ plan: { supplyVolts: 5, components: [] }, own: false, problems: [], mostMilliamps: 50 }),
      set: async () => {},
      clear: async () => {},
    },
    faults: { cut: async () => {} },
    stations: {
      make: async () => ({
        device: "station-phare",
        name: { fr: "Station Phare", en: "Lighthouse station" },
      }),
      remove: async () => {},
    },
    phones: {
      lend: async () => ({
        device: "phone-1",
        name: { fr: "Loutre bleue", en: "Blue otter" },
        key: "k".repeat(32),
      }),
      take: async () => {},
      joining: () => ({ lan: false, hosts: [], port: 3000 }),
    },
    keyboards: {
      lend: async () => ({ device: "keyboard-1", name: sameWords("Lecteur-clavier"), key: "k".repeat(32) }),
      take: async () => {},
    },
    notebook: {
      show: () => ({ begun: false, stops: [], visitors: [] }),
      begin: () => ({ begun: true, stops: [], visitors: [] }),
      open: () => ({ begun: true, stops: [], visitors: [] }),
    },
    rules: {
      list: () => [],
      check: () => [],
      add: (rule) => ({ id: "regle-1", rule, problems: [], firings: 0, held: 0 }),
      set: (id, rule) => ({ id, rule, problems: [], firings: 0, held: 0 }),
      remove: () => {},
      rehearse: (id) => {
        throw new LaboError("NOT_FOUND", [id]);
      },
    },
    codePages: {
      list: () => [],
      add: async (name) => ({ id: "page", name, openings: 0, notes: 0, medium: "qr" }),
      prepare: async () => [],
      remove: async () => {},
      open: async (id) => {
        throw new LaboError("NOT_FOUND", [id]);
      },
      write: async (id) => {
        throw new LaboError("NOT_FOUND", [id]);
      },
    },
    isStoreWell: () => true,
    doctor: async () => ({ time: "2026-01-01T00:00:00.000Z", state: "ok", checks: [] }),
    asyncApi: () => ({ asyncapi: "3.0.0" }),
    ...overrides,
  };
}
