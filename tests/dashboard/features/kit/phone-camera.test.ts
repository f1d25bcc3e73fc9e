// Printed codes as a phone sees them, read by a decoder that is not the encoder's.
import jsQR from "jsqr";
import { expect, it } from "vitest";
import { trialCodes } from "#contract/code-pages.ts";
import { film } from "../../../../dashboard/src/features/kit/phone-camera.ts";
import { qrModules, quietModules } from "../../../../dashboard/src/ui/qr-code.tsx";

const addressOf = (id: string) => `http://192.168.1.20:3000/q/${id}`;
const codes = trialCodes.filter(({ medium }) => medium === "qr");

function read(id: string, distanceCm: number, coveredPercent = 0): string | undefined {
  const { widthCm = 1, level } = trialCodes.find((one) => one.id === id) ?? {};
  const pictures = film(qrModules(addressOf(id), level), quietModules, {
    widthCm,
    distanceCm,
    coveredPercent,
  });
  for (const { data, width, height } of pictures) {
    const text = jsQR(data, width, height)?.data;
    if (text !== undefined) return text;
  }
  return undefined;
}

it.each(codes)("$id is read from ten times its width, and not from forty", ({ id, widthCm = 1 }) => {
  expect(read(id, widthCm * 10)).toBe(addressOf(id));
  expect(read(id, widthCm * 40)).toBeUndefined();
});

it("a tenth covered: level H is read, level L is not", () => {
  for (const widthCm of [2, 3, 5]) {
    expect(read(`qr-${widthCm}cm-h`, widthCm * 5, 10)).toBe(addressOf(`qr-${widthCm}cm-h`));
    expect(read(`qr-${widthCm}cm-l`, widthCm * 5, 10)).toBeUndefined();
  }
});

it("the greatest distance follows the width", () => {
  // A decoder may stumble at one distance and not at the next: the greatest that works counts.
  const farthest = (id: string, widthCm: number) =>
    [24, 22, 20, 18, 16, 14, 12, 10].find((times) => read(id, times * widthCm) !== undefined) ?? 0;
  const two = farthest("qr-2cm-l", 2);
  expect(two).toBeGreaterThanOrEqual(10);
  expect(Math.abs(farthest("qr-5cm-l", 5) - two)).toBeLessThanOrEqual(2);
});
