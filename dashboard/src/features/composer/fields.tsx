// The small fields that cards share: a device, a channel, a number with its unit.
import { NativeSelect } from "@mantine/core";
import type { Channel, Device } from "#contract/devices.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { NumberInput } from "../../ui/number-input.tsx";
import { unitOf } from "./view-model.ts";

export function DeviceField({
  label,
  devices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly devices: readonly Device[];
  readonly value: string;
  readonly onChange: (device: Device) => void;
}) {
  const words = useWords();
  const t = useText();
  const isThere = devices.some(({ id }) => id === value);
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => {
        const found = devices.find(({ id }) => id === event.currentTarget.value);
        if (found !== undefined) onChange(found);
      }}
      data={[
        ...(isThere ? [] : [{ value, label: t("composer.gone", { device: value }) }]),
        ...devices.map(({ id, name }) => ({ value: id, label: words(name) })),
      ]}
    />
  );
}

export function ChannelField({
  label,
  channels,
  value,
  onChange,
}: {
  readonly label: string;
  readonly channels: readonly Channel[];
  readonly value: string;
  readonly onChange: (channel: Channel) => void;
}) {
  const words = useWords();
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => {
        const found = channels.find(({ id }) => id === event.currentTarget.value);
        if (found !== undefined) onChange(found);
      }}
      data={channels.map(({ id, name }) => ({ value: id, label: words(name) }))}
    />
  );
}

export function NumberField({
  label,
  unit = "",
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string;
  readonly unit?: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <NumberInput
      size="md"
      label={unit === "" ? label : `${label} (${unit})`}
      value={value}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      step={unit === "m" ? 0.05 : 1}
      decimalScale={3}
      clampBehavior="blur"
      onChange={(next) => {
        if (typeof next === "number") onChange(next);
      }}
    />
  );
}

/** Above or below a value, in the channel's unit. */
export function BoundFields({
  channel,
  min,
  max,
  onChange,
}: {
  readonly channel: Channel | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly onChange: (bounds: { min?: number; max?: number }) => void;
}) {
  const t = useText();
  const isAbove = max === undefined;
  const value = (isAbove ? min : max) ?? 0;
  const bound = (above: boolean, at: number) => onChange(above ? { min: at } : { max: at });
  return (
    <>
      <NativeSelect
        label={t("composer.side")}
        value={isAbove ? "above" : "below"}
        onChange={(event) => bound(event.currentTarget.value === "above", value)}
        data={[
          { value: "below", label: t("composer.sideBelow") },
          { value: "above", label: t("composer.sideAbove") },
        ]}
      />
      <NumberField
        label={t("composer.level")}
        unit={unitOf(channel)}
        value={value}
        onChange={(at) => bound(isAbove, at)}
      />
    </>
  );
}
