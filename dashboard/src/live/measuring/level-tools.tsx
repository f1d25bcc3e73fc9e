// The tools as buttons, in the groups of their levels; one more button shows those of the higher levels, and is remembered.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Level } from "#contract/sheets.ts";
import { useText } from "../../ui/language.tsx";
import classes from "./measuring.module.css";
import { type ToolId, toolsByLevel } from "./tools.ts";

const storageKey = "labo.tools";

export function LevelTools({
  level,
  left,
  open,
  onToggle,
}: {
  readonly level: Level;
  readonly left: readonly ToolId[];
  readonly open: readonly ToolId[];
  onToggle(tool: ToolId): void;
}) {
  const t = useText();
  const [all, setAll] = useState(() => window.localStorage.getItem(storageKey) === "all");
  const change = () => {
    window.localStorage.setItem(storageKey, all ? "level" : "all");
    setAll(!all);
  };
  const groups = toolsByLevel(level, all, left);
  return (
    <div className={classes.tools}>
      {groups.map((group) => (
        <fieldset key={group.level} className={classes.group}>
          <legend className={groups.length > 1 ? undefined : classes.hidden}>
            {t(`level.${group.level}`)}
          </legend>
          {group.tools.map((tool) => (
            <Button
              key={tool}
              variant={open.includes(tool) ? "filled" : "default"}
              aria-pressed={open.includes(tool)}
              onClick={() => onToggle(tool)}
            >
              {t(`measure.tool.${tool}`)}
            </Button>
          ))}
        </fieldset>
      ))}
      {level !== "expert" && (
        <Button variant="subtle" aria-expanded={all} onClick={change}>
          {t(all ? "measure.toolsLess" : "measure.toolsMore")}
        </Button>
      )}
    </div>
  );
}
