// What runs in each beacon: its measurements of the room, counted and put into bytes as its maker would.
import type { Kit, KitBeacon } from "#contract/kit.ts";
import type { KitBeaconFormat } from "#contract/kit-beacons.ts";
import { beaconUrl, eddystone, ibeacon } from "../default-kit.ts";
import type { Random } from "../random.ts";
import { altbeaconPayload } from "./formats/altbeacon.ts";
import { type BthomeMeasurement, bthomeEncryptedPayload, bthomePayload } from "./formats/bthome.ts";
import { eddystoneTlmPayload, eddystoneUidPayload, eddystoneUrlPayload } from "./formats/eddystone.ts";
import { ibeaconPayload } from "./formats/ibeacon.ts";
import { mibeaconPayload, type PlantMeasurement } from "./formats/mibeacon.ts";
import { minewClimatePayload, minewInfoPayload } from "./formats/minew.ts";
import { atc1441Payload, pvvxPayload, type ThermometerMeasurement } from "./formats/open-thermometers.ts";
import { ruuviPayload } from "./formats/ruuvi.ts";
import { switchbotMeterPayload } from "./formats/switchbot.ts";

/** What a beacon knows when its time to speak has come. */
export interface Moment {
  readonly kit: Kit;
  readonly beacon: KitBeacon;
  /** `declaredPower`: what it says of its power at 1 m, dBm. */
  readonly radio: { readonly address: readonly number[]; readonly declaredPower: number };
  readonly random: Random;
  /** Advertisements since its battery was put in, this one counted; one that is only repeated is not counted anew. */
  readonly sent: number;
  /** Seconds since its battery was put in. */
  readonly uptime: number;
  /** Simulated milliseconds since the start of the kit: a clock that no battery change sets back. */
  readonly ms: number;
  /** How often it was moved. */
  readonly movements: number;
  /** Its button was just pressed. */
  readonly isPressed: boolean;
}

type Program = (moment: Moment) => number[];

/** "LaboExplorer" in ASCII, then a number. */
const altbeaconFamily = [...ibeacon.uuid.slice(0, 15), 2];
const minewName = "PLUS";
/** Of every so many frames of a Minew sensor, one says who it is. */
const minewInfoEvery = 5;
/** Steps of the counter that BTHome seals with, milliseconds. */
const counterStepMs = 10;

const about = (random: Random, value: number, deviation: number): number =>
  value + deviation * random.gaussian();

const bthome = ({ kit, random, sent, isPressed }: Moment): BthomeMeasurement => ({
  packetId: sent % 256,
  battery: 91,
  celsius: about(random, kit.temperature + 0.2, 0.03),
  humidity: about(random, kit.humidity - 1, 0.2),
  isPressed,
});

const openThermometer = ({ kit, random, sent }: Moment): ThermometerMeasurement => ({
  celsius: about(random, kit.temperature - 0.3, 0.04),
  humidity: about(random, kit.humidity + 1, 0.2),
  battery: 78,
  millivolts: 2874,
  sequence: sent % 256,
});

const plant = ({ kit, random, sent }: Moment): PlantMeasurement => {
  switch (sent % 4) {
    case 0:
      return { celsius: about(random, kit.temperature - 0.5, 0.05) };
    case 1:
      return { lux: about(random, kit.illuminance, kit.illuminance * 0.01) };
    case 2:
      return { moisture: about(random, 36, 0.3) };
    default:
      return { conductivity: about(random, 318, 3) };
  }
};

export const beaconPrograms: Readonly<Record<KitBeaconFormat, Program>> = {
  ibeacon: ({ radio }) => ibeaconPayload(ibeacon.uuid, ibeacon.major, ibeacon.minor, radio.declaredPower),
  "eddystone-uid": ({ radio }) =>
    eddystoneUidPayload(eddystone.namespace, eddystone.instance, radio.declaredPower),
  "eddystone-tlm-url": ({ kit, radio, random, sent, uptime }) =>
    sent % 2 === 0
      ? eddystoneTlmPayload(2990, about(random, kit.temperature, 0.1), sent, uptime)
      : eddystoneUrlPayload(beaconUrl.scheme, beaconUrl.text, radio.declaredPower),
  "ruuvi-rawv2": ({ kit, radio, random, sent, movements }) =>
    ruuviPayload(
      {
        celsius: about(random, kit.temperature, 0.02),
        humidity: about(random, kit.humidity - 2, 0.1),
        pascals: about(random, 100_930, 2),
        acceleration: [about(random, 4, 3), about(random, -8, 3), about(random, 1012, 3)],
        millivolts: 2977,
        txPower: 4,
        movements,
        sequence: sent,
      },
      radio.address,
    ),
  altbeacon: ({ radio }) =>
    altbeaconPayload(
      { family: altbeaconFamily, group: 1, beacon: radio.address.at(-1) ?? 0 },
      radio.declaredPower,
    ),
  bthome: (moment) => bthomePayload(bthome(moment)),
  "bthome-encrypted": (moment) =>
    bthomeEncryptedPayload(
      bthome(moment),
      moment.radio.address,
      Math.floor(moment.ms / counterStepMs),
      Buffer.from(moment.beacon.key ?? "", "hex"),
    ),
  atc1441: (moment) => atc1441Payload(openThermometer(moment), moment.radio.address),
  pvvx: (moment) => pvvxPayload(openThermometer(moment), moment.radio.address),
  mibeacon: (moment) => mibeaconPayload(plant(moment), moment.radio.address, moment.sent),
  minew: ({ kit, random, radio, sent }) =>
    sent % minewInfoEvery === 0
      ? minewInfoPayload(83, radio.address, minewName)
      : minewClimatePayload(
          {
            celsius: about(random, kit.temperature + 0.1, 0.03),
            humidity: about(random, kit.humidity, 0.1),
            battery: 83,
          },
          radio.address,
        ),
  switchbot: ({ kit, random, radio }) =>
    switchbotMeterPayload(
      {
        celsius: about(random, kit.temperature, 0.05),
        humidity: about(random, kit.humidity + 2, 0.2),
        battery: 96,
      },
      radio.address,
    ),
};
