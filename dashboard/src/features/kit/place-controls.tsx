// Beside the plan of the room: which thing, where it stands, and what is done to it when it is a beacon.
import { NativeSelect, Switch } from "@mantine/core";
import type { Kit, KitBeacon, KitControl, Point } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { type MessageId, useLanguage, useText } from "../../ui/language.tsx";
import { Slide } from "../../ui/slide.tsx";
import classes from "./kit.module.css";
import { distanceBetween, inRoom } from "./kit-model.ts";
import type { Thing } from "./plan-thing.tsx";
import type { KitHand } from "./use-kit.ts";

export function PlaceControls({
  kit,
  things,
  selected,
  at,
  hand,
  onChoose,
  onMove,
  onEnd,
}: {
  readonly kit: Kit;
  readonly things: readonly Thing[];
  readonly selected: Thing;
  /** Where it is drawn. */
  readonly at: Point;
  readonly hand: KitHand;
  readonly onChoose: (id: string) => void;
  readonly onMove: (id: string, to: Point) => void;
  readonly onEnd: () => void;
}) {
  const t = useText();
  const { language } = useLanguage();
  const { room, receiver } = kit;
  const beacon = kit.beacons.find(({ id }) => id === selected.id);
  return (
    <div className={classes.controls}>
      <NativeSelect
        label={t("kit.choose")}
        value={selected.id}
        onChange={(event) => onChoose(event.currentTarget.value)}
        data={things.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <p className={classes.distance} role="status">
        {t("kit.distance", {
          distance: withUnit(language, formatNumber(language, distanceBetween(at, receiver), 1), "m"),
        })}
      </p>
      <Axis
        label={t("kit.x")}
        value={at.x}
        max={room.width}
        onChange={(x) => onMove(selected.id, inRoom(room, { ...at, x }))}
        onEnd={onEnd}
      />
      <Axis
        label={t("kit.y")}
        value={at.y}
        max={room.depth}
        onChange={(y) => onMove(selected.id, inRoom(room, { ...at, y }))}
        onEnd={onEnd}
      />
      {beacon !== undefined && <BeaconSwitches beacon={beacon} hand={hand} />}
    </div>
  );
}

function BeaconSwitches({ beacon, hand }: { readonly beacon: KitBeacon; readonly hand: KitHand }) {
  const t = useText();
  const { id } = beacon;
  const switches: readonly (readonly [MessageId, boolean, (on: boolean) => KitControl])[] = [
    ["kit.battery", beacon.powered, (on: boolean) => ({ control: "beacon-power", beacon: id, on })],
    ["kit.tin", beacon.tin, (on: boolean) => ({ control: "beacon-tin", beacon: id, on })],
    ["kit.fist", beacon.held, (on: boolean) => ({ control: "beacon-fist", beacon: id, on })],
    ["kit.turned", beacon.turned, (on: boolean) => ({ control: "beacon-turn", beacon: id, on })],
    ["kit.worn", beacon.worn === true, (worn: boolean) => ({ control: "beacon-battery", beacon: id, worn })],
  ];
  return switches.map(([label, isOn, control]) => (
    <Switch
      key={label}
      label={t(label)}
      checked={isOn}
      className={classes.switch ?? ""}
      onChange={(event) => hand.act(control(event.currentTarget.checked))}
    />
  ));
}

function Axis({
  label,
  value,
  max,
  onChange,
  onEnd,
}: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  readonly onEnd: () => void;
}) {
  const { language } = useLanguage();
  return (
    <div className={classes.slider}>
      <span>
        {label} <b>{withUnit(language, formatNumber(language, value, 2), "m")}</b>
      </span>
      <Slide
        label={label}
        min={0}
        max={max}
        step={0.05}
        value={value}
        onChange={onChange}
        onChangeEnd={onEnd}
      />
    </div>
  );
}
