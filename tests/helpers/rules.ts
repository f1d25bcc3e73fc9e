// Rules and events for the composer's tests.
import type { EventBody, EventSource, LaboEvent } from "#contract/events.ts";
import { type EventRule, type MappingRule, ruleFormSchema } from "#contract/rules.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";

const factory = createEventFactory("banc", "essai");

/** An event at so many milliseconds. */
export function eventAt(
  mono: number,
  device: string,
  body: EventBody,
  source: EventSource = "simulated",
): LaboEvent {
  return factory.make(device, source, { now: 1_767_225_600_000 + mono, mono }, body);
}

const tag = (id: string, known: boolean) =>
  ({ id, known, family: "mifare-classic-1k", uidBytes: 4 }) as const;

export const arrivedAt = (mono: number, id = "amulette", known = true) =>
  eventAt(mono, "lecteur", { kind: "tag-arrived", reader: "lecteur", tag: tag(id, known) });
export const leftAt = (mono: number, id = "amulette", known = true) =>
  eventAt(mono, "lecteur", { kind: "tag-left", reader: "lecteur", tag: tag(id, known), durationMs: 500 });
export const readAt = (mono: number, readings: Record<string, number>, device = "carte") =>
  eventAt(mono, device, { kind: "reading-taken", readings });

export const fill = (red: number) => ({
  device: "carte",
  command: "strip.fill",
  args: { red, green: 0, blue: 0 },
});

/** A known tag lights the strip green… here red; an unknown one weakly; dark five seconds after it left. */
export const showcase = (more: Record<string, unknown> = {}): EventRule =>
  ruleFormSchema.parse({
    kind: "event",
    name: "La vitrine",
    input: { device: "lecteur", trigger: { type: "tag" } },
    condition: { type: "known-tag" },
    does: [fill(60)],
    otherwise: [fill(10)],
    rest: [fill(0)],
    until: { from: "end", seconds: 5 },
    pauseSeconds: 2,
    ...more,
  }) as EventRule;

/** Ten to sixty centimetres onto the half turn of a servo. */
export const pointer = (more: Record<string, unknown> = {}): MappingRule =>
  ruleFormSchema.parse({
    kind: "mapping",
    name: "La flèche",
    input: { device: "carte", channel: "distance", from: 0.1, to: 0.6 },
    output: { device: "carte", command: "servo.move", args: {}, argument: "angle", from: 0, to: 180 },
    deadBand: 0.02,
    rest: { value: 90, afterSeconds: 2 },
    ...more,
  }) as MappingRule;
