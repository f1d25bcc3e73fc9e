// A labelled window kept in the run's table, and what was kept so far.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { formatNumber, readNumber, withUnit } from "../../ui/format.ts";
import { type MessageId, useLanguage, useText } from "../../ui/language.tsx";
import classes from "./runner.module.css";
import type { InputProps } from "./step-props.ts";

export function CaptureInput({ view, run, act, input }: InputProps<"capture">) {
  const t = useText();
  const { language } = useLanguage();
  const [label, setLabel] = useState(
    input.expectLabel === undefined
      ? ""
      : formatNumber(language, input.expectLabel, decimals(input.expectLabel)),
  );
  const timesReactions = view.step.inputs.some(({ type }) => type === "reaction");
  const wording = (channel: string) =>
    capturedAs[channel] ?? (timesReactions ? "input.capturedReactions" : "input.captured");
  const taken = run.captures.filter((capture) => capture.step === view.step.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = label.trim();
    void act.send({ action: "capture", step: view.step.id, label: readNumber(typed) ?? typed });
  };
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
        <Button type="submit" disabled={label.trim() === ""} loading={act.pending}>
          {t("input.capture")}
        </Button>
      </div>
      {taken.length > 0 && (
        <ul className={classes.captures}>
          {taken.map((capture) => (
            <li key={capture.time}>
              {t(wording(capture.channel), {
                label:
                  typeof capture.label === "number"
                    ? withUnit(
                        language,
                        formatNumber(language, capture.label, decimals(capture.label)),
                        input.labelUnit,
                      )
                    : capture.label,
                median: formatNumber(language, capture.median, 1),
                count: capture.median,
                share: withUnit(language, formatNumber(language, capture.mean), "%"),
                sd: formatNumber(language, capture.sd, 1),
                n: capture.samples,
              })}
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
