// The whole virtual kit: the table with the reader, the room with the beacons, the board with its parts.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Kit } from "#contract/kit.ts";
import { Card } from "../../ui/card.tsx";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { WayBack } from "../../ui/way-back.tsx";
import { BoardBench } from "./board-bench.tsx";
import { Drawer } from "./drawer.tsx";
import { FloorPlan } from "./floor-plan.tsx";
import { Glide } from "./inputs.tsx";
import classes from "./kit.module.css";
import { readersOf, sensorBoardsOf } from "./kit-model.ts";
import { PeripheralBench } from "./peripheral-bench.tsx";
import { TagTable } from "./tag-table.tsx";
import { type KitHand, useKit } from "./use-kit.ts";
import { VisitorPhone } from "./visitor-phone.tsx";

export function KitPage() {
  const t = useText();
  const words = useWords();
  const { kit, problem, act, glide } = useKit();
  const hand = { act, glide };
  return (
    <Page
      wide
      over={<WayBack />}
      title={t("kit.title")}
      lead={t("kit.lead")}
      actions={kit === undefined ? undefined : <Reset hand={hand} />}
    >
      {problem !== undefined && <ProblemNote problem={problem} />}
      {kit === undefined ? (
        problem === undefined && <Loading lines={4} />
      ) : (
        <>
          <div className={classes.kitColumns}>
            {readersOf(kit).length > 0 && (
              <Section id="table" title={t("kit.table")}>
                <p className={classes.help}>{t("kit.tableHelp")}</p>
                <Card family="reader">
                  <TagTable kit={kit} hand={hand} />
                </Card>
              </Section>
            )}
            <Section id="salle" title={t("kit.room")}>
              <p className={classes.help}>{t("kit.roomHelp")}</p>
              <Card family="beacon">
                <FloorPlan kit={kit} hand={hand} />
                <Strangers kit={kit} hand={hand} />
              </Card>
            </Section>
          </div>
          <Section id="telephone" title={t("kit.phone.title")}>
            <p className={classes.help}>{t("kit.phone.help")}</p>
            <Card family="phone">
              <VisitorPhone />
            </Card>
          </Section>
          <Section id="tiroir" title={t("kit.drawer")}>
            <p className={classes.help}>
              {t("kit.drawerHelp")} <Link to="/">{t("kit.drawerBench")}</Link>
            </p>
            <Card family="beacon">
              <Drawer kit={kit} hand={hand} />
            </Card>
          </Section>
          {sensorBoardsOf(kit).map((board) => (
            <Section key={board.id} id={`carte-${board.id}`} title={words(board.name)}>
              <p className={classes.help}>{t("kit.boardHelp")}</p>
              <Card family="board">
                <BoardBench kit={kit} board={board} hand={hand} pins={[]} />
              </Card>
            </Section>
          ))}
          {kit.peripherals.length > 0 && (
            <Section id="sans-fil" title={t("kit.radioBoards")}>
              <p className={classes.help}>{t("kit.radioBoardsHelp")}</p>
              <Card family="board">
                <PeripheralBench kit={kit} hand={hand} />
              </Card>
            </Section>
          )}
          <BoardsLoad kit={kit} />
        </>
      )}
    </Page>
  );
}

function Strangers({ kit, hand }: { readonly kit: Kit; readonly hand: KitHand }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Glide
      label={t("kit.strangers")}
      value={Math.min(120, kit.strangers)}
      min={0}
      max={120}
      step={1}
      print={(count) => formatNumber(language, count)}
      onChange={(count) => hand.glide({ control: "strangers", count })}
    />
  );
}

/** Asked twice, on the same button: nothing here is worth a dialogue box, and nothing is lost by a slip. */
function Reset({ hand }: { readonly hand: KitHand }) {
  const t = useText();
  const [asked, setAsked] = useState(false);
  return (
    <Button
      variant={asked ? "filled" : "default"}
      color={asked ? "amber" : "pine"}
      onBlur={() => setAsked(false)}
      onClick={() => {
        if (asked) hand.act({ control: "reset" });
        setAsked(!asked);
      }}
    >
      {t(asked ? "kit.resetSure" : "kit.reset")}
    </Button>
  );
}

function BoardsLoad({ kit }: { readonly kit: Kit }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  return (
    <details>
      <summary>{t("kit.inside")}</summary>
      <ul className={classes.loads}>
        {kit.boards.map((board) => (
          <li key={board.id}>
            {t("kit.load", {
              name: words(board.name),
              speed: formatNumber(language, board.speed, 2),
              load: withUnit(language, formatNumber(language, board.load * 100, 1), "%"),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}
