// What the composer offers with the devices that are there: each rule it begins is one the bench takes.
import { describe, expect, it } from "vitest";
import type { BenchDevice } from "#contract/bench.ts";
import type { Device } from "#contract/devices.ts";
import { ruleFormSchema } from "#contract/rules.ts";
import {
  capabilitiesOf,
  channelsOf,
  defaultPlan,
  pointerPlan,
  workshopPlan,
} from "../../../../bridge/boards/plan.ts";
import { ruleProblems } from "../../../../bridge/composer/rule-problems.ts";
import {
  commandsOf,
  type Devices,
  listenable,
  restOf,
  startAction,
  startEventRule,
  startMappingRule,
  triggersOf,
} from "../../../../dashboard/src/features/composer/view-model.ts";

const device = (id: string, more: Partial<Device>): BenchDevice => ({
  device: {
    id,
    bridge: "banc",
    name: { fr: id, en: id },
    model: id,
    profile: "board-serial",
    transport: "serial",
    source: "simulated",
    channels: [],
    capabilities: [],
    facts: {},
    ...more,
  },
});
const board = (id: string, plan: typeof defaultPlan) =>
  device(id, { channels: channelsOf(plan), capabilities: capabilitiesOf(plan) });
const words = { fr: "Durée", en: "Duration" };
const reader = device("lecteur", {
  profile: "rfid-hf",
  capabilities: [
    { command: "hold-time.set", label: words, arguments: [], trainerOnly: true },
    { command: "raw.watch", label: words, arguments: [] },
  ],
});
const benchOf = (...list: BenchDevice[]): Devices =>
  Object.fromEntries(list.map((one) => [one.device.id, one]));
const known = (devices: Devices) => (id: string) => devices[id]?.device;

describe("what can be composed", () => {
  const workshop = benchOf(reader, board("atelier", workshopPlan));

  it.each([
    ["a reader and a board", workshop, "tag"],
    ["a board alone, with a button", benchOf(board("capteurs", defaultPlan)), "button"],
    ["a board that only measures and moves", benchOf(board("fleche", pointerPlan)), "value"],
  ])("%s: a rule the bench takes, with what it lacks said", (_, devices, trigger) => {
    const rule = startEventRule(devices, false, "Règle 1");
    expect(rule?.input.trigger.type).toBe(trigger);
    const parsed = ruleFormSchema.parse(rule);
    expect(ruleProblems(parsed, known(devices)).filter(({ weight }) => weight === "stop")).toEqual([]);
  });

  it.each([
    [
      "a rangefinder before all",
      benchOf(board("capteurs", defaultPlan), board("fleche", pointerPlan)),
      "time-of-flight",
    ],
    ["whatever is measured", benchOf(board("capteurs", defaultPlan)), "light"],
  ])("a value to follow: %s", (_, devices, channel) => {
    const rule = startMappingRule(devices, false, "Règle 1");
    expect(rule?.input.channel).toBe(channel);
    expect(rule?.output.command).toBe("servo.move");
    const parsed = ruleFormSchema.parse(rule);
    expect(ruleProblems(parsed, known(devices))).toEqual([]);
  });

  it("nothing with nothing, or with nothing that answers", () => {
    for (const devices of [{}, benchOf(reader)]) {
      expect(startEventRule(devices, false, "x")).toBeUndefined();
      expect(startMappingRule(devices, false, "x")).toBeUndefined();
    }
  });

  it("leaves to the trainer what is the trainer’s, and its bytes to the inspector", () => {
    expect(commandsOf(reader.device, false)).toEqual([]);
    expect(commandsOf(reader.device, true).map(({ command }) => command)).toEqual(["hold-time.set"]);
  });

  it("never listens to the composer itself", () => {
    const composer = device("compositeur", { profile: "composer", channels: channelsOf(pointerPlan) });
    expect(listenable(benchOf(composer))).toEqual([]);
  });

  it("a beacon has zones, a phone’s reader has tags", () => {
    expect(triggersOf(device("balise", { profile: "ble-beacon" }).device)).toEqual(["zone"]);
    expect(triggersOf(reader.device)).toEqual(["tag"]);
  });

  it("rests where there is such a thing as nothing, and nowhere else", () => {
    const { device: atelier } = board("atelier", workshopPlan);
    const capability = (command: string) => {
      const found = atelier.capabilities.find((one) => one.command === command);
      if (found === undefined) throw new Error(command);
      return found;
    };
    const strip = capability("strip.fill");
    expect(restOf(startAction(atelier, strip), strip)?.args).toEqual({ red: 0, green: 0, blue: 0 });
    const note = capability("piezo.play");
    expect(restOf(startAction(atelier, note), note)).toBeUndefined();
  });
});
