// The editor of a board's plan, without its screen: what each kind of part may be set to, and how a plan changes. Pure.
import { z } from "zod";
import {
  type BoardPlan,
  type Calibration,
  type Component,
  type ComponentKind,
  componentSchema,
  mostComponents,
  partNames,
  pinsOf,
} from "#contract/board-plan.ts";

export type OptionValue = number | string | boolean;

/** One setting of a part, with the bounds of its schema. */
export type OptionField =
  | {
      readonly key: string;
      readonly type: "number";
      readonly min: number;
      readonly max: number;
      readonly step: number;
    }
  | { readonly key: string; readonly type: "choice"; readonly choices: readonly string[] }
  | { readonly key: string; readonly type: "switch" };

const jsonField = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  multipleOf: z.number().optional(),
});
const jsonComponent = z.object({
  properties: z.object({
    kind: z.object({ const: z.string() }),
    pin: jsonField,
    options: z.object({ properties: z.record(z.string(), jsonField).default({}) }),
  }),
});

const forms = new Map(
  componentSchema.options.map((option) => {
    const { properties } = jsonComponent.parse(z.toJSONSchema(option, { io: "input" }));
    return [properties.kind.const, properties] as const;
  }),
);

/** Pins a part of this kind may have its signal on. */
export function pinChoices(kind: ComponentKind): readonly string[] {
  const pin = forms.get(kind)?.pin;
  return pin?.enum ?? (pin?.const === undefined ? [] : [pin.const]);
}

/** What can be set on a part of this kind: what has one value only is not asked. */
export function optionFields(kind: ComponentKind): readonly OptionField[] {
  const settings = Object.entries(forms.get(kind)?.options.properties ?? {});
  const open = settings.filter(([, field]) => field.enum?.length !== 1 && field.const === undefined);
  return open.map(([key, field]): OptionField => {
    if (field.enum !== undefined) return { key, type: "choice", choices: field.enum };
    if (field.type === "boolean") return { key, type: "switch" };
    const step = field.multipleOf ?? (field.type === "integer" ? 1 : 0.1);
    return { key, type: "number", min: field.minimum ?? 0, max: field.maximum ?? 1, step };
  });
}

/** May one more part be added. */
export const hasRoom = (plan: BoardPlan): boolean => plan.components.length < mostComponents;

/** The plan with a new part on the first free pin it can have, named after its kind. */
export function withPart(plan: BoardPlan, kind: ComponentKind): BoardPlan {
  const taken = new Set(plan.components.flatMap((component) => pinsOf(component).map(({ pin }) => pin)));
  const choices = pinChoices(kind);
  const pin = choices.find((choice) => !taken.has(choice)) ?? choices[0];
  const ids = new Set(plan.components.map(({ id }) => id));
  let id: string = kind;
  for (let number = 2; ids.has(id); number++) id = `${kind}-${number}`;
  const part = componentSchema.parse({ id, name: partNames[kind], kind, pin });
  return { ...plan, components: [...plan.components, part] };
}

export const withoutPart = (plan: BoardPlan, id: string): BoardPlan => ({
  ...plan,
  components: plan.components.filter((component) => component.id !== id),
});

/**
 * The plan with one part changed. A value outside its bounds changes nothing: the field is still being typed in.
 * @param change `pin`, or settings by their key.
 */
export function withChange(
  plan: BoardPlan,
  id: string,
  change: {
    readonly pin?: string;
    readonly name?: Component["name"];
    /** `undefined`: as it comes again. */
    readonly calibration?: Calibration | undefined;
    readonly options?: Readonly<Record<string, OptionValue>>;
  },
): BoardPlan {
  return {
    ...plan,
    components: plan.components.map((component) => {
      if (component.id !== id) return component;
      const options = { ...component.options, ...change.options };
      const parsed = componentSchema.safeParse({ ...component, ...change, options });
      return parsed.success ? parsed.data : component;
    }),
  };
}

/** A setting's value now. */
export function optionOf(component: Component, key: string): OptionValue | undefined {
  return Object.entries(component.options).find(([name]) => name === key)?.[1];
}
