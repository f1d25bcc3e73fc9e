// What a hand can do with a part of a simulated board, or what it sees the part do.
import type { Kit, KitBoard, KitComponent } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Glide, PushButton } from "./inputs.tsx";
import classes from "./kit.module.css";
import { RowControl } from "./row-of-bits.tsx";
import { LightControl, ObstacleControl, WalkControl } from "./surroundings.tsx";
import { SwingControl } from "./swing-control.tsx";
import type { KitHand } from "./use-kit.ts";

export function PartControl({
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
      if (component.chain !== undefined)
        return <RowControl board={board.id} component={id} chain={component.chain} hand={hand} />;
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
    case "force":
      return (
        <Glide
          label={t("kit.force")}
          value={value}
          min={0}
          max={10}
          step={0.1}
          print={(newtons) => withUnit(language, formatNumber(language, newtons, 1), "N")}
          onChange={(newtons) => hand.glide({ control: "force", board: board.id, component: id, newtons })}
        />
      );
    case "sound-level":
      return (
        <Glide
          label={t("kit.noise")}
          value={value}
          min={0}
          max={1}
          step={0.01}
          print={percent}
          onChange={(level) => hand.glide({ control: "noise", board: board.id, component: id, level })}
        />
      );
    case "accelerometer":
      return (
        <>
          {component.swing === undefined && <TiltControl board={board} component={component} hand={hand} />}
          <SwingControl board={board.id} component={id} swing={component.swing} hand={hand} />
        </>
      );
    case "photoresistor":
    case "lux":
      return <LightControl kit={kit} hand={hand} />;
    case "temperature":
    case "thermometer":
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
    case "time-of-flight":
      return <ObstacleControl board={board} component={component} hand={hand} />;
    case "motion":
      return <WalkControl board={board} component={component} hand={hand} />;
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
    case "relay":
      return <p className={classes.shows}>{t(value > 0 ? "kit.relayClosed" : "kit.relayOpen")}</p>;
    case "lcd":
      return <DisplayText component={component} />;
  }
}

function TiltControl({
  board,
  component,
  hand,
}: {
  readonly board: KitBoard;
  readonly component: KitComponent;
  readonly hand: KitHand;
}) {
  const t = useText();
  const { language } = useLanguage();
  const { x, y } = component.tilt ?? { x: 0, y: 0 };
  const degrees = (value: number) => `${formatNumber(language, value)}°`;
  const turn = (tilt: { x: number; y: number }) =>
    hand.glide({ control: "tilt", board: board.id, component: component.id, ...tilt });
  return (
    <>
      <Glide
        label={t("kit.tiltSide")}
        value={x}
        min={-180}
        max={180}
        step={5}
        print={degrees}
        onChange={(side) => turn({ x: side, y })}
      />
      <Glide
        label={t("kit.tiltFront")}
        value={y}
        min={-90}
        max={90}
        step={5}
        print={degrees}
        onChange={(front) => turn({ x, y: front })}
      />
    </>
  );
}

/** What the drawing shows, for who does not see it. */
function DisplayText({ component }: { readonly component: KitComponent }) {
  const t = useText();
  const lines = (component.text ?? []).filter((line) => line.trim() !== "");
  return (
    <p className={`${classes.shows} ${classes.lines}`} role="status">
      {lines.length === 0 ? t("kit.displayBlank") : lines.join("\n")}
    </p>
  );
}
