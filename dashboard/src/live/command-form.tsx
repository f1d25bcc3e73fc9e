// One thing a device can be told, as a form made from its own capability; the bench's answer stands below.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import type { Argument, Capability } from "#contract/devices.ts";
import { problemOf } from "../connection/api.ts";
import { formatNumber, withUnit } from "../ui/format.ts";
import { useLanguage, useText, useWords } from "../ui/language.tsx";
import { ProblemNote } from "../ui/problem-note.tsx";
import { Slide } from "../ui/slide.tsx";
import classes from "./command-form.module.css";
import { decimalsOf, startValues } from "./command-model.ts";
import { useCall } from "./use-route.ts";

/** @param run the run whose open step asks for it, if any: it may be lent what is otherwise the trainer's. */
export function CommandForm({
  device,
  capability,
  run,
}: {
  readonly device: string;
  readonly capability: Capability;
  readonly run?: string;
}) {
  const t = useText();
  const words = useWords();
  const [values, setValues] = useState(() => startValues(capability));
  const send = useCall("command");
  const titleId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate({
      params: { id: device },
      body: { command: capability.command, args: values, ...(run === undefined ? {} : { run }) },
    });
  };
  const refused = send.data?.ok === false ? send.data.problem : undefined;
  return (
    <form onSubmit={submit} className={classes.form} aria-labelledby={titleId}>
      <h3 id={titleId}>{words(capability.label)}</h3>
      {capability.arguments.map((argument) => (
        <ArgumentField
          key={argument.name}
          argument={argument}
          value={values[argument.name]}
          onChange={(value) => setValues((before) => ({ ...before, [argument.name]: value }))}
        />
      ))}
      <div className={classes.sent}>
        <Button type="submit" variant="default" loading={send.isPending}>
          {t("command.send")}
        </Button>
        <span role="status">{send.data?.ok === true && t("command.done")}</span>
      </div>
      {send.isError && <ProblemNote problem={problemOf(send.error)} />}
      {refused !== undefined && <ProblemNote problem={refused} />}
    </form>
  );
}

/** One argument, within the bounds its device gives. */
export function ArgumentField({
  argument,
  value,
  onChange,
}: {
  readonly argument: Argument;
  readonly value: number | string | undefined;
  readonly onChange: (value: number | string) => void;
}) {
  const words = useWords();
  const { language } = useLanguage();
  if (argument.type === "choice") {
    return (
      <NativeSelect
        label={words(argument.label)}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={argument.choices.map((choice) => ({ value: choice.value, label: words(choice.label) }))}
      />
    );
  }
  if (argument.type === "text") {
    return (
      <TextInput
        label={words(argument.label)}
        maxLength={argument.maxLength}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const print = (shown: number) =>
    withUnit(language, formatNumber(language, shown, decimalsOf(argument.step)), argument.unit);
  return (
    <div className={classes.slider}>
      <span>
        {words(argument.label)} <b>{print(Number(value))}</b>
      </span>
      <Slide
        label={words(argument.label)}
        min={argument.min}
        max={argument.max}
        step={argument.step}
        value={Number(value)}
        onChange={onChange}
      />
    </div>
  );
}
