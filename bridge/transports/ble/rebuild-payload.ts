// Where the system hides the raw bytes (macOS, Windows), the payload is put back together from what noble tells.
// Bluetooth Core Specification Supplement, part A: service data, manufacturer data, transmit power, name.

/** What noble tells of an advertisement. */
export interface NobleAdvertisement {
  readonly localName?: string | undefined;
  readonly txPowerLevel?: number | undefined;
  readonly manufacturerData?: Uint8Array | undefined;
  readonly serviceData?: readonly { readonly uuid: string; readonly data: Uint8Array }[] | undefined;
}

/** Service-data AD type by the length of the service's number in hexadecimal. */
const serviceDataTypes: Readonly<Record<number, number>> = { 4: 0x16, 8: 0x20, 32: 0x21 };
const manufacturer = 0xff;
const txPower = 0x0a;
const completeName = 0x09;
/** The length byte counts the type byte too. */
const longestData = 254;

/** AD structures of what is known; what would not fit in a structure is left out. */
export function rebuildPayload(advertisement: NobleAdvertisement): Uint8Array {
  const bytes: number[] = [];
  const add = (type: number, data: ArrayLike<number>) => {
    if (data.length <= longestData) bytes.push(data.length + 1, type, ...Array.from(data));
  };
  for (const { uuid, data } of advertisement.serviceData ?? []) {
    const digits = uuid.replaceAll("-", "").toLowerCase();
    const type = serviceDataTypes[digits.length];
    if (type !== undefined) add(type, [...Buffer.from(digits, "hex").reverse(), ...data]);
  }
  if (advertisement.manufacturerData !== undefined) add(manufacturer, advertisement.manufacturerData);
  if (advertisement.txPowerLevel !== undefined && Number.isInteger(advertisement.txPowerLevel)) {
    add(txPower, [advertisement.txPowerLevel & 0xff]);
  }
  if (advertisement.localName !== undefined && advertisement.localName !== "") {
    add(completeName, Buffer.from(advertisement.localName, "utf8"));
  }
  return Uint8Array.from(bytes);
}
