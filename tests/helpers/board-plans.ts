// Plans of boards for tests, with no more said than matters.
import { type BoardPlan, planFormSchema } from "#contract/board-plan.ts";

/** A plan of these parts; their names are their codes. @throws ZodError when one does not fit. */
export function planOf(
  ...parts: readonly {
    id: string;
    kind: string;
    pin: string;
    options?: Readonly<Record<string, unknown>>;
    calibration?: unknown;
  }[]
): BoardPlan {
  return planFormSchema.parse({
    components: parts.map((part) => ({ name: { fr: part.id, en: part.id }, ...part })),
  });
}
