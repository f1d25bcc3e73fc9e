// The commands of one branch, each a device, what it is told, and how much.
import { Button, NativeSelect } from "@mantine/core";
import { useRef } from "react";
import { mostActions, type RuleAction } from "#contract/rules.ts";
import { ArgumentField } from "../../live/command-form.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import classes from "./composer.module.css";
import { DeviceField } from "./fields.tsx";
import { capabilityOf, commandsOf, type Devices, speakable, startAction } from "./view-model.ts";

export function ActionList({
  title,
  actions,
  devices,
  isTrainer,
  isNeeded = false,
  like,
  onChange,
}: {
  readonly title: string;
  readonly actions: readonly RuleAction[];
  readonly devices: Devices;
  readonly isTrainer: boolean;
  /** The last one cannot be taken away. */
  readonly isNeeded?: boolean;
  /** What the first one of an empty branch begins as. */
  readonly like?: RuleAction | undefined;
  readonly onChange: (actions: RuleAction[]) => void;
}) {
  const t = useText();
  const [first] = speakable(devices, isTrainer);
  const capability = first && commandsOf(first, isTrainer)[0];
  const branch = useRef<HTMLFieldSetElement>(null);
  /** The keyboard goes on from the first field of what was added, or from the button where something was taken out. */
  const goOn = (from: string) =>
    window.setTimeout(() => branch.current?.querySelector<HTMLElement>(from)?.focus());
  const add = () => {
    const last = actions.at(-1) ?? like;
    if (last !== undefined) onChange([...actions, last]);
    else if (first !== undefined && capability !== undefined) onChange([startAction(first, capability)]);
    goOn("[data-action]:last-of-type select");
  };
  return (
    <fieldset className={classes.branch} ref={branch}>
      <legend>{title}</legend>
      {actions.map((action, index) => (
        <ActionFields
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the branch is what tells two like commands apart
          key={index}
          action={action}
          devices={devices}
          isTrainer={isTrainer}
          onChange={(changed) => onChange(actions.with(index, changed))}
          onRemove={
            isNeeded && actions.length === 1
              ? undefined
              : () => {
                  onChange(actions.toSpliced(index, 1));
                  goOn("[data-add]");
                }
          }
        />
      ))}
      {actions.length < mostActions && (
        <Button variant="subtle" onClick={add} disabled={first === undefined} data-add>
          {t("composer.addAction")}
        </Button>
      )}
    </fieldset>
  );
}

function ActionFields({
  action,
  devices,
  isTrainer,
  onChange,
  onRemove,
}: {
  readonly action: RuleAction;
  readonly devices: Devices;
  readonly isTrainer: boolean;
  readonly onChange: (action: RuleAction) => void;
  readonly onRemove: (() => void) | undefined;
}) {
  const t = useText();
  const words = useWords();
  const device = devices[action.device]?.device;
  const capability = capabilityOf(devices, action);
  const choices = device === undefined ? [] : commandsOf(device, isTrainer);
  return (
    <div className={classes.action} data-action>
      <DeviceField
        label={t("composer.device")}
        devices={speakable(devices, isTrainer)}
        value={action.device}
        onChange={(chosen) => {
          const first = commandsOf(chosen, isTrainer)[0];
          if (first !== undefined) onChange(startAction(chosen, first));
        }}
      />
      {device !== undefined && (
        <NativeSelect
          label={t("composer.command")}
          value={action.command}
          onChange={(event) => {
            const chosen = choices.find(({ command }) => command === event.currentTarget.value);
            if (chosen !== undefined) onChange(startAction(device, chosen));
          }}
          data={choices.map(({ command, label }) => ({ value: command, label: words(label) }))}
        />
      )}
      {capability?.arguments.map((argument) => (
        <ArgumentField
          key={argument.name}
          argument={argument}
          value={plainOf(action.args[argument.name])}
          onChange={(value) => onChange({ ...action, args: { ...action.args, [argument.name]: value } })}
        />
      ))}
      {onRemove !== undefined && (
        <Button variant="subtle" color="gray" onClick={onRemove}>
          {t("composer.removeAction")}
        </Button>
      )}
    </div>
  );
}

/** No command of a device takes a yes or no. */
const plainOf = (value: string | number | boolean | undefined): string | number | undefined =>
  typeof value === "boolean" ? String(value) : value;
