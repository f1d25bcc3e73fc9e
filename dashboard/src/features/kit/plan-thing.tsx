// A thing on the plan of the room: what it looks like, its name where there is room for it, and how a hand moves it.
import type { KeyboardEvent, PointerEvent } from "react";
import type { Point } from "#contract/kit.ts";
import type { Label } from "./floor-labels.ts";
import classes from "./kit.module.css";

export const person = "person";

export interface Thing {
  readonly id: string;
  readonly name: string;
  readonly at: Point;
  readonly off: boolean;
  readonly tin: boolean;
  readonly held: boolean;
  readonly turned: boolean;
}

export interface ThingHand {
  onKey(event: KeyboardEvent): void;
  onTake(): void;
  onDrag(event: PointerEvent): void;
  onLetGo(): void;
}

export function PlanThing({
  thing,
  at,
  label,
  said,
  isChosen,
  letters,
  hand,
}: {
  readonly thing: Thing;
  /** Where it is drawn: where the hand is, while one holds it. */
  readonly at: Point;
  readonly label: Label | undefined;
  /** Its name and its distance, for who hears the page. */
  readonly said: string;
  readonly isChosen: boolean;
  /** Height of letters, metres of the plan. */
  readonly letters: number;
  readonly hand: ThingHand;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG group cannot be a button element
    <g
      transform={`translate(${at.x} ${at.y})`}
      className={classes.thing}
      data-kind={thing.id === person ? "person" : "beacon"}
      data-thing={thing.id}
      data-off={thing.off}
      data-chosen={isChosen}
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-label={said}
      onKeyDown={hand.onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        hand.onTake();
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) hand.onDrag(event);
      }}
      onPointerUp={hand.onLetGo}
      onPointerCancel={hand.onLetGo}
      onBlur={hand.onLetGo}
    >
      <circle className={classes.hit} />
      <circle r="0.36" className={classes.grip} />
      {thing.tin && <rect x="-0.3" y="-0.24" width="0.6" height="0.48" rx="0.06" className={classes.tin} />}
      {thing.held && <circle r="0.27" className={classes.fist} />}
      {thing.id === person ? <Person /> : <Radio isOff={thing.off} isTurned={thing.turned} />}
      {label !== undefined && (
        <>
          {label.isFar && (
            <path d={`M0 0L${label.middle.x - at.x} ${label.middle.y - at.y}`} className={classes.thread} />
          )}
          <text
            x={label.middle.x - at.x}
            y={label.middle.y - at.y}
            fontSize={letters}
            dominantBaseline="central"
            textAnchor="middle"
          >
            {thing.name}
          </text>
        </>
      )}
    </g>
  );
}

function Person() {
  return (
    <>
      <ellipse rx="0.28" ry="0.16" className={classes.body} />
      <circle r="0.13" className={classes.head} />
    </>
  );
}

/** A beacon, or a board one connects to. */
function Radio({ isOff, isTurned }: { readonly isOff: boolean; readonly isTurned: boolean }) {
  return (
    <>
      <circle r="0.13" className={classes.dot} />
      {isOff ? (
        <path d="M-0.17-0.17 0.17 0.17" className={classes.wave} />
      ) : (
        <path
          d="M-0.17 0.17A0.24 0.24 0 0 1-0.17-0.17M0.17-0.17A0.24 0.24 0 0 1 0.17 0.17"
          className={classes.wave}
          transform={isTurned ? "rotate(90)" : undefined}
        />
      )}
    </>
  );
}
