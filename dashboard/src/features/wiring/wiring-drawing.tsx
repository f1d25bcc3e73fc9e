// The drawing of a board's wiring, made from its plan: it cannot say anything else than the plan does.
import { useId } from "react";
import { type BoardPlan, pinsOf } from "#contract/board-plan.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { card, drawingOf } from "./drawing-model.ts";
import classes from "./wiring.module.css";

export function WiringDrawing({ plan }: { readonly plan: BoardPlan }) {
  const t = useText();
  const words = useWords();
  const titleId = useId();
  const { width, height, board, pins, parts } = drawingOf(plan);
  const used = new Set(parts.flatMap(({ wires }) => wires.map(({ pin }) => pin)));
  const said = plan.components.map(
    (component) =>
      `${words(component.name)}: ${pinsOf(component)
        .map(({ pin }) => pin)
        .join(", ")}`,
  );
  return (
    <ScrollFrame as="section" label={t("wiring.drawing")} className={classes.scroll}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className={classes.drawing}
        role="img"
        aria-labelledby={`${titleId}t ${titleId}d`}
      >
        <title id={`${titleId}t`}>{t("wiring.drawing")}</title>
        <desc id={`${titleId}d`}>{said.join("; ")}</desc>
        <rect {...board} rx="10" className={classes.board} />
        <text
          x={board.x + board.width / 2}
          y={board.y + 26}
          textAnchor="middle"
          className={classes.boardName}
        >
          Arduino Uno
        </text>
        {pins.map(({ pin, x, y, side }) => (
          <g key={pin} className={used.has(pin) ? classes.usedPin : classes.freePin}>
            <circle cx={x} cy={y} r="5" />
            <text
              x={side === "left" ? x + 12 : x - 12}
              y={y + 5}
              textAnchor={side === "left" ? "start" : "end"}
            >
              {pin}
            </text>
          </g>
        ))}
        {parts.map(({ component, x, y, wires }) => (
          <g key={component.id}>
            {wires.map(({ pin, points, colour }) => (
              <polyline key={pin} points={points} className={classes.wire} data-colour={colour} />
            ))}
            <rect x={x} y={y} width={card.width} height={card.height} rx="8" className={classes.card} />
            <text x={x + 12} y={y + 23} className={classes.partName}>
              {words(component.name).slice(0, 26)}
            </text>
            <text x={x + 12} y={y + 43} className={classes.partPins}>
              {pinsOf(component)
                .map(({ pin, role }) => (role === undefined ? pin : `${pin} ${words(role)}`))
                .join(" · ")
                .slice(0, 34)}
            </text>
          </g>
        ))}
      </svg>
    </ScrollFrame>
  );
}
