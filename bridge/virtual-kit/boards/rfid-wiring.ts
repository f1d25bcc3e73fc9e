// What is wired to the RFID reader board: an MFRC522 module on the SPI bus (SS on D10, reset on D9), and the tags above it.
import type { Kit } from "#contract/kit.ts";
import type { Atmega328p } from "../avr/atmega328p.ts";
import { Tag } from "../chips/iso14443-tags.ts";
import { Mfrc522 } from "../chips/mfrc522.ts";
import { type PlacedTag, ReaderField } from "../chips/reader-field.ts";
import { apparentDistance } from "../chips/surroundings.ts";
import type { Random } from "../random.ts";
import type { Wiring } from "./virtual-board.ts";

const pins = { select: "D10", reset: "D9" };

/** The cards themselves: one per tag of the kit, shared by all readers, remembering their state. */
export class TagDrawer {
  private readonly tags = new Map<string, Tag>();

  /** @param uid lower-case hexadecimal, 4, 7 or 10 bytes. */
  tag(id: string, family: "mifare-classic-1k" | "ntag213", uid: string): Tag {
    const known = this.tags.get(id);
    if (known !== undefined) return known;
    const bytes = (uid.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    const tag = new Tag(family, bytes);
    this.tags.set(id, tag);
    return tag;
  }
}

export class RfidWiring implements Wiring {
  private readonly random: Random;
  private readonly field: ReaderField;

  /** @param kit the world, asked at each exchange on the air. */
  constructor(readerId: string, kit: () => Kit, drawer: TagDrawer, random: Random) {
    this.random = random;
    this.field = new ReaderField(random.fork("field"), () => tagsOver(readerId, kit(), drawer));
  }

  connect(mcu: Atmega328p): void {
    this.field.off();
    const chip = new Mfrc522(this.field, this.random.fork("chip"), () => mcu.micros);
    let selected = false;
    mcu.onEdge(pins.select, (high) => {
      selected = !high;
      if (selected) chip.select();
    });
    // The module pulls its reset line up: the chip runs until the firmware drives the pin low.
    mcu.onEdge(pins.reset, (high) => chip.setResetPin(high));
    mcu.spi.onTransfer = (byte) => (selected ? chip.transfer(byte) : 0xff);
  }

  update(): void {}

  powerOff(): void {
    this.field.off();
  }
}

/** Cards of 13.56 MHz over a reader; the others do not hear it. Distances in metres. */
export function* tagsOver(readerId: string, kit: Kit, drawer: TagDrawer): Iterable<PlacedTag> {
  for (const { id, family, uid, over, around = "air" } of kit.tags) {
    if (over?.reader !== readerId || family === "em4100" || family === "lift-and-learn") continue;
    yield { tag: drawer.tag(id, family, uid), distance: apparentDistance(over.distanceMm / 1000, around) };
  }
}
