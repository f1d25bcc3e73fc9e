// The input, rule and output cards of a rule that makes one value follow another.
import { NativeSelect, Switch } from "@mantine/core";
import type { MappingRule, RuleProblem } from "#contract/rules.ts";
import { ArgumentField } from "../../live/command-form.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { ChannelField, DeviceField, NumberField } from "./fields.tsx";
import { RoleCard } from "./role-card.tsx";
import {
  boundsOf,
  capabilityOf,
  channelOf,
  type Devices,
  followable,
  followers,
  measurable,
  numbersOf,
  startFollowing,
  unitOf,
} from "./view-model.ts";

interface CardProps {
  readonly rule: MappingRule;
  readonly devices: Devices;
  readonly problems: readonly RuleProblem[];
  readonly onChange: (rule: MappingRule) => void;
}

export function FollowedCard({ rule, devices, problems, onChange }: CardProps) {
  const t = useText();
  const { input } = rule;
  const device = devices[input.device]?.device;
  const unit = unitOf(channelOf(devices, input.device, input.channel));
  const set = (next: Partial<MappingRule["input"]>) => onChange({ ...rule, input: { ...input, ...next } });
  return (
    <RoleCard card="input" problems={problems}>
      <DeviceField
        label={t("composer.device")}
        devices={measurable(devices)}
        value={input.device}
        onChange={({ id, channels: [first] }) => {
          const { min, max } = boundsOf(first);
          set({ device: id, channel: first?.id ?? input.channel, from: min, to: max });
        }}
      />
      <ChannelField
        label={t("composer.channel")}
        channels={device?.channels ?? []}
        value={input.channel}
        onChange={(channel) => {
          const { min, max } = boundsOf(channel);
          set({ channel: channel.id, from: min, to: max });
        }}
      />
      <NumberField
        label={t("composer.from")}
        unit={unit}
        value={input.from}
        onChange={(from) => set({ from })}
      />
      <NumberField label={t("composer.to")} unit={unit} value={input.to} onChange={(to) => set({ to })} />
    </RoleCard>
  );
}

export function CalmCard({ rule, devices, problems, onChange }: CardProps) {
  const t = useText();
  const { rest, input, output } = rule;
  const unit = unitOf(channelOf(devices, input.device, input.channel));
  return (
    <RoleCard card="rule" problems={problems}>
      <NumberField
        label={t("composer.deadBand")}
        unit={unit}
        min={0}
        value={rule.deadBand}
        onChange={(deadBand) => onChange({ ...rule, deadBand })}
      />
      <Switch
        label={t("composer.hasRest")}
        checked={rest !== undefined}
        onChange={(event) => {
          const { rest: _, ...without } = rule;
          onChange(
            event.currentTarget.checked
              ? { ...rule, rest: { value: Math.round((output.from + output.to) / 2), afterSeconds: 2 } }
              : without,
          );
        }}
      />
      {rest !== undefined && (
        <NumberField
          label={t("composer.afterSeconds")}
          unit="s"
          min={0.2}
          max={600}
          value={rest.afterSeconds}
          onChange={(afterSeconds) => onChange({ ...rule, rest: { ...rest, afterSeconds } })}
        />
      )}
    </RoleCard>
  );
}

export function FollowerCard({
  rule,
  devices,
  problems,
  isTrainer,
  onChange,
}: CardProps & { readonly isTrainer: boolean }) {
  const t = useText();
  const words = useWords();
  const { output, rest } = rule;
  const device = devices[output.device]?.device;
  const capability = capabilityOf(devices, output);
  const numbers = capability === undefined ? [] : numbersOf(capability);
  const unit = numbers.find(({ name }) => name === output.argument)?.unit ?? "";
  const set = (next: Partial<MappingRule["output"]>) => onChange({ ...rule, output: { ...output, ...next } });
  return (
    <RoleCard card="output" problems={problems}>
      <DeviceField
        label={t("composer.device")}
        devices={followers(devices, isTrainer)}
        value={output.device}
        onChange={(chosen) => {
          const [first] = followable(chosen, isTrainer);
          if (first !== undefined) onChange({ ...rule, ...startFollowing(chosen, first) });
        }}
      />
      {device !== undefined && (
        <NativeSelect
          label={t("composer.command")}
          value={output.command}
          onChange={(event) => {
            const chosen = followable(device, isTrainer).find(
              ({ command }) => command === event.currentTarget.value,
            );
            if (chosen !== undefined) onChange({ ...rule, ...startFollowing(device, chosen) });
          }}
          data={followable(device, isTrainer).map(({ command, label }) => ({
            value: command,
            label: words(label),
          }))}
        />
      )}
      {numbers.length > 1 && (
        <NativeSelect
          label={t("composer.argument")}
          value={output.argument}
          onChange={(event) => {
            const chosen = numbers.find(({ name }) => name === event.currentTarget.value);
            if (chosen !== undefined) set({ argument: chosen.name, from: chosen.min, to: chosen.max });
          }}
          data={numbers.map(({ name, label }) => ({ value: name, label: words(label) }))}
        />
      )}
      <NumberField
        label={t("composer.from")}
        unit={unit}
        value={output.from}
        onChange={(from) => set({ from })}
      />
      <NumberField label={t("composer.to")} unit={unit} value={output.to} onChange={(to) => set({ to })} />
      {rest !== undefined && (
        <NumberField
          label={t("composer.restValue")}
          unit={unit}
          value={rest.value}
          onChange={(value) => onChange({ ...rule, rest: { ...rest, value } })}
        />
      )}
      {capability?.arguments
        .filter(({ name }) => name !== output.argument)
        .map((argument) => (
          <ArgumentField
            key={argument.name}
            argument={argument}
            value={String(output.args[argument.name] ?? "")}
            onChange={(value) => set({ args: { ...output.args, [argument.name]: value } })}
          />
        ))}
    </RoleCard>
  );
}
