// What a hand moves on the kit's pages: a slider, and a button that can be held.
import { Button, Slider, Switch } from "@mantine/core";
import { useState } from "react";
import { useText } from "../../ui/language.tsx";
import classes from "./kit.module.css";

/** A slider that shows the hand while it moves and the world when it rests. */
export function Glide({
  label,
  value,
  min,
  max,
  step,
  print,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly print: (value: number) => string;
  readonly onChange: (value: number) => void;
}) {
  const [held, setHeld] = useState<number>();
  const shown = held ?? value;
  return (
    <div className={classes.slider}>
      <span>
        {label} <b>{print(shown)}</b>
      </span>
      <Slider
        min={min}
        max={max}
        step={step}
        value={shown}
        label={null}
        size="lg"
        thumbSize={28}
        thumbLabel={label}
        onChange={(wish) => {
          setHeld(wish);
          onChange(wish);
        }}
        onChangeEnd={() => window.setTimeout(() => setHeld(undefined), 400)}
      />
    </div>
  );
}

/** Pressed while held, by pointer or by key; or kept down, for hands that cannot hold. */
export function PushButton({
  label,
  pressed,
  onPress,
}: {
  readonly label: string;
  readonly pressed: boolean;
  readonly onPress: (pressed: boolean) => void;
}) {
  const t = useText();
  return (
    <div className={classes.buttons}>
      <Button
        className={classes.push}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onPress(true);
        }}
        onPointerUp={() => onPress(false)}
        onPointerCancel={() => onPress(false)}
        onKeyDown={(event) => {
          if ((event.key === " " || event.key === "Enter") && !event.repeat) onPress(true);
        }}
        onKeyUp={(event) => {
          if (event.key === " " || event.key === "Enter") onPress(false);
        }}
      >
        {label}
      </Button>
      <Switch
        label={t("kit.keepPressed")}
        checked={pressed}
        className={classes.switch ?? ""}
        onChange={(event) => onPress(event.currentTarget.checked)}
      />
    </div>
  );
}
