// A labelled window kept in the run's table, and what was kept so far.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import type { Capture } from "#contract/runs.ts";
import { formatNumber, readNumber, withUnit } from "../../ui/format.ts";
import { type MessageId, useLanguage, useText } from "../../ui/language.tsx";
import { Predicted } from "./predicted.tsx";
import { isOfLabels, predictionsOf } from "./run-model.ts";
import classes from "./runner.module.css";
import type { InputProps } from "./step-props.ts";

export function CaptureInput({ view, run, experiment, act, input }: InputProps<"capture">) {
  const t = useText();
  const { language } = useLanguage();
  const expected =
    input.expectLabel === undefined
      ? ""
      : formatNumber(language, input.expectLabel, decimals(input.expectLabel));
  const [label, setLabel] = useState(expected);
  const field = useRef<HTMLInputElement>(null);
  const timesReactions = view.step.inputs.some(({ type }) => type === "reaction");
  const wording = (channel: string) =>
    capturedAs[channel] ?? (timesReactions ? "input.capturedReactions" : "input.captured");
  const taken = run.captures.filter((capture) => capture.step === view.step.id);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = label.trim();
    const after = await act.send({
      action: "capture",
      step: view.step.id,
      label: readNumber(typed) ?? typed,
    });
    // The next one has another label: typed behind the old one, it would be a third. One turned down is tried again.
    if (after !== undefined && after.captures.at(-1)?.time !== run.captures.at(-1)?.time) setLabel(expected);
  };
  const print = ({ label: of }: Capture) =>
    typeof of === "number"
      ? withUnit(language, formatNumber(language, of, decimals(of)), input.labelUnit)
      : of;
  return (
    <form onSubmit={submit} className={classes.input}>
      <div className={classes.inputRow}>
        <TextInput
          ref={field}
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
        <Button type="submit" disabled={label.trim() === ""} loading={act.pending}>
          {t("input.capture")}
        </Button>
      </div>
      <Predicted predictions={predictionsOf(experiment, run).filter((one) => isOfLabels(one, view.step))} />
      {taken.length > 0 && (
        <ul className={classes.captures}>
          {taken.map((capture) => (
            <li key={capture.time}>
              {t(wording(capture.channel), {
                label: print(capture),
                median: formatNumber(language, capture.median, 1),
                count: capture.median,
                share: withUnit(language, formatNumber(language, capture.mean), "%"),
                sd: formatNumber(language, capture.sd, 1),
                n: capture.samples,
              })}
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={t("input.removeCapture", { label: print(capture) })}
                onClick={() => {
                  field.current?.focus();
                  const { step, channel, label: of } = capture;
                  void act.send({ action: "remove-capture", step, channel, label: of });
                }}
              >
                {t("measure.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

/** Captures of trials hold the share that succeeded, in percent; tallies, how many things came. */
const capturedAs: Readonly<Record<string, MessageId>> = {
  trials: "input.capturedTrials",
  tally: "input.capturedTally",
};

function decimals(value: number): number {
  return Math.min(3, (String(value).split(".")[1] ?? "").length);
}
