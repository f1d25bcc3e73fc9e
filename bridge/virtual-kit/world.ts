// The world: where things are and how they are set, and what a hand may do to them. Pure: no time, no chance, no hardware.
import type { BoardPlan } from "#contract/board-plan.ts";
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
import { luxAtSensors } from "./light.ts";
import { lit, signalAtEnd } from "./parts/littlebits.ts";
import { usualWalk } from "./parts/motion.ts";
import { partsOfPlan } from "./parts-of-plan.ts";

type Kind = KitComponent["kind"];
/** What else is seen of an actuator. */
export type Look = Pick<KitComponent, "colours" | "text">;

export class World {
  private state: Kit;
  private readonly initial: () => Kit;
  /** Boards that were wired by a plan. */
  private readonly plans = new Map<string, BoardPlan>();

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
        this.place(control.tag, control.reader, control.distanceMm ?? 5);
        break;
      case "tag-surround":
        this.tag(control.tag).around = control.by;
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
      case "beacon-fist":
        this.beacon(control.beacon).held = control.on;
        break;
      case "beacon-turn":
        this.beacon(control.beacon).turned = control.on;
        break;
      case "beacon-battery":
        this.beacon(control.beacon).worn = control.worn;
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
      case "peripheral-turn":
        this.microbit(control.peripheral).heading = control.degrees;
        break;
      case "person-move":
        this.state.person = this.inside(control.to);
        break;
      case "room-light":
        this.state.illuminance = control.lux;
        break;
      case "light-place":
        this.state.light.place = control.place;
        break;
      case "light-cover":
        this.state.light.covered = control.on;
        break;
      case "lamp": {
        const { lamp } = this.state.light;
        const { lit = lamp.lit, metres = lamp.metres, panel = lamp.panel } = control;
        this.state.light.lamp = { lit, metres, panel };
        break;
      }
      case "strip-away":
        this.state.light.stripMetres = control.metres;
        break;
      case "room-temperature":
        this.state.temperature = control.celsius;
        break;
      case "room-humidity":
        this.state.humidity = control.percent;
        break;
      case "knob-turn":
        this.component(control.board, control.component, "potentiometer").value = control.ratio;
        break;
      case "force":
        this.component(control.board, control.component, "force").value = control.newtons;
        break;
      case "noise":
        this.component(control.board, control.component, "sound-level").value = control.level;
        break;
      case "tilt": {
        const part = this.component(control.board, control.component, "accelerometer");
        part.tilt = { x: control.x, y: control.y };
        delete part.swing;
        break;
      }
      case "swing": {
        const { metres, degrees } = control;
        // A new object each time: the same push again is another push.
        this.component(control.board, control.component, "accelerometer").swing = { metres, degrees };
        break;
      }
      case "bits": {
        const part = this.component(control.board, control.component, "potentiometer");
        part.chain = lit(control.chain);
        part.value = signalAtEnd(part.chain);
        break;
      }
      case "button":
        this.component(control.board, control.component, "button").value = control.pressed ? 1 : 0;
        break;
      case "obstacle": {
        const part = this.component(control.board, control.component, "sonar", "time-of-flight");
        part.value = control.metres;
        if (part.kind !== "sonar") break;
        const { degrees = part.target?.degrees ?? 0, wool = part.target?.wool ?? false } = control;
        part.target = { degrees, wool };
        break;
      }
      case "movement": {
        const part = this.component(control.board, control.component, "motion");
        part.value = control.moving ? 1 : 0;
        part.metres = control.metres ?? part.metres ?? usualWalk;
        break;
      }
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
        for (const [id, plan] of this.plans) {
          const { components } = this.board(id);
          this.board(id).components = partsOfPlan(plan).map((part) => ({
            ...part,
            ...setUp(sameAs(part, components)),
          }));
        }
        for (const one of this.state.peripherals) one.linked = linked.has(one.id);
        break;
      }
    }
    withSenses(this.state);
  }

  /**
   * Takes a board's parts off and puts on those of a plan, now and at each reset; a part that is on both stays as it is.
   * @throws LaboError NOT_FOUND when there is no such board, or none with pins to wire.
   */
  rewire(boardId: string, plan: BoardPlan): void {
    const board = this.board(boardId);
    if (board.firmware !== "labo-firmata")
      throw new LaboError("NOT_FOUND", [`board: ${boardId} has no pins`]);
    this.plans.set(boardId, plan);
    board.components = partsOfPlan(plan).map((part) => {
      const before = sameAs(part, board.components);
      if (before === undefined) return part;
      const { value, wired, tilt = part.tilt, target, metres } = before;
      return {
        ...{ ...part, value, wired },
        ...(tilt && { tilt }),
        ...(target && { target }),
        ...(metres !== undefined && { metres }),
        ...setUp(before),
      };
    });
    withSenses(this.state);
  }

  /** What a person sees an actuator do. @returns whether that is new. */
  show(boardId: string, componentId: string, value: number, look: Look = {}): boolean {
    const component = this.component(boardId, componentId);
    const { colours = component.colours, text = component.text } = look;
    if (component.value === value && sameTexts(colours, component.colours) && sameTexts(text, component.text))
      return false;
    Object.assign(component, { value, ...look });
    // A strip shines on the light sensors.
    if (component.kind === "strip") withSenses(this.state);
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

  /** @param kinds that it may be; any when none is named. */
  component(boardId: string, id: string, ...kinds: readonly Kind[]): KitComponent {
    const component = found(this.board(boardId).components, id, "component");
    if (kinds.length > 0 && !kinds.includes(component.kind)) {
      throw new LaboError("NOT_FOUND", [`component: ${id} is not a ${kinds.join(" or a ")}`]);
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

/** The same part on the same pin, if it was there. */
const sameAs = (part: KitComponent, among: readonly KitComponent[]): KitComponent | undefined =>
  among.find(({ id, kind, pin }) => id === part.id && kind === part.kind && pin === part.pin);

/** What a plan knows nothing of: what bits are snapped before it, what it hangs on. */
const setUp = (
  before: KitComponent | undefined,
): Partial<Pick<KitComponent, "chain" | "swing" | "value">> => ({
  ...(before?.chain && { chain: before.chain, value: signalAtEnd(before.chain) }),
  ...(before?.swing && { swing: before.swing }),
});

const sameTexts = (one: readonly string[] = [], other: readonly string[] = []): boolean =>
  one.length === other.length && one.every((text, index) => text === other[index]);

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

/** Sensors show what they are in: the light where they lie, the room's temperature. */
function withSenses(kit: Kit): Kit {
  for (const component of kit.boards.flatMap((board) => board.components)) {
    const { kind } = component;
    if (kind === "photoresistor" || kind === "lux") component.value = luxAtSensors(kit);
    if (kind === "temperature" || kind === "thermometer" || kind === "climate")
      component.value = kit.temperature;
  }
  return kit;
}
