// Three hints, opened one by one: a nudge, how, the answer. Opening is noted, never held against anyone.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Prose as ProseText } from "#contract/sheets.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Prose } from "../../ui/prose.tsx";
import classes from "./runner.module.css";
import type { RunActions } from "./use-run-action.ts";

const levels = [1, 2, 3] as const;

export function Hints({
  hints,
  opened,
  act,
  step,
}: {
  readonly hints: readonly ProseText[];
  readonly opened: number;
  readonly act: RunActions;
  readonly step: string;
}) {
  const t = useText();
  const { language } = useLanguage();
  const [shown, setShown] = useState(opened);
  const level = Math.max(shown, opened);
  const next = levels.find((candidate) => candidate === level + 1 && candidate <= hints.length);
  return (
    <section className={classes.hints} aria-label={t("hint.title")}>
      {hints.slice(0, level).map((hint, index) => (
        <div key={hint.fr} className={classes.hint}>
          <h3>{t(`hint.${levels[index] ?? 3}`)}</h3>
          <Prose text={hint[language]} language={language} />
        </div>
      ))}
      {next !== undefined && (
        <Button
          variant="default"
          className={classes.hintButton}
          onClick={() => {
            setShown(next);
            void act.send({ action: "hint", step, level: next });
          }}
        >
          {t(`hint.open.${next}`)}
        </Button>
      )}
    </section>
  );
}
