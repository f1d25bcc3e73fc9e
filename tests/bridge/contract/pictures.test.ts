// The address of a drawing, read back as it was written, whatever the drawing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPictureAddress, writePictureAddress } from "#contract/pictures.ts";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/);
const side = fc.integer({ min: 1, max: 99_999 });

describe("the address of a drawing", () => {
  it("says which it is and how large", () => {
    const size = fc.option(fc.record({ width: side, height: side }), { nil: undefined });
    fc.assert(
      fc.property(name, name, size, (sheet, file, drawn) => {
        const picture = { sheet, name: file, ...(drawn === undefined ? {} : { size: drawn }) };
        expect(readPictureAddress(writePictureAddress(picture))).toEqual(picture);
      }),
    );
  });

  it.each([
    "https://evil.example/a.svg",
    "//evil.example/a.svg",
    "/api/sheets/f/images/../a",
    "/api/sheets/f/images/a#1x",
  ])("is not %s", (address) => expect(readPictureAddress(address)).toBeUndefined());
});
