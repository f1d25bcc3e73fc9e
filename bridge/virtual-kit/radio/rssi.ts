// How strong a radio is heard: log-distance path loss, a body or a tin in the way, shadowing, fading. Model: constants §2.2.
import type { KitBeacon, Point } from "#contract/kit.ts";
import { figures } from "../figures.ts";
import { type Random, Wander } from "../random.ts";

/** Weakest frame the receiver still hears, dBm. */
export const sensitivity = -95;
/** Nearer than this the formula would go mad, metres. */
const nearest = 0.1;
/** Half the width of a person, metres, and where they stop mattering. */
const bodyReach = 0.4;
const bodyEdge = 0.6;
/** What a person at arm's width still takes of what they take in the middle. */
const edgeShare = 2 / 3;
const shadowingMemoryMs = 1000;
/** A move of this many metres changes the slow part as much as one memory of time. */
const shadowingMemoryMetres = 0.3;

export function distanceBetween(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function distanceToSegment(point: Point, from: Point, to: Point): number {
  const length2 = (to.x - from.x) ** 2 + (to.y - from.y) ** 2;
  const along =
    length2 === 0
      ? 0
      : ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length2;
  const share = Math.min(1, Math.max(0, along));
  return distanceBetween(point, { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
}

/** What a person takes from a radio path they stand in or near, decibels: all in the middle of it, two thirds at arm's width, then nothing. */
export function bodyLoss(person: Point, from: Point, to: Point): number {
  const away = distanceToSegment(person, from, to);
  const full = figures.bodyLoss;
  if (away <= bodyReach) return full - (full * (1 - edgeShare) * away) / bodyReach;
  return Math.max(0, (full * edgeShare * (bodyEdge - away)) / (bodyEdge - bodyReach));
}

/** What is around a beacon, or how it lies, takes this from its signal: decibels. */
export function beaconLoss(beacon: Pick<KitBeacon, "tin" | "held" | "turned" | "worn">): number {
  const { tin, held, turned, worn } = beacon;
  return (
    (tin ? figures.tinLoss : 0) +
    (held ? figures.fistLoss : 0) +
    (turned ? figures.turnLoss : 0) +
    (worn ? figures.wornLoss : 0)
  );
}

/**
 * Mean signal strength, dBm, with nothing random in it.
 * @param measuredPower dBm at 1 m.
 * @param distance metres.
 */
export function meanRssi(measuredPower: number, distance: number): number {
  return measuredPower - 10 * figures.pathLoss * Math.log10(Math.max(nearest, distance));
}

/** The part of one path's signal strength that changes by itself, decibels around 0. */
export class PathNoise {
  private readonly random: Random;
  private readonly shadow: Wander;
  private last: Point | undefined;

  constructor(random: Random) {
    this.random = random;
    this.shadow = new Wander(random, figures.shadowing, shadowingMemoryMs);
  }

  /** @param ms simulated time. @param at where the sender is: moving changes the shadows too. */
  sample(ms: number, at: Point): number {
    if (this.last !== undefined) this.shadow.forget(distanceBetween(this.last, at) / shadowingMemoryMetres);
    this.last = { ...at };
    return this.shadow.at(ms) + figures.fading * this.random.gaussian();
  }
}
