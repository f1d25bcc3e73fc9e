// Chunks → frames of 125 kHz readers: STX, ten digits, two of checksum, [CR LF], ETX. RDM6300 sends 14 bytes, ID-2LA,
// ID-12LA and ID-20LA send 16. Datasheets: ITead RDM6300; ID-Innovations ID-2LA/12LA/20LA (2013), "Data formats".
// The checksum is not judged here: modules that compute it wrong exist, and a person may decide to believe them.
import { createScanningFramer, type FrameFormat, fault, more } from "./scanning-framer.ts";

export const maxEm4100Bytes = 16;
const stx = 0x02;
const etx = 0x03;
const cr = 0x0d;
const lf = 0x0a;
const digits = 10;
const textBytes = 12;

const isDigit = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
/** Clones send checksum characters that are no digits at all (`;`), but always printable ones. */
const isPrintable = (byte: number) => byte > 0x20 && byte < 0x7f;

const format: FrameFormat = {
  maxBytes: maxEm4100Bytes,
  opens: (bytes) => bytes[0] === stx,
  judge(bytes) {
    const text = bytes.subarray(1, 1 + textBytes);
    for (const [index, byte] of text.entries())
      if (!(index < digits ? isDigit(byte) : isPrintable(byte))) return fault("malformed");
    const tail = bytes.subarray(1 + textBytes);
    if (tail[0] === etx) return { kind: "frame", length: textBytes + 2 };
    const expected = [cr, lf, etx];
    const wrong = tail.find((byte, index) => byte !== expected[index]);
    if (wrong !== undefined) return fault(isPrintable(wrong) ? "too-long" : "malformed");
    return tail.length === expected.length ? { kind: "frame", length: maxEm4100Bytes } : more;
  },
};

/** Framer of STX … ETX frames; frames are whole, STX and ETX included. */
export const createEm4100Framer = () => createScanningFramer(format);
