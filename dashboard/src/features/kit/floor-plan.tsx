// The room from above: beacons, the person and the computer that listens. Drag, arrow keys, or sliders.
import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { Kit, KitControl, Point } from "#contract/kit.ts";
import { formatNumber } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { type Box, letterSize, placeLabels, planMargin, sizeOf } from "./floor-labels.ts";
import classes from "./kit.module.css";
import { distanceBetween, inRoom, moveByKey } from "./kit-model.ts";
import { PlaceControls } from "./place-controls.tsx";
import { PlanThing, person, type Thing } from "./plan-thing.tsx";
import { useHeld } from "./use-held.ts";
import type { KitHand } from "./use-kit.ts";

/** Of what is neither in anything nor turned. */
const plain = { tin: false, held: false, turned: false } as const;
const pixelsPerRem = 16;

function moveOf(kit: Kit, id: string, to: Point): KitControl {
  if (id === person) return { control: "person-move", to };
  return kit.peripherals.some((peripheral) => peripheral.id === id)
    ? { control: "peripheral-move", peripheral: id, to }
    : { control: "beacon-move", beacon: id, to };
}

/** The whole metres inside a length, for the lines of the plan. */
function metres(length: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil(length) - 1) }, (_, n) => n + 1);
}

/** What the computer takes on the plan, its name below included. */
function computerBox({ x, y }: Point, name: string, letters: number): Box {
  const { width, height } = sizeOf(name, letters);
  const half = Math.max(0.36, width / 2);
  return { left: x - half, right: x + half, top: y - 0.2, bottom: y + 0.22 + height };
}

export function FloorPlan({ kit, hand }: { readonly kit: Kit; readonly hand: KitHand }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const plan = useRef<SVGSVGElement>(null);
  const box = useElementSize<HTMLFieldSetElement>();
  const [chosen, setChosen] = useState(kit.beacons[0]?.id ?? person);
  // While a hand holds something it is drawn where the hand is; the bench's answer follows.
  const { wish: held, hold: setHeld, letGo } = useHeld<{ readonly id: string; readonly at: Point }>();
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
  const handOn = (thing: Thing) => ({
    onKey(event: KeyboardEvent) {
      const to = moveByKey(room, placeOf(thing), event.key, event.shiftKey);
      if (to === undefined) return;
      event.preventDefault();
      setChosen(thing.id);
      move(thing.id, to);
    },
    onTake() {
      setChosen(thing.id);
      setHeld({ id: thing.id, at: thing.at });
    },
    onDrag(event: PointerEvent) {
      const to = held?.id === thing.id ? pointAt(event) : undefined;
      if (to !== undefined) move(thing.id, to);
    },
    onLetGo: letGo,
  });
  const selected = things.find(({ id }) => id === chosen) ?? things[0];
  const letters = letterSize(box.width / pixelsPerRem);
  const labelsOf = (inTurn: readonly Thing[]) =>
    placeLabels(
      room,
      inTurn.map((thing) => ({ id: thing.id, name: thing.name, at: placeOf(thing) })),
      [computerBox(receiver, t("kit.computer"), letters)],
      letters,
    );
  const all = labelsOf(things);
  // The chosen one is never left without its name.
  const labels =
    selected === undefined || all.has(selected.id)
      ? all
      : labelsOf([selected, ...things.filter((thing) => thing !== selected)]);

  return (
    <div className={classes.room}>
      <fieldset
        ref={box.ref}
        className={classes.planBox}
        aria-label={t("kit.plan", {
          width: formatNumber(language, room.width, 1),
          depth: formatNumber(language, room.depth, 1),
        })}
      >
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: a title would pop up under the pointer; the fieldset bears the name */}
        <svg
          ref={plan}
          viewBox={`${-planMargin} ${-planMargin} ${room.width + 2 * planMargin} ${room.depth + 2 * planMargin}`}
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
            <text y={0.26 + letters * 0.9} fontSize={letters} textAnchor="middle">
              {t("kit.computer")}
            </text>
          </g>
          {things.map((thing) => (
            <PlanThing
              key={thing.id}
              thing={thing}
              at={placeOf(thing)}
              label={labels.get(thing.id)}
              said={t("kit.thingAt", {
                name: thing.name,
                distance: formatNumber(language, distanceBetween(placeOf(thing), receiver), 1),
              })}
              isChosen={thing.id === selected?.id}
              letters={letters}
              hand={handOn(thing)}
            />
          ))}
        </svg>
      </fieldset>
      {selected !== undefined && (
        <PlaceControls
          kit={kit}
          things={things}
          selected={selected}
          at={placeOf(selected)}
          hand={hand}
          onChoose={setChosen}
          onMove={move}
          onEnd={letGo}
        />
      )}
    </div>
  );
}
