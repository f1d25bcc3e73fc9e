// A role that a board of the virtual kit could play, were its cable in: which one, and the gesture.
import { Button } from "@mantine/core";
import type { Need } from "#contract/roles.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useRoute } from "../../live/use-route.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./experiments.module.css";
import { kitBoardFor } from "./fitting.ts";

/** How often the kit is looked at while the bench gets to know a board, milliseconds. */
const refreshMs = 1500;

export function PlugIn({
  need,
  isKnown = false,
}: {
  readonly need: Need;
  /** The bench remembers a device that could play: only a cable that is out is worth a word. */
  readonly isKnown?: boolean;
}) {
  const t = useText();
  const words = useWords();
  const { data: kit } = useRoute("kit", { refetchMs: refreshMs });
  const control = useCall("controlKit");
  const board = kit && kitBoardFor(kit.boards, need);
  if (isKnown && board?.plugged !== false) return null;
  if (board === undefined)
    return (
      <div className={classes.missing}>
        <p>{t("experiment.missingKit")}</p>
        <LinkButton to="/kit" variant="default">
          {t("bench.openKit")}
        </LinkButton>
      </div>
    );
  const name = words(board.name);
  return (
    <div className={classes.missing}>
      <p role="status">{t(board.plugged ? "experiment.boardComing" : "experiment.boardOut", { name })}</p>
      {!board.plugged && (
        <Button
          variant="default"
          loading={control.isPending}
          onClick={() =>
            control.mutate(
              { body: { control: "plug", board: board.id, plugged: true, silent: false } },
              // This button goes away now that it has done its work, and the focus with it.
              { onSuccess: () => document.getElementById(`role-${need.role}`)?.focus() },
            )
          }
        >
          {t("experiment.plugBoard", { name })}
        </Button>
      )}
      {control.isError && <ProblemNote problem={problemOf(control.error)} />}
    </div>
  );
}
