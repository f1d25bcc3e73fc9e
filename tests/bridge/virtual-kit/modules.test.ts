// The kit's RDM6300, PN532 and Nexmosphere controller, byte for byte, against the vectors and the bridge's own decoders.
import { expect, test } from "vitest";
import { decodeEm4100Air } from "../../../bridge/decoders/em4100-frame.ts";
import { decodeNexmosphereLine } from "../../../bridge/decoders/nexmosphere-line.ts";
import { encodePn532, pn532Ack, pn532WakeUp } from "../../../bridge/frames/pn532-framer.ts";
import { Tag } from "../../../bridge/virtual-kit/chips/iso14443-tags.ts";
import { Nexmosphere, type NexmosphereTag } from "../../../bridge/virtual-kit/modules/nexmosphere.ts";
import { type NearTag, Pn532 } from "../../../bridge/virtual-kit/modules/pn532.ts";
import { em4100Bits, type LowFrequencyTag, Rdm6300 } from "../../../bridge/virtual-kit/modules/rdm6300.ts";
import { type ModuleChip, SerialModule } from "../../../bridge/virtual-kit/modules/serial-module.ts";
import rows from "../../fixtures/rfid.json" with { type: "json" };

const hexOf = (bytes: Iterable<number> | undefined) => Buffer.from([...(bytes ?? [])]).toString("hex");
const row = (name: string) => rows.find((candidate) => candidate.name === name)?.hex ?? "";

/** A powered module whose port is open at its own speed. */
function opened(chip: ModuleChip, baudRate = chip.baudRate) {
  const module = new SerialModule(chip);
  module.powerOn(0);
  module.open(baudRate, 0);
  let ms = 0;
  return {
    module,
    run(forMs: number): string {
      let hex = "";
      for (const end = ms + forMs; ms < end; ms += 5) {
        module.runUntil(ms);
        hex += hexOf(module.takeOutput());
      }
      return hex;
    },
  };
}

test("what the RDM6300 reads on the air is what the tag sends, bit for bit", () => {
  const bits = em4100Bits([0x3c, 0x00, 0xce, 0x75, 0x4c]);
  const bytes = Uint8Array.from({ length: 8 }, (_, byte) =>
    bits.slice(byte * 8, byte * 8 + 8).reduce((value, bit) => value * 2 + bit, 0),
  );
  expect(hexOf(bytes)).toBe(row("em4100_64bit_frame_3c00ce754c"));
  expect(decodeEm4100Air(bytes)).toMatchObject({ uid: "3c00ce754c", cardNumber: 13_530_444 });
});

test("the RDM6300 repeats a tag’s frame, and is silent with none, two, or one too far", () => {
  const card = (id: number[], distanceMm = 5): LowFrequencyTag => ({ id, distanceMm });
  const mine = card([0x3c, 0x00, 0xce, 0x75, 0x4c]);
  let field = [mine];
  const { run } = opened(new Rdm6300(() => field));
  const frame = row("rdm6300_0013530444");
  const heard = run(1000);
  expect(heard.length / frame.length).toBeGreaterThan(12);
  expect(heard.length / frame.length).toBeLessThan(20);
  expect(heard.replaceAll(frame, "")).toBe("");
  for (const silent of [[], [mine, card([1, 0, 7, 0x34, 0xe0])], [card([1, 0, 7, 0x34, 0xe0], 80)]]) {
    field = silent;
    run(70);
    expect(run(500)).toBe("");
  }
});

test("read at the wrong speed it is garbage; unplugged it is dumb", () => {
  const { run, module } = opened(new Rdm6300(() => [{ id: [1, 0, 7, 0x34, 0xe0], distanceMm: 5 }]), 57_600);
  expect(run(300)).not.toContain(row("rdm6300_seeed_ok"));
  module.powerOff();
  expect(run(300)).toBe("");
});

test("the Nexmosphere controller says what changes, in lines its decoder reads, and what is in its sockets when asked", () => {
  let field: NexmosphereTag[] = [];
  const { run, module } = opened(new Nexmosphere(() => field));
  const lines = (forMs: number) =>
    Buffer.from(run(forMs), "hex").toString("latin1").split("\r\n").slice(0, -1);
  expect(lines(1000)).toEqual([]);
  const object: NexmosphereTag = { kind: "numbered", uid: "0002", distanceMm: 5 };
  field = [object, { kind: "nfc", uid: "04a91c72e35b80", distanceMm: 5 }];
  const put = lines(300);
  expect(put).toEqual(["XR[PB002]", "X001A[0]", "X002B[TD=UID:04A91C72E35B80]"]);
  field = [{ ...object, distanceMm: 90 }];
  const taken = lines(300);
  expect(taken).toEqual(["XR[PU002]", "X001A[1]", "X002B[TR=UID:04A91C72E35B80]"]);
  // Noise of other questions before the line does not keep it from being heard.
  module.write(
    Buffer.from("$ID\r\n\xf9\xf0\x79\xf7\r\nD001B[TYPE]\r\nD002B[TYPE]=\r\nD003B[TYPE]\r\n", "latin1"),
  );
  const told = lines(300);
  expect(told).toEqual(["D001B[TYPE=XRDR1  ]", "D002B[TYPE=XRDW2  ]"]);
  for (const line of [...put, ...taken, ...told]) expect(decodeNexmosphereLine(line).ok, line).toBe(true);
  module.write(Buffer.alloc(5_000, 0x41));
  expect(lines(1000)).toEqual([]);
});

test("the PN532 sleeps until woken, then answers as the vectors say", () => {
  let field: NearTag[] = [];
  const { run, module } = opened(new Pn532(() => field));
  const ask = (...data: number[]) => {
    module.write(encodePn532(Uint8Array.from(data)));
    return run(200);
  };
  const ack = hexOf(pn532Ack);
  expect(ask(0x02)).toBe("");
  module.write(pn532WakeUp);
  expect(ask(0x14, 0x01)).toBe(ack + row("pn532_samconfig_resp"));
  expect(ask(0x02)).toBe(ack + row("pn532_get_firmware_resp"));
  // With its own setting it searches for ever; told to try once, it says that there is nobody.
  expect(ask(0x4a, 0x01, 0x00)).toBe(ack);
  ask(0x32, 0x05, 0xff, 0x01, 0x01);
  expect(ask(0x4a, 0x01, 0x00)).toBe(ack + row("pn532_inlist_none"));
  field = [{ tag: new Tag("mifare-classic-1k", [0xcb, 0x98, 0xa6, 0x05]), distanceMm: 5 }];
  expect(ask(0x4a, 0x01, 0x00)).toBe(ack + row("pn532_inlist_resp_cb98a605"));
  field.push({ tag: new Tag("ntag213", [0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6]), distanceMm: 5 });
  expect(ask(0x4a, 0x02, 0x00)).toBe(ack + row("pn532_inlist_two"));
  expect(ask(0x60)).toBe(ack + row("pn532_syntax_error_frame"));
});

test("through the PN532 a NTAG213 is written page by page, within its bounds, and read back", () => {
  let field: NearTag[] = [
    { tag: new Tag("ntag213", [0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6]), distanceMm: 5 },
  ];
  const { run, module } = opened(new Pn532(() => field));
  const ask = (...data: number[]) => {
    module.write(encodePn532(Uint8Array.from(data)));
    return run(200).slice(hexOf(pn532Ack).length + 14);
  };
  const list = () => ask(0x4a, 0x01, 0x00);
  module.write(pn532WakeUp);
  ask(0x32, 0x05, 0xff, 0x01, 0x01);
  list();
  expect(ask(0x40, 0x01, 0xa2, 0x06, 1, 2, 3, 4)).toMatch(/^00/);
  expect(ask(0x40, 0x01, 0x30, 0x04).slice(2, 26)).toBe("0300fe000000000001020304");
  for (const page of [3, 40]) {
    list();
    expect(ask(0x40, 0x01, 0xa2, page, 1, 2, 3, 4)).toMatch(/^13/);
  }
  list();
  field = [];
  expect(ask(0x40, 0x01, 0x30, 0x04)).toMatch(/^01/);
});

test("a module at rest costs next to nothing", () => {
  const { run } = opened(new Rdm6300(() => []));
  const from = performance.now();
  run(60_000);
  // A minute of simulated time; a hundredth of a core would be 600 ms.
  expect(performance.now() - from).toBeLessThan(600);
});
