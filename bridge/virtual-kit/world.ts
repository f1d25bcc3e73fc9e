// The world: where things are and how they are set, and what a hand may do to them. Pure: no time, no chance, no hardware.
import type {
  Kit,
  KitBeacon,
  KitBoard,
  KitComponent,
  KitControl,
  KitMicrobit,
  KitPeripheral,
  KitTag,
  Point,
} from "#contract/kit.ts";
import { LaboError } from "../errors.ts";
import { defaultKit } from "./default-kit.ts";
import { pressesOf, putBack, takeFromDrawer } from "./drawer.ts";

type Kind = KitComponent["kind"];

export class World {
  private state: Kit;
  private readonly initial: () => Kit;

  /** @param initial the kit at the start and after a reset. */
  constructor(initial: () => Kit = defaultKit) {
    this.initial = initial;
    this.state = withSenses(initial());
  }

  /** As it is now; not a copy: do not keep it over a change. */
  get kit(): Kit {
    return this.state;
  }

  /** A copy to keep or to send. */
  snapshot(): Kit {
    return structuredClone(this.state);
  }

  /**
   * Does what the hand does. A tap is only its first half here: lifting the tag again takes time, which the world has not.
   * @throws LaboError NOT_FOUND naming what does not exist.
   */
  apply(control: KitControl): void {
    switch (control.control) {
      case "tag-place":
        this.place(control.tag, control.reader, control.distanceMm);
        break;
      case "tag-tap":
        this.place(control.tag, control.reader, 5);
        break;
      case "tag-remove":
        delete this.tag(control.tag).over;
        break;
      case "beacon-move":
        this.beacon(control.beacon).at = this.inside(control.to);
        break;
      case "beacon-power":
        this.beacon(control.beacon).powered = control.on;
        break;
      case "beacon-tin":
        this.beacon(control.beacon).tin = control.on;
        break;
      case "beacon-add":
        this.state.beacons.push(takeFromDrawer(this.state, control.format));
        break;
      case "beacon-remove":
        this.state.beacons = putBack(this.state.beacons, this.beacon(control.beacon));
        break;
      case "beacon-press": {
        const beacon = this.beacon(control.beacon);
        beacon.presses = pressesOf(beacon) + 1;
        break;
      }
      case "peripheral-move":
        this.peripheral(control.peripheral).at = this.inside(control.to);
        break;
      case "peripheral-power":
        this.peripheral(control.peripheral).powered = control.on;
        break;
      case "peripheral-button":
        this.microbit(control.peripheral)[control.button] = control.pressed;
        break;
      case "peripheral-tilt":
        this.microbit(control.peripheral).tilt = { x: control.x, y: control.y };
        break;
      case "person-move":
        this.state.person = this.inside(control.to);
        break;
      case "room-light":
        this.state.illuminance = control.lux;
        break;
      case "room-temperature":
        this.state.temperature = control.celsius;
        break;
      case "knob-turn":
        this.component(control.board, control.component, "potentiometer").value = control.ratio;
        break;
      case "button":
        this.component(control.board, control.component, "button").value = control.pressed ? 1 : 0;
        break;
      case "obstacle":
        this.component(control.board, control.component, "sonar").value = control.metres;
        break;
      case "movement":
        this.component(control.board, control.component, "motion").value = control.moving ? 1 : 0;
        break;
      case "wire":
        this.component(control.board, control.component).wired = control.connected;
        break;
      case "plug":
        this.board(control.board).plugged = control.plugged;
        break;
      case "line-noise":
        this.board(control.board);
        break;
      case "strangers":
        this.state.strangers = control.count;
        break;
      case "reset": {
        // Who is connected to what is no hand's doing.
        const linked = new Set(this.state.peripherals.filter((one) => one.linked).map(({ id }) => id));
        this.state = this.initial();
        for (const one of this.state.peripherals) one.linked = linked.has(one.id);
        break;
      }
    }
    withSenses(this.state);
  }

  /** What a person sees an actuator do. @returns whether that is new. */
  show(boardId: string, componentId: string, value: number, colours?: readonly string[]): boolean {
    const component = this.component(boardId, componentId);
    const same = colours === undefined || colours.every((one, index) => one === component.colours?.[index]);
    if (component.value === value && same) return false;
    component.value = value;
    if (colours !== undefined) component.colours = [...colours];
    return true;
  }

  /** What a person sees a micro:bit do. @returns whether that is new. */
  showMicrobit(id: string, change: Partial<Pick<KitMicrobit, "display" | "text" | "heard">>): boolean {
    return assign(this.microbit(id), change);
  }

  /** Whether somebody holds a connection to it. @returns whether that is new. */
  showLink(id: string, linked: boolean): boolean {
    return assign(this.peripheral(id), { linked });
  }

  peripheral(id: string): KitPeripheral {
    return found(this.state.peripherals, id, "peripheral");
  }

  microbit(id: string): KitMicrobit {
    const { microbit } = this.peripheral(id);
    if (microbit === undefined) throw new LaboError("NOT_FOUND", [`peripheral: ${id} is not a micro:bit`]);
    return microbit;
  }

  board(id: string): KitBoard {
    return found(this.state.boards, id, "board");
  }

  component(boardId: string, id: string, kind?: Kind): KitComponent {
    const component = found(this.board(boardId).components, id, "component");
    if (kind !== undefined && component.kind !== kind) {
      throw new LaboError("NOT_FOUND", [`component: ${id} is not a ${kind}`]);
    }
    return component;
  }

  private tag(id: string): KitTag {
    return found(this.state.tags, id, "tag");
  }

  private beacon(id: string): KitBeacon {
    return found(this.state.beacons, id, "beacon");
  }

  private place(tagId: string, readerId: string, distanceMm: number): void {
    const tag = this.tag(tagId);
    const reader = found(this.state.boards, readerId, "reader");
    if (reader.firmware === "labo-firmata")
      throw new LaboError("NOT_FOUND", [`reader: ${readerId} reads no tags`]);
    tag.over = { reader: readerId, distanceMm };
  }

  private inside(point: Point): Point {
    const { width, depth } = this.state.room;
    return { x: Math.min(point.x, width), y: Math.min(point.y, depth) };
  }
}

/** @returns whether anything changed. */
function assign<T extends object>(thing: T, change: Partial<T>): boolean {
  const before = JSON.stringify(thing);
  Object.assign(thing, change);
  return JSON.stringify(thing) !== before;
}

function found<T extends { id: string }>(things: readonly T[], id: string, what: string): T {
  const thing = things.find((one) => one.id === id);
  if (thing === undefined) throw new LaboError("NOT_FOUND", [`${what}: ${id}`]);
  return thing;
}

/** Sensors show what they are in: the room's light and temperature. */
function withSenses(kit: Kit): Kit {
  for (const component of kit.boards.flatMap((board) => board.components)) {
    const { kind } = component;
    if (kind === "photoresistor" || kind === "lux") component.value = kit.illuminance;
    if (kind === "temperature" || kind === "climate") component.value = kit.temperature;
  }
  return kit;
}
