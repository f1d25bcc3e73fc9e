// What is around a sensor: the light where it lies, what its echo meets, who walks before it.
import { Switch } from "@mantine/core";
import { type Kit, type KitBoard, type KitComponent, lightPlaces } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Glide, Pick } from "./inputs.tsx";
import classes from "./kit.module.css";
import { luxOf, positionOfLux } from "./kit-model.ts";
import type { KitHand } from "./use-kit.ts";

interface PartProps {
  readonly board: KitBoard;
  readonly component: KitComponent;
  readonly hand: KitHand;
}

function Toggle({
  label,
  on,
  onChange,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <Switch
      label={label}
      checked={on}
      className={classes.switch ?? ""}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** The room's light, where the sensor lies in it, a hand over it, a lamp, and strips of LEDs if some board that is on has one. */
export function LightControl({ kit, hand }: { readonly kit: Kit; readonly hand: KitHand }) {
  const t = useText();
  const { language } = useLanguage();
  const { place, covered, lamp, stripMetres } = kit.light;
  const hasStrip = kit.boards.some(
    ({ plugged, components }) => plugged && components.some(({ kind }) => kind === "strip"),
  );
  return (
    <>
      <Glide
        label={t("kit.light")}
        value={positionOfLux(kit.illuminance)}
        min={0}
        max={1}
        step={0.01}
        print={(position) => withUnit(language, formatNumber(language, luxOf(position)), "lx")}
        onChange={(position) => hand.glide({ control: "room-light", lux: luxOf(position) })}
      />
      <Pick
        label={t("kit.lightPlace")}
        value={place}
        choices={lightPlaces.map((value) => ({ value, label: t(`kit.place.${value}`) }))}
        onChange={(wish) => hand.act({ control: "light-place", place: wish })}
      />
      <Toggle
        label={t("kit.covered")}
        on={covered}
        onChange={(on) => hand.act({ control: "light-cover", on })}
      />
      <Toggle label={t("kit.lamp")} on={lamp.lit} onChange={(lit) => hand.act({ control: "lamp", lit })} />
      {lamp.lit && (
        <>
          <Glide
            label={t("kit.lampAway")}
            value={lamp.metres}
            min={0.1}
            max={3}
            step={0.05}
            print={(metres) => withUnit(language, formatNumber(language, metres, 2), "m")}
            onChange={(metres) => hand.glide({ control: "lamp", metres })}
          />
          <Toggle
            label={t("kit.panel")}
            on={lamp.panel}
            onChange={(panel) => hand.act({ control: "lamp", panel })}
          />
        </>
      )}
      {hasStrip && (
        <Glide
          label={t("kit.stripAway")}
          value={stripMetres}
          min={0.05}
          max={3}
          step={0.05}
          print={(metres) => withUnit(language, formatNumber(language, metres, 2), "m")}
          onChange={(metres) => hand.glide({ control: "strip-away", metres })}
        />
      )}
    </>
  );
}

/** How far the obstacle of a rangefinder is; of sound, how it is turned and whether wool hangs before it. */
export function ObstacleControl({ board, component, hand }: PartProps) {
  const t = useText();
  const { language } = useLanguage();
  const { id, kind, value, target = { degrees: 0, wool: false } } = component;
  const at = { control: "obstacle", board: board.id, component: id } as const;
  return (
    <>
      <Glide
        label={t("kit.obstacle")}
        value={value}
        min={0.02}
        max={kind === "sonar" ? 4.5 : 2.2}
        step={0.01}
        print={(metres) => withUnit(language, formatNumber(language, metres, 2), "m")}
        onChange={(metres) => hand.glide({ ...at, metres })}
      />
      {kind === "sonar" && (
        <>
          <Glide
            label={t("kit.obstacleTurned")}
            value={target.degrees}
            min={0}
            max={60}
            step={5}
            print={(degrees) => `${formatNumber(language, degrees)}°`}
            onChange={(degrees) => hand.glide({ ...at, metres: value, degrees })}
          />
          <Toggle
            label={t("kit.obstacleWool")}
            on={target.wool}
            onChange={(wool) => hand.act({ ...at, metres: value, wool })}
          />
        </>
      )}
    </>
  );
}

/** Whether somebody moves before a motion detector, and how far away. */
export function WalkControl({ board, component, hand }: PartProps) {
  const t = useText();
  const { language } = useLanguage();
  const { id, value, metres = 2 } = component;
  const at = { control: "movement", board: board.id, component: id } as const;
  return (
    <>
      <Toggle label={t("kit.moving")} on={value > 0} onChange={(moving) => hand.act({ ...at, moving })} />
      <Glide
        label={t("kit.walkAway")}
        value={metres}
        min={0.5}
        max={10}
        step={0.5}
        print={(away) => withUnit(language, formatNumber(language, away, 1), "m")}
        onChange={(away) => hand.glide({ ...at, moving: value > 0, metres: away })}
      />
    </>
  );
}
