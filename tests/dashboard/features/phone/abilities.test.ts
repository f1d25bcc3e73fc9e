import { describe, expect, it } from "vitest";
import { abilitiesOf, type Offer } from "../../../../dashboard/src/features/phone/abilities.ts";

const chromeAndroid: Offer = {
  isSecure: true,
  motion: true,
  orientation: true,
  light: false,
  microphone: true,
  nfc: true,
};

describe("what a browser can lend", () => {
  it("is told by what it offers", () => {
    expect(abilitiesOf(chromeAndroid)).toEqual({
      motion: "available",
      orientation: "available",
      light: "missing",
      sound: "available",
      nfc: "available",
    });
    expect(abilitiesOf({ ...chromeAndroid, nfc: false })).toMatchObject({ nfc: "missing" });
  });

  it("waits for a secured page where browsers demand one, and promises nothing they hide until then", () => {
    const plain = abilitiesOf({ ...chromeAndroid, isSecure: false, microphone: false, nfc: false });
    expect(plain).toEqual({
      motion: "needs-https",
      orientation: "needs-https",
      light: "hidden",
      sound: "hidden",
      nfc: "hidden",
    });
    expect(abilitiesOf({ ...chromeAndroid, isSecure: false, motion: false })).toMatchObject({
      motion: "missing",
    });
  });
});
