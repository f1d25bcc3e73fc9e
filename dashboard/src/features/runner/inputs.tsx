// What a step asks of the participant: an answer, a capture, a trial, a mark, labels, a confirmation.
import { Button, Radio, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import type { LaboEvent } from "#contract/events.ts";
import type { StepInput } from "#contract/sheets.ts";
import { useFeeds, useLive } from "../../live/live-context.tsx";
import { useTagName } from "../../live/tags-on-reader.tsx";
import { formatNumber, readNumber, withUnit } from "../../ui/format.ts";
import { type MessageId, useLanguage, useText, useWords } from "../../ui/language.tsx";
import { labelable } from "./run-model.ts";
import classes from "./runner.module.css";
import type { StepProps } from "./step-props.ts";

type Props<T extends StepInput["type"]> = StepProps & { readonly input: Extract<StepInput, { type: T }> };

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
    case "confirm":
      return <ConfirmInput {...props} input={input} />;
  }
}

function NumberInput({ view, act, input }: Props<"number">) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const given = view.run.answer;
  const [text, setText] = useState(
    typeof given === "number" ? String(given).replace(".", language === "fr" ? "," : ".") : "",
  );
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const value = readNumber(text);
    setWrong(value === undefined);
    if (value !== undefined) void act.send({ action: "answer", step: view.step.id, value });
  };
  const label = input.label === undefined ? t("input.number") : words(input.label);
  return (
    <form onSubmit={submit} className={classes.inputRow}>
      <TextInput
        label={input.unit === "" ? label : `${label} (${input.unit})`}
        inputMode="decimal"
        value={text}
        error={wrong ? t("input.notNumber") : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={text.trim() === ""} loading={act.pending}>
        {t(given === undefined ? "input.answer" : "input.change")}
      </Button>
    </form>
  );
}

function ChoiceInput({ view, act, input }: Props<"choice">) {
  const t = useText();
  const words = useWords();
  const given = view.run.answer;
  const [value, setValue] = useState(given === undefined ? "" : String(given));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act.send({ action: "answer", step: view.step.id, value });
  };
  return (
    <form onSubmit={submit} className={classes.input}>
      <Radio.Group
        label={input.label === undefined ? t("input.choice") : words(input.label)}
        value={value}
        onChange={setValue}
      >
        <Stack gap={2} mt="xs">
          {input.options.map((option) => (
            <Radio
              key={option.value}
              value={option.value}
              label={words(option.label)}
              className={classes.choice ?? ""}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Button type="submit" disabled={value === ""} loading={act.pending}>
        {t(given === undefined ? "input.answer" : "input.change")}
      </Button>
    </form>
  );
}

function TextAnswer({ view, act, input }: Props<"text">) {
  const t = useText();
  const words = useWords();
  const given = view.run.answer;
  const [text, setText] = useState(given === undefined ? "" : String(given));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act.send({ action: "answer", step: view.step.id, value: text.trim() });
  };
  return (
    <form onSubmit={submit} className={classes.input}>
      <Textarea
        label={input.label === undefined ? t("input.text") : words(input.label)}
        value={text}
        maxLength={2000}
        autosize
        minRows={3}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={text.trim() === ""} loading={act.pending}>
        {t(given === undefined ? "input.keep" : "input.change")}
      </Button>
    </form>
  );
}

function CaptureInput({ view, run, act, input }: Props<"capture">) {
  const t = useText();
  const { language } = useLanguage();
  const [label, setLabel] = useState(
    input.expectLabel === undefined
      ? ""
      : formatNumber(language, input.expectLabel, decimals(input.expectLabel)),
  );
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
              {t(capturedAs[capture.channel] ?? "input.captured", {
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
                n: formatNumber(language, capture.samples),
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

function TrialInput({ view, run, act }: Props<"trial">) {
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
      <span role="status">{t("input.trials", { count: run.trial?.n ?? 0 })}</span>
    </div>
  );
}

function MarkInput({ view, act, input }: Props<"mark">) {
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

const noEvents: readonly LaboEvent[] = [];

/** The participant's own names for the tags read during the run. */
function LabelTags({ run, act }: StepProps) {
  const t = useText();
  const readers = Object.values(run.devices);
  useFeeds(readers.map((id) => `device:${id}` as const));
  const lying = useLive((state) =>
    readers.flatMap((id) => state.bench?.devices[id]?.state?.tags ?? []).join(" "),
  );
  const feeds = useLive((state) => state.feeds);
  const events = readers.flatMap((id) => feeds[id]?.events ?? noEvents);
  const onReaders = lying === "" ? [] : lying.split(" ");
  const tags = labelable(run, onReaders, events);
  if (tags.length === 0) return <p className={classes.none}>{t("input.noTag")}</p>;
  return (
    <ul className={classes.tagList}>
      {tags.map((tag) => (
        <LabelTag
          key={tag}
          tag={tag}
          label={run.tagLabels[tag]}
          present={onReaders.includes(tag)}
          act={act}
        />
      ))}
    </ul>
  );
}

function LabelTag({
  tag,
  label,
  present,
  act,
}: {
  readonly tag: string;
  readonly label: string | undefined;
  readonly present: boolean;
  readonly act: StepProps["act"];
}) {
  const t = useText();
  const nameOf = useTagName();
  const [text, setText] = useState(label ?? "");
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act.send({ action: "label-tag", tag, label: text.trim() });
  };
  return (
    <li>
      <form onSubmit={submit} className={classes.inputRow}>
        <TextInput
          id={id}
          label={t("input.tagLabel", { tag: nameOf(tag) })}
          description={`${tag}${present ? ` · ${t("input.tagPresent")}` : ""}`}
          value={text}
          maxLength={60}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant={label === undefined ? "filled" : "default"}
          disabled={text.trim() === "" || text.trim() === label}
        >
          {t(label === undefined ? "input.nameIt" : "input.rename")}
        </Button>
      </form>
    </li>
  );
}

function ConfirmInput({ view, act, input }: Props<"confirm">) {
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
