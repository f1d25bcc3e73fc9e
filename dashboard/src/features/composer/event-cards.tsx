// The input, rule and output cards of a rule that an event starts.
import { Checkbox, NativeSelect, Stack } from "@mantine/core";
import { zones } from "#contract/events.ts";
import type { EventRule, RuleCondition, RuleProblem, Trigger } from "#contract/rules.ts";
import { useLive } from "../../live/live-context.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { ActionList } from "./action-list.tsx";
import { BoundFields, ChannelField, DeviceField, NumberField } from "./fields.tsx";
import { RoleCard } from "./role-card.tsx";
import {
  boundsOf,
  buttonsOf,
  channelOf,
  type Devices,
  listenable,
  measurable,
  startTrigger,
  triggersOf,
  unitOf,
} from "./view-model.ts";

interface CardProps {
  readonly rule: EventRule;
  readonly devices: Devices;
  readonly problems: readonly RuleProblem[];
  readonly onChange: (rule: EventRule) => void;
}

export function InputCard({ rule, devices, problems, onChange }: CardProps) {
  const t = useText();
  const { input } = rule;
  const { trigger } = input;
  const device = devices[input.device]?.device;
  const set = (next: Trigger, id = input.device) =>
    onChange({
      ...rule,
      input: { device: id, trigger: next },
      // Only a tag can be one of those that were taught.
      condition:
        next.type !== "tag" && (rule.condition.type === "tags" || rule.condition.type === "known-tag")
          ? { type: "always" }
          : rule.condition,
    });
  const channel = "channel" in trigger ? channelOf(devices, input.device, trigger.channel) : undefined;
  return (
    <RoleCard card="input" problems={problems}>
      <DeviceField
        label={t("composer.device")}
        devices={listenable(devices)}
        value={input.device}
        onChange={(chosen) => {
          const [type] = triggersOf(chosen);
          if (type !== undefined) set(startTrigger(type, chosen), chosen.id);
        }}
      />
      {device !== undefined && (
        <NativeSelect
          label={t("composer.trigger")}
          value={trigger.type}
          onChange={(event) => {
            const type = triggersOf(device).find((one) => one === event.currentTarget.value);
            if (type !== undefined) set(startTrigger(type, device));
          }}
          data={triggersOf(device).map((type) => ({ value: type, label: t(`composer.trigger.${type}`) }))}
        />
      )}
      {trigger.type === "button" && device !== undefined && (
        <ChannelField
          label={t("composer.button")}
          channels={buttonsOf(device)}
          value={trigger.channel}
          onChange={({ id }) => set({ type: "button", channel: id })}
        />
      )}
      {trigger.type === "zone" && (
        <NativeSelect
          label={t("composer.zone")}
          value={trigger.zone}
          onChange={(event) => {
            const zone = zones.find((one) => one === event.currentTarget.value);
            if (zone !== undefined) set({ type: "zone", zone });
          }}
          data={zones.map((zone) => ({ value: zone, label: t(`zone.${zone}`) }))}
        />
      )}
      {trigger.type === "value" && device !== undefined && (
        <>
          <ChannelField
            label={t("composer.channel")}
            channels={device.channels}
            value={trigger.channel}
            onChange={(chosen) => {
              const { min, max } = boundsOf(chosen);
              set({ type: "value", channel: chosen.id, max: (min + max) / 2, band: 0 });
            }}
          />
          <BoundFields
            channel={channel}
            min={trigger.min}
            max={trigger.max}
            onChange={(bounds) =>
              set({ type: "value", channel: trigger.channel, band: trigger.band, ...bounds })
            }
          />
          <NumberField
            label={t("composer.band")}
            unit={unitOf(channel)}
            min={0}
            value={trigger.band}
            onChange={(band) => set({ ...trigger, band })}
          />
        </>
      )}
    </RoleCard>
  );
}

export function ConditionCard({ rule, devices, problems, onChange }: CardProps) {
  const t = useText();
  const words = useWords();
  const tags = useLive((state) => state.bench?.tags);
  const taught = Object.values(tags ?? {});
  const { condition, until, pauseSeconds } = rule;
  const [first] = measurable(devices);
  const isTag = rule.input.trigger.type === "tag";
  const start = (type: string): RuleCondition => {
    if (type === "known-tag") return { type };
    if (type === "tags" && taught[0] !== undefined) return { type, tags: [taught[0].id] };
    if (type === "value" && first !== undefined) {
      const channel = first.channels[0];
      const { min, max } = boundsOf(channel);
      return { type, device: first.id, channel: channel?.id ?? "value", max: (min + max) / 2 };
    }
    return { type: "always" };
  };
  const set = (next: RuleCondition) => onChange({ ...rule, condition: next });
  const kinds: RuleCondition["type"][] = [
    "always",
    ...(isTag ? (["known-tag"] as const) : []),
    ...(isTag && taught.length > 0 ? (["tags"] as const) : []),
    ...(first === undefined ? [] : (["value"] as const)),
  ];
  const known = condition.type === "value" ? devices[condition.device]?.device : undefined;
  return (
    <RoleCard card="rule" problems={problems}>
      <NativeSelect
        label={t("composer.if")}
        value={condition.type}
        onChange={(event) => set(start(event.currentTarget.value))}
        data={kinds.map((type) => ({ value: type, label: t(`composer.if.${type}`) }))}
      />
      {condition.type === "tags" && (
        <Checkbox.Group
          size="md"
          label={t("composer.tags")}
          value={condition.tags}
          onChange={(chosen) => chosen.length > 0 && set({ type: "tags", tags: chosen })}
        >
          <Stack gap="xs" mt="xs">
            {taught.map(({ id, label }) => (
              <Checkbox size="md" key={id} value={id} label={words(label)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {condition.type === "value" && (
        <>
          <DeviceField
            label={t("composer.device")}
            devices={measurable(devices)}
            value={condition.device}
            onChange={(chosen) => {
              const channel = chosen.channels[0];
              const { min, max } = boundsOf(channel);
              set({
                type: "value",
                device: chosen.id,
                channel: channel?.id ?? "value",
                max: (min + max) / 2,
              });
            }}
          />
          <ChannelField
            label={t("composer.channel")}
            channels={known?.channels ?? []}
            value={condition.channel}
            onChange={(chosen) => {
              const { min, max } = boundsOf(chosen);
              set({
                type: "value",
                device: condition.device,
                channel: chosen.id,
                max: (min + max) / 2,
              });
            }}
          />
          <BoundFields
            channel={channelOf(devices, condition.device, condition.channel)}
            min={condition.min}
            max={condition.max}
            onChange={(bounds) =>
              set({ type: "value", device: condition.device, channel: condition.channel, ...bounds })
            }
          />
        </>
      )}
      <NumberField
        label={t("composer.pause")}
        unit="s"
        min={0}
        max={600}
        value={pauseSeconds}
        onChange={(seconds) => onChange({ ...rule, pauseSeconds: seconds })}
      />
      <NativeSelect
        label={t("composer.until")}
        value={until?.from ?? "never"}
        onChange={(event) => {
          const from = event.currentTarget.value;
          const { until: _, ...rest } = rule;
          onChange(
            from === "end" || from === "start"
              ? { ...rule, until: { from, seconds: until?.seconds ?? 5 } }
              : rest,
          );
        }}
        data={(["end", "start", "never"] as const).map((from) => ({
          value: from,
          label: t(`composer.until.${from}`),
        }))}
      />
      {until !== undefined && (
        <NumberField
          label={t("composer.seconds")}
          unit="s"
          min={0}
          max={600}
          value={until.seconds}
          onChange={(seconds) => onChange({ ...rule, until: { ...until, seconds } })}
        />
      )}
    </RoleCard>
  );
}

export function OutputCard({
  rule,
  devices,
  problems,
  isTrainer,
  onChange,
}: CardProps & { readonly isTrainer: boolean }) {
  const t = useText();
  const shared = { devices, isTrainer };
  return (
    <RoleCard card="output" problems={problems}>
      <ActionList
        {...shared}
        title={t("composer.then")}
        actions={rule.does}
        isNeeded
        onChange={(does) => onChange({ ...rule, does })}
      />
      <ActionList
        {...shared}
        title={t("composer.otherwise")}
        like={rule.does[0]}
        actions={rule.otherwise}
        onChange={(otherwise) => onChange({ ...rule, otherwise })}
      />
      <ActionList
        {...shared}
        title={t("composer.rest")}
        like={rule.does[0]}
        actions={rule.rest}
        onChange={(rest) => onChange({ ...rule, rest })}
      />
    </RoleCard>
  );
}
