// Where everything stands in the drawing of a board's wiring. Pure; SVG units.
import { type BoardPlan, type Component, digitalPins, pinsOf } from "#contract/board-plan.ts";

export interface Wire {
  readonly pin: string;
  readonly points: string;
  /** One of the drawing's colours. */
  readonly colour: number;
}

export interface PlacedPart {
  readonly component: Component;
  readonly x: number;
  readonly y: number;
  readonly wires: readonly Wire[];
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly board: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly pins: readonly {
    readonly pin: string;
    readonly x: number;
    readonly y: number;
    readonly side: "left" | "right";
  }[];
  readonly parts: readonly PlacedPart[];
}

export const card = { width: 216, height: 56, gap: 14 };
const margin = 12;
const boardWidth = 150;
const pinStep = 26;
const lane = 9;
const lanes = 96;
export const colours = 7;
const leftPins = ["A0", "A1", "A2", "A3", "A4", "A5"];

const sideOf = (component: Component): "left" | "right" =>
  pinsOf(component).some(({ pin }) => leftPins.includes(pin)) ? "left" : "right";

/** The board in the middle, analogue and bus parts on its left, the others on its right, in the order of their pins. */
export function drawingOf(plan: BoardPlan): Drawing {
  const boardX = margin + card.width + lanes;
  const width = 2 * boardX + boardWidth;
  const boardHeight = (digitalPins.length + 1) * pinStep + 40;
  const of = (side: "left" | "right") => {
    const order = side === "left" ? leftPins : digitalPins;
    const rank = (component: Component) => order.indexOf(pinsOf(component)[0]?.pin ?? "");
    return plan.components.filter((one) => sideOf(one) === side).sort((a, b) => rank(a) - rank(b));
  };
  const stack = Math.max(of("left").length, of("right").length) * (card.height + card.gap) - card.gap;
  const height = Math.max(boardHeight, stack) + 2 * margin;
  const board = { x: boardX, y: (height - boardHeight) / 2, width: boardWidth, height: boardHeight };
  const pins = [
    ...leftPins.map((pin, index) => ({
      pin,
      x: board.x,
      y: board.y + 120 + index * pinStep,
      side: "left" as const,
    })),
    ...digitalPins.map((pin, index) => ({
      pin,
      x: board.x + board.width,
      y: board.y + 56 + index * pinStep,
      side: "right" as const,
    })),
  ];
  const parts = (["left", "right"] as const).flatMap((side) => {
    const components = of(side);
    const used = components.length * (card.height + card.gap) - card.gap;
    let turn = 0;
    return components.map((component, index): PlacedPart => {
      const x = side === "left" ? margin : width - margin - card.width;
      const y = (height - used) / 2 + index * (card.height + card.gap);
      const ends = pinsOf(component);
      const wires = ends.map(({ pin }, end): Wire => {
        const from = pins.find((one) => one.pin === pin) ?? { x: board.x, y: board.y };
        const at = y + (card.height * (end + 1)) / (ends.length + 1);
        const bend = from.x + (side === "left" ? -1 : 1) * (10 + lane * (turn % 9));
        turn += 1;
        const edge = side === "left" ? x + card.width : x;
        return {
          pin,
          colour: turn % colours,
          points: `${from.x},${from.y} ${bend},${from.y} ${bend},${at} ${edge},${at}`,
        };
      });
      return { component, x, y, wires };
    });
  });
  return { width, height, board, pins, parts };
}
