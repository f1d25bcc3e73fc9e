// PN532 on its high-speed UART: frames, acknowledgement, and the commands a reader of tags needs, over the kit's own tags.
// It sleeps until it hears the long preamble; with its own setting it searches for ever, as the real one does.
// NXP UM0701-02 (PN532 user manual), chapters 6 and 7.

import { checksCrcA, withCrcA } from "../chips/crc-a.ts";
import type { Tag } from "../chips/iso14443-tags.ts";
import { cascadeLevels } from "../chips/iso14443-tags.ts";
import { figures } from "../figures.ts";
import type { ModuleChip } from "./serial-module.ts";

const ackMs = 1;
const answerMs = 4;
/** One search of the field for tags. */
const searchMs = 12;
const mostTargets = 2;
const forEver = 0xff;
const timeoutError = 0x01;

const isReached = (distanceMm: number): boolean => distanceMm <= figures.pn532Reach * 1000;

export interface NearTag {
  readonly tag: Tag;
  readonly distanceMm: number;
}

interface Target {
  readonly tag: Tag;
  readonly uid: readonly number[];
  readonly atqa: readonly number[];
  readonly sak: number;
}

interface Sending {
  readonly atMs: number;
  readonly bytes: readonly number[];
}

const sum = (bytes: readonly number[]) => bytes.reduce((total, byte) => (total + byte) & 0xff, 0);
const ack = [0x00, 0x00, 0xff, 0x00, 0xff, 0x00];
const syntaxError = [0x00, 0x00, 0xff, 0x01, 0xff, 0x7f, 0x81, 0x00];

function answerFrame(data: readonly number[]): number[] {
  const body = [0xd5, ...data];
  return [0x00, 0x00, 0xff, body.length, -body.length & 0xff, ...body, -sum(body) & 0xff, 0x00];
}

export class Pn532 implements ModuleChip {
  readonly baudRate = 115_200;
  private readonly field: () => readonly NearTag[];
  private asleep = true;
  private heard: number[] = [];
  private sending: Sending[] = [];
  private retries = forEver;
  private targets: Target[] = [];
  /** A search that goes on: how many targets at most, and when it looks next. */
  private search: { readonly most: number; left: number; nextMs: number } | undefined;

  /** @param field tags near the antenna, asked at each search. */
  constructor(field: () => readonly NearTag[]) {
    this.field = field;
  }

  powerOn(): void {
    this.asleep = true;
    this.heard = [];
    this.sending = [];
    this.retries = forEver;
    this.search = undefined;
    this.release();
  }

  powerOff(): void {
    this.release();
  }

  receive(byte: number, ms: number): void {
    if (this.asleep) {
      // The first bytes only wake it; the zeros behind them give its oscillator time.
      if (byte === 0x55) this.asleep = false;
      return;
    }
    this.heard.push(byte);
    this.readFrames(ms);
    if (this.heard.length > 300) this.heard.splice(0, this.heard.length - 300);
  }

  *runUntil(ms: number): Iterable<number> {
    if (this.search !== undefined) this.searchUntil(ms);
    while (this.sending[0] !== undefined && this.sending[0].atMs <= ms) {
      for (const byte of this.sending.shift()?.bytes ?? []) yield byte;
    }
  }

  private readFrames(ms: number): void {
    for (;;) {
      const start = this.heard.findIndex((byte, index) => byte === 0x00 && this.heard[index + 1] === 0xff);
      if (start < 0) return;
      const [, , length, check] = this.heard.slice(start);
      if (length === undefined || check === undefined) return;
      if (length === 0x00 && check === 0xff) {
        this.heard.splice(0, start + 4);
        // An acknowledgement from the host gives up what is under way.
        this.search = undefined;
        this.sending = [];
        continue;
      }
      if (((length + check) & 0xff) !== 0 || length === 0) {
        this.heard.splice(0, start + 2);
        continue;
      }
      const end = start + 4 + length + 1;
      if (this.heard.length < end) return;
      const body = this.heard.slice(start + 4, end);
      this.heard.splice(0, end);
      if (sum(body) === 0 && body[0] === 0xd4) this.obey(body.slice(1, -1), ms);
    }
  }

  private send(atMs: number, bytes: readonly number[]): void {
    this.sending.push({ atMs, bytes });
  }

  private obey([code, ...parameters]: readonly number[], ms: number): void {
    this.search = undefined;
    this.sending = [];
    this.send(ms + ackMs, ack);
    const answer = (data: readonly number[], delayMs = answerMs) =>
      this.send(ms + delayMs, answerFrame([(code ?? 0) + 1, ...data]));
    switch (code) {
      case 0x02:
        answer([0x32, 0x01, 0x06, 0x07]);
        break;
      case 0x14:
        answer([]);
        break;
      case 0x32:
        if (parameters[0] === 0x05) this.retries = parameters[3] ?? forEver;
        answer([]);
        break;
      case 0x4a:
        if (parameters[1] !== 0x00) this.send(ms + answerMs, syntaxError);
        else
          this.search = {
            most: Math.min(mostTargets, parameters[0] ?? 1),
            left: this.retries,
            nextMs: ms + searchMs,
          };
        break;
      case 0x40:
        answer(this.exchange(parameters[0] ?? 0, parameters.slice(1)), answerMs * 2);
        break;
      default:
        this.send(ms + answerMs, syntaxError);
    }
  }

  private searchUntil(ms: number): void {
    while (this.search !== undefined && this.search.nextMs <= ms) {
      const { search } = this;
      this.find(search.most);
      if (this.targets.length > 0 || (search.left !== forEver && search.left <= 0)) {
        this.search = undefined;
        this.send(search.nextMs, answerFrame([0x4b, this.targets.length, ...this.targets.flatMap(listed)]));
        return;
      }
      if (search.left !== forEver) search.left -= 1;
      search.nextMs += searchMs;
    }
  }

  /** Field off and on, then each tag is called and selected in turn. */
  private find(most: number): void {
    this.release();
    for (const { tag, distanceMm } of this.field()) {
      if (!isReached(distanceMm) || this.targets.length >= most) continue;
      const target = select(tag);
      if (target !== undefined) this.targets.push(target);
    }
  }

  private release(): void {
    for (const { tag } of this.targets) tag.power(false);
    this.targets = [];
  }

  private exchange(number: number, bytes: readonly number[]): readonly number[] {
    const target = this.targets[number - 1];
    const isNear = this.field().some(({ tag, distanceMm }) => tag === target?.tag && isReached(distanceMm));
    if (target === undefined || !isNear) return [timeoutError];
    const answer = target.tag.hear({ bytes: withCrcA(bytes), lastBits: 8 });
    if (answer === undefined) return [timeoutError];
    // Four bits: the tag took a write, or refused.
    if (answer.lastBits === 4) return answer.bytes[0] === 0x0a ? [0x00] : [0x13];
    return checksCrcA(answer.bytes) ? [0x00, ...answer.bytes.slice(0, -2)] : [0x02];
  }
}

function listed(target: Target, index: number): number[] {
  const [low = 0, high = 0] = target.atqa;
  return [index + 1, high, low, target.sak, target.uid.length, ...target.uid];
}

/** Calls a tag and selects it, level by level (ISO/IEC 14443-3, 6.5). */
function select(tag: Tag): Target | undefined {
  tag.power(false);
  tag.power(true);
  const atqa = tag.hear({ bytes: [0x26], lastBits: 7 })?.bytes;
  if (atqa === undefined) return undefined;
  let sak = 0x04;
  for (const [level, own] of cascadeLevels(tag.uid).entries()) {
    const code = 0x93 + level * 2;
    const answer = tag.hear({ bytes: withCrcA([code, 0x70, ...own]), lastBits: 8 });
    if (answer?.bytes[0] === undefined) return undefined;
    sak = answer.bytes[0];
  }
  return { tag, uid: tag.uid, atqa, sak };
}
