// A sensor board with its parts: each drawn, each with its control and its signal wire.
import { Button, Slider, Switch } from "@mantine/core";
import { useState } from "react";
import type { Kit, KitBoard, KitComponent } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import classes from "./kit.module.css";
import { luxOf, positionOfLux, splitByPins } from "./kit-model.ts";
import { PartDrawing } from "./part-drawing.tsx";
import type { KitHand } from "./use-kit.ts";
import { WokwiPart } from "./wokwi-part.tsx";

export function BoardBench({
  kit,
  board,
  hand,
  pins,
  compact = false,
}: {
  readonly kit: Kit;
  readonly board: KitBoard;
  readonly hand: KitHand;
  readonly pins: readonly string[];
  readonly compact?: boolean;
}) {
  const t = useText();
  const words = useWords();
  const { wanted, others } = splitByPins(board, pins);
  const list = (components: readonly KitComponent[]) => (
    <ul className={classes.parts} data-compact={compact}>
      {components.map((component) => (
        <PartCard key={component.id} kit={kit} board={board} component={component} hand={hand} />
      ))}
    </ul>
  );
  return (
    <div className={classes.board}>
      {!compact && (
        <div className={classes.uno} data-off={!board.plugged}>
          <WokwiPart part="uno" state={{ ledPower: board.plugged }} />
        </div>
      )}
      <Switch
        label={t("kit.usbOf", { name: words(board.name) })}
        checked={board.plugged}
        className={classes.switch ?? ""}
        onChange={(event) =>
          hand.act({ control: "plug", board: board.id, plugged: event.currentTarget.checked, silent: false })
        }
      />
      {list(wanted)}
      {others.length > 0 && (
        <details>
          <summary>{t("kit.otherParts")}</summary>
          {list(others)}
        </details>
      )}
    </div>
  );
}

function PartCard({
  kit,
  board,
  component,
  hand,
}: {
  readonly kit: Kit;
  readonly board: KitBoard;
  readonly component: KitComponent;
  readonly hand: KitHand;
}) {
  const t = useText();
  return (
    <li className={classes.part} data-part={component.id}>
      <div className={classes.drawing} data-kind={component.kind}>
        <PartDrawing component={component} />
      </div>
      <div className={classes.partControls}>
        <h3>
          {t(`part.${component.kind}`)} <code>{component.pin}</code>
        </h3>
        <PartControl kit={kit} board={board} component={component} hand={hand} />
        <Switch
          label={t("kit.wire")}
          checked={component.wired}
          className={classes.switch ?? ""}
          onChange={(event) =>
            hand.act({
              control: "wire",
              board: board.id,
              component: component.id,
              connected: event.currentTarget.checked,
            })
          }
        />
      </div>
    </li>
  );
}

function PartControl({
  kit,
  board,
  component,
  hand,
}: {
  readonly kit: Kit;
  readonly board: KitBoard;
  readonly component: KitComponent;
  readonly hand: KitHand;
}) {
  const t = useText();
  const { language } = useLanguage();
  const { kind, value, id } = component;
  const percent = (ratio: number) => withUnit(language, formatNumber(language, ratio * 100), "%");
  switch (kind) {
    case "potentiometer":
      return (
        <Glide
          label={t("kit.knob")}
          value={value}
          min={0}
          max={1}
          step={0.005}
          print={percent}
          onChange={(ratio) => hand.glide({ control: "knob-turn", board: board.id, component: id, ratio })}
        />
      );
    case "photoresistor":
    case "lux":
      return (
        <Glide
          label={t("kit.light")}
          value={positionOfLux(kit.illuminance)}
          min={0}
          max={1}
          step={0.01}
          print={(position) => withUnit(language, formatNumber(language, luxOf(position)), "lx")}
          onChange={(position) => hand.glide({ control: "room-light", lux: luxOf(position) })}
        />
      );
    case "temperature":
    case "climate":
      return (
        <Glide
          label={t("kit.temperature")}
          value={kit.temperature}
          min={-10}
          max={45}
          step={0.5}
          print={(celsius) => withUnit(language, formatNumber(language, celsius, 1), "°C")}
          onChange={(celsius) => hand.glide({ control: "room-temperature", celsius })}
        />
      );
    case "button":
      return (
        <PushButton
          label={t("kit.press")}
          pressed={value > 0}
          onPress={(pressed) => hand.act({ control: "button", board: board.id, component: id, pressed })}
        />
      );
    case "led":
      return (
        <p className={classes.shows}>
          {t(value > 0 ? "kit.ledOn" : "kit.ledOff", { level: percent(value) })}
        </p>
      );
    case "servo":
      return <p className={classes.shows}>{`${formatNumber(language, value)}°`}</p>;
    case "buzzer":
      return <p className={classes.shows}>{t(value > 0 ? "kit.buzzerOn" : "kit.buzzerOff")}</p>;
    case "sonar":
      return (
        <Glide
          label={t("kit.obstacle")}
          value={value}
          min={0.02}
          max={4.5}
          step={0.01}
          print={(metres) => withUnit(language, formatNumber(language, metres, 2), "m")}
          onChange={(metres) => hand.glide({ control: "obstacle", board: board.id, component: id, metres })}
        />
      );
    case "motion":
      return (
        <Switch
          label={t("kit.moving")}
          checked={value > 0}
          className={classes.switch ?? ""}
          onChange={(event) =>
            hand.act({
              control: "movement",
              board: board.id,
              component: id,
              moving: event.currentTarget.checked,
            })
          }
        />
      );
    case "rgb-led":
    case "strip":
      return (
        <p className={classes.shows}>
          {t(value > 0 ? "kit.ledOn" : "kit.ledOff", { level: percent(value) })}
        </p>
      );
    case "piezo":
      return (
        <p className={classes.shows}>
          {value > 0 ? withUnit(language, formatNumber(language, value), "Hz") : t("kit.buzzerOff")}
        </p>
      );
  }
}

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
