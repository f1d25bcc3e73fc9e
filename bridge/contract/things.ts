// A device as a W3C Thing Description 1.1, so that any program of the Web of Things can use it: the part of the
// standard that the bridge speaks. https://www.w3.org/TR/wot-thing-description11/
// MQTT forms: https://w3c.github.io/wot-binding-templates/bindings/protocols/mqtt/ (a draft).
import { z } from "zod";

const words = z.record(z.string(), z.string());

export const thingFormSchema = z.looseObject({
  href: z.string(),
  op: z.union([z.string(), z.array(z.string())]),
  contentType: z.string(),
  security: z.array(z.string()).optional(),
});

const affordance = {
  title: z.string(),
  titles: words,
  forms: z.array(thingFormSchema).min(1),
};

export const thingDescriptionSchema = z.object({
  "@context": z.tuple([z.literal("https://www.w3.org/2022/wot/td/v1.1"), words]),
  id: z.string(),
  title: z.string(),
  titles: words,
  description: z.string(),
  descriptions: words,
  base: z.url(),
  securityDefinitions: z.record(z.string(), z.looseObject({ scheme: z.string() })),
  security: z.array(z.string()).min(1),
  properties: z.record(z.string(), z.looseObject(affordance)),
  actions: z.record(z.string(), z.looseObject(affordance)),
  events: z.record(z.string(), z.looseObject(affordance)),
  links: z.array(z.object({ href: z.string(), rel: z.string(), type: z.string() })),
});
export type ThingDescription = z.infer<typeof thingDescriptionSchema>;
export type ThingForm = z.infer<typeof thingFormSchema>;
