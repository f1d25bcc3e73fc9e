// What the things of passers-by say: bytes that look like what phones, laptops and lost keys send, and mean nothing.
import type { Random } from "../../random.ts";
import { adStructure, makerData, serviceData } from "./ad-structures.ts";

const apple = 0x004c;
const microsoft = 0x0006;
/** Find Hub speaks under Eddystone's number: https://developers.google.com/nearby/fast-pair/specifications/extensions/fmdn */
const eddystone = 0xfeaa;
const fastPair = 0xfe2c;

type Say = (any: (count: number) => number[]) => number[];

const nearby: Say = (any) => [
  ...adStructure(0x01, [0x1a]),
  ...adStructure(0x0a, [0x0c]),
  ...makerData(apple, [0x10, 0x05, ...any(5)]),
];
const findMy: Say = (any) => makerData(apple, [0x12, 0x19, ...any(25)]);
const laptop: Say = (any) => makerData(microsoft, [0x01, 0x09, 0x20, 0x02, ...any(22)]);
const findHub: Say = (any) => serviceData(eddystone, [0x40, ...any(20)]);
const earbuds: Say = (any) => serviceData(fastPair, [0x00, ...any(8)]);

/** As often as each stands here. */
const crowd: readonly Say[] = [nearby, nearby, nearby, findMy, laptop, findHub, earbuds];

export function passerByPayload(random: Random): number[] {
  const say = crowd[random.integer(crowd.length)] ?? nearby;
  return say((count) => [...random.bytes(count)]);
}
