// What a lent phone is, for the bench: its channels are what its owner switched on.
import type { Device } from "#contract/devices.ts";
import type { PhoneSensor } from "#contract/phones.ts";
import { quantities } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { phoneChannels } from "../../decoders/phone-frame.ts";
import { rawWatchCapability } from "../raw-watch.ts";

const names: Readonly<Record<string, Words>> = {
  alpha: { fr: "Rotation autour de l’axe de l’écran", en: "Turn about the screen’s axis" },
  beta: { fr: "Bascule d’avant en arrière", en: "Tilt front to back" },
  gamma: { fr: "Bascule de gauche à droite", en: "Tilt left to right" },
};

const ranges: Readonly<Record<string, { readonly min: number; readonly max: number }>> = {
  alpha: { min: 0, max: 360 },
  beta: { min: -180, max: 180 },
  gamma: { min: -90, max: 90 },
  soundLevel: { min: -100, max: 0 },
};

/** What people call each sensor. */
export const sensorNames: Readonly<Record<PhoneSensor, Words>> = {
  motion: { fr: "mouvement", en: "motion" },
  orientation: { fr: "orientation", en: "orientation" },
  light: { fr: "lumière", en: "light" },
  sound: { fr: "niveau sonore", en: "sound level" },
  nfc: { fr: "étiquettes NFC", en: "NFC tags" },
};

export function describePhone(
  id: string,
  bridge: string,
  name: Words,
  lends: ReadonlySet<PhoneSensor>,
): Device {
  return {
    id,
    bridge,
    name,
    model: "phone",
    profile: "phone",
    transport: "web",
    source: "hardware",
    channels: phoneChannels
      .filter(({ part }) => lends.has(part))
      .map((channel) => ({
        id: channel.id,
        quantity: channel.quantity,
        name: names[channel.id] ?? quantities[channel.quantity].name,
        ...ranges[channel.id],
      })),
    capabilities: [rawWatchCapability],
    facts: {},
  };
}
