// Reactions timed at a step: by the board, which is only told to begin, or on this page, where a large box is the signal.
import { Button } from "@mantine/core";
import { type KeyboardEvent, useEffect, useState } from "react";
import { anticipationMs } from "#contract/reactions.ts";
import type { Run, TimedReaction } from "#contract/runs.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall } from "../../live/use-route.ts";
import { formatQuantity } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./people.module.css";
import type { InputProps } from "./step-props.ts";

/** Shown of a step, the last ones. */
const shownTrials = 12;

export function ReactionInput(props: InputProps<"reaction">) {
  const { board } = props.input;
  const trials = (props.run.reactions ?? []).filter(({ step }) => step === props.view.step.id);
  return (
    <div className={classes.panel}>
      {board === undefined ? (
        <OnScreen {...props} />
      ) : (
        <OnBoard run={props.run} board={board} done={trials.length} />
      )}
      <Trials trials={trials} />
    </div>
  );
}

type BoardSignal = NonNullable<InputProps<"reaction">["input"]["board"]>;

/** @param done trials told so far: one more ends the wait. */
function OnBoard({
  run,
  board: { role, command, signal },
  done,
}: {
  readonly run: Run;
  readonly board: BoardSignal;
  readonly done: number;
}) {
  const t = useText();
  const send = useCall("command");
  const [awaited, setAwaited] = useState<number>();
  const device = run.devices[role];
  useEffect(() => {
    if (awaited !== undefined && done > awaited) setAwaited(undefined);
  }, [awaited, done]);
  if (device === undefined) return <p className={classes.said}>{t("input.noCommand")}</p>;
  const refused = send.data?.ok === false ? send.data.problem : undefined;
  const ask = () => {
    setAwaited(done);
    send.mutate({ params: { id: device }, body: { command, args: { signal }, run: run.id } });
  };
  return (
    <>
      <div>
        <Button size="lg" loading={send.isPending} onClick={ask}>
          {t("input.reaction.ready")}
        </Button>
      </div>
      <p role="status" className={classes.said}>
        {awaited !== undefined && send.data?.ok === true && t("input.reaction.watchBoard")}
      </p>
      {send.isError && <ProblemNote problem={problemOf(send.error)} />}
      {refused !== undefined && <ProblemNote problem={refused} />}
    </>
  );
}

function OnScreen({ view, run, act }: InputProps<"reaction">) {
  const t = useText();
  const step = view.step.id;
  const state = run.screen?.step === step ? run.screen.state : "idle";
  const press = () =>
    void act.send({ action: "screen-reaction", step, what: state === "idle" ? "ready" : "press" });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.repeat || (event.key !== " " && event.key !== "Enter")) return;
    // The key going down is the press; its click would be another.
    event.preventDefault();
    press();
  };
  return (
    <button
      type="button"
      className={classes.signal}
      data-state={state}
      onPointerDown={(event) => {
        if (event.button === 0) press();
      }}
      onKeyDown={onKeyDown}
      // Assistive technology clicks without a pointer.
      onClick={(event) => {
        if (event.detail === 0) press();
      }}
    >
      {t(`input.reaction.screen.${state}`)}
    </button>
  );
}

function Trials({ trials }: { readonly trials: readonly TimedReaction[] }) {
  const t = useText();
  const { language } = useLanguage();
  const first = Math.max(0, trials.length - shownTrials);
  const say = ({ outcome, ms }: TimedReaction) => {
    if (outcome !== "pressed" || ms === undefined)
      return t(`input.reaction.${outcome === "early" ? "early" : "missed"}`);
    const time = formatQuantity(language, "delay", ms);
    return ms < anticipationMs ? t("input.reaction.anticipation", { time }) : time;
  };
  const last = trials.at(-1);
  return (
    <>
      <p role="status" className={classes.said}>
        {last === undefined
          ? t("input.reaction.none")
          : t("input.reaction.last", { n: trials.length, what: say(last) })}
      </p>
      {trials.length > 1 && (
        <ol start={first + 1} className={classes.trials}>
          {trials.slice(first).map((trial) => (
            <li key={trial.time}>{say(trial)}</li>
          ))}
        </ol>
      )}
    </>
  );
}
