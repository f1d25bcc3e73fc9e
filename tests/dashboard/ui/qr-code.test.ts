// The code that is drawn is the code a phone reads: an independent decoder reads the path back.
import { decodeQR } from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { qrPath } from "../../../dashboard/src/ui/qr-code.tsx";

const scale = 4;

/** The picture of a path of runs one module high, as a camera would see it head on. */
function pictureOf({ path, size }: ReturnType<typeof qrPath>) {
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x = "0", y = "0", length = "0"] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1)
      for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; column += 1)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
  return { width, height: width, data };
}

describe("a QR code", () => {
  it.each([
    "http://192.168.1.20:3000/telephone",
    "http://laptop-du-musee.local:3000/q/socle-du-phare",
    `http://10.0.0.1/q/${"x".repeat(26)}`,
  ])("reads back as %s", (text) => {
    expect(decodeQR(pictureOf(qrPath(text)))).toBe(text);
  });

  it("keeps four clear modules all around", () => {
    const { path, size } = qrPath("http://192.168.1.20:3000/telephone");
    for (const [, x = "", y = "", length = ""] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      expect(Math.min(Number(x), Number(y))).toBeGreaterThanOrEqual(4);
      expect(Math.max(Number(x) + Number(length), Number(y) + 1)).toBeLessThanOrEqual(size - 4);
    }
  });
});
