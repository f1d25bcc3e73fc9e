import fc from "fast-check";
import { expect, test } from "vitest";
import { type AirAdvertisement, HciController } from "../../../../bridge/virtual-kit/radio/hci-controller.ts";

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const packet = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
const address = [0x02, 0x4c, 0x61, 0x62, 0x6f, 0x01];
const heard: AirAdvertisement = {
  type: 3,
  addressType: "random",
  address: [0xc2, 1, 2, 3, 4, 5],
  payload: [2, 1, 6],
  rssi: -59.4,
};

function scanning(parameters = "01120012000000", enable = "0100"): HciController {
  const controller = new HciController(address);
  controller.receive(packet(`010b2007${parameters}`));
  controller.receive(packet(`010c2002${enable}`));
  return controller;
}

// What noble sends at its start, and what a controller answers (Core Specification, vol. 4, part E, §7).
test.each([
  ["Reset", "01030c00", "040e0401030c00"],
  ["Set Event Mask", "01010c08fffffbff07f8bf3d", "040e0401010c00"],
  ["LE Set Event Mask", "010120081f00000000000000", "040e0401012000"],
  ["Read Local Version", "01011000", "040e0c010110000d00000dffff0100"],
  ["Write LE Host Supported", "016d0c020100", "040e04016d0c00"],
  ["Read LE Host Supported", "016c0c00", "040e06016c0c000000"],
  ["LE Read Buffer Size", "01022000", "040e0701022000fb0008"],
  ["Read BD_ADDR", "01091000", "040e0a01091000016f62614c02"],
  ["Read Buffer Size", "01051000", "040e0b01051000fb000008000000"],
  ["LE Set Scan Parameters", "010b200701120012000000", "040e04010b2000"],
  ["LE Set Scan Enable", "010c20020100", "040e04010c2000"],
])("%s is answered", (_name, command, answer) => {
  expect(new HciController(address).receive(packet(command)).map(hex)).toEqual([answer]);
});

test("LE Host Supported reads as it was written", () => {
  const controller = new HciController(address);
  controller.receive(packet("016d0c020100"));
  expect(hex(controller.receive(packet("016c0c00"))[0])).toBe("040e06016c0c000100");
});

test("extended scanning is not among the supported commands, so hosts use the plain kind", () => {
  const [answer] = new HciController(address).receive(packet("01021000"));
  expect(answer).toHaveLength(7 + 64);
  expect((answer?.[7 + 37] ?? 0xff) & 0x30).toBe(0);
  expect((answer?.[7 + 26] ?? 0) & 0x0c).toBe(0x0c);
});

test("a command it does not know completes with status 0x01", () => {
  expect(new HciController(address).receive(packet("01412000")).map(hex)).toEqual(["040e0401412001"]);
});

test("parameters of the wrong length or out of range are refused with status 0x12", () => {
  const controller = new HciController(address);
  for (const bad of ["010c200101", "010c20020200", "010b200701020002000000", "010b200701120013000000"]) {
    expect(hex(controller.receive(packet(bad))[0])).toMatch(/12$/);
  }
  expect(controller.listening).toBe(false);
});

test("scan parameters cannot change while scanning", () => {
  expect(hex(scanning().receive(packet("010b200701120012000000"))[0])).toBe("040e04010b200c");
});

test("reports come only while scanning is on", () => {
  const controller = new HciController(address);
  expect(controller.report(heard)).toBeUndefined();
  controller.receive(packet("010c20020100"));
  expect(hex(controller.report(heard))).toBe("043e0f020103010504030201c203020106c5");
  controller.receive(packet("010c20020000"));
  expect(controller.report(heard)).toBeUndefined();
  controller.receive(packet("010c20020100"));
  controller.receive(packet("01030c00"));
  expect(controller.listening).toBe(false);
});

test("the duplicate filter tells of each address once, until scanning starts again", () => {
  const controller = scanning(undefined, "0101");
  expect(controller.report(heard)).toBeDefined();
  expect(controller.report(heard)).toBeUndefined();
  expect(controller.report({ ...heard, address: [1, 2, 3, 4, 5, 6] })).toBeDefined();
  controller.receive(packet("010c20020101"));
  expect(controller.report(heard)).toBeDefined();
});

test("the scan window is the share of time it listens", () => {
  expect(scanning("01400010000000").dutyCycle).toBe(0.25);
});

test("garbage from the host: an answer that says so or none, never a crash, never a report", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, asCommand) => {
      const controller = new HciController(address);
      const sent = asCommand ? Uint8Array.from([1, ...bytes]) : bytes;
      for (const answer of controller.receive(sent)) {
        expect([0x0e, 0x10]).toContain(answer[1]);
        expect(answer).toHaveLength(3 + (answer[2] ?? 0));
      }
    }),
  );
  expect(hex(new HciController(address).receive(packet("01030c05"))[0])).toBe("04100101");
});
