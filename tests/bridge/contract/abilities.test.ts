// The one table of what devices may say and be asked agrees with the code that makes devices.
import { describe, expect, it } from "vitest";
import { abilities, commonEvents, eventsOf, mayTake } from "#contract/abilities.ts";
import { componentSchema, planFormSchema } from "#contract/board-plan.ts";
import { profiles } from "#contract/devices.ts";
import { eventKinds } from "#contract/events.ts";
import { capabilitiesOf } from "../../../bridge/boards/plan.ts";
import { rfidCapabilities } from "../../../bridge/devices/rfid-commands.ts";
import { describeStation } from "../../../bridge/devices/stations/station-device.ts";
import { linkCapability } from "../../../bridge/devices/type2-tags.ts";

const name = { fr: "x", en: "x" };

/** A plan of one part of each kind, on the first pin that takes it, with a light beside for what needs one. */
const plans = componentSchema.options.map(({ shape }) => {
  const kind = shape.kind.value;
  const component = ["A0", "D7", "D5", "I2C"]
    .map((pin) => componentSchema.safeParse({ id: "part", name, kind, pin }))
    .find(({ success }) => success)?.data;
  const light = { id: "beside", name, kind: "led", pin: "D3" };
  return { kind, plan: planFormSchema.safeParse({ components: [component, light] }).data };
});

describe("abilities", () => {
  it.each(plans)("a board’s $kind takes only commands that an experiment may ask for", ({ plan }) => {
    const commands = plan === undefined ? undefined : capabilitiesOf(plan).map(({ command }) => command);
    expect(commands?.filter((command) => !mayTake("board-serial", command))).toEqual([]);
  });

  it("name no verb that no part of a board takes", () => {
    const verbs = plans.flatMap(({ plan }) =>
      plan === undefined ? [] : capabilitiesOf(plan).map(({ command }) => command.split(".")[1]),
    );
    expect([...new Set(verbs)].sort()).toEqual([...(abilities["board-serial"].verbs ?? [])].sort());
  });

  it("of a station and of a reader are those they describe themselves with", () => {
    const station = describeStation("station-x", "banc", { group: "x", name });
    const own = station.capabilities.map(({ command }) => command).filter((one) => one !== "raw.watch");
    expect(own).toEqual(abilities["mqtt-station"].commands);
    expect(station.channels.map(({ id }) => id)).toEqual(abilities["mqtt-station"].channels);
    for (const { command } of [...rfidCapabilities, linkCapability])
      expect(mayTake("rfid-hf", command), command).toBe(true);
    expect(mayTake("ble-beacon", "led.set")).toBe(false);
  });

  it("leave out no kind of event: each is told by somebody, or by everybody", () => {
    const told = new Set(profiles.flatMap(eventsOf));
    expect(eventKinds.filter((kind) => !told.has(kind))).toEqual([]);
    expect(commonEvents.every((kind) => eventKinds.includes(kind))).toBe(true);
  });
});
