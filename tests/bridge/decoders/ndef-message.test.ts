import { describe, expect, it } from "vitest";
import { decodeNdefMessage, encodeNdefLink } from "../../../bridge/decoders/ndef-message.ts";
import { findMessage, layOutMessage, readCapability } from "../../../bridge/decoders/type2-tag.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const utf8 = (text: string) => new TextEncoder().encode(text);
const uriMessage = (code: number, rest: string) =>
  Uint8Array.of(0xd1, 1, utf8(rest).length + 1, 0x55, code, ...utf8(rest));
const textMessage = (status: number, body: readonly number[]) =>
  Uint8Array.of(0xd1, 1, body.length + 1, 0x54, status, ...body);
const first = (message: Uint8Array) => {
  const outcome = decodeNdefMessage(message);
  return outcome.ok ? outcome.records[0] : outcome.why.code;
};

describe("what a tag says", () => {
  it("is plain text: control and direction-changing characters are shown as dots", () => {
    expect(first(textMessage(2, [...utf8("fr\u202Eabc\u0007\nd")]))).toEqual({
      type: "text",
      language: "fr",
      text: "·abc··d",
    });
  });

  it("is read in UTF-16, either byte order", () => {
    const big = [0x65, 0x6e, 0x00, 0xe9, 0x00, 0x21];
    expect(first(textMessage(0x82, big))).toMatchObject({ text: "é!" });
    expect(first(textMessage(0x82, [0x65, 0x6e, 0xff, 0xfe, 0xe9, 0x00, 0x21, 0x00]))).toMatchObject({
      text: "é!",
    });
  });

  it("is bounded, in characters and in records", () => {
    const long = Uint8Array.of(0xc1, 1, 0, 0, 4, 0, 0x54, 2, ...utf8(`en${"x".repeat(1021)}`));
    const record = first(long);
    expect(typeof record === "object" && record.type === "text" && record.text.length).toBe(255);
    const many = Array.from({ length: 40 }, (_, index) => [index === 0 ? 0x90 : 0x10, 0, 0]).flat();
    expect(first(Uint8Array.from(many))).toBe("unsupported");
  });

  it.each([
    [3, "museum.example/ours", true],
    [4, "museum.example:8443/a?b=c#d", true],
    [5, "+14185550123", true],
    [6, "a@museum.example", true],
    [0, "javascript:alert(1)", false],
    [0, "JavaScript:alert(1)", false],
    [0, "data:text/html,x", false],
    [0, "file:///etc/passwd", false],
    [0, "vbscript:x", false],
    [0, "intent://x#Intent;end", false],
    [0x1d, "etc/passwd", false],
    [4, "museum.example@elsewhere.example/", false],
    [4, "museum.example/\u202Egnp", false],
    [4, "museum.example/ x", false],
    [4, "", false],
    [4, `museum.example/${"a".repeat(235)}`, false],
  ])("prefix %i and %j: offered as a link, %s", (code, rest, link) => {
    expect(first(uriMessage(code, rest))).toMatchObject({ type: "uri", link });
  });

  it("is written back as it is read, with the shortest prefix, and never with a dangerous scheme", () => {
    for (const link of [
      "https://www.museum.example/a",
      "http://x.example/",
      "tel:+14185550123",
      "mailto:a@b.example",
    ]) {
      const message = encodeNdefLink(link);
      expect(message).toBeDefined();
      expect(first(message ?? new Uint8Array())).toEqual({ type: "uri", uri: link, link: true });
    }
    expect(encodeNdefLink("https://www.museum.example/")?.[4]).toBe(2);
    for (const bad of ["javascript:1", "", "museum.example", "https://é.example/", "file:///x"])
      expect(encodeNdefLink(bad)).toBeUndefined();
  });
});

describe("the memory of a tag", () => {
  it("says how much it holds and whether it can be written", () => {
    expect(readCapability(bytes("e1101200"))).toEqual({ dataBytes: 144, writable: true });
    expect(readCapability(bytes("e110 6d 0f"))).toEqual({ dataBytes: 872, writable: false });
    for (const bad of ["00000000", "e1201200", "e1101280", "e1100000", "e110"])
      expect(readCapability(bytes(bad))).toBeUndefined();
    expect(readCapability(bytes("e110ff00"))?.dataBytes).toBe(888);
  });

  it("is searched block by block, asking for more where it was not read far enough", () => {
    expect(findMessage(bytes("0103a00c34 0305d101015400 fe"), 144)).toEqual({
      kind: "message",
      offset: 7,
      length: 5,
      end: 12,
    });
    expect(findMessage(bytes("00 00 03 ff 0102"), 400)).toEqual({
      kind: "message",
      offset: 6,
      length: 258,
      end: 264,
    });
    expect(findMessage(bytes("03"), 144).kind).toBe("more");
    expect(findMessage(bytes("03ff01"), 144).kind).toBe("more");
    expect(findMessage(bytes("fd0a 01"), 144).kind).toBe("more");
    expect(findMessage(bytes("0300fe"), 144).kind).toBe("none");
    expect(findMessage(bytes("fe"), 144).kind).toBe("none");
    expect(findMessage(new Uint8Array(48), 48).kind).toBe("none");
    expect(findMessage(bytes("03ff0400"), 144).kind).toBe("malformed");
    expect(findMessage(bytes("03fe"), 48).kind).toBe("malformed");
    expect(findMessage(bytes("00000003"), 4).kind).toBe("malformed");
  });

  it("is laid out in whole pages, and only if it fits", () => {
    const message = encodeNdefLink("https://museum.example/") ?? new Uint8Array();
    const laid = layOutMessage(message, 144) ?? new Uint8Array();
    expect(laid.length % 4).toBe(0);
    const found = findMessage(laid, 144);
    expect(found.kind === "message" && laid.subarray(found.offset, found.end)).toEqual(message);
    expect(layOutMessage(message, 16)).toBeUndefined();
    const long = layOutMessage(new Uint8Array(300), 888) ?? new Uint8Array();
    expect(findMessage(long, 888)).toMatchObject({ kind: "message", length: 300 });
  });
});
