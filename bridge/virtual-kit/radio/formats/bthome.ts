// BTHome v2: a thermometer with a button, in the clear or encrypted (AES-CCM) with the key of its box.
// https://bthome.io/format/ and https://bthome.io/encryption/
import { createCipheriv } from "node:crypto";
import { clamp, flags, le16, le32, serviceData, signedSteps, unsignedSteps } from "./ad-structures.ts";

const service = 0xfcd2;
const information = { plain: 0x40, encrypted: 0x41 } as const;
const tagBytes = 4;
const press = 0x01;

export interface BthomeMeasurement {
  /** The same in a frame that is sent again. */
  readonly packetId: number;
  /** Percent. */
  readonly battery: number;
  readonly celsius: number;
  /** Percent. */
  readonly humidity: number;
  /** Its button was just pressed. */
  readonly isPressed: boolean;
}

/** Objects in the order of their numbers, as the format asks. */
function objects({ packetId, battery, celsius, humidity, isPressed }: BthomeMeasurement): number[] {
  return [
    0x00,
    packetId & 0xff,
    0x01,
    clamp(battery, 0, 100),
    0x02,
    ...le16(signedSteps(celsius, 0.01)),
    0x03,
    ...le16(unsignedSteps(humidity, 0.01)),
    ...(isPressed ? [0x3a, press] : []),
  ];
}

export function bthomePayload(measured: BthomeMeasurement): number[] {
  return [...flags, ...serviceData(service, [information.plain, ...objects(measured)])];
}

/**
 * @param address as displayed, six bytes: it is part of what the key seals.
 * @param counter greater with each new frame, 32 bits.
 * @param key 16 bytes.
 */
export function bthomeEncryptedPayload(
  measured: BthomeMeasurement,
  address: readonly number[],
  counter: number,
  key: Uint8Array,
): number[] {
  const count = le32(counter % 0x1_0000_0000);
  const nonce = Uint8Array.from([...address, ...le16(service), information.encrypted, ...count]);
  const cipher = createCipheriv("aes-128-ccm", key, nonce, { authTagLength: tagBytes });
  const sealed = [...cipher.update(Uint8Array.from(objects(measured))), ...cipher.final()];
  return [
    ...flags,
    ...serviceData(service, [information.encrypted, ...sealed, ...count, ...cipher.getAuthTag()]),
  ];
}
