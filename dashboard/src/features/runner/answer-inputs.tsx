// An answer to the question of a step: a number, a choice, or a person's own words.
import { Button, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { unitIn } from "#contract/unit-words.ts";
import { readNumber } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import classes from "./runner.module.css";
import type { InputProps } from "./step-props.ts";

export function NumberInput({ view, act, input }: InputProps<"number">) {
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
        label={input.unit === "" ? label : `${label} (${unitIn(language, input.unit)})`}
        inputMode="decimal"
        value={text}
        error={wrong ? t("input.notNumber") : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant={given === undefined ? "filled" : "default"}
        disabled={text.trim() === ""}
        loading={act.pending}
      >
        {t(given === undefined ? "input.answer" : "input.change")}
      </Button>
    </form>
  );
}

export function ChoiceInput({ view, act, input }: InputProps<"choice">) {
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
      <Button
        type="submit"
        variant={given === undefined ? "filled" : "default"}
        disabled={value === ""}
        loading={act.pending}
      >
        {t(given === undefined ? "input.answer" : "input.change")}
      </Button>
    </form>
  );
}

export function TextAnswer({ view, act, input }: InputProps<"text">) {
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
      <Button
        type="submit"
        variant={given === undefined ? "filled" : "default"}
        disabled={text.trim() === ""}
        loading={act.pending}
      >
        {t(given === undefined ? "input.keep" : "input.change")}
      </Button>
    </form>
  );
}
