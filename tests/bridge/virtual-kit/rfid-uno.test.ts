// The committed labo-rfid.hex in the simulated Uno with the simulated reader chip: UIDs of every size, several tags at once,
// a chip that is loose, mute or restarted, and the host's commands. The same code is tested on the host in tests/firmware.
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Kit, KitTag } from "#contract/kit.ts";
import { decodeRfidLine, encodeRfidLine, type RfidMessage } from "../../../bridge/decoders/rfid-line.ts";
import { createLineFramer } from "../../../bridge/frames/line-framer.ts";
import type { Atmega328p } from "../../../bridge/virtual-kit/avr/atmega328p.ts";
import { RfidWiring, TagDrawer } from "../../../bridge/virtual-kit/boards/rfid-wiring.ts";
import { VirtualBoard } from "../../../bridge/virtual-kit/boards/virtual-board.ts";
import { defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";
import { readFirmware } from "../../../bridge/virtual-kit/firmware-files.ts";
import { createRandom } from "../../../bridge/virtual-kit/random.ts";

const readerId = "reader";
let flash: Uint8Array;
beforeAll(async () => {
  flash = (await readFirmware(fileURLToPath(new URL("../../../firmware", import.meta.url))))["labo-rfid"];
});

/** What becomes of a byte on its way to the chip and back. */
type Wires = "sound" | "loose" | "chip-ignores-writes";

class Uno {
  wires: Wires = "sound";
  mcu!: Atmega328p;
  private readonly said: RfidMessage[] = [];
  private readonly framer = createLineFramer();
  private readonly kit: Kit = { ...defaultKit(), tags: [] };
  private readonly board: VirtualBoard;
  private ms = 0;

  constructor() {
    const wiring = new RfidWiring(readerId, () => this.kit, new TagDrawer(), createRandom(1));
    this.board = new VirtualBoard({
      flash,
      wiring: {
        connect: (mcu) => {
          this.mcu = mcu;
          wiring.connect(mcu);
          const chip = mcu.spi.onTransfer;
          let writing = false;
          let first = true;
          mcu.onEdge("D10", (high) => {
            if (!high) first = true;
          });
          mcu.spi.onTransfer = (byte) => {
            if (this.wires === "loose") return 0xff;
            if (first) writing = (byte & 0x80) === 0;
            const isValue = !first && writing;
            first = false;
            return isValue && this.wires === "chip-ignores-writes" ? 0 : chip(byte);
          };
        },
        update: () => wiring.update(),
        powerOff: () => wiring.powerOff(),
      },
    });
    this.board.powerOn(0);
    this.board.open(57_600, 0);
    this.run(300);
  }

  lay(uid: string, family: KitTag["family"] = uid.length === 8 ? "mifare-classic-1k" : "ntag213"): void {
    const tag = {
      id: uid,
      name: { fr: uid, en: uid },
      uid,
      family,
      over: { reader: readerId, distanceMm: 5 },
    };
    this.kit.tags.push(tag);
  }

  take(uid: string): void {
    this.kit.tags.splice(
      this.kit.tags.findIndex((tag) => tag.uid === uid),
      1,
    );
  }

  ask(body: string): void {
    this.board.write(encodeRfidLine(body));
  }

  run(ms: number): this {
    for (const end = this.ms + ms; this.ms < end; ) {
      this.ms += 5;
      this.board.runUntil(this.ms);
      for (const outcome of this.framer.push(this.board.takeOutput() ?? new Uint8Array())) {
        const decoded = decodeRfidLine(outcome.bytes);
        if (!decoded.ok) throw new Error(`not a line: ${Buffer.from(outcome.bytes).toString("latin1")}`);
        this.said.push(decoded.message);
      }
    }
    return this;
  }

  get now(): number {
    return this.ms;
  }

  /** The first answer to a command since the last call, if there is one; the rest is forgotten. */
  answer(): RfidMessage | undefined {
    return this.said.splice(0).find(({ type }) => type === "accepted" || type === "refused");
  }

  /** What was said of one kind since the last call; the rest is forgotten. */
  heard<T extends RfidMessage["type"]>(type: T): Extract<RfidMessage, { type: T }>[] {
    return this.said
      .splice(0)
      .filter((message): message is Extract<RfidMessage, { type: T }> => message.type === type);
  }
}

describe("tags", () => {
  it.each([
    ["c1a2b3d4", 0x08, 0x0004],
    ["04a1b2c3d4e5f6", 0x00, 0x0044],
    ["04112233445566778899", 0x00, 0x0084],
    // The last cascade level may begin with the cascade tag's own value.
    ["04112233445588778899", 0x00, 0x0084],
  ] as const)("with the UID %s arrive whole, with SAK and ATQA, and leave", (uid, sak, atqa) => {
    const uno = new Uno();
    uno.lay(uid);
    expect(uno.run(300).heard("tag-arrived")).toMatchObject([{ uid, sak, atqa, reader: 0 }]);
    expect(uno.run(700).heard("tag-left")).toEqual([]);
    uno.take(uid);
    const [left] = uno.run(800).heard("tag-left");
    expect(left?.uid).toBe(uid);
    expect(Math.abs((left?.presentMs ?? 0) - 950)).toBeLessThan(120);
  });

  it("of every size lying together are told apart, though they differ in one bit", () => {
    const uno = new Uno();
    const uids = [
      "c1a2b3d4",
      "c1a2b3d5",
      "04a1b2c3d4e5f6",
      "04a1b2c3d4e5f7",
      "04112233445566778899",
      "04112233445566778898",
    ];
    for (const uid of uids) uno.lay(uid);
    const arrived = uno.run(800).heard("tag-arrived");
    expect(arrived.map(({ uid }) => uid).toSorted()).toEqual(uids.toSorted());
    expect(
      uno
        .run(2000)
        .heard("reader-status")
        .map(({ held }) => held),
    ).toEqual([6]);
    uno.take("04a1b2c3d4e5f7");
    expect(
      uno
        .run(1000)
        .heard("tag-left")
        .map(({ uid }) => uid),
    ).toEqual(["04a1b2c3d4e5f7"]);
  });
});

describe("the reader's health", () => {
  it("is told every two seconds, with the chip's version and what was polled", () => {
    const statuses = new Uno().run(6000).heard("reader-status");
    expect(statuses.length).toBeGreaterThanOrEqual(3);
    for (const status of statuses)
      expect(status).toMatchObject({ status: "ok", chip: 0x92, errors: 0, held: 0 });
    const [before, after] = statuses.slice(-2);
    expect((after?.ms ?? 0) - (before?.ms ?? 0)).toBeGreaterThanOrEqual(1990);
    expect((after?.ms ?? 0) - (before?.ms ?? 0)).toBeLessThan(2060);
    // A poll each 50 ms.
    expect(Math.abs((after?.polls ?? 0) - (before?.polls ?? 0) - 40)).toBeLessThanOrEqual(2);
  });

  it("is absent when a wire is loose, ok again when it holds; a tag that lay there has not left", () => {
    const uno = new Uno();
    uno.lay("c1a2b3d4");
    uno.run(500).heard("tag-arrived");
    uno.wires = "loose";
    expect(uno.run(1500).heard("reader-status")[0]).toMatchObject({ status: "absent", chip: 0xff, held: 1 });
    uno.wires = "sound";
    uno.run(1500);
    const told = uno.heard("reader-status");
    expect(told.at(-1)).toMatchObject({ status: "ok", held: 1 });
    expect(uno.run(1000).heard("tag-left")).toEqual([]);
  });

  it("is an error when the chip answers and holds nothing of what it is told", () => {
    const uno = new Uno();
    uno.wires = "chip-ignores-writes";
    // Its settings are still there: only a new start shows it, as after a dip of its supply.
    uno.ask("?");
    uno.run(100);
    uno.wires = "loose";
    uno.run(700).heard("reader-status");
    uno.wires = "chip-ignores-writes";
    const statuses = uno.run(1500).heard("reader-status");
    expect(statuses.at(-1)).toMatchObject({ status: "error", chip: 0x92 });
    uno.wires = "sound";
    expect(uno.run(1500).heard("reader-status").at(-1)).toMatchObject({ status: "ok" });
  });
});

it("sleeps between events, with an empty field and with a tag that lies there", () => {
  const uno = new Uno();
  const shareAsleep = (): number => {
    const { mcu } = uno;
    const [slept, cycles] = [mcu.sleptCycles, mcu.cycles];
    uno.run(1000);
    return (mcu.sleptCycles - slept) / (mcu.cycles - cycles);
  };
  expect(shareAsleep()).toBeGreaterThan(0.8);
  uno.lay("04a1b2c3d4e5f6");
  uno.run(300);
  expect(shareAsleep()).toBeGreaterThan(0.5);
});

describe("the memory of a tag", () => {
  const uid = "04A1B2C3D4E5F6";
  const start = (): Uno => {
    const uno = new Uno();
    uno.lay(uid.toLowerCase());
    uno.run(300).heard("tag-arrived");
    return uno;
  };
  const read = (uno: Uno, page: number): string | undefined => {
    uno.ask(`RD,${uid},${page}`);
    const data = uno.run(100).heard("tag-data")[0]?.data;
    return data && Buffer.from(data).toString("hex");
  };
  const write = (uno: Uno, page: number, hex: string): RfidMessage | undefined => {
    uno.ask(`WR,${uid},${page},${hex}`);
    return uno.run(100).answer();
  };

  it("is read, four pages at once, with the number in the first ones", () => {
    const uno = start();
    expect(read(uno, 0)?.slice(0, 6)).toBe("04a1b2");
    expect(read(uno, 3)).toBe("e11012000300fe000000000000000000");
    // Past the last page the tag goes on with its first one.
    expect(read(uno, 44)?.slice(8, 14)).toBe("04a1b2");
  });

  it("is written page by page and keeps what was written, off the reader too; the tag is held meanwhile", () => {
    const uno = start();
    for (let page = 4; page < 40; page++)
      expect(write(uno, page, `000000${page.toString(16).padStart(2, "0").toUpperCase()}`)).toEqual({
        type: "accepted",
        command: "WR",
      });
    expect(uno.heard("tag-left")).toEqual([]);
    uno.take(uid.toLowerCase());
    uno.run(800);
    uno.lay(uid.toLowerCase());
    uno.run(300);
    for (let page = 4; page < 36; page += 4)
      expect(read(uno, page)).toBe(
        [0, 1, 2, 3].map((n) => (page + n).toString(16).padStart(8, "0")).join(""),
      );
  });

  it("that refuses, is not there, or belongs to another kind of tag is said to be so", () => {
    const uno = start();
    expect(write(uno, 40, "00000000")).toMatchObject({ type: "refused", reason: "nak" });
    expect(write(uno, 2, "FFFFFFFF")).toMatchObject({ type: "refused", reason: "range" });
    uno.lay("c1a2b3d4");
    uno.run(300);
    uno.ask("RD,C1A2B3D4,4");
    expect(uno.run(100).answer()).toMatchObject({ type: "refused", reason: "type" });
    uno.take(uid.toLowerCase());
    expect(write(uno, 4, "00000000")).toMatchObject({ type: "refused", reason: "gone" });
    uno.wires = "loose";
    uno.run(200);
    expect(write(uno, 4, "00000000")).toMatchObject({ type: "refused", reason: "reader" });
  });

  it("is read and written as quickly as a host can ask, a page in less than 40 ms", () => {
    const uno = start();
    const before = uno.now;
    for (let page = 4; page < 24; page++) {
      uno.ask(`WR,${uid},${page},DEADBEEF`);
      while (uno.run(5).answer() === undefined) expect(uno.now - before).toBeLessThan(20 * 40);
    }
  });
});

describe("the host's commands", () => {
  it("set the hold time and the interval within their bounds", () => {
    const uno = new Uno();
    uno.ask("HT,2000");
    uno.ask("PI,200");
    uno.ask("HT,50");
    expect(uno.run(200).heard("refused")).toEqual([{ type: "refused", command: "HT", reason: "range" }]);
    uno.lay("c1a2b3d4");
    uno.run(1000);
    uno.take("c1a2b3d4");
    expect(uno.run(1700).heard("tag-left")).toEqual([]);
    expect(uno.run(800).heard("tag-left")).toHaveLength(1);
    uno.run(2000).heard("reader-status");
    const [first, second] = uno.run(4500).heard("reader-status");
    expect(Math.abs((second?.polls ?? 0) - (first?.polls ?? 0) - 10)).toBeLessThanOrEqual(1);
  });
});
