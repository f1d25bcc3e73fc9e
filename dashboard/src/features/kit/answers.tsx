// What answers, in one slim row that stays in sight: a strip lights far below the tag that made it light.
import type { Kit, KitBoard } from "#contract/kit.ts";
import { useText } from "../../ui/language.tsx";
import classes from "./kit.module.css";
import { answersOf } from "./kit-model.ts";
import { PartControl } from "./part-control.tsx";
import { PartDrawing } from "./part-drawing.tsx";
import type { KitHand } from "./use-kit.ts";

export function Answers({
  kit,
  boards,
  pins,
  hand,
}: {
  readonly kit: Kit;
  readonly boards: readonly KitBoard[];
  readonly pins: readonly string[];
  readonly hand: KitHand;
}) {
  const t = useText();
  const answers = boards.flatMap((board) =>
    answersOf(board, pins).map((component) => ({ board, component })),
  );
  if (answers.length === 0) return null;
  return (
    <ul className={classes.answers} aria-label={t("kit.answers")}>
      {answers.map(({ board, component }) => (
        <li key={`${board.id} ${component.id}`}>
          <div className={classes.drawing} data-kind={component.kind}>
            <PartDrawing component={component} />
          </div>
          <span>{t(`part.${component.kind}`)}</span>
          <PartControl kit={kit} board={board} component={component} hand={hand} />
        </li>
      ))}
    </ul>
  );
}
