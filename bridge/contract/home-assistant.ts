// What goes to Home Assistant and comes from it: the part of its MQTT discovery that the bridge speaks.
// https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery (device discovery payload)
import { z } from "zod";

export const homeAssistantTopics = {
  /** One retained message per device; an empty one takes the device away. */
  config: (id: string) => `homeassistant/device/${discoveryId(id)}/config`,
  /** Its birth message says `online`, its will `offline`. */
  status: "homeassistant/status",
} as const;

/**
 * Home Assistant allows letters, digits, dashes and underscores in this segment. Two different ids stay different.
 * @param id of a device of the contract.
 */
export function discoveryId(id: string): string {
  return `labo-${id.replaceAll(/[._]/g, (sign) => (sign === "." ? "_-" : "__"))}`;
}

const topic = z.string().min(1).max(200);
const template = z.string().min(1).max(1000);
const text = z.string().min(1).max(120);
const entityCategory = z.literal("diagnostic").optional();

export const haSensorSchema = z.object({
  platform: z.literal("sensor"),
  unique_id: text,
  name: text,
  value_template: template,
  device_class: text.optional(),
  unit_of_measurement: text.optional(),
  state_class: z.enum(["measurement", "total_increasing"]).optional(),
  suggested_display_precision: z.number().int().min(0).optional(),
  /** Of a sensor of the class `enum`. */
  options: z.array(text).optional(),
  entity_category: entityCategory,
});

export const haBinarySensorSchema = z.object({
  platform: z.literal("binary_sensor"),
  unique_id: text,
  name: text,
  value_template: template,
  device_class: text.optional(),
  payload_on: z.literal("ON"),
  payload_off: z.literal("OFF"),
  entity_category: entityCategory,
});

export const haEventSchema = z.object({
  platform: z.literal("event"),
  unique_id: text,
  name: text,
  state_topic: topic,
  value_template: template,
  event_types: z.array(text).min(1),
  device_class: z.enum(["button", "doorbell", "motion"]).optional(),
});

export const haTriggerSchema = z.object({
  platform: z.literal("device_automation"),
  automation_type: z.literal("trigger"),
  topic,
  value_template: template,
  payload: text,
  type: text,
  subtype: text,
  qos: z.union([z.literal(0), z.literal(1)]),
});

export const haTagScannerSchema = z.object({
  platform: z.literal("tag"),
  topic,
  value_template: template,
});

export const haComponentSchema = z.discriminatedUnion("platform", [
  haSensorSchema,
  haBinarySensorSchema,
  haEventSchema,
  haTriggerSchema,
  haTagScannerSchema,
]);
export type HaComponent = z.infer<typeof haComponentSchema>;

export const haDiscoverySchema = z.object({
  device: z.object({
    identifiers: z.array(text).min(1),
    name: text,
    model: text,
    manufacturer: text.optional(),
    sw_version: text.optional(),
  }),
  origin: z.object({ name: text, sw_version: text, support_url: z.url().optional() }),
  /** By a key that stays: Home Assistant finds a component again by it. */
  components: z.record(z.string(), haComponentSchema),
  state_topic: topic,
  availability: z.array(z.object({ topic, value_template: template })).min(1),
  availability_mode: z.enum(["all", "any", "latest"]),
  qos: z.union([z.literal(0), z.literal(1)]),
});
export type HaDiscovery = z.infer<typeof haDiscoverySchema>;

export const haStatusSchema = z.enum(["online", "offline"]);
