// The HTTP API: each route once, with the schemas both sides use. The bridge serves these, the dashboard calls these.
import { z } from "zod";
import { beaconCalibrationSchema, calibrationFormSchema } from "./beacon-calibration.ts";
import { benchDeviceSchema, benchSchema, taughtTagSchema } from "./bench.ts";
import { boardPlanAnswerSchema, planFormSchema } from "./board-plan.ts";
import { codePageSchema, openingSchema, pageNotesSchema } from "./code-pages.ts";
import { commandResultSchema, commandSchema } from "./commands.ts";
import { contentProblemSchema, mostContentProblems } from "./content-problems.ts";
import { deviceStateSchema } from "./devices.ts";
import { doctorReportSchema } from "./doctor.ts";
import { channelIdSchema, ruleBranches } from "./events.ts";
import { brokerCutSchema } from "./faults.ts";
import { idSchema } from "./identifiers.ts";
import { inspectionSchema, newSheetSchema, writtenSheetSchema } from "./inspection.ts";
import { keyboardFramesSchema, lentKeyboardSchema } from "./keyboard-readers.ts";
import { kitControlSchema, kitSchema } from "./kit.ts";
import { notebookSchema } from "./notebook.ts";
import { numbersSchema } from "./numbers.ts";
import { joiningSchema, lentPhoneSchema, phoneFramesSchema } from "./phones.ts";
import { ruleFormSchema, ruleProblemSchema, ruleViewSchema } from "./rules.ts";
import { runActionSchema, runSchema } from "./runs.ts";
import {
  experimentSchema,
  experimentSummarySchema,
  learningPathSchema,
  openSheetSchema,
  sheetSummarySchema,
} from "./sheets.ts";
import { stationSchema } from "./stations.ts";
import { thingDescriptionSchema } from "./things.ts";
import { languages } from "./words.ts";

export const roles = ["participant", "trainer"] as const;
export type Role = (typeof roles)[number];

export const sessionSchema = z.object({
  role: z.enum(roles),
  /** Random id of this browser; no account, no e-mail. */
  participant: z.string().max(60),
  language: z.enum(languages),
  version: z.string(),
  /** Name of the bridge that serves this page: what is set on a bridge is set on this one. */
  bridge: idSchema,
  /** The virtual kit is running. */
  kit: z.boolean(),
  /** Reachable from the local network. */
  lan: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

export const healthReportSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  uptimeMs: z.number(),
  broker: z.enum(["connected", "away"]),
  store: z.enum(["ok", "failed"]),
  devices: z.number().int(),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

/** A beacon heard nearby and not taught to the kit: shown to the trainer alone, its address never. */
export const nearbyBeaconSchema = z.object({
  /** Opaque, forgotten when the bridge stops. */
  key: idSchema,
  model: idSchema,
  rssi: z.number(),
  facts: z.record(z.string(), z.string()),
});
export type NearbyBeacon = z.infer<typeof nearbyBeaconSchema>;

/** Sixteen bytes in hexadecimal, spaces and dashes allowed as people copy them. Never in an answer. */
export const deviceKeySchema = z
  .string()
  .max(80)
  .transform((text) => text.replaceAll(/[\s:-]/g, "").toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits"));

const none = z.object({});
const byId = z.object({ id: idSchema });
const byRun = z.object({ id: z.string().max(60) });

interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** Least role that may call it. */
  readonly role: Role;
  readonly params: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** Of the answer, when it is a JSON of a kind of its own. */
  readonly contentType?: string;
  /** One line for the OpenAPI document. */
  readonly summary: string;
}

export const routes = {
  health: {
    method: "GET",
    path: "/api/health",
    role: "participant",
    params: none,
    answer: healthReportSchema,
    summary: "Is the bench well",
  },
  doctor: {
    method: "GET",
    path: "/api/doctor",
    role: "participant",
    params: none,
    answer: doctorReportSchema,
    summary: "A check-up: what is wrong, the evidence, and what to do next",
  },
  session: {
    method: "GET",
    path: "/api/session",
    role: "participant",
    params: none,
    answer: sessionSchema,
    summary: "Who this browser is",
  },
  bench: {
    method: "GET",
    path: "/api/bench",
    role: "participant",
    params: none,
    answer: benchSchema,
    summary: "Everything present",
  },
  devices: {
    method: "GET",
    path: "/api/devices",
    role: "participant",
    params: none,
    answer: z.object({ devices: z.array(benchDeviceSchema) }),
    summary: "Devices present",
  },
  thingDescription: {
    method: "GET",
    path: "/api/devices/:id/thing-description",
    role: "participant",
    params: byId,
    answer: thingDescriptionSchema,
    contentType: "application/td+json",
    summary: "A device as a W3C Thing Description 1.1",
  },
  deviceProperty: {
    method: "GET",
    path: "/api/devices/:id/properties/:property",
    role: "participant",
    params: byId.extend({ property: channelIdSchema }),
    answer: z.union([z.number(), deviceStateSchema]),
    summary: "The latest value of a channel, in its quantity's unit, or the whole state",
  },
  renameDevice: {
    method: "PATCH",
    path: "/api/devices/:id",
    role: "trainer",
    params: byId,
    body: z.object({ name: z.string().trim().min(1).max(60) }),
    answer: benchDeviceSchema,
    summary: "Rename a device",
  },
  forgetDevice: {
    method: "DELETE",
    path: "/api/devices/:id",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Forget a device that is gone",
  },
  pairSheet: {
    method: "PUT",
    path: "/api/devices/:id/pairing",
    role: "trainer",
    params: byId,
    body: z.object({ sheet: idSchema }),
    answer: benchDeviceSchema,
    summary: "Pair a device with a sheet by hand",
  },
  unpairSheet: {
    method: "DELETE",
    path: "/api/devices/:id/pairing",
    role: "trainer",
    params: byId,
    answer: benchDeviceSchema,
    summary: "Back to the sheet found by itself",
  },
  inspection: {
    method: "GET",
    path: "/api/devices/:id/inspection",
    role: "participant",
    params: byId,
    answer: inspectionSchema,
    summary: "What the last bytes of a device nobody knows look like: framings guessed, fields proposed",
  },
  makeSheet: {
    method: "POST",
    path: "/api/devices/:id/sheet",
    role: "trainer",
    params: byId,
    body: newSheetSchema,
    answer: writtenSheetSchema,
    summary: "Write a sheet for a device, into the house's own folder; it opens at once",
  },
  boardPlan: {
    method: "GET",
    path: "/api/devices/:id/plan",
    role: "trainer",
    params: byId,
    answer: boardPlanAnswerSchema,
    summary: "What is wired to a board",
  },
  checkBoardPlan: {
    method: "POST",
    path: "/api/devices/:id/plan/checks",
    role: "trainer",
    params: byId,
    body: planFormSchema,
    answer: boardPlanAnswerSchema,
    summary: "What would be wrong with a plan, changing nothing",
  },
  setBoardPlan: {
    method: "PUT",
    path: "/api/devices/:id/plan",
    role: "trainer",
    params: byId,
    body: planFormSchema,
    answer: boardPlanAnswerSchema,
    summary: "Say what is wired to a board; it is wired so at once",
  },
  clearBoardPlan: {
    method: "DELETE",
    path: "/api/devices/:id/plan",
    role: "trainer",
    params: byId,
    answer: boardPlanAnswerSchema,
    summary: "Back to the kit's own plan",
  },
  giveKey: {
    method: "PUT",
    path: "/api/devices/:id/key",
    role: "trainer",
    params: byId,
    body: z.object({ key: deviceKeySchema }),
    answer: none,
    summary: "Give the key of a device that encrypts what it says; it is never told back",
  },
  forgetKey: {
    method: "DELETE",
    path: "/api/devices/:id/key",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Forget the key of a device",
  },
  calibrateBeacon: {
    method: "PUT",
    path: "/api/devices/:id/calibration",
    role: "trainer",
    params: byId,
    body: calibrationFormSchema,
    answer: beaconCalibrationSchema,
    summary: "Calibrate a beacon from what was just heard of it at one metre",
  },
  forgetCalibration: {
    method: "DELETE",
    path: "/api/devices/:id/calibration",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Back to the power the beacon declares",
  },
  command: {
    method: "POST",
    path: "/api/devices/:id/commands",
    role: "participant",
    params: byId,
    /** `run`: the command is asked for by the open step of this run, which may lend what is otherwise the trainer's. */
    body: commandSchema.omit({ id: true }).extend({ run: byRun.shape.id.optional() }),
    answer: commandResultSchema,
    summary: "Send a command to a device",
  },
  nearby: {
    method: "GET",
    path: "/api/nearby",
    role: "trainer",
    params: none,
    answer: z.object({ beacons: z.array(nearbyBeaconSchema) }),
    summary: "Beacons heard and not taught",
  },
  teachBeacon: {
    method: "POST",
    path: "/api/nearby/:id",
    role: "trainer",
    params: byId,
    body: z.object({ name: z.string().trim().min(1).max(60) }),
    answer: none,
    summary: "Teach a beacon to the kit",
  },
  teachRotating: {
    method: "POST",
    path: "/api/rotating-devices",
    role: "trainer",
    params: none,
    body: z.object({ name: z.string().trim().min(1).max(60), key: deviceKeySchema }),
    answer: none,
    summary: "Teach a device whose address rotates, by the key its owner gives; the key is never told back",
  },
  teachTag: {
    method: "PUT",
    path: "/api/tags/:id",
    role: "trainer",
    params: byId,
    body: z.object({ label: z.string().trim().min(1).max(60) }),
    answer: taughtTagSchema,
    summary: "Teach a tag to the kit",
  },
  forgetTag: {
    method: "DELETE",
    path: "/api/tags/:id",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Forget a tag",
  },
  sheets: {
    method: "GET",
    path: "/api/sheets",
    role: "participant",
    params: none,
    answer: z.object({
      sheets: z.array(sheetSummarySchema),
      /** The experiment whoever comes for the first time is led to. */
      first: experimentSummarySchema.pick({ id: true, number: true }).optional(),
    }),
    summary: "All sheets",
  },
  contentProblems: {
    method: "GET",
    path: "/api/content/problems",
    role: "trainer",
    params: none,
    answer: z.object({ problems: z.array(contentProblemSchema).max(mostContentProblems) }),
    summary: "What is wrong with the content, for whoever writes it",
  },
  numbers: {
    method: "GET",
    path: "/api/numbers",
    role: "participant",
    params: none,
    answer: numbersSchema,
    summary: "Every constant, where it comes from and what uses it",
  },
  sheet: {
    method: "GET",
    path: "/api/sheets/:id",
    role: "participant",
    params: byId,
    answer: openSheetSchema,
    summary: "One sheet, both languages",
  },
  experiments: {
    method: "GET",
    path: "/api/experiments",
    role: "participant",
    params: none,
    answer: z.object({
      experiments: z.array(experimentSummarySchema),
      paths: z.array(learningPathSchema),
    }),
    summary: "All experiments, and the paths through them",
  },
  experiment: {
    method: "GET",
    path: "/api/experiments/:id",
    role: "participant",
    params: byId,
    answer: experimentSchema,
    summary: "One experiment, both languages",
  },
  runs: {
    method: "GET",
    path: "/api/runs",
    role: "participant",
    params: none,
    answer: z.object({ runs: z.array(runSchema) }),
    summary: "Runs of this participant; all of them for the trainer",
  },
  startRun: {
    method: "POST",
    path: "/api/runs",
    role: "participant",
    params: none,
    /** `paper`: done on the printed sheet, without any device. */
    body: z.object({
      experiment: idSchema,
      devices: z.record(idSchema, idSchema).default({}),
      paper: z.boolean().default(false),
    }),
    answer: runSchema,
    summary: "Start a run",
  },
  run: {
    method: "GET",
    path: "/api/runs/:id",
    role: "participant",
    params: byRun,
    answer: runSchema,
    summary: "One run",
  },
  actOnRun: {
    method: "POST",
    path: "/api/runs/:id/actions",
    role: "participant",
    params: byRun,
    body: runActionSchema,
    answer: runSchema,
    summary: "Do something in a run",
  },
  kit: {
    method: "GET",
    path: "/api/kit",
    role: "participant",
    params: none,
    answer: kitSchema,
    summary: "The virtual kit",
  },
  controlKit: {
    method: "POST",
    path: "/api/kit/controls",
    role: "participant",
    params: none,
    body: kitControlSchema,
    answer: kitSchema,
    summary: "Move a thing of the virtual kit by hand",
  },
  joining: {
    method: "GET",
    path: "/api/joining",
    role: "participant",
    params: none,
    answer: joiningSchema,
    summary: "Where phones may join",
  },
  lendPhone: {
    method: "POST",
    path: "/api/phones",
    role: "participant",
    params: none,
    body: none,
    answer: lentPhoneSchema,
    summary: "The owner of a phone lends it",
  },
  phoneFrames: {
    method: "POST",
    path: "/api/phones/:id/frames",
    role: "participant",
    params: byId,
    body: phoneFramesSchema,
    answer: none,
    summary: "What a lent phone says",
  },
  lendKeyboard: {
    method: "POST",
    path: "/api/keyboards",
    role: "participant",
    params: none,
    body: none,
    answer: lentKeyboardSchema,
    summary: "A reader types like a keyboard into this page",
  },
  keyboardFrames: {
    method: "POST",
    path: "/api/keyboards/:id/frames",
    role: "participant",
    params: byId,
    body: keyboardFramesSchema,
    answer: none,
    summary: "What a keyboard reader typed",
  },
  cutBroker: {
    method: "POST",
    path: "/api/faults/broker",
    role: "trainer",
    params: none,
    body: brokerCutSchema,
    answer: brokerCutSchema,
    summary: "Stop the embedded broker for some seconds, on purpose",
  },
  makeStation: {
    method: "POST",
    path: "/api/stations",
    role: "participant",
    params: none,
    body: none,
    answer: stationSchema,
    summary: "Make a station that speaks MQTT",
  },
  removeStation: {
    method: "DELETE",
    path: "/api/stations/:id",
    role: "participant",
    params: byId,
    answer: none,
    summary: "Put a station away",
  },
  rules: {
    method: "GET",
    path: "/api/rules",
    role: "participant",
    params: none,
    answer: z.object({ rules: z.array(ruleViewSchema) }),
    summary: "Rules of the composer",
  },
  checkRule: {
    method: "POST",
    path: "/api/rules/checks",
    role: "participant",
    params: none,
    body: ruleFormSchema,
    answer: z.object({ problems: z.array(ruleProblemSchema) }),
    summary: "What would be wrong with a rule, changing nothing",
  },
  addRule: {
    method: "POST",
    path: "/api/rules",
    role: "participant",
    params: none,
    body: ruleFormSchema,
    answer: ruleViewSchema,
    summary: "Make a rule; it is at work at once when it is on",
  },
  setRule: {
    method: "PUT",
    path: "/api/rules/:id",
    role: "participant",
    params: byId,
    body: ruleFormSchema,
    answer: ruleViewSchema,
    summary: "Change a rule, or put it to work or to rest",
  },
  removeRule: {
    method: "DELETE",
    path: "/api/rules/:id",
    role: "participant",
    params: byId,
    answer: none,
    summary: "Take a rule away",
  },
  rehearseRule: {
    method: "POST",
    path: "/api/rules/:id/rehearsals",
    role: "participant",
    params: byId,
    body: z.object({ branch: z.enum(ruleBranches) }),
    answer: ruleViewSchema,
    summary: "Try a branch of a rule; it goes back to rest after a moment",
  },
  notebook: {
    method: "GET",
    path: "/api/notebook",
    role: "participant",
    params: none,
    answer: notebookSchema,
    summary: "The visit notebook, by pseudonyms",
  },
  beginNotebook: {
    method: "POST",
    path: "/api/notebook",
    role: "participant",
    params: none,
    body: none,
    answer: notebookSchema,
    summary: "Begin to note the stops of tags",
  },
  openNotebook: {
    method: "POST",
    path: "/api/notebook/openings",
    role: "participant",
    params: none,
    body: none,
    answer: notebookSchema,
    summary: "The page of the notebook was shown",
  },
  codePages: {
    method: "GET",
    path: "/api/pages",
    role: "participant",
    params: none,
    answer: z.object({ pages: z.array(codePageSchema) }),
    summary: "Pages opened by a printed code",
  },
  addCodePage: {
    method: "POST",
    path: "/api/pages",
    role: "trainer",
    params: none,
    body: z.object({ name: z.string().trim().min(1).max(60) }),
    answer: codePageSchema,
    summary: "Make a page for a printed code",
  },
  prepareCodePages: {
    method: "POST",
    path: "/api/pages/experiments",
    role: "participant",
    params: none,
    body: none,
    answer: z.object({ pages: z.array(codePageSchema) }),
    summary: "Make the pages that the experiments on phones print, where they are missing",
  },
  removeCodePage: {
    method: "DELETE",
    path: "/api/pages/:id",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Remove a page",
  },
  openCodePage: {
    method: "POST",
    path: "/api/pages/:id/openings",
    role: "participant",
    params: byId,
    body: openingSchema,
    answer: codePageSchema,
    summary: "A page was opened by its code or its tag, now or while the bench was out of reach",
  },
  leaveNotes: {
    method: "POST",
    path: "/api/pages/:id/notes",
    role: "participant",
    params: byId,
    body: pageNotesSchema,
    answer: codePageSchema,
    summary: "Notes that a visitor wrote on a page; one that comes again is counted once",
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
export type RouteParams<K extends RouteName> = z.input<(typeof routes)[K]["params"]>;
export type RouteBody<K extends RouteName> = (typeof routes)[K] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined;
export type RouteAnswer<K extends RouteName> = z.output<(typeof routes)[K]["answer"]>;

/** Not JSON: a run as CSV or JSON for keeping, at these paths. `separator=semicolon` gives the French spreadsheet preset. */
export const exportPaths = {
  csv: (run: string, preset: "comma" | "semicolon" = "comma") =>
    `/api/runs/${run}/export.csv?preset=${preset}`,
  json: (run: string) => `/api/runs/${run}/export.json`,
};
/** The live socket's path. */
export const livePath = "/api/live";
