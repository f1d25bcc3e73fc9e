// The parts of the virtual kit an experiment needs, small enough to stand beside a step.
import { Suspense } from "react";
import type { Profile } from "#contract/devices.ts";
import { Card } from "../../ui/card.tsx";
import { Detour } from "../../ui/detour.tsx";
import { useText } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { Loading } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./kit.module.css";
import { partsFor, sensorBoardsAt } from "./kit-model.ts";
import { TagTable } from "./tag-table.tsx";
import { useKit } from "./use-kit.ts";

// The first visit shows the table alone; the rest comes with the experiments that need it.
const FloorPlan = later(async () => (await import("./floor-plan.tsx")).FloorPlan);
const Answers = later(async () => (await import("./answers.tsx")).Answers);
const BoardBench = later(async () => (await import("./board-bench.tsx")).BoardBench);
const VisitorPhone = later(async () => (await import("./visitor-phone.tsx")).VisitorPhone);
const PeripheralBench = later(async () => (await import("./peripheral-bench.tsx")).PeripheralBench);

export function KitPanel({
  profiles,
  pins,
  ports,
}: {
  readonly profiles: readonly Profile[];
  readonly pins: readonly string[];
  /** Where the devices that play are plugged in. */
  readonly ports: readonly string[];
}) {
  const t = useText();
  const { kit, problem, act, glide } = useKit();
  const hand = { act, glide };
  const parts = partsFor(profiles);
  if (kit === undefined)
    return problem === undefined ? <Loading lines={2} /> : <ProblemNote problem={problem} />;
  const boards = parts.has("board-serial") ? sensorBoardsAt(kit, ports) : [];
  // Beside a table or a room, a board is below the fold.
  const isBelow = boards.length > 0 && (parts.has("rfid-hf") || parts.has("ble-beacon"));
  return (
    <Card className={classes.panel}>
      <p className={classes.panelTitle}>
        <span>{t("kit.title")}</span>
        <Detour to="/kit">{t("kit.whole")}</Detour>
      </p>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {isBelow && (
        <Suspense>
          <Answers kit={kit} boards={boards} pins={pins} hand={hand} />
        </Suspense>
      )}
      {parts.has("rfid-hf") && <TagTable kit={kit} hand={hand} compact />}
      <Suspense fallback={<Loading lines={2} />}>
        {parts.has("ble-beacon") && <FloorPlan kit={kit} hand={hand} />}
        {parts.has("board-serial") &&
          boards.map((board) => (
            <BoardBench key={board.id} kit={kit} board={board} hand={hand} pins={pins} compact />
          ))}
        {parts.has("page") && <VisitorPhone />}
        {parts.has("board-ble") && <PeripheralBench kit={kit} hand={hand} compact />}
      </Suspense>
    </Card>
  );
}
