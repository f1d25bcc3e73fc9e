// The values of a connected board: which characteristics are listened to, which are asked from time to time, and what
// each says.
import type { Channel } from "#contract/devices.ts";
import { type QuantityId, quantities } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { microbit } from "../../decoders/gatt/microbit.ts";
import { characteristicDecoder } from "../../decoders/gatt/registry.ts";
import type { GattCharacteristic, GattPlace } from "../../transports/transport.ts";

/** How a characteristic is followed: its values come by themselves, or it is asked for them. */
export interface Followed {
  readonly place: GattPlace;
  readonly isTold: boolean;
  readonly isRead: boolean;
}

const most = 24;

/** The characteristics of a board that somebody here understands. */
export function followedOf(characteristics: readonly GattCharacteristic[]): Followed[] {
  return characteristics
    .filter(({ uuid }) => characteristicDecoder(uuid) !== undefined)
    .map(({ service, uuid, properties }) => ({
      place: { service, uuid },
      isTold: properties.includes("notify") || properties.includes("indicate"),
      isRead: properties.includes("read"),
    }))
    .filter(({ isTold, isRead }) => isTold || isRead)
    .slice(0, most);
}

/** What is written before listening: a value 6 times a second tells a tilt, and leaves room on the air. */
export const paces: readonly { readonly place: GattPlace; readonly ms: number }[] = [
  { place: { service: microbit.accelerometer.service, uuid: microbit.accelerometer.period }, ms: 160 },
  { place: { service: microbit.temperature.service, uuid: microbit.temperature.period }, ms: 2000 },
];

const buttonNames: Readonly<Record<string, Words>> = {
  a: { fr: "Bouton A", en: "Button A" },
  b: { fr: "Bouton B", en: "Button B" },
};

const ranges: Partial<Record<QuantityId, { readonly min: number; readonly max: number }>> = {
  accelerationX: { min: -20, max: 20 },
  accelerationY: { min: -20, max: 20 },
  accelerationZ: { min: -20, max: 20 },
  relativeHumidity: { min: 0, max: 100 },
  batteryLevel: { min: 0, max: 100 },
  direction: { min: 0, max: 360 },
  rssi: { min: -100, max: -30 },
};

export const buttonChannel = (button: string): string => `button-${button}`;

function quantityChannel(quantity: QuantityId): Channel {
  return { id: quantity, quantity, name: quantities[quantity].name, ...ranges[quantity] };
}

/** Buttons first, then one channel per quantity. */
export function channelsOf(followed: readonly Followed[]): Channel[] {
  const decoders = followed.flatMap(({ place }) => characteristicDecoder(place.uuid) ?? []);
  const buttons = decoders.flatMap(({ button }) =>
    button === undefined
      ? []
      : [
          {
            id: buttonChannel(button),
            quantity: "contact" as const,
            name: buttonNames[button] ?? quantities.contact.name,
            min: 0,
            max: 1,
          },
        ],
  );
  const measured = [...new Set(decoders.flatMap((decoder) => decoder.quantities))];
  return [...buttons, ...measured.map(quantityChannel)];
}
