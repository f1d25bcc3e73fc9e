import { expect, it } from "vitest";
import { crc16Ibm3740 } from "../../../bridge/frames/crc16.ts";

it("gives the catalogue's check value for 123456789", () => {
  expect(crc16Ibm3740(Buffer.from("123456789"))).toBe(0x29b1);
});

it("starts from FFFF", () => {
  expect(crc16Ibm3740(new Uint8Array())).toBe(0xffff);
});
