import { describe, expect, it } from "vitest";
import { chosenNote, createPortNotes, hintedSpeed, usualSpeed } from "../../../bridge/devices/port-notes.ts";

describe("notes about ports", () => {
  it("outlive the process where somebody keeps them, and what cannot be read is forgotten", () => {
    const kept = new Map<string, string>([
      ["usb:A", JSON.stringify({ protocol: "em4100", baudRate: 9600, settings: { checksum: "lenient" } })],
      ["usb:B", "{"],
      ["usb:C", JSON.stringify({ protocol: "telepathy" })],
      ["usb:D", JSON.stringify({ baudRate: -1 })],
    ]);
    const keeper = {
      kept: () => [...kept].map(([port, note]) => ({ port, note })),
      keep: (port: string, note: string | undefined) =>
        note === undefined ? void kept.delete(port) : void kept.set(port, note),
    };
    const notes = createPortNotes(keeper);
    expect(notes.read("usb:A")).toMatchObject({ protocol: "em4100", settings: { checksum: "lenient" } });
    for (const port of ["usb:B", "usb:C", "usb:D", "usb:E"]) expect(notes.read(port)).toEqual({});
    notes.write("usb:B", { protocol: "gps", baudRate: 9600 });
    expect(createPortNotes(keeper).read("usb:B")).toEqual({ protocol: "gps", baudRate: 9600 });
  });

  it("are bounded: the oldest goes", () => {
    const notes = createPortNotes();
    for (let n = 0; n < 300; n++) notes.write(`usb:${n}`, { baudRate: 9600 });
    expect(notes.read("usb:0")).toEqual({});
    expect(notes.read("usb:299")).toEqual({ baudRate: 9600 });
  });

  it("say what a person chose, and keep how the reader is set", () => {
    const before = { protocol: "gps", baudRate: 9600, settings: { holdMs: 700 } } as const;
    expect(chosenNote(before, "pn532", "auto")).toEqual({
      protocol: "pn532",
      baudRate: usualSpeed("pn532"),
      chosen: true,
      settings: { holdMs: 700 },
    });
    expect(chosenNote(before, "auto", "38400")).toEqual({ baudRate: 38_400, settings: { holdMs: 700 } });
    expect(chosenNote(before, "auto", "auto")).toEqual({ settings: { holdMs: 700 } });
  });

  it("USB identities only hint at a speed", () => {
    expect([hintedSpeed("0D28"), hintedSpeed("1546"), hintedSpeed("2341"), hintedSpeed(undefined)]).toEqual([
      115_200,
      9600,
      undefined,
      undefined,
    ]);
  });
});
