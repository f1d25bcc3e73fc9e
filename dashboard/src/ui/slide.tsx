// A slider of the house: large enough for a finger, said by its label, and by keyboard a tenth of its range at a time with
// Page Up and Page Down, as the pattern of sliders wants.
import { Slider } from "@mantine/core";
import type { KeyboardEvent } from "react";

/** Presses of Page Up from one end to the other. */
const leaps = 10;

export function Slide({
  label,
  value,
  min,
  max,
  step = 1,
  onChange,
  onChangeEnd,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
  /** The hand is off it. */
  readonly onChangeEnd?: (value: number) => void;
}) {
  const leap = (event: KeyboardEvent) => {
    const way = event.key === "PageUp" ? 1 : event.key === "PageDown" ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    const to = leapFrom({ value, min, max, step }, way);
    onChange(to);
    onChangeEnd?.(to);
  };
  return (
    <Slider
      min={min}
      max={max}
      step={step}
      value={value}
      label={null}
      size="lg"
      thumbSize={28}
      thumbLabel={label}
      onChange={onChange}
      onKeyDown={leap}
      {...(onChangeEnd === undefined ? {} : { onChangeEnd })}
    />
  );
}

/** A tenth of the range further, on a step and within the range. */
export function leapFrom(
  at: { readonly value: number; readonly min: number; readonly max: number; readonly step: number },
  way: 1 | -1,
): number {
  const { value, min, max, step } = at;
  const stride = Math.max(1, Math.round((max - min) / leaps / step));
  const steps = Math.round((value - min) / step) + way * stride;
  return Number(Math.min(max, Math.max(min, min + steps * step)).toFixed(6));
}
