// The air of the room: beacons and passers-by send when their time comes, and the receiver hears what reaches it.
import { createCipheriv } from "node:crypto";
import type { Kit, KitBeacon, KitPeripheral, Point } from "#contract/kit.ts";
import { type BeaconRadio, beaconRadios, peripheralRadios } from "../default-kit.ts";
import { drawerRadio } from "../drawer.ts";
import { figures } from "../figures.ts";
import type { Random } from "../random.ts";
import { beaconPrograms } from "./beacon-programs.ts";
import { passerByPayload } from "./formats/passers-by.ts";
import { peripheralPayload } from "./formats/peripheral.ts";
import type { AirAdvertisement } from "./hci-controller.ts";
import { beaconLoss, bodyLoss, distanceBetween, meanRssi, PathNoise, sensitivity } from "./rssi.ts";

/** Share of frames a receiver that listens all the time catches: it is deaf while it changes channel. */
const caught = 0.9;
/** A press is told at once and again and again, so that somebody hears it. */
const pressFrames = 6;
const pressIntervalMs = 60;
/** How long a phone keeps an address, milliseconds. */
const addressLifeMs = 15 * 60_000;
/** How far beyond the walls passers-by are, metres. */
const surroundings = 10;

interface Sender {
  nextAt: number;
  readonly noise: PathNoise;
}

interface BeaconSender extends Sender {
  readonly radio: Omit<BeaconRadio, "identity">;
  readonly random: Random;
  poweredAt: number | undefined;
  sent: number;
  movements: number;
  lastAt: Point;
  /** Presses of its button it has seen, and how often it still says the last one, always in the same bytes. */
  presses: number;
  repeats: number;
  said: readonly number[];
}

interface Stranger extends Sender {
  readonly random: Random;
  readonly intervalMs: number;
  readonly at: Point;
  readonly power: number;
  readonly resolvingKey: Uint8Array;
  address: readonly number[];
  payload: readonly number[];
  changesAt: number;
}

export class Air {
  private readonly kit: () => Kit;
  private readonly random: Random;
  private readonly beacons = new Map<string, BeaconSender>();
  private readonly peripherals = new Map<string, Sender & { readonly random: Random }>();
  private readonly strangers: Stranger[] = [];
  private strangersMade = 0;

  /** @param kit the world as it is, asked anew each time. */
  constructor(kit: () => Kit, random: Random) {
    this.kit = kit;
    this.random = random;
  }

  /**
   * Lets time pass.
   * @param ms simulated time now.
   * @param duty share of the time the receiver listens; 0 when it is off.
   * @param hear what the receiver caught, in the order it was sent within each sender.
   */
  advance(ms: number, duty: number, hear: (heard: AirAdvertisement) => void): void {
    const kit = this.kit();
    if (this.beacons.size > kit.beacons.length) this.forgetAbsent(kit);
    for (const beacon of kit.beacons) this.runBeacon(kit, beacon, ms, duty, hear);
    for (const peripheral of kit.peripherals) this.runPeripheral(kit, peripheral, ms, duty, hear);
    this.keepStrangers(kit, ms);
    for (const stranger of this.strangers) this.runStranger(kit, stranger, ms, duty, hear);
  }

  private isCaught(rssi: number, duty: number): boolean {
    return rssi >= sensitivity && this.random.chance(caught * duty);
  }

  private runBeacon(
    kit: Kit,
    beacon: KitBeacon,
    ms: number,
    duty: number,
    hear: (heard: AirAdvertisement) => void,
  ): void {
    const radio = beaconRadios[beacon.id] ?? drawerRadio(beacon);
    if (radio === undefined) return;
    const sender = this.beaconSender(beacon, radio, ms);
    if (distanceBetween(sender.lastAt, beacon.at) > 0.02) {
      sender.movements++;
      sender.lastAt = { ...beacon.at };
    }
    if (!beacon.powered) {
      sender.poweredAt = undefined;
      return;
    }
    if (sender.poweredAt === undefined) {
      sender.poweredAt = ms;
      sender.sent = 0;
      sender.nextAt = ms + sender.random.next() * beacon.intervalMs;
    }
    const presses = beacon.presses ?? 0;
    if (presses > sender.presses) {
      sender.repeats = pressFrames;
      sender.said = [];
      sender.nextAt = ms;
    }
    sender.presses = presses;
    while (sender.nextAt <= ms) {
      const at = sender.nextAt;
      const isPressed = sender.repeats > 0;
      sender.nextAt +=
        (isPressed ? pressIntervalMs : beacon.intervalMs) + sender.random.next() * figures.advertisingDelayMs;
      const payload = this.say(kit, beacon, sender, at);
      if (duty === 0) continue;
      const rssi =
        meanRssi(radio.measuredPower, distanceBetween(beacon.at, kit.receiver)) -
        bodyLoss(kit.person, beacon.at, kit.receiver) -
        beaconLoss(beacon) +
        sender.noise.sample(at, beacon.at);
      if (!this.isCaught(rssi, duty)) continue;
      hear({
        type: 3,
        addressType: radio.addressType,
        address: radio.address,
        payload,
        rssi,
      });
    }
  }

  /** Whether radio from a place reaches the receiver, fading aside. */
  reaches(at: Point, measuredPower: number): boolean {
    const { receiver, person } = this.kit();
    const rssi = meanRssi(measuredPower, distanceBetween(at, receiver)) - bodyLoss(person, at, receiver);
    return rssi >= sensitivity;
  }

  /** A board one connects to calls for somebody, until somebody came. */
  private runPeripheral(
    kit: Kit,
    { id, at, powered, linked }: KitPeripheral,
    ms: number,
    duty: number,
    hear: (heard: AirAdvertisement) => void,
  ): void {
    const radio = peripheralRadios[id];
    if (radio === undefined) return;
    let sender = this.peripherals.get(id);
    if (sender === undefined) {
      const random = this.random.fork(id);
      sender = { random, noise: new PathNoise(random.fork("path")), nextAt: ms };
      this.peripherals.set(id, sender);
    }
    if (!powered || linked) sender.nextAt = ms + sender.random.next() * radio.intervalMs;
    while (sender.nextAt <= ms) {
      const sentAt = sender.nextAt;
      sender.nextAt += radio.intervalMs + sender.random.next() * figures.advertisingDelayMs;
      if (duty === 0) continue;
      const rssi =
        meanRssi(radio.measuredPower, distanceBetween(at, kit.receiver)) -
        bodyLoss(kit.person, at, kit.receiver) +
        sender.noise.sample(sentAt, at);
      if (!this.isCaught(rssi, duty)) continue;
      hear({
        type: 0,
        addressType: "random",
        address: radio.address,
        payload: peripheralPayload(radio.localName, radio.services),
        rssi,
      });
    }
  }

  private beaconSender(beacon: KitBeacon, radio: BeaconSender["radio"], ms: number): BeaconSender {
    const known = this.beacons.get(beacon.id);
    if (known !== undefined) return known;
    const random = this.random.fork(beacon.id);
    const sender: BeaconSender = {
      radio,
      random,
      noise: new PathNoise(random.fork("path")),
      nextAt: ms,
      poweredAt: undefined,
      sent: 0,
      movements: 0,
      lastAt: { ...beacon.at },
      presses: beacon.presses ?? 0,
      repeats: 0,
      said: [],
    };
    this.beacons.set(beacon.id, sender);
    return sender;
  }

  /** What it sends now: something new, or the press of its button once more. */
  private say(kit: Kit, beacon: KitBeacon, sender: BeaconSender, ms: number): readonly number[] {
    const isPressed = sender.repeats > 0;
    if (isPressed) sender.repeats -= 1;
    if (isPressed && sender.said.length > 0) return sender.said;
    sender.sent += 1;
    const { radio, random, sent, movements } = sender;
    const uptime = (ms - (sender.poweredAt ?? ms)) / 1000;
    sender.said = beaconPrograms[beacon.format]({
      kit,
      beacon,
      radio: { ...radio, declaredPower: radio.declaredPower ?? radio.measuredPower },
      random,
      sent,
      uptime,
      ms,
      movements,
      isPressed,
    });
    return sender.said;
  }

  private forgetAbsent(kit: Kit): void {
    const here = new Set(kit.beacons.map(({ id }) => id));
    for (const id of this.beacons.keys()) if (!here.has(id)) this.beacons.delete(id);
  }

  private keepStrangers(kit: Kit, ms: number): void {
    if (this.strangers.length > kit.strangers) this.strangers.length = kit.strangers;
    while (this.strangers.length < kit.strangers) this.strangers.push(this.newStranger(kit, ms));
  }

  private newStranger(kit: Kit, ms: number): Stranger {
    const random = this.random.fork(`stranger-${this.strangersMade++}`);
    const intervalMs = 600 + random.integer(1400);
    const resolvingKey = random.bytes(16);
    return {
      random,
      intervalMs,
      noise: new PathNoise(random.fork("path")),
      at: {
        x: -surroundings + random.next() * (kit.room.width + 2 * surroundings),
        y: -surroundings + random.next() * (kit.room.depth + 2 * surroundings),
      },
      power: -58 - random.next() * 12,
      resolvingKey,
      address: resolvableAddress(resolvingKey, random),
      payload: passerByPayload(random),
      nextAt: ms + random.next() * intervalMs,
      changesAt: ms + random.next() * addressLifeMs,
    };
  }

  private runStranger(
    kit: Kit,
    stranger: Stranger,
    ms: number,
    duty: number,
    hear: (heard: AirAdvertisement) => void,
  ): void {
    while (stranger.changesAt <= ms) {
      stranger.changesAt += addressLifeMs;
      stranger.address = resolvableAddress(stranger.resolvingKey, stranger.random);
      stranger.payload = passerByPayload(stranger.random);
    }
    while (stranger.nextAt <= ms) {
      const at = stranger.nextAt;
      stranger.nextAt += stranger.intervalMs + stranger.random.next() * figures.advertisingDelayMs;
      if (duty === 0) continue;
      const rssi =
        meanRssi(stranger.power, distanceBetween(stranger.at, kit.receiver)) +
        stranger.noise.sample(at, stranger.at);
      if (!this.isCaught(rssi, duty)) continue;
      hear({ type: 0, addressType: "random", address: stranger.address, payload: stranger.payload, rssi });
    }
  }
}

/** A resolvable private address: 24 random bits whose top two are 01, then their hash under the phone's key (vol. 3, part H, §2.2.2). */
export function resolvableAddress(key: Uint8Array, random: Random): number[] {
  const [first = 0, ...others] = random.bytes(3);
  const prand = [(first & 0x3f) | 0x40, ...others];
  const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  const hash = cipher.update(Uint8Array.from([...new Array<number>(13).fill(0), ...prand])).subarray(13);
  return [...prand, ...hash];
}
