// What people decided, kept in the store and told to those who need it: names, pairings, taught beacons and tags.
import { createHash } from "node:crypto";
import type { NearbyBeacon } from "#contract/api/teaching.ts";
import {
  type BeaconCalibration,
  type CalibrationForm,
  calibrationOf,
  judgeSampling,
} from "#contract/beacon-calibration.ts";
import type { TaughtTag } from "#contract/bench.ts";
import type { DeviceFeed } from "#contract/live.ts";
import { sameWords, type Words } from "#contract/words.ts";
import type { BenchProjection } from "./bench/bench.ts";
import { type Clock, isoTime } from "./clock.ts";
import type { Taught } from "./devices/output.ts";
import { LaboError } from "./errors.ts";
import type { Store } from "./store/store.ts";
import type { VirtualKit } from "./virtual-kit/kit.ts";

/** All that the kit knows, for a recording. */
export interface TaughtThings {
  readonly beacons: {
    readonly identity: string;
    readonly name: Words;
    readonly calibration?: BeaconCalibration | undefined;
  }[];
  readonly tags: { readonly uid: string; readonly name: Words }[];
}

export interface Settings extends Taught {
  taughtThings(): TaughtThings;
  /** Puts everything remembered on the bench. */
  load(): void;
  rename(device: string, name: string): Promise<void>;
  forget(device: string): Promise<void>;
  pair(device: string, sheet: string): Promise<void>;
  unpair(device: string): Promise<void>;
  /** The sixteen bytes somebody gave for the device of this address (twelve hexadecimal digits). */
  keyFor(address: string): Uint8Array | undefined;
  /** @param key 32 hexadecimal digits. */
  giveKey(device: string, key: string): Promise<void>;
  /** Of a device whose address rotates, the kit forgets the device with its key. */
  forgetKey(device: string): Promise<void>;
  /** Keys that tell whose an address that rotates is; the same list until it changes. */
  rotatingKeys(): readonly { readonly identity: string; readonly key: Uint8Array }[];
  /** @param key 32 hexadecimal digits: the device's identity resolving key. */
  teachRotating(name: string, key: string): Promise<void>;
  /** What somebody measured of a beacon at one metre, by its identity. */
  calibrationOf(identity: string): BeaconCalibration | undefined;
  /**
   * Calibrates a beacon of this bridge from the samples that were heard of it.
   * @throws LaboError CALIBRATION_REFUSED when they cannot serve.
   */
  calibrate(device: string, form: CalibrationForm): Promise<BeaconCalibration>;
  /** Back to the power the beacon declares. */
  forgetCalibration(device: string): Promise<void>;
  nearby(): readonly NearbyBeacon[];
  teachBeacon(key: string, name: string): Promise<void>;
  teachTag(tag: string, label: string): Promise<TaughtTag>;
  forgetTag(tag: string): Promise<void>;
}

/** Strangers as the sessions hold them, for the moment a trainer teaches one. */
export interface Strangers {
  nearby(): readonly NearbyBeacon[];
  /** Decoded identity of a beacon heard nearby, by its passing key. */
  identityOf(key: string): string | undefined;
  /** Address that the key of a device goes by; `undefined` when it was not heard since the start, or has none. */
  keyAddressOf(device: string): string | undefined;
  /** Identity of a taught beacon heard here since the start. */
  taughtIdentityOf(device: string): string | undefined;
  /** UID of a tag seen since the start, by the id its events carry. */
  uidOf(tagId: string): string | undefined;
}

interface SettingsOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** What was heard of a device lately. */
  readonly heard: (device: string) => DeviceFeed;
  readonly bench: BenchProjection;
  /** The virtual kit's own beacons and tags are known from the start. */
  readonly kit: Pick<VirtualKit, "taught"> | undefined;
  readonly strangers: () => Strangers;
  /** Takes a device that is gone off the topic tree. */
  readonly forgetTopics: (device: string) => void;
  /** Something was taught or forgotten. */
  readonly onTaught?: () => void;
}

export function createSettings({
  clock,
  store,
  heard,
  bench,
  kit,
  strangers,
  forgetTopics,
  onTaught,
}: SettingsOptions): Settings {
  const ownTags = new Map((kit?.taught.tags ?? []).map(({ uid, name }) => [uid, name]));
  const beacons = new Map(
    [...(kit?.taught.beacons ?? []), ...(kit?.taught.peripherals ?? [])].map(({ identity, name }) => [
      identity,
      name,
    ]),
  );
  for (const { identity, name } of store.taughtBeacons()) beacons.set(identity, sameWords(name));
  const tags = new Map(ownTags);
  for (const { uid, label } of store.taughtTags()) tags.set(uid, sameWords(label));

  const keys = new Map(store.deviceKeys().map(({ address, key }) => [address, key]));
  const rotatingIdentity = (address: string) => `irk:${address}`;
  const rotatingOnes = () =>
    [...keys].flatMap(([address, key]) => {
      const identity = rotatingIdentity(address);
      return beacons.has(identity) ? [{ identity, key }] : [];
    });
  let rotating = rotatingOnes();
  const keyAddress = (device: string): string => {
    const address = strangers().keyAddressOf(device);
    if (address === undefined) throw new LaboError("NOT_FOUND", [`key of device ${device}`]);
    return address;
  };

  const calibrations = new Map(store.beaconCalibrations().map((kept) => [kept.identity, kept.calibration]));
  const keepCalibration = (identity: string, calibration: BeaconCalibration | undefined) => {
    store.keepBeaconCalibration(identity, calibration);
    if (calibration === undefined) calibrations.delete(identity);
    else calibrations.set(identity, calibration);
    onTaught?.();
  };
  /** Its own bridge calibrates a beacon, by what it heard itself. */
  const ownBeacon = (device: string): string => {
    const identity = strangers().taughtIdentityOf(device);
    if (identity === undefined) throw new LaboError("NOT_FOUND", [`beacon ${device} of this bench`]);
    return identity;
  };

  const showTags = () => bench.setTags([...tags].map(([id, label]) => ({ id, label })));
  const choices = () => new Map(store.deviceChoices().map((choice) => [choice.id, choice]));
  const showDevice = (id: string) => bench.setNotes(id, choices().get(id) ?? {});

  return {
    beaconName: (identity) => beacons.get(identity),
    isTagKnown: (uid) => tags.has(uid),
    taughtThings: () => ({
      beacons: [...beacons].map(([identity, name]) => ({
        ...{ identity, name },
        ...(calibrations.has(identity) ? { calibration: calibrations.get(identity) } : {}),
      })),
      tags: [...tags].map(([uid, name]) => ({ uid, name })),
    }),
    load() {
      showTags();
      for (const choice of store.deviceChoices()) bench.setNotes(choice.id, choice);
    },
    async rename(device, name) {
      store.nameDevice(device, name);
      showDevice(device);
    },
    async forget(device) {
      store.forgetDevice(device);
      forgetTopics(device);
      bench.forget(device);
    },
    async pair(device, sheet) {
      store.pairDevice(device, sheet);
      showDevice(device);
    },
    async unpair(device) {
      store.pairDevice(device, undefined);
      showDevice(device);
    },
    keyFor: (address) => keys.get(address),
    async giveKey(device, key) {
      const address = keyAddress(device);
      const bytes = Uint8Array.from(Buffer.from(key, "hex"));
      store.keepKey(address, bytes);
      keys.set(address, bytes);
    },
    async forgetKey(device) {
      const address = keyAddress(device);
      store.forgetKey(address);
      keys.delete(address);
      const identity = rotatingIdentity(address);
      if (!beacons.has(identity)) return;
      store.forgetBeacon(identity);
      keepCalibration(identity, undefined);
      beacons.delete(identity);
      rotating = rotatingOnes();
      onTaught?.();
    },
    rotatingKeys: () => rotating,
    async teachRotating(name, key) {
      const bytes = Uint8Array.from(Buffer.from(key, "hex"));
      // What stands for its address: no key can be found from it.
      const address = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
      const identity = rotatingIdentity(address);
      store.keepKey(address, bytes);
      store.teachBeacon(identity, name);
      keys.set(address, bytes);
      beacons.set(identity, sameWords(name));
      rotating = rotatingOnes();
      onTaught?.();
    },
    calibrationOf: (identity) => calibrations.get(identity),
    async calibrate(device, { sampling: { from, to }, author }) {
      const identity = ownBeacon(device);
      const { device: described } = bench.device(device) ?? {};
      if (described?.source === "replay") throw new LaboError("CALIBRATION_REFUSED", ["replay"]);
      const sampling = judgeSampling(heard(device), from, to);
      if (sampling.troubles.length > 0)
        throw new LaboError("CALIBRATION_REFUSED", [
          `${sampling.heard.length} samples`,
          ...sampling.troubles,
        ]);
      const calibration = calibrationOf(sampling, isoTime(clock.now()), author);
      keepCalibration(identity, calibration);
      return calibration;
    },
    async forgetCalibration(device) {
      keepCalibration(ownBeacon(device), undefined);
    },
    nearby: () => strangers().nearby(),
    async teachBeacon(key, name) {
      const identity = strangers().identityOf(key);
      if (identity === undefined) throw new LaboError("NOT_FOUND", [`beacon ${key}`]);
      store.teachBeacon(identity, name);
      beacons.set(identity, sameWords(name));
      onTaught?.();
    },
    async teachTag(tag, label) {
      const uid = tags.has(tag) ? tag : strangers().uidOf(tag);
      if (uid === undefined) throw new LaboError("NOT_FOUND", [`tag ${tag}`]);
      store.teachTag(uid, label);
      const taught = { id: uid, label: sameWords(label) };
      tags.set(uid, taught.label);
      showTags();
      onTaught?.();
      return taught;
    },
    async forgetTag(tag) {
      if (!tags.has(tag)) throw new LaboError("NOT_FOUND", [`tag ${tag}`]);
      store.forgetTag(tag);
      const own = ownTags.get(tag);
      if (own === undefined) tags.delete(tag);
      else tags.set(tag, own);
      showTags();
      onTaught?.();
    },
  };
}
