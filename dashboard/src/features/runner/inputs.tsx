// What a step asks of the participant, one after another; gestures of one button stand here, the rest beside.
import { Button, Switch } from "@mantine/core";
import { useState } from "react";
import type { StepInput } from "#contract/sheets.ts";
import { CommandForm } from "../../live/command-form.tsx";
import { useLive } from "../../live/live-context.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { ChoiceInput, NumberInput, TextAnswer } from "./answer-inputs.tsx";
import { CaptureInput } from "./capture-input.tsx";
import { LabelTags } from "./label-tags.tsx";
import { ReactionInput } from "./reaction-input.tsx";
import classes from "./runner.module.css";
import type { InputProps, StepProps } from "./step-props.ts";
import { VisitInput } from "./visit-input.tsx";

export function StepInputs(props: StepProps) {
  return (
    <div className={classes.inputs}>
      {props.view.step.inputs.map((input, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the inputs of a step never move
        return <OneInput key={index} {...props} input={input} />;
      })}
    </div>
  );
}

function OneInput({ input, ...props }: StepProps & { readonly input: StepInput }) {
  switch (input.type) {
    case "number":
      return <NumberInput {...props} input={input} />;
    case "choice":
      return <ChoiceInput {...props} input={input} />;
    case "text":
      return <TextAnswer {...props} input={input} />;
    case "capture":
      return <CaptureInput {...props} input={input} />;
    case "trial":
      return <TrialInput {...props} input={input} />;
    case "mark":
      return <MarkInput {...props} input={input} />;
    case "label-tags":
      return <LabelTags {...props} />;
    case "command":
      return <CommandInput {...props} input={input} />;
    case "reaction":
      return <ReactionInput {...props} input={input} />;
    case "visit":
      return <VisitInput {...props} input={input} />;
    case "confirm":
      return <ConfirmInput {...props} input={input} />;
  }
}

function TrialInput({ view, run, act }: InputProps<"trial">) {
  const t = useText();
  const running = run.trial?.running === true;
  return (
    <div className={classes.inputRow}>
      <Button
        loading={act.pending}
        variant={running ? "default" : "filled"}
        onClick={() => void act.send({ action: "trial", step: view.step.id, running: !running })}
      >
        {t(running ? "input.trialEnd" : "input.trialStart")}
      </Button>
      {running && <strong className={classes.go}>{t("input.trialGo")}</strong>}
      <span role="status">
        {t(running ? "input.trialRunning" : "input.trials", { count: run.trial?.n ?? 0 })}
      </span>
    </div>
  );
}

function MarkInput({ view, act, input }: InputProps<"mark">) {
  const words = useWords();
  const [on, setOn] = useState(false);
  return (
    <Switch
      label={words(input.label)}
      checked={on}
      className={classes.choice ?? ""}
      onChange={async (event) => {
        const wanted = event.currentTarget.checked;
        setOn(wanted);
        const taken = await act.send({ action: "mark", step: view.step.id, name: input.name, on: wanted });
        if (!taken) setOn(!wanted);
      }}
    />
  );
}

function ConfirmInput({ view, act, input }: InputProps<"confirm">) {
  const t = useText();
  return (
    <div className={classes.inputRow}>
      <Button
        loading={act.pending}
        onClick={() => void act.send({ action: "confirm", step: view.step.id, by: input.by })}
      >
        {t(`input.confirm.${input.by}`)}
      </Button>
    </div>
  );
}

/** A command of the device that plays a role, so that nobody leaves the run to send it. */
function CommandInput({ run, input }: InputProps<"command">) {
  const t = useText();
  const id = run.devices[input.role];
  const device = useLive((state) => (id === undefined ? undefined : state.bench?.devices[id]?.device));
  const capability = device?.capabilities.find(({ command }) => command === input.command);
  if (device === undefined || capability === undefined)
    return <p className={classes.none}>{t("input.noCommand")}</p>;
  return (
    <div className={classes.command}>
      <CommandForm device={device.id} capability={capability} run={run.id} />
    </div>
  );
}
