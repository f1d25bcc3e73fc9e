// A sensor board with its parts: each drawn, each with its control and its signal wire.
import { Switch } from "@mantine/core";
import type { Kit, KitBoard, KitComponent } from "#contract/kit.ts";
import { useText, useWords } from "../../ui/language.tsx";
import classes from "./kit.module.css";
import { splitByPins } from "./kit-model.ts";
import { PartControl } from "./part-control.tsx";
import { PartDrawing } from "./part-drawing.tsx";
import type { KitHand } from "./use-kit.ts";
import { WokwiPart } from "./wokwi-part.tsx";

export function BoardBench({
  kit,
  board,
  hand,
  pins,
  compact = false,
}: {
  readonly kit: Kit;
  readonly board: KitBoard;
  readonly hand: KitHand;
  readonly pins: readonly string[];
  readonly compact?: boolean;
}) {
  const t = useText();
  const words = useWords();
  const { wanted, others } = splitByPins(board, pins);
  const list = (components: readonly KitComponent[]) => (
    <ul className={classes.parts} data-compact={compact}>
      {components.map((component) => (
        <PartCard key={component.id} kit={kit} board={board} component={component} hand={hand} />
      ))}
    </ul>
  );
  return (
    <div className={classes.board}>
      {!compact && (
        <div className={classes.uno} data-off={!board.plugged}>
          <WokwiPart part="uno" state={{ ledPower: board.plugged }} />
        </div>
      )}
      <Switch
        label={t("kit.usbOf", { name: words(board.name) })}
        checked={board.plugged}
        className={classes.switch ?? ""}
        onChange={(event) =>
          hand.act({ control: "plug", board: board.id, plugged: event.currentTarget.checked, silent: false })
        }
      />
      {list(wanted)}
      {others.length > 0 && (
        <details>
          <summary>{t("kit.otherParts")}</summary>
          {list(others)}
        </details>
      )}
    </div>
  );
}

function PartCard({
  kit,
  board,
  component,
  hand,
}: {
  readonly kit: Kit;
  readonly board: KitBoard;
  readonly component: KitComponent;
  readonly hand: KitHand;
}) {
  const t = useText();
  return (
    <li className={classes.part} data-part={component.id}>
      <div className={classes.drawing} data-kind={component.kind}>
        <PartDrawing component={component} />
      </div>
      <div className={classes.partControls}>
        <h3>
          {t(component.chain === undefined ? `part.${component.kind}` : "kit.bits")}{" "}
          <code>{component.pin}</code>
        </h3>
        <PartControl kit={kit} board={board} component={component} hand={hand} />
        <Switch
          label={t("kit.wire")}
          checked={component.wired}
          className={classes.switch ?? ""}
          onChange={(event) =>
            hand.act({
              control: "wire",
              board: board.id,
              component: component.id,
              connected: event.currentTarget.checked,
            })
          }
        />
      </div>
    </li>
  );
}
