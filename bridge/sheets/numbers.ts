// The list of all constants for the page that shows them: where each comes from, what uses it.
import type { ListedNumber, Numbers, NumberUse } from "#contract/numbers.ts";
import type { LoadedSheets } from "./loader.ts";

/**
 * @param obeyed ids of the constants that the virtual kit takes its physics from.
 * @returns topics and constants in the order of the file; the figure of one that is not confirmed is left out.
 */
export function listNumbers(
  loaded: Pick<LoadedSheets, "constants" | "uses" | "sheets" | "experiments">,
  obeyed: Iterable<string>,
): Numbers {
  const usesOf = new Map<string, NumberUse[]>();
  const use = (constant: string, by: NumberUse) =>
    usesOf.set(constant, [...(usesOf.get(constant) ?? []), by]);
  for (const [kind, list] of [
    ["sheet", loaded.sheets],
    ["experiment", loaded.experiments],
  ] as const)
    for (const { id, number } of list)
      for (const constant of loaded.uses.get(id) ?? []) use(constant, { kind, id, number });
  for (const constant of obeyed) use(constant, { kind: "kit", id: "kit", number: "" });

  const topics = new Map<string, Numbers["topics"][number]>();
  const numbers = [...loaded.constants.values()].map(({ constant, topic }): ListedNumber => {
    topics.set(topic.id, topic);
    const { printed, ...rest } = constant;
    return {
      ...rest,
      ...(constant.status === "unconfirmed" ? {} : { printed }),
      topic: topic.id,
      uses: usesOf.get(constant.id) ?? [],
    };
  });
  return { topics: [...topics.values()], numbers };
}
