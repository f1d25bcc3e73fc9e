// A step done on the printed sheet: what was written there is typed in, and the rest is worth the person's word.
import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { formatNumber, ownDecimals, readNumber, viewOf, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { ChoiceInput, NumberInput, TextAnswer } from "./answer-inputs.tsx";
import { isDone } from "./run-model.ts";
import classes from "./runner.module.css";
import type { InputProps, StepProps } from "./step-props.ts";

export function PaperInputs(props: StepProps) {
  const { step, run } = props.view;
  const answered = step.inputs.some(({ type }) => type === "number" || type === "choice" || type === "text");
  return (
    <div className={classes.inputs}>
      {step.inputs.map((input, index) => {
        const key = `${input.type} ${index}`;
        if (input.type === "number") return <NumberInput key={key} {...props} input={input} />;
        if (input.type === "choice") return <ChoiceInput key={key} {...props} input={input} />;
        if (input.type === "text") return <TextAnswer key={key} {...props} input={input} />;
        if (input.type === "capture") return <PaperCapture key={key} {...props} input={input} />;
        // Gestures were made in front of the device; the sheet has their place, the bench nothing to hear.
        return null;
      })}
      {!answered && !isDone(run.state) && isWordEnough(props) && <PaperWord {...props} />}
    </div>
  );
}

const isWordEnough = ({ view: { step } }: StepProps) =>
  step.byWord === true || step.inputs.some(({ type }) => type === "confirm");

function PaperCapture({ view, run, experiment, act, input }: InputProps<"capture">) {
  const t = useText();
  const { language } = useLanguage();
  const [label, setLabel] = useState(
    input.expectLabel === undefined
      ? ""
      : formatNumber(language, input.expectLabel, ownDecimals(input.expectLabel)),
  );
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const { live } = view.step;
  const channel = experiment.channels.find(({ id, role }) => id === live?.channel && role === live?.role);
  // A share of trials is written in percent; anything else as the page shows its channel.
  const ofTrials = view.step.inputs.some(({ type }) => type === "trial");
  const shown =
    channel === undefined || ofTrials || input.tally === true ? undefined : viewOf(channel.quantity);
  const { factor, unit } = shown ?? { factor: 1, unit: ofTrials ? "%" : "" };
  const copied = run.captures.filter((capture) => capture.step === view.step.id);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const value = readNumber(text);
    setWrong(value === undefined);
    const typed = label.trim();
    if (value === undefined) return;
    const taken = await act.send({
      action: "capture",
      step: view.step.id,
      label: readNumber(typed) ?? typed,
      value: value / factor,
    });
    if (taken) setText("");
  };
  const print = (value: number, of: string) =>
    withUnit(language, formatNumber(language, value, ownDecimals(value)), of);
  return (
    <form onSubmit={submit} className={classes.input}>
      <div className={classes.inputRow}>
        <TextInput
          label={
            input.labelUnit === ""
              ? t("input.captureLabel")
              : t("input.captureLabelUnit", { unit: input.labelUnit })
          }
          value={label}
          maxLength={60}
          inputMode={input.labelUnit === "" ? "text" : "decimal"}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={unit === "" ? t("paper.figure") : t("paper.figureUnit", { unit })}
          value={text}
          inputMode="decimal"
          error={wrong ? t("input.notNumber") : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" disabled={label.trim() === "" || text.trim() === ""} loading={act.pending}>
          {t("paper.copy")}
        </Button>
      </div>
      {copied.length > 0 && (
        <ul className={classes.captures}>
          {copied.map((capture) => (
            <li key={capture.time}>
              {t("paper.copied", {
                label:
                  typeof capture.label === "number" ? print(capture.label, input.labelUnit) : capture.label,
                value: print(capture.median * factor, unit),
              })}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

/** What the sheet says, if there is something to say, and the person's word that it was done. */
function PaperWord({ view, act }: StepProps) {
  const t = useText();
  const [text, setText] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { id } = view.step;
    const note = text.trim();
    if (note !== "" && !(await act.send({ action: "note", step: id, text: note }))) return;
    await act.send({ action: "confirm", step: id, by: "participant" });
  };
  return (
    <form onSubmit={submit} className={classes.input}>
      <Textarea
        label={t("paper.said")}
        description={t("paper.saidNote")}
        value={text}
        maxLength={4000}
        autosize
        minRows={2}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" loading={act.pending}>
        {t("input.confirm.participant")}
      </Button>
    </form>
  );
}
