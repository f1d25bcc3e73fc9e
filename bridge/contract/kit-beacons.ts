// What beacons the virtual kit can hold: those that stand there, and those a person may put there from the drawer.
import type { Words } from "./words.ts";

/** What stands in the room at the start. */
const ownFormats = ["ibeacon", "eddystone-uid", "eddystone-tlm-url", "ruuvi-rawv2"] as const;
/** What waits in the drawer. */
export const drawerFormats = [
  "altbeacon",
  "bthome",
  "bthome-encrypted",
  "atc1441",
  "pvvx",
  "mibeacon",
  "minew",
  "switchbot",
] as const;
export const kitBeaconFormats = [...ownFormats, ...drawerFormats] as const;

export type DrawerFormat = (typeof drawerFormats)[number];
export type KitBeaconFormat = (typeof kitBeaconFormats)[number];

/** At most so many of the drawer at once: a room, not a flood. */
export const mostFromDrawer = 8;

interface DrawerBeacon {
  readonly name: Words;
  /** Milliseconds between two advertisements. */
  readonly intervalMs: number;
  readonly hasButton?: true;
}

export const drawerBeacons: Readonly<Record<DrawerFormat, DrawerBeacon>> = {
  altbeacon: { name: { fr: "Balise AltBeacon", en: "AltBeacon beacon" }, intervalMs: 200 },
  bthome: {
    name: { fr: "Thermomètre BTHome", en: "BTHome thermometer" },
    intervalMs: 1000,
    hasButton: true,
  },
  "bthome-encrypted": {
    name: { fr: "BTHome chiffré", en: "Encrypted BTHome" },
    intervalMs: 1000,
    hasButton: true,
  },
  atc1441: { name: { fr: "Thermomètre ATC", en: "ATC thermometer" }, intervalMs: 2500 },
  pvvx: { name: { fr: "Thermomètre PVVX", en: "PVVX thermometer" }, intervalMs: 2500 },
  mibeacon: { name: { fr: "Capteur de plante", en: "Plant sensor" }, intervalMs: 1000 },
  minew: { name: { fr: "Capteur Minew", en: "Minew sensor" }, intervalMs: 900 },
  switchbot: { name: { fr: "Thermomètre SwitchBot", en: "SwitchBot meter" }, intervalMs: 1000 },
};

export const isFromDrawer = (format: KitBeaconFormat): format is DrawerFormat => format in drawerBeacons;
