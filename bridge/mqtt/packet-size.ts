// Follows the lengths of MQTT packets in a stream of bytes without keeping any of it, so that a packet that is too
// large is refused at its fixed header, before its body has come. MQTT 3.1.1 §2.2.

/** @returns `false` as soon as a packet declares more than the limit, or a length of no valid form. */
export type PacketSizeWatch = (chunk: Uint8Array) => boolean;

/** @param limit bytes after the fixed header; asked at each packet, since a connection may earn a larger one. */
export function createPacketSizeWatch(limit: () => number): PacketSizeWatch {
  let bodyLeft = 0;
  let isInLength = false;
  let length = 0;
  let shift = 0;
  return (chunk) => {
    let i = 0;
    while (i < chunk.length) {
      if (bodyLeft > 0) {
        const step = Math.min(bodyLeft, chunk.length - i);
        bodyLeft -= step;
        i += step;
        continue;
      }
      const byte = chunk[i] ?? 0;
      i += 1;
      if (!isInLength) {
        isInLength = true;
        length = 0;
        shift = 0;
        continue;
      }
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (length > limit()) return false;
      if ((byte & 0x80) === 0) {
        isInLength = false;
        bodyLeft = length;
      } else if (shift >= 28) return false;
    }
    return true;
  };
}
