// One part of the plan: its name, its pin, its settings, how it is wired, and what is wrong with it.
import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import {
  type BoardPlan,
  type Component,
  isCalibratable,
  type PlanProblem,
  pinsOf,
} from "#contract/board-plan.ts";
import { sameWords } from "#contract/words.ts";
import { Card } from "../../ui/card.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { NumberInput } from "../../ui/number-input.tsx";
import { Calibrate } from "./calibrate.tsx";
import {
  type OptionField,
  type OptionValue,
  optionFields,
  optionOf,
  pinChoices,
  withChange,
} from "./plan-model.ts";
import classes from "./wiring.module.css";

export function PartForm({
  device,
  plan,
  component,
  problems,
  onPlan,
  onRemove,
}: {
  readonly device: string;
  readonly plan: BoardPlan;
  readonly component: Component;
  readonly problems: readonly PlanProblem[];
  readonly onPlan: (plan: BoardPlan) => void;
  readonly onRemove: () => void;
}) {
  const t = useText();
  const words = useWords();
  const { id, kind, pin } = component;
  const pins = pinChoices(kind);
  const change = (part: Parameters<typeof withChange>[2]) => onPlan(withChange(plan, id, part));
  return (
    <Card as="li" className={classes.part}>
      <h3>{words(component.name)}</h3>
      {problems.map((problem) => (
        <p key={problem.words.en} className={classes.problem} role="alert">
          {words(problem.words)}
        </p>
      ))}
      <p className={classes.how}>
        {t(`wire.${kind}`, {
          pin: pinsOf(component)[0]?.pin ?? pin,
        })}
      </p>
      <div className={classes.fields}>
        <TextInput
          label={t("wiring.name")}
          defaultValue={words(component.name)}
          maxLength={60}
          onBlur={(event) => {
            const text = event.currentTarget.value.trim();
            if (text !== "" && text !== words(component.name)) change({ name: sameWords(text) });
          }}
        />
        {pins.length > 1 && (
          <NativeSelect
            label={t("wiring.pin")}
            value={pin}
            onChange={(event) => change({ pin: event.currentTarget.value })}
            data={[...pins]}
          />
        )}
        {optionFields(kind).map((field) => (
          <Setting
            key={field.key}
            field={field}
            value={optionOf(component, field.key)}
            onChange={(value) => change({ options: { [field.key]: value } })}
          />
        ))}
      </div>
      {isCalibratable(kind) && (
        <Calibrate
          device={device}
          component={component}
          onCalibration={(calibration) => change({ calibration })}
        />
      )}
      <Button variant="subtle" onClick={onRemove}>
        {t("wiring.remove", { name: words(component.name) })}
      </Button>
    </Card>
  );
}

/** Settings that want a sentence. */
const hints: Readonly<Record<string, "hint.activeLow">> = { activeLow: "hint.activeLow" };

function Setting({
  field,
  value,
  onChange,
}: {
  readonly field: OptionField;
  readonly value: OptionValue | undefined;
  readonly onChange: (value: OptionValue) => void;
}) {
  const t = useText();
  const label = t(`option.${field.key}` as Parameters<typeof t>[0]);
  const hint = hints[field.key];
  switch (field.type) {
    case "choice":
      return (
        <NativeSelect
          label={label}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={field.choices.map((choice) => ({
            value: choice,
            label: choice === "anode" || choice === "cathode" ? t(`option.${choice}`) : choice,
          }))}
        />
      );
    case "switch":
      return (
        <Switch
          label={label}
          description={hint && t(hint)}
          className={hint && classes.whole}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "number":
      return (
        <NumberInput
          label={label}
          min={field.min}
          max={field.max}
          step={field.step}
          clampBehavior="blur"
          value={Number(value)}
          onChange={(next) => {
            if (typeof next === "number") onChange(next);
          }}
        />
      );
  }
}
