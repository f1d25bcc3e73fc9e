// One rule that is kept: its sentence, whether it is at work, what it did, and how to try it.
import { Button, Switch } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { RuleBranch } from "#contract/events.ts";
import type { RuleView } from "#contract/rules.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { formatClock } from "../../ui/format.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./composer.module.css";
import { Problems } from "./problems.tsx";
import { inOne, useSentence } from "./sentence.ts";
import type { Devices } from "./view-model.ts";

export function RuleLine({
  view,
  devices,
  isPlayed,
  isNext,
  onEdit,
  onLook,
  onChange,
  onRemoved,
}: {
  readonly view: RuleView;
  readonly devices: Devices;
  /** Of a recording: it is looked at. */
  readonly isPlayed: boolean;
  /** The keyboard goes on from here. */
  readonly isNext: boolean;
  readonly onEdit: () => void;
  readonly onLook: () => void;
  readonly onChange: () => void;
  readonly onRemoved: () => void;
}) {
  const t = useText();
  const say = useSentence(devices);
  const set = useCall("setRule");
  const remove = useCall("removeRule");
  const rehearse = useCall("rehearseRule");
  const [sure, setSure] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isNext) title.current?.focus();
  }, [isNext]);
  const { id, rule } = view;
  const branches: RuleBranch[] = [
    "then",
    ...(rule.kind === "event" && rule.otherwise.length > 0 ? (["else"] as const) : []),
    ...((rule.kind === "event" ? rule.rest.length > 0 : rule.rest !== undefined) ? (["rest"] as const) : []),
  ];
  const failed = [set, remove, rehearse].find(({ isError }) => isError);
  return (
    <Card as="li" label={`titre-${id}`} className={classes.line}>
      <div className={classes.lineHead}>
        <h3 id={`titre-${id}`} ref={title} tabIndex={-1}>
          {rule.name}
        </h3>
        {isPlayed ? (
          <span>{t(rule.on ? "composer.on" : "composer.off")}</span>
        ) : (
          <Switch
            label={t(rule.on ? "composer.on" : "composer.off")}
            checked={rule.on}
            size="md"
            onChange={(event) =>
              set.mutate(
                { params: { id }, body: { ...rule, on: event.currentTarget.checked } },
                { onSuccess: onChange },
              )
            }
          />
        )}
      </div>
      <p className={classes.sentence}>{inOne(say(rule))}</p>
      <Problems problems={view.problems} />
      <Did view={view} />
      {isPlayed ? (
        <div className={classes.actions}>
          <Button variant="default" onClick={onLook} aria-describedby={`titre-${id}`}>
            {t("composer.look")}
          </Button>
        </div>
      ) : (
        <div className={classes.actions}>
          {branches.map((branch) => (
            <Button
              key={branch}
              variant="default"
              loading={rehearse.isPending && rehearse.variables.body?.branch === branch}
              onClick={() => rehearse.mutate({ params: { id }, body: { branch } }, { onSuccess: onChange })}
            >
              {t(`composer.try.${branch}`)}
            </Button>
          ))}
          <Button variant="default" onClick={onEdit} aria-describedby={`titre-${id}`}>
            {t("composer.edit")}
          </Button>
          <Button
            variant={sure ? "filled" : "subtle"}
            color={sure ? "amber" : "gray"}
            aria-describedby={`titre-${id}`}
            onBlur={() => setSure(false)}
            onClick={() =>
              sure ? remove.mutate({ params: { id } }, { onSuccess: onRemoved }) : setSure(true)
            }
          >
            {t(sure ? "composer.removeSure" : "composer.remove")}
          </Button>
        </div>
      )}
      {failed !== undefined && <ProblemNote problem={problemOf(failed.error)} />}
    </Card>
  );
}

function Did({ view: { firings, held, last } }: { readonly view: RuleView }) {
  const t = useText();
  const words = useWords();
  return (
    <p className={classes.did} role="status">
      {t("composer.firings", { count: firings })}
      {last !== undefined && ` ${t(`composer.last.${last.branch}`, { time: formatClock(last.time) })}`}
      {last?.ok === false && last.refusal !== undefined && (
        <b> {t("composer.refused", { why: words(last.refusal) })}</b>
      )}
      {held > 0 && ` ${t("composer.held", { count: held })}`}
    </p>
  );
}
