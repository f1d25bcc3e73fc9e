// The tools of the measuring bench, each at the level that shows it from the start. None is ever absent: the others are
// one click away. Pure.
import { type Level, levels } from "#contract/sheets.ts";

export const tools = [
  { id: "value", level: "beginner" },
  { id: "mark", level: "beginner" },
  { id: "prediction", level: "beginner" },
  { id: "compare", level: "intermediate" },
  { id: "cursors", level: "intermediate" },
  { id: "statistics", level: "intermediate" },
  { id: "capture", level: "intermediate" },
  { id: "xy", level: "intermediate" },
  { id: "bars", level: "intermediate" },
  { id: "fit", level: "advanced" },
  { id: "calibration", level: "advanced" },
  { id: "histogram", level: "advanced" },
  { id: "period", level: "advanced" },
  { id: "spectrum", level: "expert" },
  { id: "export", level: "expert" },
  { id: "inspector", level: "expert" },
] as const satisfies readonly { readonly id: string; readonly level: Level }[];

export type ToolId = (typeof tools)[number]["id"];

/** Tools of each level up to this one, in their order; with `all`, of every level. */
export function toolsByLevel(
  level: Level,
  all: boolean,
  left: readonly ToolId[],
): readonly { readonly level: Level; readonly tools: readonly ToolId[] }[] {
  const highest = all ? levels.length - 1 : levels.indexOf(level);
  return levels
    .slice(0, highest + 1)
    .map((one) => ({
      level: one,
      tools: tools.filter((tool) => tool.level === one && !left.includes(tool.id)).map(({ id }) => id),
    }))
    .filter((group) => group.tools.length > 0);
}
