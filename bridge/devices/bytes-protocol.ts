// A line whose bytes nobody understands, kept open at the speed a person chose: its bytes are shown, and nothing more.
import type { DeviceProtocol, ProtocolDescription, SerialHost } from "./session-protocol.ts";

/** What is told of a serial port before its bytes say more. */
export const unknownDescription: ProtocolDescription = {
  model: "serial-unknown",
  profile: "board-serial",
  name: { fr: "Port série", en: "Serial port" },
  channels: [],
  capabilities: [],
  facts: {},
};

export function createBytesProtocol(host: SerialHost): DeviceProtocol {
  return {
    kind: "bytes",
    description: () => unknownDescription,
    linkUp: () => undefined,
    linkDown: () => undefined,
    onChunk: (chunk) => host.unknown(chunk),
    execute: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
