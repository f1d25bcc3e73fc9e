// Which packets of connections noble may see: those of connections this process asked for, and no others. A raw HCI
// socket shows the traffic of every program of the computer, and no packet, honest or not, may make noble talk to a
// peripheral it was never sent to, or fill its memory. Bluetooth Core Specification, volume 4, part E, sections 5.4 and 7.7.
import type { Verdict } from "./hci-packets.ts";

const event = 0x04;
const acl = 0x02;
const disconnectionComplete = 0x05;
const encryptionChange = 0x08;
const commandStatus = 0x0f;
const completedPackets = 0x13;
const leMeta = 0x3e;
const connectionComplete = 0x01;
const connectionUpdate = 0x03;
const enhancedConnectionComplete = 0x0a;
const createConnection = [0x200d, 0x2043];
const firstFragment = 0b10;
const nextFragment = 0b01;
/** ATT and its error response; the channel of pairing and its refusal (volume 3, parts A, F and H). */
const attChannel = 0x0004;
const attError = 0x01;
const pairingChannel = 0x0006;
const pairingFailed = 0x05;
/** noble asks for packets of 256 bytes; twice that is no honest answer. */
const longestPacket = 512;

export interface LinkJudgeHandlers {
  /** A connection was made, or is no more. */
  onHeld(handle: number, isHeld: boolean): void;
  /** An ask was refused by the peripheral. */
  onAttError(handle: number, code: number): void;
  onPairingFailed(handle: number): void;
}

export interface LinkJudge {
  /** From now on a connection to this address, and only this one, may be completed. `undefined`: none may. */
  expect(address: string | undefined): void;
  /** `undefined`: not about connections. */
  judge(packet: Uint8Array): Verdict | undefined;
  /** Handle of the connection to an address, while it is there. */
  handleOf(address: string): number | undefined;
}

const u16 = (packet: Uint8Array, at: number) => (packet[at] ?? 0) | ((packet[at + 1] ?? 0) << 8);
const addressAt = (packet: Uint8Array, at: number) =>
  [...packet.subarray(at, at + 6)]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(":");

export function createLinkJudge({ onHeld, onAttError, onPairingFailed }: LinkJudgeHandlers): LinkJudge {
  let expected: string | undefined;
  /** Address of each connection, and bytes its fragmented packet still lacks. */
  const links = new Map<number, { readonly address: string; missing: number }>();

  function judgeCompletion(packet: Uint8Array, length: number): Verdict {
    if (packet.length !== length) return "refuse";
    if (expected === undefined) return "ignore";
    if (packet[4] !== 0) return "pass";
    const handle = u16(packet, 5) & 0x0fff;
    if (packet[7] !== 0 || addressAt(packet, 9) !== expected) return "ignore";
    links.set(handle, { address: expected, missing: 0 });
    onHeld(handle, true);
    return "pass";
  }

  function judgeEvent(packet: Uint8Array): Verdict | undefined {
    const about = (at: number, length: number): Verdict => {
      if (packet.length < length) return "refuse";
      return links.has(u16(packet, at) & 0x0fff) ? "pass" : "ignore";
    };
    switch (packet[1]) {
      case disconnectionComplete: {
        const verdict = about(4, 7);
        // A refused request to disconnect leaves the connection as it is.
        if (verdict === "pass" && packet[3] !== 0) return "ignore";
        if (verdict === "pass") {
          const handle = u16(packet, 4) & 0x0fff;
          links.delete(handle);
          onHeld(handle, false);
        }
        return verdict;
      }
      case encryptionChange:
        return about(4, 7);
      case completedPackets:
        return packet.length >= 4 && packet.length === 4 + 4 * (packet[3] ?? 0) ? "pass" : "refuse";
      case commandStatus:
        if (packet.length < 7 || !createConnection.includes(u16(packet, 5))) return undefined;
        return expected === undefined ? "ignore" : "pass";
      case leMeta:
        if (packet[3] === connectionComplete) return judgeCompletion(packet, 22);
        if (packet[3] === enhancedConnectionComplete) return judgeCompletion(packet, 34);
        return packet[3] === connectionUpdate ? about(5, 13) : undefined;
      default:
        return undefined;
    }
  }

  function judgeData(packet: Uint8Array): Verdict {
    if (packet.length < 5 || packet.length !== 5 + u16(packet, 3)) return "refuse";
    const handle = u16(packet, 1) & 0x0fff;
    const link = links.get(handle);
    if (link === undefined) return "ignore";
    const carried = packet.length - 5;
    const part = (u16(packet, 1) >> 12) & 0b11;
    if (part === nextFragment) {
      if (carried > link.missing) return "refuse";
      link.missing -= carried;
      return "pass";
    }
    if (part !== firstFragment || packet.length < 9) return "refuse";
    const whole = u16(packet, 5);
    const missing = whole - (packet.length - 9);
    if (whole === 0 || whole > longestPacket || missing < 0) return "refuse";
    link.missing = missing;
    const channel = u16(packet, 7);
    if (channel === attChannel && packet[9] === attError && packet.length === 14)
      onAttError(handle, packet[13] ?? 0);
    if (channel === pairingChannel && packet[9] === pairingFailed) onPairingFailed(handle);
    return "pass";
  }

  return {
    expect(address) {
      expected = address;
    },
    judge(packet) {
      if (packet[0] === acl) return judgeData(packet);
      if (packet[0] !== event || packet.length < 4 || packet.length !== 3 + (packet[2] ?? 0))
        return undefined;
      return judgeEvent(packet);
    },
    handleOf: (address) => [...links].find(([, link]) => link.address === address)?.[0],
  };
}
