// What the server needs of the rest of the house, as narrow doors; the composition root hangs them.
import type { NearbyBeacon } from "#contract/api/teaching.ts";
import type { BeaconCalibration, CalibrationForm } from "#contract/beacon-calibration.ts";
import type { Bench, BenchDevice, TaughtTag } from "#contract/bench.ts";
import type { BoardPlan, BoardPlanAnswer } from "#contract/board-plan.ts";
import type { CodePage, Opening, PageNotes } from "#contract/code-pages.ts";
import type { Command, CommandResult } from "#contract/commands.ts";
import type { ContentProblem } from "#contract/content-problems.ts";
import type { DoctorReport } from "#contract/doctor.ts";
import type { RuleBranch } from "#contract/events.ts";
import type { Inspection, WrittenSheet } from "#contract/inspection.ts";
import type { LentKeyboard } from "#contract/keyboard-readers.ts";
import type { Kit, KitControl } from "#contract/kit.ts";
import type { BenchDelta, DeviceFeed } from "#contract/live.ts";
import type { NotebookView } from "#contract/notebook.ts";
import type { Numbers } from "#contract/numbers.ts";
import type { Joining, LentPhone } from "#contract/phones.ts";
import type { RuleForm, RuleProblem, RuleView } from "#contract/rules.ts";
import type { Run, RunAction } from "#contract/runs.ts";
import type { Experiment, LearningPath, Sheet } from "#contract/sheets.ts";
import type { Station } from "#contract/stations.ts";
import type { ThingDescription } from "#contract/things.ts";
import type { Language } from "#contract/words.ts";

/** Who calls: a random participant id kept by the browser, and whether it came by the trainer's link. */
export interface Caller {
  readonly participant: string;
  readonly isTrainer: boolean;
}

type Unsubscribe = () => void;
/** What is asked of a session is answered in its turn. */
type Soon<T> = T | Promise<T>;

export interface BenchDoor {
  snapshot(): Bench;
  device(id: string): BenchDevice | undefined;
  onDelta(listener: (delta: BenchDelta) => void): Unsubscribe;
}

export interface HistoryDoor {
  /** All that is kept of a device. */
  snapshot(device: string): DeviceFeed;
  /** What comes from now on. */
  follow(device: string, listener: (news: DeviceFeed) => void): Unsubscribe;
  /** Asks the device for raw frames for a while; called again as long as somebody looks. */
  askForRaw(device: string): void;
}

export interface RunsDoor {
  list(participant: string | undefined): readonly Run[];
  get(id: string): Run | undefined;
  start(
    participant: string,
    experiment: string,
    devices: Readonly<Record<string, string>>,
    language: Language,
    paper: boolean,
  ): Promise<Run>;
  act(id: string, action: RunAction, caller: Caller): Promise<Run>;
  /** Whether the open step of a run asks for this command of this device. */
  lends(id: string, device: string, command: string): boolean;
  onRun(listener: (run: Run) => void): Unsubscribe;
  exportCsv(id: string, preset: "comma" | "semicolon", language: Language): string;
  exportJson(id: string): unknown;
}

export interface SheetsDoor {
  /** What was written in the content is read anew when it changed. */
  refresh(): Promise<void>;
  readonly sheets: readonly Sheet[];
  readonly experiments: readonly Experiment[];
  readonly paths: readonly LearningPath[];
  /** What is wrong with the content. */
  problems(): readonly ContentProblem[];
  /** Every constant of the content, and what uses it. */
  numbers(): Numbers;
  /** SVG text of an image of a sheet. */
  image(sheet: string, name: string): string | undefined;
}

export interface PrintRequest {
  readonly language: Language;
  readonly size: "letter" | "a4";
  /** Address of the bench, without a slash at the end, for the codes that are printed. */
  readonly base: string;
}

/** Sheets and experiments as PDF. `undefined` for one that is not there. */
export interface PapersDoor {
  sheet(id: string, request: PrintRequest): Promise<Buffer | undefined>;
  experiment(id: string, request: PrintRequest): Promise<Buffer | undefined>;
  booklet(request: PrintRequest): Promise<Buffer>;
}

/** A page as HTML, ready to be sent as a browser takes it. */
export interface WrittenPage {
  /** Tells one text from another. */
  readonly tag: string;
  readonly html: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

/** Pages with their words in them, for readers whose program is still on its way. */
export interface WrittenPagesDoor {
  /** `undefined` when there is no such sheet, or it cannot be written: the program then draws the page. */
  sheet(id: string, language: Language): Promise<WrittenPage | undefined>;
}

/** Devices nobody knows: what their bytes look like, and a sheet begun for one. */
export interface UnknownsDoor {
  inspect(device: BenchDevice): Inspection;
  /** @throws LaboError when it cannot be written. */
  makeSheet(device: BenchDevice, title: string, framing: string | undefined): Promise<WrittenSheet>;
}

export interface KitDoor {
  snapshot(): Kit;
  control(control: KitControl): Promise<Kit>;
  onChange(listener: (kit: Kit) => void): Unsubscribe;
}

export interface CommandDoor {
  send(device: string, command: Omit<Command, "id">): Promise<CommandResult>;
}

/** Settings of the kit: the trainer's. */
export interface SettingsDoor {
  rename(device: string, name: string): Promise<void>;
  forget(device: string): Promise<void>;
  pair(device: string, sheet: string): Promise<void>;
  unpair(device: string): Promise<void>;
  /** @param key 32 hexadecimal digits. There is no way to have it told back. */
  giveKey(device: string, key: string): Promise<void>;
  forgetKey(device: string): Promise<void>;
  /** @throws LaboError CALIBRATION_REFUSED. */
  calibrate(device: string, form: CalibrationForm): Promise<BeaconCalibration>;
  forgetCalibration(device: string): Promise<void>;
  teachRotating(name: string, key: string): Promise<void>;
  nearby(): readonly NearbyBeacon[];
  teachBeacon(key: string, name: string): Promise<void>;
  teachTag(tag: string, label: string): Promise<TaughtTag>;
  forgetTag(tag: string): Promise<void>;
}

/** Plans of the boards of this bridge. */
export interface PlansDoor {
  /** As it is, or as it would be. */
  show(device: string, plan?: BoardPlan): BoardPlanAnswer;
  /** @throws LaboError PLAN_REFUSED. */
  set(device: string, plan: BoardPlan): Soon<void>;
  clear(device: string): Soon<void>;
}

export interface PhonesDoor {
  /** The owner of a phone agreed. */
  lend(): Soon<LentPhone>;
  take(device: string, key: string, frames: readonly string[]): Soon<void>;
  /** Where phones may join. */
  joining(): Joining;
}

export interface KeyboardsDoor {
  /** A person has a reader that types into their page. */
  lend(): Soon<LentKeyboard>;
  take(device: string, key: string, frames: readonly string[]): Soon<void>;
}

export interface FaultsDoor {
  /** @throws LaboError BROKER_ELSEWHERE, BROKER_CUT. */
  cut(seconds: number): Promise<void>;
}

export interface StationsDoor {
  /** @throws LaboError STATIONS_FULL. */
  make(): Promise<Station>;
  /** @throws LaboError NOT_FOUND. */
  remove(device: string): Promise<void>;
}

export interface NotebookDoor {
  show(): NotebookView;
  begin(): Soon<NotebookView>;
  /** @throws LaboError NOT_FOUND when nobody began it. */
  open(): Soon<NotebookView>;
}

export interface RulesDoor {
  list(): RuleView[];
  /** What would be wrong, changing nothing. */
  check(rule: RuleForm): RuleProblem[];
  /** @throws LaboError RULE_REFUSED, RULES_FULL. */
  add(rule: RuleForm): Soon<RuleView>;
  /** @throws LaboError RULE_REFUSED, NOT_FOUND. */
  set(id: string, rule: RuleForm): Soon<RuleView>;
  /** @throws LaboError NOT_FOUND. */
  remove(id: string): Soon<void>;
  /** @throws LaboError NOT_FOUND, TOO_MANY_REQUESTS. */
  rehearse(id: string, branch: RuleBranch): Soon<RuleView>;
}

export interface CodePagesDoor {
  list(): CodePage[];
  add(name: string): Soon<CodePage>;
  remove(id: string): Soon<void>;
  prepare(): Soon<CodePage[]>;
  open(id: string, opening: Opening): Soon<CodePage>;
  write(id: string, notes: PageNotes): Soon<CodePage>;
}

export interface Doors {
  readonly bench: BenchDoor;
  readonly history: HistoryDoor;
  readonly runs: RunsDoor;
  readonly sheets: SheetsDoor;
  readonly papers: PapersDoor;
  readonly writtenPages: WrittenPagesDoor;
  readonly unknowns: UnknownsDoor;
  readonly kit: KitDoor | undefined;
  readonly commands: CommandDoor;
  readonly settings: SettingsDoor;
  readonly plans: PlansDoor;
  readonly phones: PhonesDoor;
  readonly keyboards: KeyboardsDoor;
  readonly faults: FaultsDoor;
  readonly stations: StationsDoor;
  readonly notebook: NotebookDoor;
  readonly codePages: CodePagesDoor;
  readonly rules: RulesDoor;
  /** A device as a Thing Description, with forms at this address of the bench. */
  readonly thing: (device: BenchDevice, base: string) => ThingDescription;
  readonly isStoreWell: () => boolean;
  /** Looks the bench over. */
  readonly doctor: () => Promise<DoctorReport>;
  readonly asyncApi: () => unknown;
}
