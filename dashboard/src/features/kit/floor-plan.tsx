// The room from above: beacons, the person and the computer that listens. Drag, arrow keys, or sliders.
import { NativeSelect, Slider, Switch } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { Kit, KitControl, Point } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import classes from "./kit.module.css";
import { distanceBetween, inRoom, moveByKey } from "./kit-model.ts";
import type { KitHand } from "./use-kit.ts";

const person = "person";
const margin = 0.45;
/** Metres: about half a name. */
const nearWall = 1.2;

interface Thing {
  readonly id: string;
  readonly name: string;
  readonly at: Point;
  readonly off: boolean;
  readonly tin: boolean;
  readonly held: boolean;
  readonly turned: boolean;
}

/** Of what is neither in anything nor turned. */
const plain = { tin: false, held: false, turned: false } as const;

function moveOf(kit: Kit, id: string, to: Point): KitControl {
  if (id === person) return { control: "person-move", to };
  return kit.peripherals.some((peripheral) => peripheral.id === id)
    ? { control: "peripheral-move", peripheral: id, to }
    : { control: "beacon-move", beacon: id, to };
}

/** Near a side wall a name is written away from it: it would be cut. */
function edgeOf(room: Kit["room"], { x }: Point): "left" | "right" | undefined {
  if (x < nearWall) return "left";
  return x > room.width - nearWall ? "right" : undefined;
}

/** The whole metres inside a length, for the lines of the plan. */
function metres(length: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil(length) - 1) }, (_, n) => n + 1);
}

export function FloorPlan({ kit, hand }: { readonly kit: Kit; readonly hand: KitHand }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const plan = useRef<SVGSVGElement>(null);
  const [chosen, setChosen] = useState(kit.beacons[0]?.id ?? person);
  // While a hand holds something it is drawn where the hand is; the bench's answer follows.
  const [held, setHeld] = useState<{ readonly id: string; readonly at: Point }>();
  const { room, receiver } = kit;
  const things: readonly Thing[] = [
    ...kit.beacons.map((beacon) => ({
      id: beacon.id,
      name: words(beacon.name),
      at: beacon.at,
      off: !beacon.powered,
      tin: beacon.tin,
      held: beacon.held,
      turned: beacon.turned,
    })),
    ...kit.peripherals.map((board) => ({
      id: board.id,
      name: words(board.name),
      at: board.at,
      off: !board.powered,
      ...plain,
    })),
    { id: person, name: t("kit.you"), at: kit.person, off: false, ...plain },
  ];
  const placeOf = (thing: Thing) => (held?.id === thing.id ? held.at : thing.at);

  const pointAt = (event: PointerEvent): Point | undefined => {
    const matrix = plan.current?.getScreenCTM();
    if (matrix === null || matrix === undefined) return undefined;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return inRoom(room, { x, y });
  };
  const move = (id: string, to: Point) => {
    setHeld({ id, at: to });
    hand.glide(moveOf(kit, id, to));
  };
  const onKey = (thing: Thing) => (event: KeyboardEvent) => {
    const to = moveByKey(room, placeOf(thing), event.key, event.shiftKey);
    if (to === undefined) return;
    event.preventDefault();
    setChosen(thing.id);
    move(thing.id, to);
  };
  const selected = things.find(({ id }) => id === chosen) ?? things[0];
  const beacon = kit.beacons.find(({ id }) => id === selected?.id);

  return (
    <div className={classes.room}>
      <fieldset
        className={classes.planBox}
        aria-label={t("kit.plan", {
          width: formatNumber(language, room.width, 1),
          depth: formatNumber(language, room.depth, 1),
        })}
      >
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: a title would pop up under the pointer; the fieldset bears the name */}
        <svg
          ref={plan}
          viewBox={`${-margin} ${-margin} ${room.width + 2 * margin} ${room.depth + 2 * margin}`}
          className={classes.plan}
        >
          <rect width={room.width} height={room.depth} rx="0.08" className={classes.floor} />
          <g className={classes.grid}>
            {metres(room.width).map((x) => (
              <path key={`x${x}`} d={`M${x} 0V${room.depth}`} />
            ))}
            {metres(room.depth).map((y) => (
              <path key={`y${y}`} d={`M0 ${y}H${room.width}`} />
            ))}
          </g>
          {selected !== undefined && (
            <line
              x1={receiver.x}
              y1={receiver.y}
              x2={placeOf(selected).x}
              y2={placeOf(selected).y}
              className={classes.sight}
            />
          )}
          <g transform={`translate(${receiver.x} ${receiver.y})`} className={classes.computer}>
            <rect x="-0.26" y="-0.2" width="0.52" height="0.32" rx="0.04" />
            <path d="M-0.36 0.2H0.36L0.28 0.12H-0.28Z" />
            <text y="0.46">{t("kit.computer")}</text>
          </g>
          {things.map((thing) => {
            const at = placeOf(thing);
            return (
              // biome-ignore lint/a11y/useSemanticElements: an SVG group cannot be a button element
              <g
                key={thing.id}
                transform={`translate(${at.x} ${at.y})`}
                className={classes.thing}
                data-kind={thing.id === person ? "person" : "beacon"}
                data-thing={thing.id}
                data-off={thing.off}
                data-chosen={thing.id === selected?.id}
                role="button"
                tabIndex={0}
                aria-pressed={thing.id === selected?.id}
                aria-label={t("kit.thingAt", {
                  name: thing.name,
                  distance: formatNumber(language, distanceBetween(at, receiver), 1),
                })}
                onKeyDown={onKey(thing)}
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setChosen(thing.id);
                  setHeld({ id: thing.id, at: thing.at });
                }}
                onPointerMove={(event) => {
                  if (held?.id !== thing.id || !event.currentTarget.hasPointerCapture(event.pointerId))
                    return;
                  const to = pointAt(event);
                  if (to !== undefined) move(thing.id, to);
                }}
                onPointerUp={() => setHeld(undefined)}
                onPointerCancel={() => setHeld(undefined)}
                onBlur={() => setHeld(undefined)}
              >
                <circle className={classes.hit} />
                <circle r="0.36" className={classes.grip} />
                {thing.tin && (
                  <rect x="-0.3" y="-0.24" width="0.6" height="0.48" rx="0.06" className={classes.tin} />
                )}
                {thing.held && <circle r="0.27" className={classes.fist} />}
                {thing.id === person ? (
                  <>
                    <ellipse rx="0.28" ry="0.16" className={classes.body} />
                    <circle r="0.13" className={classes.head} />
                  </>
                ) : (
                  <>
                    <circle r="0.13" className={classes.dot} />
                    {!thing.off && (
                      <path
                        d="M-0.17 0.17A0.24 0.24 0 0 1-0.17-0.17M0.17-0.17A0.24 0.24 0 0 1 0.17 0.17"
                        className={classes.wave}
                        transform={thing.turned ? "rotate(90)" : undefined}
                      />
                    )}
                    {thing.off && <path d="M-0.17-0.17 0.17 0.17" className={classes.wave} />}
                  </>
                )}
                <text y="0.56" data-edge={edgeOf(room, at)}>
                  {thing.name}
                </text>
              </g>
            );
          })}
        </svg>
      </fieldset>
      {selected !== undefined && (
        <div className={classes.controls}>
          <NativeSelect
            label={t("kit.choose")}
            value={selected.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={things.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <p className={classes.distance} role="status">
            {t("kit.distance", {
              distance: withUnit(
                language,
                formatNumber(language, distanceBetween(placeOf(selected), receiver), 1),
                "m",
              ),
            })}
          </p>
          <Axis
            label={t("kit.x")}
            value={placeOf(selected).x}
            max={room.width}
            onChange={(x) => move(selected.id, inRoom(room, { ...placeOf(selected), x }))}
            onEnd={() => setHeld(undefined)}
          />
          <Axis
            label={t("kit.y")}
            value={placeOf(selected).y}
            max={room.depth}
            onChange={(y) => move(selected.id, inRoom(room, { ...placeOf(selected), y }))}
            onEnd={() => setHeld(undefined)}
          />
          {beacon !== undefined && (
            <>
              <Switch
                label={t("kit.battery")}
                checked={beacon.powered}
                className={classes.switch ?? ""}
                onChange={(event) =>
                  hand.act({ control: "beacon-power", beacon: beacon.id, on: event.currentTarget.checked })
                }
              />
              <Switch
                label={t("kit.tin")}
                checked={beacon.tin}
                className={classes.switch ?? ""}
                onChange={(event) =>
                  hand.act({ control: "beacon-tin", beacon: beacon.id, on: event.currentTarget.checked })
                }
              />
              <Switch
                label={t("kit.fist")}
                checked={beacon.held}
                className={classes.switch ?? ""}
                onChange={(event) =>
                  hand.act({ control: "beacon-fist", beacon: beacon.id, on: event.currentTarget.checked })
                }
              />
              <Switch
                label={t("kit.turned")}
                checked={beacon.turned}
                className={classes.switch ?? ""}
                onChange={(event) =>
                  hand.act({ control: "beacon-turn", beacon: beacon.id, on: event.currentTarget.checked })
                }
              />
              <Switch
                label={t("kit.worn")}
                checked={beacon.worn === true}
                className={classes.switch ?? ""}
                onChange={(event) =>
                  hand.act({
                    control: "beacon-battery",
                    beacon: beacon.id,
                    worn: event.currentTarget.checked,
                  })
                }
              />
            </>
          )}
        </div>
      )}
    </div>
  );
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
      <Slider
        min={0}
        max={max}
        step={0.05}
        value={value}
        onChange={onChange}
        onChangeEnd={onEnd}
        label={null}
        size="lg"
        thumbSize={28}
        thumbLabel={label}
      />
    </div>
  );
}
