// The attributes of a simulated peripheral and the protocol that reads them: ATT and GATT as a host meets them.
// Core Specification 5.4, volume 3, parts F (ATT) and G (GATT). Left out: pairing, prepared writes, find by type value.

const opcode = {
  error: 0x01,
  mtuRequest: 0x02,
  mtuResponse: 0x03,
  findInformation: 0x04,
  findInformationResponse: 0x05,
  readByType: 0x08,
  readByTypeResponse: 0x09,
  read: 0x0a,
  readResponse: 0x0b,
  readBlob: 0x0c,
  readBlobResponse: 0x0d,
  readByGroup: 0x10,
  readByGroupResponse: 0x11,
  write: 0x12,
  writeResponse: 0x13,
  notification: 0x1b,
  indication: 0x1d,
  confirmation: 0x1e,
  writeCommand: 0x52,
} as const;
const failure = {
  invalidHandle: 0x01,
  readNotPermitted: 0x02,
  writeNotPermitted: 0x03,
  invalidPdu: 0x04,
  authentication: 0x05,
  notSupported: 0x06,
  invalidOffset: 0x07,
  notFound: 0x0a,
  wrongLength: 0x0d,
  unsupportedGroup: 0x10,
} as const;
const commandBit = 0x40;
const smallestMtu = 23;
const primaryService = 0x2800;
const characteristicDeclaration = 0x2803;
const clientConfiguration = 0x2902;
const propertyBits = { read: 0x02, writeWithoutResponse: 0x04, write: 0x08, notify: 0x10, indicate: 0x20 };
/** Indications that may wait for the confirmation of the one before. */
const mostIndications = 32;

export type GattProperty = keyof typeof propertyBits;

export interface CharacteristicPlan {
  /** 4 hexadecimal digits of the Bluetooth SIG, or 32. */
  readonly uuid: string;
  readonly properties: readonly GattProperty[];
  readonly read?: () => readonly number[];
  /** @returns false when the length is wrong. */
  readonly write?: (value: Uint8Array) => boolean;
  /** Only for paired hosts, which nobody can be here. */
  readonly isEncrypted?: boolean;
}

export interface ServicePlan {
  readonly uuid: string;
  readonly characteristics: readonly CharacteristicPlan[];
}

interface Attribute {
  readonly handle: number;
  /** As on the air: least significant byte first, 2 or 16 of them. */
  readonly type: readonly number[];
  readonly isEncrypted: boolean;
  readonly read?: () => readonly number[];
  readonly write?: (value: Uint8Array) => boolean;
  /** Last handle of the service it opens. */
  groupEnd?: number;
}

interface Subscription {
  readonly valueHandle: number;
  /** Bit 0 notifications, bit 1 indications. */
  bits: number;
}

const le16 = (value: number): number[] => [value & 0xff, value >> 8];
const u16 = (pdu: Uint8Array, at: number): number => (pdu[at] ?? 0) | ((pdu[at + 1] ?? 0) << 8);
const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
const uuidBytes = (uuid: string): number[] =>
  [...(uuid.match(/../g) ?? [])].reverse().map((digits) => Number.parseInt(digits, 16));

export interface AttServerOptions {
  readonly services: readonly ServicePlan[];
  /** Largest packet the peripheral takes, bytes; 23 for those that never negotiate. */
  readonly mtu: number;
  /** An ATT packet to the host. */
  readonly send: (pdu: Uint8Array) => void;
}

/** One peripheral's server; `reset` at each new connection. Takes any bytes and never throws. */
export class AttServer {
  private readonly attributes: Attribute[] = [];
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly options: AttServerOptions;
  private mtu = smallestMtu;
  private indications: Uint8Array[] = [];
  private isUnconfirmed = false;

  constructor(options: AttServerOptions) {
    this.options = options;
    for (const service of options.services) this.addService(service);
  }

  /** A new host knows nothing and has subscribed to nothing. */
  reset(): void {
    this.mtu = smallestMtu;
    this.indications = [];
    this.isUnconfirmed = false;
    for (const subscription of this.subscriptions.values()) subscription.bits = 0;
  }

  /** Whether the host asked to be told of this characteristic. */
  isHeard(uuid: string): boolean {
    return (this.subscriptions.get(uuid)?.bits ?? 0) !== 0;
  }

  /** Tells the host a value, if it asked to be told. What does not fit in a packet is cut. */
  tell(uuid: string, value: readonly number[]): void {
    const subscription = this.subscriptions.get(uuid);
    if (subscription === undefined || subscription.bits === 0) return;
    const isIndication = (subscription.bits & 0x01) === 0;
    const pdu = Uint8Array.from([
      isIndication ? opcode.indication : opcode.notification,
      ...le16(subscription.valueHandle),
      ...value.slice(0, this.mtu - 3),
    ]);
    if (!isIndication) this.options.send(pdu);
    else if (this.indications.length < mostIndications) {
      this.indications.push(pdu);
      this.indicate();
    }
  }

  /** An ATT packet from the host. */
  receive(pdu: Uint8Array): void {
    const code = pdu[0];
    if (code === undefined) return;
    if (code === opcode.confirmation) {
      this.isUnconfirmed = false;
      this.indicate();
      return;
    }
    if (code === opcode.writeCommand) {
      this.attribute(u16(pdu, 1))?.write?.(pdu.subarray(3));
      return;
    }
    const answer = this.answer(code, pdu);
    if (answer !== undefined) this.options.send(Uint8Array.from(answer));
  }

  private indicate(): void {
    if (this.isUnconfirmed) return;
    const pdu = this.indications.shift();
    if (pdu === undefined) return;
    this.isUnconfirmed = true;
    this.options.send(pdu);
  }

  private answer(code: number, pdu: Uint8Array): number[] | undefined {
    const handle = u16(pdu, 1);
    const refuse = (reason: number, at = handle): number[] => [opcode.error, code, ...le16(at), reason];
    switch (code) {
      case opcode.mtuRequest:
        if (pdu.length !== 3) return refuse(failure.invalidPdu, 0);
        this.mtu = Math.max(smallestMtu, Math.min(handle, this.options.mtu));
        return [opcode.mtuResponse, ...le16(this.options.mtu)];
      case opcode.findInformation:
        if (pdu.length !== 5) return refuse(failure.invalidPdu, 0);
        return this.findInformation(handle, u16(pdu, 3)) ?? refuse(failure.notFound);
      case opcode.readByType:
      case opcode.readByGroup: {
        if (pdu.length !== 7 && pdu.length !== 21) return refuse(failure.invalidPdu, 0);
        const type = [...pdu.subarray(5)];
        if (code === opcode.readByGroup && !isSame(type, le16(primaryService)))
          return refuse(failure.unsupportedGroup);
        const found = this.range(handle, u16(pdu, 3)).filter((attribute) => isSame(attribute.type, type));
        const [first] = found;
        if (first === undefined) return refuse(failure.notFound);
        if (first.isEncrypted) return refuse(failure.authentication, first.handle);
        return this.list(code, found);
      }
      case opcode.read:
      case opcode.readBlob: {
        if (pdu.length !== (code === opcode.read ? 3 : 5)) return refuse(failure.invalidPdu, 0);
        const attribute = this.attribute(handle);
        if (attribute === undefined) return refuse(failure.invalidHandle);
        if (attribute.isEncrypted) return refuse(failure.authentication);
        const value = attribute.read?.();
        if (value === undefined) return refuse(failure.readNotPermitted);
        const from = code === opcode.read ? 0 : u16(pdu, 3);
        if (from > value.length) return refuse(failure.invalidOffset);
        return [code + 1, ...value.slice(from, from + this.mtu - 1)];
      }
      case opcode.write: {
        if (pdu.length < 3) return refuse(failure.invalidPdu, 0);
        const attribute = this.attribute(handle);
        if (attribute === undefined) return refuse(failure.invalidHandle);
        if (attribute.isEncrypted) return refuse(failure.authentication);
        if (attribute.write === undefined) return refuse(failure.writeNotPermitted);
        return attribute.write(pdu.subarray(3)) ? [opcode.writeResponse] : refuse(failure.wrongLength);
      }
      default:
        // A request must be answered; a command that is not known is let pass.
        return (code & commandBit) === 0 && code % 2 === 0 ? refuse(failure.notSupported, 0) : undefined;
    }
  }

  private findInformation(from: number, to: number): number[] | undefined {
    const found = this.range(from, to);
    const size = found[0]?.type.length;
    if (size === undefined) return undefined;
    const answer: number[] = [opcode.findInformationResponse, size === 2 ? 0x01 : 0x02];
    for (const { handle, type } of found) {
      if (type.length !== size || answer.length + 2 + size > this.mtu) break;
      answer.push(...le16(handle), ...type);
    }
    return answer;
  }

  /** Attributes of one kind, as many of the first one's length as fit. */
  private list(code: number, found: readonly Attribute[]): number[] {
    const entries = found.map(({ handle, groupEnd, read }) => [
      ...le16(handle),
      ...(code === opcode.readByGroup ? le16(groupEnd ?? handle) : []),
      ...(read?.() ?? []),
    ]);
    const size = Math.min(entries[0]?.length ?? 0, this.mtu - 2, 255);
    const answer: number[] = [code + 1, size];
    for (const entry of entries) {
      if (answer.length > 2 && (entry.length !== size || answer.length + size > this.mtu)) break;
      answer.push(...entry.slice(0, size));
    }
    return answer;
  }

  private range(from: number, to: number): Attribute[] {
    return this.attributes.filter(({ handle }) => handle >= from && handle <= to);
  }

  private attribute(handle: number): Attribute | undefined {
    return this.attributes[handle - 1];
  }

  private add(attribute: Omit<Attribute, "handle">): Attribute {
    const added: Attribute = { ...attribute, handle: this.attributes.length + 1 };
    this.attributes.push(added);
    return added;
  }

  private addService({ uuid, characteristics }: ServicePlan): void {
    const declaration = this.add({
      type: le16(primaryService),
      isEncrypted: false,
      read: () => uuidBytes(uuid),
    });
    for (const characteristic of characteristics) this.addCharacteristic(characteristic);
    declaration.groupEnd = this.attributes.length;
  }

  private addCharacteristic({
    uuid,
    properties,
    read,
    write,
    isEncrypted = false,
  }: CharacteristicPlan): void {
    const valueHandle = this.attributes.length + 2;
    const bits = properties.reduce((sum, property) => sum | propertyBits[property], 0);
    this.add({
      type: le16(characteristicDeclaration),
      isEncrypted: false,
      read: () => [bits, ...le16(valueHandle), ...uuidBytes(uuid)],
    });
    this.add({
      type: uuidBytes(uuid),
      isEncrypted,
      ...(read === undefined ? {} : { read }),
      ...(write === undefined ? {} : { write }),
    });
    const tellable =
      ((bits & propertyBits.notify) !== 0 ? 1 : 0) | ((bits & propertyBits.indicate) !== 0 ? 2 : 0);
    if (tellable === 0) return;
    const subscription: Subscription = { valueHandle, bits: 0 };
    this.subscriptions.set(uuid, subscription);
    this.add({
      type: le16(clientConfiguration),
      isEncrypted,
      read: () => le16(subscription.bits),
      write: (value) => {
        if (value.length !== 2) return false;
        subscription.bits = (value[0] ?? 0) & tellable;
        return true;
      },
    });
  }
}
