// What a hand moves on the kit's pages: a slider, and a button that can be held.
import { Button, NativeSelect, Switch } from "@mantine/core";
import { useEffect, useState } from "react";
import { useText } from "../../ui/language.tsx";
import { Slide } from "../../ui/slide.tsx";
import classes from "./kit.module.css";
import { useHeld } from "./use-held.ts";

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
  const { wish, hold, letGo } = useHeld<number>();
  const shown = wish ?? value;
  return (
    <div className={classes.slider}>
      <span>
        {label} <b>{print(shown)}</b>
      </span>
      <Slide
        label={label}
        min={min}
        max={max}
        step={step}
        value={shown}
        onChange={(wished) => {
          hold(wished);
          onChange(wished);
        }}
        onChangeEnd={letGo}
      />
    </div>
  );
}

/** The world answers well within this, or it will not. */
const wishHoldsMs = 2000;

/** A list that shows the wish until the world is as wished: two keys pressed fast are two steps. */
export function Pick<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}) {
  const [wish, setWish] = useState<T>();
  useEffect(() => {
    if (wish === undefined) return;
    const timer = window.setTimeout(() => setWish(undefined), wish === value ? 0 : wishHoldsMs);
    return () => window.clearTimeout(timer);
  }, [wish, value]);
  return (
    <NativeSelect
      label={label}
      value={wish ?? value}
      data={[...choices]}
      onChange={(event) => {
        const found = choices.find((one) => one.value === event.currentTarget.value);
        if (found === undefined) return;
        setWish(found.value);
        onChange(found.value);
      }}
    />
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
