// Which HCI packets a listener needs: answers to its commands and advertising reports. Everything else is left out
// before noble sees it, so that no packet, honest or not, can make it open a connection it was never asked for.
// Bluetooth Core Specification, volume 4, part E, section 5.4 (packets) and 7.7 (events).

const command = 0x01;
const data = [0x02, 0x03, 0x05];
const event = 0x04;
const commandComplete = 0x0e;
const commandStatus = 0x0f;
const leMeta = 0x3e;
const advertisingReport = 0x02;
const extendedAdvertisingReport = 0x0d;
const scanEnable = 0x200c;
const extendedScanEnable = 0x2042;

/** `pass` it to noble, `ignore` what is not ours, `refuse` (and count) what makes no sense. */
export type Verdict = "pass" | "ignore" | "refuse";

/** @param packet a whole H4 packet, type byte first. */
export function judgePacket(packet: Uint8Array): Verdict {
  const type = packet[0];
  if (type === event) return judgeEvent(packet);
  if (type === command) {
    // Linux echoes the commands of every program: noble wants to know when another one stops its scan.
    if (packet.length < 6) return packet.length < 4 ? "refuse" : "ignore";
    const opcode = (packet[1] ?? 0) | ((packet[2] ?? 0) << 8);
    return opcode === scanEnable || opcode === extendedScanEnable ? "pass" : "ignore";
  }
  return type !== undefined && data.includes(type) ? "ignore" : "refuse";
}

function judgeEvent(packet: Uint8Array): Verdict {
  if (packet.length < 3 || packet.length !== 3 + (packet[2] ?? 0)) return "refuse";
  switch (packet[1]) {
    case commandComplete:
    case commandStatus:
      return packet.length >= 7 ? "pass" : "refuse";
    case leMeta:
      if (packet.length < 5) return "refuse";
      return reportsIn(packet) === undefined ? "ignore" : "pass";
    default:
      return "ignore";
  }
}

/** How many advertising reports a packet claims, or `undefined` for any other packet. */
export function reportsIn(packet: Uint8Array): number | undefined {
  if (packet[0] !== event || packet[1] !== leMeta) return undefined;
  return packet[3] === advertisingReport || packet[3] === extendedAdvertisingReport
    ? (packet[4] ?? 0)
    : undefined;
}
